package org.godwit.store.mailbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.james.core.Username;
import org.apache.james.mailbox.acl.ACLDiff;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.MailboxExistsException;
import org.apache.james.mailbox.exception.MailboxNotFoundException;
import org.apache.james.mailbox.exception.UnsupportedRightException;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MailboxACL;
import org.apache.james.mailbox.model.MailboxACL.ACLCommand;
import org.apache.james.mailbox.model.MailboxACL.Right;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.UidValidity;
import org.apache.james.mailbox.model.search.ExactName;
import org.apache.james.mailbox.model.search.MailboxQuery;
import org.apache.james.mailbox.store.mail.MailboxMapper;
import org.godwit.store.Database;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Mailboxes, their paths and access lists. Reads are one statement along an index. */
final class MailboxRows implements MailboxMapper {

  private static final String SELECT =
      """
      SELECT a.name AS owner, b.account_id, b.mailbox_id, b.namespace, b.name, b.uid_validity, b.acl,
             %s
        FROM account a JOIN mailbox b USING (account_id)
      """
          .formatted(MailboxStatus.COLUMNS);

  private static final String BY_PATH =
      SELECT + " WHERE a.name = ? AND b.namespace = ? AND b.name = ?";

  private static final String BY_ID = SELECT + " WHERE b.account_id = ? AND b.mailbox_id = ?";

  private static final String BY_NAMESPACE =
      SELECT + " WHERE a.name = ? AND b.namespace = ? ORDER BY b.name";

  private static final String GRANTED =
      SELECT
          + """
           WHERE (b.account_id, b.mailbox_id) IN (
                   SELECT account_id, mailbox_id FROM mailbox_grant
                    WHERE grantee IN (?, 'anybody', 'authenticated'))
          """;

  private static final SameDomainAcl RIGHTS = new SameDomainAcl();

  private static final String RENAME =
      """
      UPDATE mailbox b SET namespace = ?, name = ?, modseq = ?
        FROM account a
       WHERE a.account_id = b.account_id AND a.name = ? AND b.account_id = ? AND b.mailbox_id = ?
         AND (b.namespace, b.name) <> (?, ?)
      """;

  private static final String HAS_CHILDREN =
      """
      SELECT EXISTS (SELECT 1 FROM mailbox
                      WHERE account_id = ? AND namespace = ? AND starts_with(name, ?))
      """;

  private static final String SET_ACL =
      """
      UPDATE mailbox SET acl = ?, modseq = ?, acl_modseq = ?
       WHERE account_id = ? AND mailbox_id = ?
      """;

  private final Database database;
  private final MailboxRemoval removal;

  MailboxRows(Database database) {
    this.database = database;
    this.removal = new MailboxRemoval(database);
  }

  @Override
  public Mono<Mailbox> create(MailboxPath path, UidValidity uidValidity) {
    return Blocking.mono(
        () ->
            database.run(
                "creating a mailbox", on -> MailboxCreation.create(on, path, uidValidity)));
  }

  @Override
  public Mono<MailboxId> rename(Mailbox mailbox) {
    StoreMailboxId id = (StoreMailboxId) Objects.requireNonNull(mailbox.getMailboxId());
    return Blocking.mono(
        () -> database.transaction("renaming a mailbox", on -> renamed(on, id, mailbox)));
  }

