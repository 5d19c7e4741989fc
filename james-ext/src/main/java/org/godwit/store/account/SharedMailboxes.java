package org.godwit.store.account;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.apache.james.core.Username;
import org.godwit.store.Database;

/**
 * Mailboxes of teams, and who works with them. Safe for many threads; one call, one statement.
 *
 * <p>What members may do in the mailboxes is said by the mailboxes' own lists; whoever changes
 * members changes those, too.
 */
@Singleton
public final class SharedMailboxes {

  /**
   * Somebody who works with a shared mailbox.
   *
   * @param writes whether they may change what is in it; else they look
   * @param sendAs whether they may send as its address
   */
  public record Member(Username name, boolean writes, boolean sendAs) {}

  /** One that is shared, and how many work with it. */
  public record Shared(Username name, int members) {}

  private static final String LIST =
      """
      SELECT p.name, count(m.member)
        FROM person p
        LEFT JOIN shared_member m ON m.owner = p.name
       WHERE p.shared AND p.deleted_at IS NULL
       GROUP BY p.name
       ORDER BY p.name
      """;

  private static final String PUT =
      """
      INSERT INTO shared_member (owner, member, writes, send_as)
      SELECT o.name, m.name, ?, ?
        FROM person o, person m
       WHERE o.name = ? AND o.shared AND o.deleted_at IS NULL
         AND m.name = ? AND NOT m.shared AND m.deleted_at IS NULL
      ON CONFLICT (owner, member) DO UPDATE
         SET writes = EXCLUDED.writes, send_as = EXCLUDED.send_as
      """;

  private static final String SENDS_AS =
      """
      SELECT m.owner
        FROM shared_member m
        JOIN person p ON p.name = m.owner
       WHERE m.member = ? AND m.send_as AND p.deleted_at IS NULL
       ORDER BY m.owner
      """;

  private final Database database;

  @Inject
  public SharedMailboxes(Database database) {
    this.database = database;
  }

  /** All there are, by name. */
  public List<Shared> all() {
    return database.run(
        "listing shared mailboxes",
        on -> {
          List<Shared> found = new ArrayList<>();
          try (PreparedStatement select = on.prepareStatement(LIST);
              ResultSet row = select.executeQuery()) {
            while (row.next()) {
              found.add(new Shared(Username.of(row.getString(1)), row.getInt(2)));
            }
          }
          return found;
        });
  }

  /** Who works with one, by name. */
  public List<Member> members(Username owner) {
    return database.run(
        "listing members of a shared mailbox",
        on -> {
          List<Member> found = new ArrayList<>();
          try (PreparedStatement select =
              on.prepareStatement(
                  "SELECT member, writes, send_as FROM shared_member WHERE owner = ?"
                      + " ORDER BY member")) {
            select.setString(1, owner.asString());
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                found.add(
                    new Member(
                        Username.of(row.getString(1)), row.getBoolean(2), row.getBoolean(3)));
              }
            }
          }
          return found;
        });
  }

  /**
   * Adds somebody, or changes what they may do.
   *
   * @return false when there is no such shared mailbox, or nobody of that name who could sign in
   */
  public boolean put(Username owner, Member member) {
    return database.run(
        "adding a member of a shared mailbox",
        on -> {
          try (PreparedStatement insert = on.prepareStatement(PUT)) {
            insert.setBoolean(1, member.writes());
            insert.setBoolean(2, member.sendAs());
            insert.setString(3, owner.asString());
            insert.setString(4, member.name().asString());
            return insert.executeUpdate() == 1;
          }
        });
  }

  /** Takes somebody out; false when they were not in. */
  public boolean remove(Username owner, Username member) {
    return database.run(
        "removing a member of a shared mailbox",
        on -> {
          try (PreparedStatement delete =
              on.prepareStatement("DELETE FROM shared_member WHERE owner = ? AND member = ?")) {
            delete.setString(1, owner.asString());
            delete.setString(2, member.asString());
            return delete.executeUpdate() == 1;
          }
        });
  }

  /** The shared mailboxes that somebody may send as. */
  public List<Username> sendsAs(Username member) {
    return database.run("reading whom somebody may send as", on -> sendsAs(on, member));
  }

  private static List<Username> sendsAs(Connection on, Username member) throws SQLException {
    List<Username> found = new ArrayList<>();
    try (PreparedStatement select = on.prepareStatement(SENDS_AS)) {
      select.setString(1, member.asString());
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          found.add(Username.of(row.getString(1)));
        }
      }
    }
    return found;
  }

  /** That one of these people which is a shared mailbox that somebody may send as, if any. */
  public Optional<Username> sentAs(Username member, Collection<Username> people) {
    return sendsAs(member).stream().filter(people::contains).findFirst();
  }
}
