package org.godwit.store.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.godwit.store.Database;
import org.godwit.store.DatabaseSettings;
import org.godwit.store.PostgresExtension;
import org.godwit.store.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What is in the database comes back, as it was at one moment. */
@ExtendWith(PostgresExtension.class)
class BackupTest {
  @TempDir private Path folder;

  private BackupMaker.Made made() throws BackupProblem {
    return BackupFixture.make(BackupFixture.settings(folder.resolve("backups")), folder);
  }

  private static BackupFile plain(Path file) {
    return new BackupFile(file, Optional.empty());
  }

  private static Proof besideTheTests() {
    return new Proof(List.of(new TemporaryDatabase(PostgresExtension.settings())));
  }

  @Test
  void everyRowOfEveryTableComesBack(Database database) throws Exception {
    BackupFixture.fill(database, 20, 1_000_000);
    BackupMaker.Made made = made();
    assertThat(made.manifest().table("blob").orElseThrow().rows()).isEqualTo(20);
    assertThat(made.manifest().tables())
        .extracting(Manifest.Table::name)
        .doesNotContain("schema_version", "job_lease", "cluster_node", "queue_node", "login_news");

    DatabaseSettings elsewhere = BackupFixture.emptyDatabase("godwit_restored");
    plain(made.file()).load(elsewhere, plain(made.file()).check());
    try (Connection on = Connections.open(elsewhere, "test")) {
      Snapshot restored = new Snapshot(on);
      for (Catalog.Table table : Catalog.tables(on)) {
        assertThat(restored.sum(table))
            .isEqualTo(made.manifest().table(table.name()).orElseThrow());
      }
      assertThat(Catalog.sequences(on)).isEqualTo(made.manifest().sequences());
    }
  }

  /** Their triggers look for what is gone since; a restore is no new message. */
  @Test
  void rowsThatTriggersWouldNotLetInComeBackAndTriggersWorkAfterwards(Database database)
      throws Exception {
    BackupFixture.fill(database, 1, 100);
    database.run(
        "testing",
        on -> {
          BackupFixture.run(
              on,
              "INSERT INTO loose_object (hash, name) VALUES (decode(repeat('ab', 32), 'hex'), 'o')",
              "INSERT INTO blob (hash, encoding, size, object)"
                  + " VALUES (decode(repeat('ab', 32), 'hex'), 0, 9, 'o')");
          return null;
        });
    BackupMaker.Made made = made();
    besideTheTests().prove(plain(made.file()), made.manifest().mark());

    DatabaseSettings elsewhere = BackupFixture.emptyDatabase("godwit_restored");
    plain(made.file()).restore(elsewhere, plain(made.file()).check());
    try (Connection on = Connections.open(elsewhere, "test")) {
      assertThat(Catalog.rows(on, "SELECT object FROM blob WHERE object IS NOT NULL"))
          .containsExactly(new String[] {"o"});
      BackupFixture.run(on, "DELETE FROM blob WHERE object IS NOT NULL");
      assertThat(Catalog.rows(on, "SELECT name FROM loose_object"))
          .containsExactly(new String[] {"o"});
    }
  }

  /** A writer adds to two tables in one transaction, while the large one between them is read. */
  @Test
  void itIsOfOneMomentWhileOthersWrite(Database database) throws Exception {
    BackupFixture.fill(database, 30, 1_000_000);
    AtomicBoolean stop = new AtomicBoolean();
    Thread writer =
        Thread.ofPlatform()
            .start(
                () -> {
                  for (int i = 0; !stop.get(); i++) {
                    String name = "n" + i;
                    database.transaction("testing", on -> pair(on, name));
                  }
                });
    BackupMaker.Made made;
    long rewrites;
    try {
      do { // until it writes
        rewrites = made().manifest().table("rewrite").orElseThrow().rows();
        for (Path done : BackupShelf.backups(folder.resolve("backups"))) {
          Files.delete(done);
        }
      } while (rewrites < 2);
      made = made();
    } finally {
      stop.set(true);
      writer.join();
    }
    long secrets = made.manifest().table("secret").orElseThrow().rows();
    assertThat(secrets - 2).isEqualTo(made.manifest().table("rewrite").orElseThrow().rows() - 1);
    besideTheTests().prove(plain(made.file()), made.manifest().mark());
  }

