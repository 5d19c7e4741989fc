package org.godwit.server;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.godwit.cluster.Jobs;
import org.godwit.store.Database;
import org.godwit.store.StoreException;
import org.godwit.store.backup.BackupBook;
import org.godwit.store.backup.BackupBook.Standing;
import org.godwit.store.backup.BackupEntry;
import org.godwit.store.backup.BackupRound;
import org.godwit.store.backup.BackupSettings;
import org.godwit.store.backup.Outcome;
import org.godwit.store.backup.ProofPlace;
import org.godwit.store.backup.SecondServer;
import org.godwit.store.backup.TemporaryDatabase;
import org.godwit.store.postgres.EmbeddedPostgres;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes backups when it is time, and when somebody asks; one node does it for all. */
@Singleton
public final class Backups implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Backups.class);

  private static final String JOB = "backup";
  private static final Duration FIRST = Duration.ofMinutes(2); // a start has better things to do
  private static final Duration LOOK = Duration.ofMinutes(1);
  private static final Duration AGAIN = Duration.ofHours(1);
  private static final long PATIENCE = 5;

  private final BackupSettings settings;
  private final BackupBook book;
  private final BackupRound round;
  private final SecondServer second;
  private final Jobs jobs;
  private final Clock clock;
  private final ExecutorService asked =
      Executors.newThreadPerTaskExecutor(Thread.ofPlatform().daemon().name("backup").factory());

  @Inject
  Backups(Database database, BackupBook book, Jobs jobs, Clock clock, ServerSettings settings) {
    this.settings = settings.backup();
    this.book = book;
    this.jobs = jobs;
    this.clock = clock;
    Path data = settings.dataDirectory();
    this.second = new SecondServer(data.resolve("proof"), programs(settings));
    List<ProofPlace> places = new ArrayList<>(List.of(second));
    settings.store().external().map(TemporaryDatabase::new).ifPresent(places::add);
    this.round =
        new BackupRound(
            database,
            this.settings,
            data,
            new BackupRound.Maker(settings.hostname(), Cluster.version()),
            places,
            clock);
  }

  /** Those that the server's own PostgreSQL has, unless others are named. */
  private static Optional<Path> programs(ServerSettings settings) {
    return settings
        .store()
        .programs()
        .or(() -> EmbeddedPostgres.unpackedIn(settings.dataDirectory().resolve("postgres")));
  }

  void start() {
    sweep();
    if (settings.at().isPresent()) {
      jobs.schedule(JOB, FIRST, LOOK, this::whenDue);
    }
  }

  private void sweep() {
    try {
      second.sweep();
    } catch (IOException | StoreException e) {
      LOG.warn("what a proof has left cannot be removed: {}", e.getMessage());
    }
  }

  /** When they are made, and where they go. */
  public BackupSettings settings() {
    return settings;
  }

  /** What became of them. */
  public BackupBook book() {
    return book;
  }

  private void whenDue() {
    Instant now = clock.instant();
    ZonedDateTime here = now.atZone(clock.getZone());
    if (isDue(here, settings.at().orElseThrow(), book.standing())) {
      book.write(round.run());
    }
  }

  /** Whether none was begun since the last time of day, or one failed an hour ago. */
  static boolean isDue(ZonedDateTime now, LocalTime at, Standing standing) {
    ZonedDateTime today = now.with(at);
    Instant last = (today.isAfter(now) ? today.minusDays(1) : today).toInstant();
    Optional<BackupEntry> newest = standing.last();
    if (newest.isEmpty() || newest.get().begun().isBefore(last)) {
      return true;
    }
    return newest.get().outcome() == Outcome.FAILED
        && newest.get().begun().plus(AGAIN).isBefore(now.toInstant());
  }

  /**
   * Makes one now, on a thread of its own.
   *
   * @return what became of it, later; empty when another is under way
   */
  public CompletableFuture<Optional<BackupEntry>> now() {
    return CompletableFuture.supplyAsync(this::alone, asked);
  }

  private Optional<BackupEntry> alone() {
    List<BackupEntry> made = new ArrayList<>();
    boolean done =
        jobs.alone(
            JOB,
            () -> {
              BackupEntry entry = round.run();
              book.write(entry);
              made.add(entry);
            });
    return done ? made.stream().findFirst() : Optional.empty();
  }

  /** Stops what is under way; its file is removed. */
  @Override
  public void close() {
    asked.shutdownNow();
    try {
      if (!asked.awaitTermination(PATIENCE, TimeUnit.SECONDS)) {
        LOG.warn("a backup is still under way");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
