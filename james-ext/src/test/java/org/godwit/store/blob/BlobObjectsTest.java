package org.godwit.store.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.godwit.store.Database;
import org.godwit.store.PostgresExtension;
import org.godwit.store.StoreException;
import org.godwit.store.StoreUnavailable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Which objects there are, and when they go: what the database holds to, whatever the storage. */
@ExtendWith(PostgresExtension.class)
class BlobObjectsTest {
  private static final Duration KEPT = Duration.ofDays(30);

  private final MemoryObjects objects = new MemoryObjects();
  private Database database;
  private ObjectCollector collector;

  @BeforeEach
  void open() {
    database = Database.open(PostgresExtension.settings(), Optional.of(objects));
    collector = new ObjectCollector(database, KEPT);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void largeBytesLieInObjectStorageAndTheRowNamesThem() {
    EncodedBlob blob = store(1);

    assertThat(objects.objects).hasSize(1);
    assertThat(text("SELECT object FROM blob WHERE content IS NULL"))
        .isEqualTo(objects.objects.keySet().iterator().next())
        .startsWith(blob.hash().toString());
    assertThat(read(blob)).isEqualTo(content(1));
    assertThat(text("SELECT count(*) FROM loose_object")).isEqualTo("0");
  }

  @Test
  void smallBytesStayInTheDatabase() {
    EncodedBlob blob = encoded("short".getBytes(StandardCharsets.US_ASCII));
    put(BlobObjects.place(database, blob));

    assertThat(objects.objects).isEmpty();
    assertThat(read(blob)).asString(StandardCharsets.US_ASCII).isEqualTo("short");
  }

  @Test
  void theSameBytesArePutOnce() {
    store(1);
    store(1);

    assertThat(objects.objects).hasSize(1);
    assertThat(text("SELECT count(*) FROM blob")).isEqualTo("1");
  }

  @Test
  void whereverTheOptionStoodWhenBytesCameTheyAreRead() {
    EncodedBlob before = encoded(content(1));
    put(before); // as it is without object storage
    EncodedBlob after = store(2);
    store(1); // its row is in the database, and stays there

    assertThat(read(before)).isEqualTo(content(1));
    assertThat(read(after)).isEqualTo(content(2));
    assertThat(objects.objects).hasSize(1);
  }

  @Test
  void withoutTheSettingsOfTheStorageTheErrorNamesThem() {
    EncodedBlob blob = store(1);
    try (Database blind = Database.open(PostgresExtension.settings())) {
      StoredBlob stored = stored(blind, blob);
      assertThatThrownBy(stored::bytes)
          .isInstanceOf(StoreException.class)
          .isNotInstanceOf(StoreUnavailable.class)
          .hasMessageContaining("[blobs]");
    }
  }

  @Test
  void whileTheStorageIsAwayNothingIsStoredAndItMayBeTriedAgain() {
    objects.away(true);
    assertThatThrownBy(() -> store(1)).isInstanceOf(StoreUnavailable.class);
    assertThat(text("SELECT count(*) FROM blob")).isEqualTo("0");

    objects.away(false);
    assertThat(read(store(1))).isEqualTo(content(1));
  }

  @Test
  void bytesThatCannotBeFetchedNowCanBeLater() {
    StoredBlob stored = stored(database, store(1));
    objects.away(true);
    assertThatThrownBy(stored::bytes).isInstanceOf(StoreUnavailable.class);

    objects.away(false);
    assertThat(stored.bytes()).isEqualTo(content(1));
  }

  @Test
  void anObjectOfATransactionThatCameToNothingGoesWhenItIsOld() {
    EncodedBlob placed = BlobObjects.place(database, encoded(content(1)));
    assertThatThrownBy(
            () ->
                database.transaction(
                    "failing",
                    on -> {
                      Blobs.put(on, placed);
                      throw new SQLException("no");
                    }))
        .isInstanceOf(StoreException.class);

    assertThat(collector.sweep()).as("it may still be claimed").isZero();
    assertThat(objects.objects).hasSize(1);
    age("loose_object SET since");
    assertThat(collector.sweep()).isEqualTo(1);
    assertThat(objects.objects).isEmpty();
    assertThat(text("SELECT count(*) FROM loose_object")).isEqualTo("0");
  }

  @Test
  void anObjectOutlivesItsBlobByTheGraceSoThatAnOldBackupFindsIt() {
    store(1);
    age("blob SET touched_at");
    assertThat(blobs().sweep().blobs()).isEqualTo(1);

    assertThat(collector.sweep()).isZero();
    assertThat(objects.objects).hasSize(1);
    age("loose_object SET since");
    assertThat(collector.sweep()).isEqualTo(1);
    assertThat(objects.objects).isEmpty();
  }

  @Test
  void anObjectThatABlobNamesIsNeverCollectedHoweverOld() {
    EncodedBlob blob = store(1);
    age("blob SET touched_at");

    assertThat(collector.sweep()).isZero();
    assertThat(read(blob)).isEqualTo(content(1));
  }

  @Test
  void aBlobThatComesTooLateForItsObjectIsRefusedAndMayBeTriedAgain() {
    EncodedBlob placed = BlobObjects.place(database, encoded(content(1)));
    age("loose_object SET since");
    assertThat(collector.sweep()).isEqualTo(1);

    assertThatThrownBy(() -> put(placed)).isInstanceOf(StoreUnavailable.class);
    assertThat(text("SELECT count(*) FROM blob")).isEqualTo("0");
    assertThat(read(store(1))).isEqualTo(content(1));
  }

  @Test
  void aRemovalThatIsCutShortGoesOn() {
    BlobObjects.place(database, encoded(content(1)));
    age("loose_object SET since");
    objects.away(true);
    assertThatThrownBy(collector::sweep).isInstanceOf(StoreUnavailable.class);
    assertThat(objects.objects).hasSize(1);

    objects.away(false);
    assertThat(collector.sweep()).isEqualTo(1);
    assertThat(objects.objects).isEmpty();
  }

  @Test
  void theSameBytesPutWhileTheirOldObjectIsBeingRemovedAreThere() {
    store(1);
    age("blob SET touched_at");
    blobs().sweep();
    age("loose_object SET since");
    objects.away(true);
    assertThatThrownBy(collector::sweep).isInstanceOf(StoreUnavailable.class); // doomed it
    objects.away(false);

    EncodedBlob again = store(1);
    collector.sweep();

    assertThat(read(again)).isEqualTo(content(1));
    assertThat(objects.objects).hasSize(1);
  }

  @Test
  void whileAllComeAndGoEveryBlobsObjectIsThere() throws Exception {
    ObjectCollector hasty = new ObjectCollector(database, Duration.ZERO);
    AtomicBoolean done = new AtomicBoolean();
    try (ExecutorService threads = Executors.newFixedThreadPool(5)) {
      Future<?> sweeps = threads.submit(() -> sweepUntil(done, hasty));
      List<Future<Integer>> writers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        Random random = new Random(i);
        writers.add(threads.submit(() -> comeAndGo(random)));
      }
      int stored = 0;
      for (Future<Integer> writer : writers) {
        stored += writer.get();
      }
      done.set(true);
      sweeps.get();
      assertThat(stored).isPositive();
    }

    List<String> named = texts("SELECT object FROM blob WHERE object IS NOT NULL");
    assertThat(objects.objects.keySet()).containsAll(named);
  }

