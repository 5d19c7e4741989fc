package org.godwit.store.mailbox;

import java.sql.PreparedStatement;
import java.util.List;
import javax.inject.Inject;
import org.apache.james.core.Username;
import org.apache.james.mailbox.exception.MailboxException;
import org.godwit.store.Database;
import org.godwit.store.account.AccountHook;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The mail of people who come and go. */
final class AccountMail implements AccountHook {

  private static final Logger LOG = LoggerFactory.getLogger(AccountMail.class);

  /** All that an account owns here, the account itself last. The bytes go with the collector. */
  private static final List<String> OWNED =
      List.of(
          "mailbox_message",
          "expunged_message",
          "message",
          "thread_reference",
          "mailbox_grant",
          "mailbox_annotation",
          "deleted_mailbox",
          "mailbox",
          "upload",
          "file_link_part",
          "file_link",
          "client_record",
          "submission",
          "subscription");

  private final Database database;
  private final FirstMailboxes firstMailboxes;

  @Inject
  AccountMail(Database database, FirstMailboxes firstMailboxes) {
    this.database = database;
    this.firstMailboxes = firstMailboxes;
  }

  @Override
  public void created(Username user) {
    firstMailboxes.forget(user); // another node may have removed one of the same name
    try {
      firstMailboxes.ensure(user);
    } catch (MailboxException e) {
      // They are made at the first login or delivery then.
      LOG.warn("a new account has no mailboxes yet", e);
    }
  }

  @Override
  public void removed(Username user) {
    firstMailboxes.forget(user);
    database.transaction(
        "removing an account's mail",
        on -> {
          long account = Accounts.find(on, user);
          Modseqs.next(on, account); // locks it
          for (String table : OWNED) {
            try (PreparedStatement delete =
                on.prepareStatement("DELETE FROM " + table + " WHERE account_id = ?")) {
              delete.setLong(1, account);
              delete.executeUpdate();
            }
          }
          try (PreparedStatement delete =
              on.prepareStatement("DELETE FROM account WHERE account_id = ?")) {
            delete.setLong(1, account);
            return delete.executeUpdate();
          }
        });
  }
}