  private static int pair(Connection on, String name) throws java.sql.SQLException {
    try (PreparedStatement one = on.prepareStatement("INSERT INTO secret VALUES (?, '')");
        PreparedStatement two = on.prepareStatement("INSERT INTO rewrite VALUES (?, 'x', '')")) {
      one.setString(1, name);
      two.setString(1, name);
      return one.executeUpdate() + two.executeUpdate();
    }
  }

  @Test
  void whatIsProvedLeavesNothingBehind(Database database) throws Exception {
    BackupFixture.fill(database, 1, 100);
    BackupMaker.Made made = made();
    besideTheTests().prove(plain(made.file()), made.manifest().mark());
    try (Connection on = Connections.open(PostgresExtension.settings(), "test")) {
      assertThat(Catalog.rows(on, "SELECT 1 FROM pg_database WHERE datname LIKE 'godwit_proof_%'"))
          .isEmpty();
    }
  }

  /** Somebody who knows the format has taken a row out, and made all sums anew. */
  @Test
  void aFileThatWasFalsifiedWithCareIsFoundOut(Database database) throws Exception {
    BackupFixture.fill(database, 1, 100);
    BackupMaker.Made made = made();
    database.run(
        "testing",
        on -> {
          BackupFixture.run(on, "DELETE FROM secret WHERE name = 'nil'");
          return null;
        });
    Files.delete(made.file());
    Path forged = made().file();
    if (!forged.equals(made.file())) { // the second has ended
      Files.move(forged, made.file());
    }
    plain(made.file()).check();

    assertThatThrownBy(() -> besideTheTests().prove(plain(made.file()), made.manifest().mark()))
        .isInstanceOf(BackupProblem.class)
        .hasMessageContaining("not the backup that was made");
  }

  @Test
  void whatBreaksAPromiseOfTheStoreIsNotProved(Database database) throws Exception {
    BackupFixture.fill(database, 1, 100);
    database.run(
        "testing",
        on -> {
          BackupFixture.run(on, "UPDATE account SET messages = 7");
          return null;
        });
    BackupMaker.Made made = made();
    assertThatThrownBy(() -> besideTheTests().prove(plain(made.file()), made.manifest().mark()))
        .isInstanceOf(BackupProblem.class)
        .hasMessageContaining("an account's use is that of its mailboxes");
  }

  @Test
  void whereNobodyCanTryItTheReasonIsSaid(Database database) throws Exception {
    BackupFixture.fill(database, 1, 100);
    BackupMaker.Made made = made();
    ProofPlace none =
        bytes -> {
          throw new ProofPlace.NoPlace("there is no room");
        };
    assertThatThrownBy(
            () -> new Proof(List.of(none)).prove(plain(made.file()), made.manifest().mark()))
        .isInstanceOf(ProofPlace.NoPlace.class)
        .hasMessage("there is no room");
  }

  @Test
  void aRoleThatMayNotMakeDatabasesIsToldHow(Database database) throws Exception {
    DatabaseSettings tests = PostgresExtension.settings();
    try (Connection on = Connections.open(tests, "test")) {
      BackupFixture.run(
          on,
          "DROP ROLE IF EXISTS godwit_poor",
          "CREATE ROLE godwit_poor LOGIN PASSWORD 'poor but honest'");
    }
    DatabaseSettings poor = new DatabaseSettings(tests.url(), "godwit_poor", "poor but honest", 2);
    assertThatThrownBy(() -> new TemporaryDatabase(poor).open(0))
        .isInstanceOf(ProofPlace.NoPlace.class)
        .hasMessageContaining("ALTER ROLE godwit_poor CREATEDB");
  }

