package org.godwit.store.mailbox;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import javax.inject.Inject;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxManager.CreateOption;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.MailboxExistsException;
import org.apache.james.mailbox.model.MailboxPath;
import org.godwit.store.Database;

/**
 * Gives a new account its first mailboxes, subscribed. Once: who deletes Trash has no Trash. Safe
 * for many threads, and cheap when it was done before: a look into memory, or one statement.
 */
public final class FirstMailboxes {

  /** By name; those that IMAP knows the use of (RFC 6154) are named as clients name them. */
  private static final List<String> NAMES =
      List.of("INBOX", "Sent", "Drafts", "Junk", "Trash", "Archive");

  private static final int MOST_REMEMBERED = 100_000;

  private static final String IS_DONE = "SELECT provisioned FROM account WHERE name = ?";

  private static final String DONE = "UPDATE account SET provisioned = true WHERE name = ?";

  private final Database database;
  private final MailboxManager manager;
  private final Cache<Username, Boolean> done =
      Caffeine.newBuilder().maximumSize(MOST_REMEMBERED).build();

  @Inject
  public FirstMailboxes(Database database, MailboxManager manager) {
    this.database = database;
    this.manager = manager;
  }

  /**
   * Creates what is missing, unless that was done once for this user.
   *
   * @throws org.godwit.store.StoreUnavailable try again
   */
  public void ensure(Username user) throws MailboxException {
    if (done.getIfPresent(user) != null) {
      return;
    }
    if (!database.run("looking at an account", on -> isDone(on, user))) {
      create(user);
      database.run("noting an account's first mailboxes", on -> note(on, user));
    }
    done.put(user, true);
  }

  /** The account is gone; one of the same name starts anew. */
  void forget(Username user) {
    done.invalidate(user);
  }

  private static boolean isDone(Connection connection, Username user) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(IS_DONE)) {
      select.setString(1, user.asString());
      try (ResultSet row = select.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }

  private static int note(Connection connection, Username user) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(DONE)) {
      update.setString(1, user.asString());
      return update.executeUpdate();
    }
  }

  private void create(Username user) throws MailboxException {
    MailboxSession session = manager.createSystemSession(user);
    try {
      for (String name : NAMES) {
        create(MailboxPath.forUser(user, name), session);
      }
    } finally {
      manager.endProcessingRequest(session);
    }
  }

  private void create(MailboxPath path, MailboxSession session) throws MailboxException {
    try {
      manager.createMailbox(path, CreateOption.CREATE_SUBSCRIPTION, session);
    } catch (MailboxExistsException e) {
      // made by a delivery, or by another thread at this moment
    }
  }
}
