package org.godwit.store.account;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.inject.Inject;
import org.apache.james.core.Username;
import org.apache.james.rrt.lib.Mapping;
import org.apache.james.rrt.lib.MappingSource;
import org.godwit.store.Database;

/** The table {@code rewrite}. One call, one statement. */
final class RewriteTable {

  /** What is stored for a source. */
  record Entry(MappingSource source, Mapping mapping) {}

  /** The kinds that, for a whole domain, are a catch-all. */
  static final String CATCH_ALL = "('Address', 'Alias', 'Group', 'Forward')";

  // For each address its own rows, else those of its domain: two probes of the primary key. A
  // catch-all (an address for a whole domain) must not take the mail of people who exist, nor that
  // of their subaddresses; James's own tables would.
  private static final String FIND =
      """
      SELECT asked.address, r.source <> asked.address AS whole_domain, r.kind, r.target
        FROM unnest(?::text[], ?::text[]) AS asked (address, base)
        JOIN rewrite r
          ON r.source = ANY (ARRAY[asked.address, '*@' || split_part(asked.address, '@', 2)])
       WHERE r.source = asked.address
          OR r.kind NOT IN %s
          OR NOT EXISTS (SELECT FROM person p WHERE p.name IN (asked.address, asked.base))
      """
          .formatted(CATCH_ALL);

  private final Database database;

  @Inject
  RewriteTable(Database database) {
    this.database = database;
  }

  void add(MappingSource source, Mapping mapping) {
    change(
        "INSERT INTO rewrite (source, kind, target) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        source,
        mapping);
  }

  void remove(MappingSource source, Mapping mapping) {
    change("DELETE FROM rewrite WHERE source = ? AND kind = ? AND target = ?", source, mapping);
  }

  private void change(String sql, MappingSource source, Mapping mapping) {
    database.run(
        "changing a rewrite",
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, text(source));
            statement.setString(2, mapping.getType().name());
            statement.setString(3, mapping.getMappingValue());
            return statement.executeUpdate();
          }
        });
  }

  /**
   * What delivery does with addresses: their own mappings, or else those of their domain.
   *
   * @return addresses without any have no entry
   */
  Map<Username, List<Mapping>> find(Collection<Username> addresses) {
    Map<Username, List<Mapping>> own = new HashMap<>();
    Map<Username, List<Mapping>> domains = new HashMap<>();
    database.run(
        "looking for rewrites",
        connection -> {
          try (PreparedStatement select = connection.prepareStatement(FIND)) {
            select.setArray(
                1,
                connection.createArrayOf(
                    "text", addresses.stream().map(Username::asString).toArray()));
            select.setArray(
                2,
                connection.createArrayOf(
                    "text", addresses.stream().map(RewriteTable::withoutDetail).toArray()));
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                (row.getBoolean("whole_domain") ? domains : own)
                    .computeIfAbsent(
                        Username.of(row.getString("address")), address -> new ArrayList<>())
                    .add(mapping(row));
              }
            }
          }
          return null;
        });
    own.forEach(domains::put);
    return domains;
  }

  /** The address of the mailbox behind a subaddress (RFC 5233), such as a@x for a+b@x. */
  private static String withoutDetail(Username address) {
    String name = address.asString();
    int at = name.indexOf('@');
    int plus = name.indexOf('+');
    return plus > 0 && plus < at ? name.substring(0, plus) + name.substring(at) : name;
  }

  List<Mapping> of(MappingSource source) {
    return read("WHERE source = ?", text(source)).stream().map(Entry::mapping).toList();
  }

  List<Entry> all() {
    return read("");
  }

  List<Entry> ofKind(Mapping.Type kind) {
    return read("WHERE kind = ?", kind.name());
  }

  List<Entry> to(Mapping mapping) {
    return read(
        "WHERE target = ? AND kind = ?", mapping.getMappingValue(), mapping.getType().name());
  }

  private List<Entry> read(String where, String... values) {
    return database.run(
        "reading rewrites",
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT source, kind, target FROM rewrite "
                      + where
                      + " ORDER BY source, kind, target")) {
            for (int i = 0; i < values.length; i++) {
              select.setString(i + 1, values[i]);
            }
            try (ResultSet row = select.executeQuery()) {
              List<Entry> entries = new ArrayList<>();
              while (row.next()) {
                MappingSource source = MappingSource.parse(row.getString("source"));
                entries.add(new Entry(source, mapping(row)));
              }
              return entries;
            }
          }
        });
  }

  /** Which of these addresses are an alias or a group. */
  Set<Username> aliasesAndGroups(Set<String> addresses) {
    return database.run(
        "looking for aliases and groups",
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT DISTINCT source FROM rewrite"
                      + " WHERE source = ANY (?) AND kind IN ('Alias', 'Group')")) {
            select.setArray(1, connection.createArrayOf("text", addresses.toArray()));
            try (ResultSet row = select.executeQuery()) {
              Set<Username> found = new HashSet<>();
              while (row.next()) {
                found.add(Username.of(row.getString(1)));
              }
              return found;
            }
          }
        });
  }

  private static Mapping mapping(ResultSet row) throws java.sql.SQLException {
    return Mapping.of(Mapping.Type.valueOf(row.getString("kind")), row.getString("target"));
  }

  private static String text(MappingSource source) {
    return source.asDomain().isPresent() ? source.asMailAddressString() : source.asString();
  }
}