  /** Made before the last migrations of this version were there. */
  @Test
  void aBackupOfAnOlderVersionIsRestoredAndBroughtToThisOne() throws Exception {
    DatabaseSettings old = BackupFixture.emptyDatabase("godwit_old");
    Schema.migrateTo(old, "0110");
    Path file = folder.resolve(BackupShelf.name(Instant.EPOCH, false));
    try (Connection on = Connections.open(old, "test");
        ArchiveWriter archive = ArchiveWriter.begin(file, Instant.EPOCH, Optional.empty())) {
      BackupFixture.run(on, "INSERT INTO domain (name) VALUES ('old.test')");
      archive.finish(new Snapshot(on).into(archive, "0.0.1", Instant.EPOCH, List.of()));
    }

    DatabaseSettings elsewhere = BackupFixture.emptyDatabase("godwit_restored");
    BackupFile.Checked checked = plain(file).check();
    assertThat(checked.manifest().table("backup")).isEmpty();
    plain(file).restore(elsewhere, checked);
    try (Database present = Database.open(elsewhere);
        Connection on = Connections.open(elsewhere, "test")) {
      assertThat(present).isNotNull();
      assertThat(Catalog.rows(on, "SELECT name FROM domain"))
          .containsExactly(new String[] {"old.test"});
      assertThat(Catalog.rows(on, "SELECT * FROM backup")).isEmpty();
    }
  }

  @Test
  void aBackupOfANewerVersionIsRefusedWithTheVersion(Database database) throws Exception {
    BackupFixture.fill(database, 1, 100);
    BackupMaker.Made made = made();
    BackupFile.Checked checked = plain(made.file()).check();
    Manifest m = checked.manifest();
    Manifest newer =
        new Manifest(
            m.format(),
            "9.8.7",
            "9999",
            m.migrations(),
            m.taken(),
            m.place(),
            m.source(),
            m.postgres(),
            m.tables(),
            m.sequences(),
            m.files());
    DatabaseSettings elsewhere = BackupFixture.emptyDatabase("godwit_restored");
    assertThatThrownBy(
            () ->
                plain(made.file())
                    .restore(elsewhere, new BackupFile.Checked(newer, checked.mark())))
        .isInstanceOf(BackupProblem.class)
        .hasMessageContaining("Godwit 9.8.7 has made it")
        .hasMessageContaining("that version or a newer one");
    EmptyPlace.check(elsewhere);
    try (Connection on = Connections.open(elsewhere, "test")) {
      assertThat(Catalog.tables(on)).isEmpty();
    }
  }

  @Test
  void aDatabaseInWhichThereIsSomethingIsLeftAlone(Database database) throws Exception {
    EmptyPlace.check(PostgresExtension.settings());
    BackupFixture.fill(database, 1, 100);
    assertThatThrownBy(() -> EmptyPlace.check(PostgresExtension.settings()))
        .hasMessageContaining("is not empty")
        .hasMessageContaining("name an empty database");

    DatabaseSettings others = BackupFixture.emptyDatabase("godwit_others");
    EmptyPlace.check(others);
    try (Connection on = Connections.open(others, "test")) {
      BackupFixture.run(on, "CREATE TABLE invoice (id int)");
    }
    assertThatThrownBy(() -> EmptyPlace.check(others))
        .hasMessageContaining("tables of something else");
  }

  @Test
  void theNewestStayAndTheNewestThatWasProved() throws Exception {
    for (int day = 1; day <= 5; day++) {
      Instant time = Instant.parse("2026-11-0" + day + "T02:30:00Z");
      Files.writeString(folder.resolve(BackupShelf.name(time, day % 2 == 0)), "");
    }
    Path notOurs = Files.writeString(folder.resolve("godwit-notes.tar.zst"), "");

    List<Path> gone = BackupShelf.prune(folder, 2, Set.of("godwit-20261101T023000Z.tar.zst"));

    assertThat(gone)
        .extracting(file -> file.getFileName().toString())
        .containsExactly(
            "godwit-20261103T023000Z.tar.zst", "godwit-20261102T023000Z.tar.zst.locked");
    assertThat(notOurs).exists();
    assertThat(BackupShelf.backups(folder)).hasSize(3);
  }
}
