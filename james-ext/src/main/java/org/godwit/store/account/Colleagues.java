package org.godwit.store.account;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.inject.Inject;
import org.apache.james.core.Username;
import org.godwit.store.Database;

/** People of one domain, who may share with each other. One call, one statement. */
public final class Colleagues {

  private static final String OF_DOMAIN =
      """
      SELECT name FROM person
       WHERE split_part(name, '@', 2) = ? AND NOT suspended
       ORDER BY name LIMIT ?
      """;

  private static final String THERE =
      "SELECT name FROM person WHERE name = ANY (?) AND NOT suspended";

  private final Database database;

  @Inject
  public Colleagues(Database database) {
    this.database = database;
  }

  /** Those of a domain by name, this many at most. */
  public List<Username> of(String domain, int most) {
    return database.run(
        "listing the people of a domain",
        on -> {
          try (PreparedStatement select = on.prepareStatement(OF_DOMAIN)) {
            select.setString(1, domain);
            select.setInt(2, most);
            return names(select);
          }
        });
  }

  /** Those of some who may log in. */
  public Set<Username> among(Collection<Username> some) {
    return database.run(
        "looking for people",
        on -> {
          try (PreparedStatement select = on.prepareStatement(THERE)) {
            Object[] names = some.stream().map(Username::asString).toArray();
            select.setArray(1, on.createArrayOf("text", names));
            return new HashSet<>(names(select));
          }
        });
  }

  private static List<Username> names(PreparedStatement select) throws java.sql.SQLException {
    List<Username> names = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        names.add(Username.of(row.getString(1)));
      }
    }
    return names;
  }
}