  private static StoreMailboxId renamed(Connection connection, StoreMailboxId id, Mailbox mailbox)
      throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(RENAME)) {
      long modseq = Modseqs.next(connection, id.account());
      Sql.bind(
          update,
          mailbox.getNamespace(),
          mailbox.getName(),
          modseq,
          mailbox.getUser().asString(), // to another owner: refused, that is another account
          id.account(),
          id.number(),
          mailbox.getNamespace(),
          mailbox.getName());
      if (update.executeUpdate() == 0) {
        boolean there = mailboxes(connection, BY_ID, id.account(), id.number()).contains(mailbox);
        throw new Refusal(
            there
                ? new MailboxExistsException(mailbox.getName())
                : new MailboxNotFoundException(id));
      }
      return id;
    } catch (SQLException e) {
      if (Sql.violates(e, "mailbox_path")) {
        throw new Refusal(new MailboxExistsException(mailbox.getName()));
      }
      throw e;
    }
  }

  @Override
  public Mono<Void> delete(Mailbox mailbox) {
    return Blocking.mono(() -> removal.remove((StoreMailboxId) mailbox.getMailboxId())).then();
  }

  @Override
  public Mono<Mailbox> findMailboxByPath(MailboxPath path) {
    return find(
            BY_PATH,
            List.of(path.getUser().asString()),
            path.getUser().asString(),
            path.getNamespace(),
            path.getName())
        .next();
  }

  @Override
  public Mono<Mailbox> findMailboxById(MailboxId mailboxId) {
    StoreMailboxId id = (StoreMailboxId) mailboxId;
    return find(BY_ID, List.of(id.account()), id.account(), id.number())
        .next()
        .switchIfEmpty(Mono.error(() -> new MailboxNotFoundException(id)));
  }

  @Override
  public Flux<Mailbox> findNonPersonalMailboxes(Username user, Right right) {
    return find(GRANTED, List.of(ReadPositions.GRANTS), user.asString())
        .filter(mailbox -> grants(mailbox, user, right));
  }

  private static boolean grants(Mailbox mailbox, Username user, Right right) {
    String owner = mailbox.getUser().asString();
    return !user.asString().equals(owner)
        && RIGHTS.of(user, mailbox.getACL(), owner).contains(right);
  }

  @Override
  public Flux<Mailbox> findMailboxWithPathLike(MailboxQuery.UserBound query) {
    String owner = query.getFixedUser().asString();
    if (query.getMailboxNameExpression() instanceof ExactName exact) {
      return find(
          BY_PATH, List.of(owner), owner, query.getFixedNamespace(), exact.getCombinedName());
    }
    return find(BY_NAMESPACE, List.of(owner), owner, query.getFixedNamespace())
        .filter(query::matches);
  }

  @Override
  public Mono<Boolean> hasChildren(Mailbox mailbox, char delimiter) {
    long account = ((StoreMailboxId) mailbox.getMailboxId()).account();
    return Blocking.mono(
        () ->
            database.read(
                account,
                "looking for children",
                on -> hasChildren(on, account, mailbox, mailbox.getName() + delimiter)));
  }

  private static boolean hasChildren(
      Connection connection, long account, Mailbox mailbox, String prefix) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(HAS_CHILDREN)) {
      Sql.bind(select, account, mailbox.getNamespace(), prefix);
      try (ResultSet row = select.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }

  @Override
  public Flux<Mailbox> list() {
    return Blocking.flux(() -> database.run("listing mailboxes", on -> mailboxes(on, SELECT)));
  }

  private Flux<Mailbox> find(String query, List<?> whats, Object... parameters) {
    return Blocking.flux(
        () -> database.read(whats, "finding mailboxes", on -> mailboxes(on, query, parameters)));
  }

  private static List<Mailbox> mailboxes(Connection connection, String query, Object... parameters)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(query)) {
      Sql.bind(select, parameters);
      List<Mailbox> found = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          found.add(mailbox(row));
        }
      }
      return found;
    }
  }

  private static Mailbox mailbox(ResultSet row) throws SQLException {
    StoreMailboxId id = new StoreMailboxId(row.getLong("account_id"), row.getLong("mailbox_id"));
    MailboxPath path =
        new MailboxPath(
            row.getString("namespace"), Username.of(row.getString("owner")), row.getString("name"));
    Mailbox mailbox =
        new StoredMailbox(
            path, UidValidity.of(row.getLong("uid_validity")), MailboxStatus.of(row, id));
    mailbox.setACL(MailboxAcl.decode(row.getString("acl")));
    return mailbox;
  }

  @Override
  public Mono<ACLDiff> updateACL(Mailbox mailbox, ACLCommand command) {
    return change(mailbox, before -> before.apply(command));
  }

  @Override
  public Mono<ACLDiff> setACL(Mailbox mailbox, MailboxACL acl) {
    return change(mailbox, before -> acl);
  }

  /** How a list becomes another. */
  private interface AclChange {
    MailboxACL after(MailboxACL before) throws UnsupportedRightException;
  }

  private Mono<ACLDiff> change(Mailbox mailbox, AclChange change) {
    StoreMailboxId id = (StoreMailboxId) mailbox.getMailboxId();
    return Blocking.mono(
        () ->
            database.transaction(
                "changing an access list",
                on -> {
                  long modseq = Modseqs.next(on, id.account());
                  MailboxACL before = acl(on, id);
                  MailboxACL after = applied(change, before);
                  write(on, id, modseq, after);
                  return ACLDiff.computeDiff(before, after);
                }));
  }

  private static MailboxACL applied(AclChange change, MailboxACL before) {
    try {
      return change.after(before);
    } catch (MailboxException e) {
      throw new Refusal(e);
    }
  }

  private static MailboxACL acl(Connection connection, StoreMailboxId id) throws SQLException {
    List<Mailbox> found = mailboxes(connection, BY_ID, id.account(), id.number());
    if (found.isEmpty()) {
      throw new Refusal(new MailboxNotFoundException(id));
    }
    return found.getFirst().getACL();
  }

  private static void write(Connection connection, StoreMailboxId id, long modseq, MailboxACL acl)
      throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(SET_ACL);
        PreparedStatement delete =
            connection.prepareStatement(
                "DELETE FROM mailbox_grant WHERE account_id = ? AND mailbox_id = ?");
        PreparedStatement insert =
            connection.prepareStatement(
                """
                INSERT INTO mailbox_grant (account_id, mailbox_id, grantee)
                SELECT ?, ?, unnest(?::text[])
                """)) {
      Sql.bind(update, MailboxAcl.encode(acl), modseq, modseq, id.account(), id.number());
      update.executeUpdate();
      Sql.bind(delete, id.account(), id.number());
      delete.executeUpdate();
      Sql.bind(
          insert,
          id.account(),
          id.number(),
          Sql.texts(connection, MailboxAcl.grantees(acl).toArray(String[]::new)));
      insert.executeUpdate();
    }
  }
}
