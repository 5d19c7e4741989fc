package org.godwit.store.backup;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/** Reads all that is in a database at one moment, while others go on writing. For one thread. */
final class Snapshot {

  private static final String ABOUT =
      """
      SELECT CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_lsn() END,
             CASE WHEN pg_is_in_recovery() THEN 'replica' ELSE 'primary' END,
             current_setting('server_version')
      """;

  private final Connection on;
  private final CopyManager copies;

  /**
   * Begins a transaction that sees this moment.
   *
   * @param on ours alone; whoever has it closes it
   */
  Snapshot(Connection on) throws SQLException {
    this.on = on;
    on.setAutoCommit(false);
    on.setReadOnly(true);
    on.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    try (Statement set = on.createStatement()) {
      set.execute("SET LOCAL statement_timeout = 0");
      set.execute("SET LOCAL idle_in_transaction_session_timeout = 0"); // the disk may be slow
    }
    this.copies = on.unwrap(PGConnection.class).getCopyAPI();
  }

  /** Writes all tables; what else there is, is added before. */
  Manifest into(ArchiveWriter archive, String godwit, Instant time, List<Manifest.Kept> files)
      throws SQLException, IOException, BackupProblem {
    List<Manifest.Migration> migrations = Catalog.migrations(on); // the snapshot is of now
    if (migrations.isEmpty()) {
      throw new BackupProblem("the database has no tables of ours");
    }
    String[] about = Catalog.rows(on, ABOUT).getFirst();
    List<Manifest.Table> tables = new ArrayList<>();
    for (Catalog.Table table : Catalog.tables(on)) {
      try (OutputStream out = archive.table(table.name())) {
        tables.add(sum(table, out));
      }
    }
    return new Manifest(
        Manifest.FORMAT,
        godwit,
        migrations.getLast().version(),
        migrations,
        time.toString(),
        about[0],
        about[1],
        about[2],
        tables,
        Catalog.sequences(on),
        files);
  }

  /** What a table is. */
  Manifest.Table sum(Catalog.Table table) throws SQLException, IOException, BackupProblem {
    return sum(table, OutputStream.nullOutputStream());
  }

  private Manifest.Table sum(Catalog.Table table, OutputStream to)
      throws SQLException, IOException, BackupProblem {
    RowSum sum = new RowSum();
    copies.copyOut(table.copy("TO STDOUT"), new Summed(to, sum));
    return sum.of(table.name(), table.columns());
  }

  /** Writes rows on, and adds them up. */
  private static final class Summed extends OutputStream {
    private final OutputStream out;
    private final RowSum sum;

    Summed(OutputStream out, RowSum sum) {
      this.out = out;
      this.sum = sum;
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedIOException("told to stop");
      }
      try {
        sum.add(bytes, offset, length);
      } catch (BackupProblem e) {
        throw new IOException(e);
      }
      out.write(bytes, offset, length);
    }
  }
}
