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
import org.apache.james.mailbox.model.MailboxConstants;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.UidValidity;
import org.godwit.store.Database;

/**
 * Gives a new account its first mailboxes, subscribed. Once: who deletes Trash has no Trash. Safe
 * for many threads. A new account costs one statement; one that has them costs a look into memory,
 * or two statements.
 */
public final class FirstMailboxes {

  /** By name; those that IMAP knows the use of (RFC 6154) are named as clients name them. */
  private static final List<String> NAMES =
      List.of("INBOX", "Sent", "Drafts", "Junk", "Trash", "Archive");

  private static final int MOST_REMEMBERED = 100_000;

  private static final String IS_DONE = "SELECT provisioned FROM account WHERE name = ?";

  private static final String DONE = "UPDATE account SET provisioned = true WHERE name = ?";

  // For an account that has nothing yet: all of it at once. One that has something is left alone.
  private static final String CREATE_ALL =
      """
      WITH owner AS (
        INSERT INTO account (name, modseq, next_mailbox, provisioned) VALUES (?, 1, ?, true)
        ON CONFLICT (name) DO NOTHING
        RETURNING account_id),
      first AS (
        SELECT * FROM unnest(?::text[], ?::text[], ?::bigint[])
          WITH ORDINALITY AS f (name, path, uid_validity, number)),
      subscribed AS (
        INSERT INTO subscription (account_id, mailbox) SELECT account_id, path FROM owner, first)
      INSERT INTO mailbox (account_id, mailbox_id, namespace, name, uid_validity,
                           created_modseq, modseq)
      SELECT account_id, number, ?, name, uid_validity, 1, 1 FROM owner, first
      """;

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
    if (database.run("making an account's first mailboxes", on -> createAll(on, user)) > 0) {
      done.put(user, true);
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

  /** How many it made: all, or none when the account is there already. */
  private static int createAll(Connection connection, Username user) throws SQLException {
    List<MailboxPath> paths = NAMES.stream().map(name -> MailboxPath.forUser(user, name)).toList();
    try (PreparedStatement insert = connection.prepareStatement(CREATE_ALL)) {
      Sql.bind(
          insert,
          user.asString(),
          NAMES.size() + 1L,
          Sql.texts(connection, NAMES.toArray(String[]::new)),
          Sql.texts(
              connection, paths.stream().map(MailboxPath::asEscapedString).toArray(String[]::new)),
          Sql.longs(
              connection, NAMES.stream().map(name -> UidValidity.generate().asLong()).toList()),
          MailboxConstants.USER_NAMESPACE);
      return insert.executeUpdate();
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
