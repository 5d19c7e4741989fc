package org.godwit.store.backup;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.godwit.store.DatabaseSettings;
import org.godwit.store.Schema;
import org.godwit.store.StoreException;

/** A backup that is on a disk. Safe for many threads; what it does takes as long as it is large. */
public final class BackupFile {
  private static final int BUFFER = 256 * 1024;

  private final Path file;
  private final Optional<Passphrase> passphrase;

  /**
   * Looks at nothing yet.
   *
   * @param passphrase needed when it is encrypted
   */
  public BackupFile(Path file, Optional<Passphrase> passphrase) {
    this.file = file;
    this.passphrase = passphrase;
  }

  /**
   * What a check has found.
   *
   * @param mark SHA-256 of the manifest, in hexadecimal: which backup it is
   */
  public record Checked(Manifest manifest, String mark) {}

  /**
   * Reads every byte, and compares each table with what the manifest says. Changes nothing.
   *
   * @throws BackupProblem when anything is not as it was written
   */
  public Checked check() throws BackupProblem {
    Tally tally = new Tally();
    byte[] written = visit(tally);
    try {
      Manifest manifest = Manifest.of(written);
      if (!tally.isAs(manifest)) {
        throw new BackupProblem("what is in it is not what its manifest says");
      }
      return new Checked(manifest, RowSum.hex(RowSum.sha256().digest(written)));
    } catch (BackupProblem e) {
      throw named(e);
    }
  }

  /**
   * Makes the tables as they were, and fills them; all rows come in one transaction.
   *
   * @param empty a database in which there is nothing; what is there after a failure is of no use
   * @param checked of {@link #check}
   * @throws BackupProblem when it cannot be loaded; nothing was changed when a newer Godwit has
   *     made it
   */
  public void load(DatabaseSettings empty, Checked checked) throws BackupProblem {
    load(empty, checked, connection -> {});
  }

  /**
   * The same for a server that goes on with it: what came after the backup, never was.
   *
   * @return the files of the data directory, by their path below it
   */
  public Map<String, byte[]> restore(DatabaseSettings empty, Checked checked) throws BackupProblem {
    return load(empty, checked, FreshHistory::begin);
  }

  /** Does something to what was loaded, in the same transaction. */
  @FunctionalInterface
  private interface Afterwards {
    void on(Connection connection) throws SQLException;
  }

  private Map<String, byte[]> load(DatabaseSettings empty, Checked checked, Afterwards afterwards)
      throws BackupProblem {
    Manifest manifest = checked.manifest();
    EmptyPlace.check(empty); // what is loaded replaces what is there
    try {
      if (!Schema.migrateTo(empty, manifest.schema())) {
        throw new BackupProblem(
            "Godwit %s has made it, whose tables (%s) this one does not know;"
                    .formatted(manifest.godwit(), manifest.schema())
                + " restore it with that version or a newer one");
      }
      try (Connection on = Connections.open(empty, "godwit-restore")) {
        if (!Catalog.migrations(on).equals(manifest.migrations())) {
          throw new BackupProblem(
              "its tables were made by other steps than ours: it is of a version that was never"
                  + " released");
        }
        on.setAutoCommit(false);
        try (Statement set = on.createStatement()) {
          set.execute("SET LOCAL idle_in_transaction_session_timeout = 0"); // the disk may be slow
        }
        Loader loader = new Loader(on, manifest);
        byte[] written = visit(loader);
        if (!RowSum.hex(RowSum.sha256().digest(written)).equals(checked.mark())) {
          throw new BackupProblem("it has changed since it was checked");
        }
        loader.end();
        afterwards.on(on);
        on.commit();
        return loader.files();
      }
    } catch (BackupProblem e) {
      throw named(e);
    } catch (SQLException | StoreException e) {
      throw new BackupProblem(file + " cannot be loaded: " + Connections.reason(e), e);
    }
  }

  private byte[] visit(ArchiveReader.Visitor visitor) throws BackupProblem {
    try (ArchiveReader reader = ArchiveReader.open(file, passphrase)) {
      return reader.visit(visitor);
    } catch (NoSuchFileException e) {
      throw new BackupProblem("there is no file " + file, e);
    } catch (AccessDeniedException e) {
      throw new BackupProblem(file + " is not for us to read", e);
    } catch (IOException e) {
      throw new BackupProblem(file + " cannot be used: " + e.getMessage(), e);
    } catch (BackupProblem e) {
      throw named(e);
    }
  }

  private BackupProblem named(BackupProblem e) {
    return e.getMessage().startsWith(file.toString())
        ? e
        : new BackupProblem(file + " cannot be used: " + e.getMessage(), e);
  }

  /** Adds up what there is. */
  private static final class Tally implements ArchiveReader.Visitor {
    private final List<Manifest.Table> tables = new ArrayList<>();
    private final List<Manifest.Kept> files = new ArrayList<>();

    @Override
    public void table(String name, InputStream rows) throws IOException, BackupProblem {
      RowSum sum = new RowSum();
      byte[] buffer = new byte[BUFFER];
      for (int n = rows.read(buffer); n >= 0; n = rows.read(buffer)) {
        sum.add(buffer, 0, n);
      }
      tables.add(sum.of(name, List.of()));
    }

    @Override
    public void file(String path, byte[] content) {
      files.add(DataFiles.kept(path, content));
    }

    boolean isAs(Manifest manifest) {
      List<Manifest.Table> told =
          manifest.tables().stream().map(table -> table.with(List.of())).toList();
      return files.equals(manifest.files()) && tables.equals(told);
    }
  }
}
