package org.godwit.store.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.godwit.store.Database;
import org.godwit.store.PostgresExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class BlobCollectorTest {
  private static final int THREADS = 8;
  private static final int ROUNDS = 200;
  private static final int CONTENTS = 12; // few, so that all threads want the same

  private Database database;
  private BlobCollector collector;

  @BeforeEach
  void setUp(Database database) {
    this.database = database;
    this.collector = new BlobCollector(database, references());
  }

  /** All columns of the schema, whoever made them. */
  private Set<BlobReference> references() {
    return database.run(
        "reading the columns",
        connection -> {
          Set<BlobReference> found = new HashSet<>();
          try (PreparedStatement select =
                  connection.prepareStatement(
                      "SELECT table_name, column_name FROM information_schema.columns"
                          + " WHERE table_schema = 'public' AND data_type = 'bytea'"
                          + " AND column_name LIKE '%blob%'");
              ResultSet row = select.executeQuery()) {
            while (row.next()) {
              found.add(new BlobReference(row.getString(1), row.getString(2)));
            }
          }
          return found;
        });
  }

  @Test
  void whatNobodyRefersToGoes() {
    put(0);
    reference(1, "one");
    age();

    assertThat(collector.sweep()).isEqualTo(new BlobCollector.Swept(1, content(0).size()));
    assertThat(exists(0)).isFalse();
    assertThat(exists(1)).isTrue();
    assertThat(collector.sweep().blobs()).isZero();
  }

  @Test
  void whatWasTouchedLatelyStays() {
    put(0);
    assertThat(collector.sweep().blobs()).isZero();
    age();
    put(0); // touches it
    assertThat(collector.sweep().blobs()).isZero();
    age();
    assertThat(collector.sweep().blobs()).isEqualTo(1);
  }

  @Test
  void aSweepGoesBeyondItsFirstBatch() {
    for (int i = 0; i < 2_500; i++) {
      put(i);
    }
    age();
    assertThat(collector.sweep().blobs()).isEqualTo(2_500);
  }

  @Test
  void aForgottenTableStopsTheCollectorInsteadOfLosingItsMail() {
    reference(0, "one");
    age();
    assertThatThrownBy(
            () -> new BlobCollector(database, Set.of(new BlobReference("account", "name"))).sweep())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("kept_mail.blob_hash");
    assertThat(exists(0)).isTrue();
  }

  @Test
  void aGraceThatCouldTakeWhatIsAboutToBeUsedIsRefused() {
    assertThatThrownBy(() -> new BlobCollector(database, references(), Duration.ofHours(23)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void passesOverABlobThatSomebodyIsJustTouching() throws Exception {
    put(0);
    age();
    try (ExecutorService other = Executors.newSingleThreadExecutor()) {
      database.transaction(
          "referring slowly",
          connection -> {
            Blobs.put(connection, content(0));
            assertThat(swept(other)).isZero();
            insert(connection, 0, "one");
            return null;
          });
    }
    assertThat(exists(0)).isTrue();
  }

  private long swept(ExecutorService other) {
    try {
      return other.submit(collector::sweep).get().blobs();
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whoComesWhileABlobIsRemovedPutsItAgain() throws Exception {
    put(0);
    age();
    try (ExecutorService other = Executors.newSingleThreadExecutor()) {
      Future<?> putting =
          database.transaction(
              "removing slowly, as the collector does",
              connection -> {
                try (PreparedStatement delete = connection.prepareStatement("DELETE FROM blob")) {
                  delete.executeUpdate();
                }
                Future<?> put = other.submit(() -> reference(0, "one"));
                await().until(this::somebodyWaits);
                return put;
              });
      putting.get();
    }
    assertThat(exists(0)).isTrue();
    assertThat(dangling()).isZero();
  }

  @Test
  void noBlobInUseIsRemovedWhileManyPutReferAndForget() throws Exception {
    ReadWriteLock time = new ReentrantReadWriteLock(); // half a day does not pass in a transaction
    AtomicBoolean working = new AtomicBoolean(true);
    long removed = 0;
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS + 1)) {
      List<Future<?>> workers = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        int seed = i;
        workers.add(threads.submit(() -> work(seed, time)));
      }
      Future<?> clock = threads.submit(() -> passTime(time, working));
      try {
        while (workers.stream().anyMatch(worker -> !worker.isDone())) {
          removed += sweep(time);
          assertThat(dangling()).isZero();
        }
      } finally {
        working.set(false);
      }
      for (Future<?> worker : workers) {
        worker.get();
      }
      clock.get();
    }

    assertThat(removed).as("the collector took part").isPositive();
    assertThat(dangling()).isZero();
    execute("DELETE FROM kept_mail");
    age();
    collector.sweep();
    assertThat(count("SELECT count(*) FROM blob")).isZero();
  }

  /** Nor does it pass in a statement of the collector's, which sees the references of its start. */
  private long sweep(ReadWriteLock time) {
    time.readLock().lock();
    try {
      return collector.sweep().blobs();
    } finally {
      time.readLock().unlock();
    }
  }

  private void work(int seed, ReadWriteLock time) {
    Random random = new Random(seed);
    for (int round = 0; round < ROUNDS; round++) {
      String name = seed + "-" + round;
      int what = random.nextInt(CONTENTS);
      int choice = random.nextInt(5);
      time.readLock().lock();
      try {
        if (choice < 2) {
          reference(what, name);
        } else if (choice == 2) {
          copy(what, name);
        } else {
          forget(what);
        }
      } finally {
        time.readLock().unlock();
      }
    }
  }

  private void passTime(ReadWriteLock time, AtomicBoolean working) {
    while (working.get()) {
      time.writeLock().lock();
      try {
        age();
      } finally {
        time.writeLock().unlock();
      }
      Thread.onSpinWait();
    }
  }

  private void put(int what) {
    database.run(
        "putting",
        connection -> {
          Blobs.put(connection, content(what));
          return null;
        });
  }

  private void reference(int what, String name) {
    database.transaction(
        "putting and referring",
        connection -> {
          Blobs.put(connection, content(what));
          insert(connection, what, name);
          return null;
        });
  }

  /** Refers to what somebody refers to, as a copied message does. */
  private void copy(int what, String name) {
    database.transaction(
        "copying",
        connection -> {
          try (PreparedStatement lock =
              connection.prepareStatement(
                  "SELECT 1 FROM kept_mail WHERE blob_hash = ? LIMIT 1 FOR KEY SHARE")) {
            lock.setBytes(1, content(what).hash().bytes());
            try (ResultSet row = lock.executeQuery()) {
              if (row.next()) {
                Blobs.touch(connection, content(what).hash());
                insert(connection, what, name);
              }
            }
          }
          return null;
        });
  }

  private static void insert(Connection connection, int what, String name) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO kept_mail (path, name, envelope, blob_hash) VALUES ('t', ?, '{}', ?)")) {
      insert.setString(1, name);
      insert.setBytes(2, content(what).hash().bytes());
      insert.executeUpdate();
    }
  }

  private void forget(int what) {
    database.run(
        "forgetting",
        connection -> {
          try (PreparedStatement delete =
              connection.prepareStatement("DELETE FROM kept_mail WHERE blob_hash = ?")) {
            delete.setBytes(1, content(what).hash().bytes());
            return delete.executeUpdate();
          }
        });
  }

  /** Lets a day and an hour pass. */
  private void age() {
    execute("UPDATE blob SET touched_at = touched_at - interval '25 hours'");
  }

  private boolean somebodyWaits() {
    return count("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'") > 0;
  }

  private long dangling() {
    return count(
        "SELECT count(*) FROM kept_mail k"
            + " WHERE NOT EXISTS (SELECT FROM blob b WHERE b.hash = k.blob_hash)");
  }

  private boolean exists(int what) {
    return database.run(
        "looking", c -> !Blobs.get(database, c, Set.of(content(what).hash())).isEmpty());
  }

  private void execute(String sql) {
    database.run(
        "preparing",
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(sql)) {
            return statement.executeUpdate();
          }
        });
  }

  private long count(String sql) {
    return database.run(
        "counting",
        connection -> {
          try (PreparedStatement select = connection.prepareStatement(sql);
              ResultSet row = select.executeQuery()) {
            row.next();
            return row.getLong(1);
          }
        });
  }

  private static EncodedBlob content(int what) {
    byte[] bytes = ("content " + what).getBytes(StandardCharsets.US_ASCII);
    try {
      return EncodedBlob.of(new ByteArrayInputStream(bytes), bytes.length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
