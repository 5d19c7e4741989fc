package org.godwit.store.account;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.james.core.Username;
import org.godwit.store.Database;

/**
 * Whether an address is simply somebody's, and whether that person has room: what most mail needs
 * to know. Safe for many threads; one call, one statement.
 */
public final class Addressees {

  private static final String ROOM =
      """
      SELECT %s - coalesce(a.messages, 0) AS messages, %s - coalesce(a.bytes, 0) AS bytes
        FROM person p
        LEFT JOIN account a ON a.name = p.name
      """
          .formatted(QuotaLimit.of("messages", "p"), QuotaLimit.of("bytes", "p"));

  private static final String OF_MANY = ROOM + "WHERE p.name = ANY (?) AND p.deleted_at IS NULL";

  // What RewriteTable finds for a person: own rows, and those of the domain but for a catch-all.
  private static final String PLAIN =
      ROOM
          + """
          WHERE p.name = ? AND p.deleted_at IS NULL
            AND NOT EXISTS (SELECT FROM rewrite r WHERE r.source = p.name)
            AND NOT EXISTS (SELECT FROM rewrite r
                             WHERE r.source = '*@' || split_part(p.name, '@', 2)
                               AND r.kind NOT IN %s)
          """
              .formatted(RewriteTable.CATCH_ALL);

  private final Database database;

  @Inject
  public Addressees(Database database) {
    this.database = database;
  }

  /**
   * The room of the person whose address this is.
   *
   * @return empty when there is no such person, or when aliases or the like have a say in where
   *     mail for the address goes
   */
  public Optional<Room> plain(Username address) {
    return database.run(
        "looking for an addressee",
        connection -> {
          try (PreparedStatement select = connection.prepareStatement(PLAIN)) {
            select.setString(1, address.asString());
            return read(select).stream().findFirst();
          }
        });
  }

  /** The rooms of those who exist, in no order. */
  public List<Room> rooms(Collection<Username> people) {
    return database.run(
        "looking for the room of people",
        connection -> {
          try (PreparedStatement select = connection.prepareStatement(OF_MANY)) {
            Object[] names = people.stream().map(Username::asString).toArray();
            select.setArray(1, connection.createArrayOf("text", names));
            return read(select);
          }
        });
  }

  private static List<Room> read(PreparedStatement select) throws SQLException {
    try (ResultSet row = select.executeQuery()) {
      List<Room> rooms = new ArrayList<>();
      while (row.next()) {
        rooms.add(new Room(row.getLong("messages"), row.getLong("bytes")));
      }
      return rooms;
    }
  }
}
