package org.godwit.store.backup;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.godwit.store.DatabaseSettings;
import org.godwit.store.StoreException;
import org.godwit.store.postgres.EmbeddedPostgres;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL that runs beside the server while a backup is proved, on loopback with a password of
 * its own. What it holds need not survive a power cut. One at a time.
 */
public final class SecondServer implements ProofPlace {
  private static final Logger LOG = LoggerFactory.getLogger(SecondServer.class);

  private static final List<String> OPTIONS =
      List.of(
          "fsync=off",
          "full_page_writes=off",
          "synchronous_commit=off",
          "wal_level=minimal",
          "max_wal_senders=0",
          "autovacuum=off",
          "shared_buffers=64MB",
          "max_connections=10");

  private final Path directory;
  private final Optional<Path> programs;

  /**
   * Starts nothing yet.
   *
   * @param directory ours alone; made when it is needed, removed afterwards
   * @param programs PostgreSQL's; empty are those that come with us
   */
  public SecondServer(Path directory, Optional<Path> programs) {
    this.directory = directory;
    this.programs = programs;
  }

  @Override
  public Scratch open(long bytes) throws NoPlace {
    try {
      sweep();
      Files.createDirectories(directory);
      long needed = bytes + bytes / 2 + FullDisk.RESERVE; // indexes, and the log
      long free = Files.getFileStore(directory).getUsableSpace();
      if (free < needed) {
        throw new NoPlace(
            "the disk of %s has %d MB left, and it takes %d to try it"
                .formatted(directory.getParent(), free >> 20, needed >> 20));
      }
      EmbeddedPostgres server = EmbeddedPostgres.start(directory, programs, OPTIONS);
      return new Running(server, server.database("proof").withPoolSize(3));
    } catch (IOException | StoreException | IllegalStateException e) {
      remove();
      throw new NoPlace("no second PostgreSQL starts here: " + Connections.reason(e), e);
    }
  }

  /** Stops and removes what a killed server of ours has left. */
  public void sweep() throws IOException {
    if (Files.exists(directory.resolve("cluster").resolve("postmaster.pid"))) {
      EmbeddedPostgres.start(directory, programs, OPTIONS).close(); // it would run for ever
    }
    if (Files.exists(directory)) {
      MoreFiles.deleteRecursively(directory, RecursiveDeleteOption.ALLOW_INSECURE);
    }
  }

  private void remove() {
    try {
      sweep();
    } catch (IOException | StoreException e) {
      LOG.warn("{} cannot be removed, and is of no use: {}", directory, e.getMessage());
    }
  }

  private final class Running implements Scratch {
    private final EmbeddedPostgres server;
    private final DatabaseSettings database;

    Running(EmbeddedPostgres server, DatabaseSettings database) {
      this.server = server;
      this.database = database;
    }

    @Override
    public DatabaseSettings database() {
      return database;
    }

    @Override
    public void close() {
      boolean stopped = Thread.interrupted(); // it must be stopped, above all then
      server.close();
      remove();
      if (stopped) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