  private static void sweepUntil(AtomicBoolean done, ObjectCollector collector) {
    while (!done.get()) {
      collector.sweep();
    }
  }

  /** How many were stored; what is refused is tried again by nobody. */
  private int comeAndGo(Random random) {
    int stored = 0;
    for (int round = 0; round < 150; round++) {
      int what = random.nextInt(6);
      try {
        store(what);
        stored++;
      } catch (StoreUnavailable late) {
        continue; // its object was being removed
      }
      if (random.nextBoolean()) {
        run("DELETE FROM blob WHERE hash = ?", encoded(content(what)).hash().bytes());
      }
    }
    return stored;
  }

  private BlobCollector blobs() {
    return new BlobCollector(
        database,
        Set.of(
            new BlobReference("message", "blob_hash"),
            new BlobReference("upload", "blob_hash"),
            new BlobReference("file_link_part", "blob_hash"),
            new BlobReference("kept_mail", "blob_hash"),
            new BlobReference("mail_queue", "blob")));
  }

  private EncodedBlob store(int what) {
    EncodedBlob placed = BlobObjects.place(database, encoded(content(what)));
    put(placed);
    return placed;
  }

  private void put(EncodedBlob blob) {
    database.transaction(
        "storing a blob",
        on -> {
          Blobs.put(on, blob);
          return null;
        });
  }

  private byte[] read(EncodedBlob blob) {
    return stored(database, blob).bytes();
  }

  private static StoredBlob stored(Database database, EncodedBlob blob) {
    return database
        .run("reading a blob", on -> Blobs.get(database, on, Set.of(blob.hash())))
        .get(blob.hash());
  }

  private static byte[] content(int what) {
    byte[] bytes = new byte[2_000];
    new Random(what).nextBytes(bytes);
    return bytes;
  }

  private static EncodedBlob encoded(byte[] bytes) {
    try {
      return EncodedBlob.of(new ByteArrayInputStream(bytes), bytes.length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void age(String column) {
    run("UPDATE " + column + " = now() - interval '40 days'");
  }

  private void run(String statement, Object... parameters) {
    database.run(
        "changing a test's rows",
        on -> {
          try (PreparedStatement update = on.prepareStatement(statement)) {
            for (int i = 0; i < parameters.length; i++) {
              update.setObject(i + 1, parameters[i]);
            }
            return update.executeUpdate();
          }
        });
  }

  private String text(String query) {
    return texts(query).getFirst();
  }

  private List<String> texts(String query) {
    return database.run("looking", on -> texts(on, query));
  }

  private static List<String> texts(Connection connection, String query) throws SQLException {
    List<String> found = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      while (row.next()) {
        found.add(row.getString(1));
      }
    }
    return found;
  }
}
