package org.godwit.store.mailbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.apache.james.mailbox.exception.MailboxExistsException;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MailboxACL;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.UidValidity;

/**
 * Makes mailboxes. Whoever may do something in the mailbox above may do it in the new one too: an
 * access list says what is shared, and what is put under it is meant to be. The mailboxes of a team
 * all stand under its INBOX in this, as nobody signs in as the team to share them.
 */
final class MailboxCreation {

  // One statement: makes the account if need be, counts its mailboxes, takes a modseq.
  private static final String CREATE =
      """
      WITH owner AS (
        INSERT INTO account (name, modseq, next_mailbox) VALUES (?, 1, 2)
        ON CONFLICT (name) DO UPDATE
           SET modseq = account.modseq + 1, next_mailbox = account.next_mailbox + 1
        RETURNING account_id, name, modseq, next_mailbox - 1 AS mailbox_id),
      made AS (SELECT ?::text AS namespace, ?::text AS name, ?::bigint AS uid_validity),
      above AS (
        SELECT p.account_id, p.mailbox_id, p.acl
          FROM owner JOIN mailbox p USING (account_id) JOIN made USING (namespace)
         WHERE starts_with(made.name, p.name || '/')
            OR p.name = 'INBOX'
               AND EXISTS (SELECT 1 FROM person WHERE person.name = owner.name AND shared)
         ORDER BY starts_with(made.name, p.name || '/') DESC, length(p.name) DESC
         LIMIT 1),
      granted AS (
        INSERT INTO mailbox_grant (account_id, mailbox_id, grantee)
        SELECT owner.account_id, owner.mailbox_id, g.grantee
          FROM owner, above JOIN mailbox_grant g USING (account_id, mailbox_id))
      INSERT INTO mailbox (account_id, mailbox_id, namespace, name, uid_validity,
                           created_modseq, modseq, acl, acl_modseq)
      SELECT owner.account_id, owner.mailbox_id, made.namespace, made.name, made.uid_validity,
             modseq, modseq, coalesce(above.acl, ''),
             CASE WHEN coalesce(above.acl, '') = '' THEN 0 ELSE modseq END
        FROM owner CROSS JOIN made LEFT JOIN above ON true
      RETURNING account_id, mailbox_id, acl
      """;

  // The mailbox above, as CREATE knows it.
  private static final String ABOVE =
      """
      SELECT p.acl
        FROM account JOIN mailbox p USING (account_id)
       WHERE account.name = ? AND p.namespace = ?
         AND (starts_with(?, p.name || '/')
              OR p.name = 'INBOX'
                 AND EXISTS (SELECT 1 FROM person WHERE person.name = account.name AND shared))
       ORDER BY starts_with(?, p.name || '/') DESC, length(p.name) DESC
       LIMIT 1
      """;

  private MailboxCreation() {}

  /**
   * Who may do what in the mailbox that another one would stand under: nobody when there is none.
   */
  static MailboxACL above(Connection connection, MailboxPath path) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(ABOVE)) {
      Sql.bind(
          select, path.getUser().asString(), path.getNamespace(), path.getName(), path.getName());
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? MailboxAcl.decode(row.getString(1)) : MailboxACL.EMPTY;
      }
    }
  }

  /**
   * Makes one.
   *
   * @throws Refusal when there is one
   */
  static Mailbox create(Connection connection, MailboxPath path, UidValidity uidValidity)
      throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(CREATE)) {
      Sql.bind(
          insert,
          path.getUser().asString(),
          path.getNamespace(),
          path.getName(),
          uidValidity.asLong());
      try (ResultSet row = insert.executeQuery()) {
        row.next();
        Mailbox made =
            new Mailbox(path, uidValidity, new StoreMailboxId(row.getLong(1), row.getLong(2)));
        made.setACL(MailboxAcl.decode(row.getString(3)));
        return made;
      }
    } catch (SQLException e) {
      if (Sql.violates(e, "mailbox_path")) {
        throw new Refusal(new MailboxExistsException(path.getName()));
      }
      throw e;
    }
  }
}
