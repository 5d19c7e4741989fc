package org.godwit.store.backup;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What tables and sequences a database has. Each method is one statement or two. */
final class Catalog {

  /** Flyway's own, which a restore makes anew. */
  private static final String HISTORY = "schema_version";

  /** Of the nodes that ran at that moment: after a restore none of them does. */
  private static final Set<String> OF_THE_MOMENT =
      Set.of("cluster_node", "job_lease", "open_maildrop", "queue_node");

  // Unlogged tables are of the moment, too, and a replica cannot read them.
  private static final String TABLES =
      """
      SELECT c.relname, a.attname
        FROM pg_class c
        JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = current_schema()
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                           AND a.attgenerated = ''
       WHERE c.relkind = 'r' AND c.relpersistence = 'p'
       ORDER BY c.relname, a.attnum
      """;

  private static final String REFERENCES =
      """
      SELECT r.relname, t.relname
        FROM pg_constraint f
        JOIN pg_class r ON r.oid = f.conrelid
        JOIN pg_class t ON t.oid = f.confrelid
        JOIN pg_namespace n ON n.oid = r.relnamespace AND n.nspname = current_schema()
       WHERE f.contype = 'f' AND r.oid <> t.oid
       ORDER BY r.relname, t.relname
      """;

  private static final String SEQUENCES =
      """
      SELECT c.relname
        FROM pg_class c
        JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = current_schema()
       WHERE c.relkind = 'S'
       ORDER BY c.relname
      """;

  private static final String MIGRATIONS =
      """
      SELECT version, coalesce(checksum, 0)
        FROM schema_version
       WHERE success AND version IS NOT NULL
       ORDER BY installed_rank
      """;

  private Catalog() {}

  /** A table and its columns. */
  record Table(String name, List<String> columns) {
    Table {
      columns = List.copyOf(columns);
    }

    /** Its rows, from or to binary COPY. */
    String copy(String direction) {
      String all = columns.stream().map(Catalog::quoted).collect(Collectors.joining(", "));
      return "COPY %s (%s) %s (FORMAT binary)".formatted(quoted(name), all, direction);
    }
  }

  static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** What is worth a backup, each table behind those that it refers to. */
  static List<Table> tables(Connection on) throws SQLException {
    Map<String, List<String>> columns = new LinkedHashMap<>();
    for (String[] row : rows(on, TABLES)) {
      columns.computeIfAbsent(row[0], name -> new ArrayList<>()).add(row[1]);
    }
    columns.remove(HISTORY);
    columns.keySet().removeAll(OF_THE_MOMENT);
    Map<String, Set<String>> targets = new LinkedHashMap<>();
    columns.keySet().forEach(name -> targets.put(name, new LinkedHashSet<>()));
    for (String[] row : rows(on, REFERENCES)) {
      if (targets.containsKey(row[0])) {
        targets.get(row[0]).add(row[1]);
      }
    }
    Set<String> ordered = new LinkedHashSet<>();
    targets.keySet().forEach(name -> add(name, targets, ordered, new LinkedHashSet<>()));
    return ordered.stream().map(name -> new Table(name, columns.get(name))).toList();
  }

  private static void add(
      String name, Map<String, Set<String>> targets, Set<String> ordered, Set<String> under) {
    if (ordered.contains(name) || !targets.containsKey(name) || !under.add(name)) {
      return;
    }
    targets.get(name).forEach(target -> add(target, targets, ordered, under));
    ordered.add(name);
  }

  /** Where sequences are. One may be further on than any row of a snapshot that was read before. */
  static List<Manifest.Sequence> sequences(Connection on) throws SQLException {
    List<Manifest.Sequence> found = new ArrayList<>();
    for (String[] row : rows(on, SEQUENCES)) {
      for (String[] now : rows(on, "SELECT last_value, is_called FROM " + quoted(row[0]))) {
        found.add(new Manifest.Sequence(row[0], Long.parseLong(now[0]), now[1].startsWith("t")));
      }
    }
    return found;
  }

  /** The migrations that it has seen. */
  static List<Manifest.Migration> migrations(Connection on) throws SQLException {
    List<Manifest.Migration> found = new ArrayList<>();
    for (String[] row : rows(on, MIGRATIONS)) {
      found.add(new Manifest.Migration(row[0], Integer.parseInt(row[1])));
    }
    return found;
  }

  /** All rows of a statement, as text. */
  static List<String[]> rows(Connection on, String query) throws SQLException {
    try (Statement select = on.createStatement();
        ResultSet row = select.executeQuery(query)) {
      List<String[]> rows = new ArrayList<>();
      int columns = row.getMetaData().getColumnCount();
      while (row.next()) {
        String[] values = new String[columns];
        for (int i = 0; i < columns; i++) {
          values[i] = row.getString(i + 1);
        }
        rows.add(values);
      }
      return rows;
    }
  }
}
