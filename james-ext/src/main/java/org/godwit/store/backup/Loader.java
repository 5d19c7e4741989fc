package org.godwit.store.backup;

import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;

/** Puts the rows of a backup into tables that are there and have none. For one thread. */
final class Loader implements ArchiveReader.Visitor {
  private static final int BUFFER = 256 * 1024;

  private final Connection on;
  private final CopyManager copies;
  private final Manifest manifest;
  private final Map<String, Catalog.Table> here = new LinkedHashMap<>();
  private final Map<String, byte[]> files = new LinkedHashMap<>();
  private int loaded;

  /**
   * Looks whether the tables are the same.
   *
   * @param on in a transaction, which the caller ends
   * @throws BackupProblem when they are not
   */
  Loader(Connection on, Manifest manifest) throws SQLException, BackupProblem {
    this.on = on;
    this.copies = on.unwrap(PGConnection.class).getCopyAPI();
    this.manifest = manifest;
    List<Catalog.Table> tables = Catalog.tables(on);
    tables.forEach(table -> here.put(table.name(), table));
    for (Manifest.Table table : manifest.tables()) {
      Catalog.Table ours = here.get(table.name());
      if (ours == null || !ours.columns().equals(table.columns())) {
        throw new BackupProblem(
            "its table %s is none of this Godwit's, or has other columns".formatted(table.name()));
      }
    }
    if (here.size() != manifest.tables().size()) {
      throw new BackupProblem("a table of ours is not in it");
    }
    try (Statement delete = on.createStatement()) {
      for (Catalog.Table table : tables.reversed()) { // what migrations have put there
        delete.executeUpdate("DELETE FROM " + Catalog.quoted(table.name()));
      }
    }
    triggers("DISABLE"); // what they have done is in the rows already
  }

  private void triggers(String what) throws SQLException {
    try (Statement alter = on.createStatement()) {
      for (String table : here.keySet()) {
        alter.execute("ALTER TABLE %s %s TRIGGER USER".formatted(Catalog.quoted(table), what));
      }
    }
  }

  @Override
  public void table(String name, InputStream rows) throws IOException, BackupProblem {
    Manifest.Table wanted =
        manifest
            .table(name)
            .orElseThrow(() -> new BackupProblem("its manifest does not know the table " + name));
    try {
      if (!copied(here.get(name), rows).equals(wanted)) {
        throw new BackupProblem("the table %s is not what its manifest says".formatted(name));
      }
    } catch (SQLException e) {
      throw new BackupProblem(
          "the table %s cannot be loaded: %s".formatted(name, e.getMessage()), e);
    }
    loaded++;
  }

  private Manifest.Table copied(Catalog.Table table, InputStream rows)
      throws SQLException, IOException, BackupProblem {
    RowSum sum = new RowSum();
    CopyIn copy = copies.copyIn(table.copy("FROM STDIN"));
    try {
      byte[] buffer = new byte[BUFFER];
      for (int n = rows.read(buffer); n >= 0; n = rows.read(buffer)) {
        sum.add(buffer, 0, n);
        copy.writeToCopy(buffer, 0, n);
      }
      copy.endCopy();
    } finally {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
    }
    return sum.of(table.name(), table.columns());
  }

  /** They are the business of whoever has a data directory. */
  @Override
  public void file(String path, byte[] content) {
    if (DataFiles.isOurs(path)) {
      files.put(path, content);
    }
  }

  Map<String, byte[]> files() {
    return files;
  }

  /** Puts the sequences where they were, and looks whether every table has come. */
  void end() throws SQLException, BackupProblem {
    if (loaded != manifest.tables().size()) {
      throw new BackupProblem("it has not all tables that its manifest names");
    }
    triggers("ENABLE");
    try (PreparedStatement set = on.prepareStatement("SELECT setval(?::regclass, ?, ?)")) {
      for (Manifest.Sequence sequence : manifest.sequences()) {
        set.setString(1, Catalog.quoted(sequence.name()));
        set.setLong(2, sequence.last());
        set.setBoolean(3, sequence.called());
        set.execute();
      }
    }
  }
}
