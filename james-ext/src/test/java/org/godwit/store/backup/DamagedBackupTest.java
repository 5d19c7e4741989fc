package org.godwit.store.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.godwit.store.Database;
import org.godwit.store.PostgresExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A file that is not what was written is refused, wherever it differs. */
@ExtendWith(PostgresExtension.class)
class DamagedBackupTest {
  private static final String WORDS = "correct horse battery staple";

  @TempDir private Path folder;
  private Path words;

  @BeforeEach
  void fill(Database database) throws IOException {
    BackupFixture.fill(database, 2, 60_000);
    words = Files.writeString(folder.resolve("words"), WORDS + "\n");
  }

  private Path made(Optional<Path> passphrase) throws BackupProblem {
    BackupSettings standard = BackupFixture.settings(folder.resolve("backups"));
    BackupSettings settings =
        new BackupSettings(
            standard.directory(), standard.at(), 7, passphrase, standard.warnAfter());
    return BackupFixture.make(settings, folder).file();
  }

  private static void isRefusedWhereverItDiffers(Path good, Optional<Passphrase> passphrase)
      throws IOException, BackupProblem {
    byte[] bytes = Files.readAllBytes(good);
    Path bad = good.resolveSibling("bad");
    new BackupFile(good, passphrase).check();
    for (int at = 0; at < bytes.length; at = next(at, bytes.length)) {
      byte[] other = bytes.clone();
      other[at] ^= 0x10;
      Files.write(bad, other);
      refused(bad, passphrase, "the byte at " + at);
      Files.write(bad, Arrays.copyOf(bytes, at));
      refused(bad, passphrase, "cut off at " + at);
    }
    Files.write(bad, Arrays.copyOf(bytes, bytes.length + 1));
    refused(bad, passphrase, "one more");
  }

  /** Every byte at the begin and the end, and some between. */
  private static int next(int at, int length) {
    return at < 64 || at > length - 120 ? at + 1 : Math.min(at + 3_001, length - 100);
  }

  private static void refused(Path bad, Optional<Passphrase> passphrase, String as) {
    assertThatThrownBy(() -> new BackupFile(bad, passphrase).check())
        .as(as)
        .isInstanceOf(BackupProblem.class)
        .hasMessageStartingWith(bad.toString());
  }

  @Test
  void aPlainOneIsRefusedWhereverAByteDiffersOrIsMissing() throws Exception {
    isRefusedWhereverItDiffers(made(Optional.empty()), Optional.empty());
  }

  @Test
  void anEncryptedOneIsRefusedWhereverAByteDiffersOrIsMissing() throws Exception {
    Path file = made(Optional.of(words));
    byte[] bytes = Files.readAllBytes(file);
    Optional<Passphrase> passphrase = Optional.of(Passphrase.of(words));
    new BackupFile(file, passphrase).check();
    for (int at : new int[] {0, 9, 25, 33, 40, 70_000, bytes.length / 2, bytes.length - 1}) {
      byte[] other = bytes.clone();
      other[at] ^= 0x10;
      refused(Files.write(file.resolveSibling("bad"), other), passphrase, "the byte at " + at);
      byte[] cut = Arrays.copyOf(bytes, at);
      refused(Files.write(file.resolveSibling("bad"), cut), passphrase, "cut off at " + at);
    }
    int chunk = Lock.CHUNK + Lock.TAG; // one that is left out at the end, as a whole
    byte[] cut = Arrays.copyOf(bytes, Lock.HEADER + chunk);
    refused(Files.write(file.resolveSibling("bad"), cut), passphrase, "cut off between chunks");
  }

  @Test
  void anotherPassphraseIsNamedAsTheReason() throws Exception {
    Path file = made(Optional.of(words));
    Path others = Files.writeString(folder.resolve("others"), "something else entirely");
    assertThatThrownBy(() -> new BackupFile(file, Optional.of(Passphrase.of(others))).check())
        .hasMessageContaining("the passphrase is another");
    assertThatThrownBy(() -> new BackupFile(file, Optional.empty()).check())
        .hasMessageContaining("it is encrypted");
  }

  @Test
  void nothingCanBeReadInAnEncryptedOne() throws Exception {
    String text =
        Files.readString(made(Optional.of(words)), java.nio.charset.StandardCharsets.ISO_8859_1);
    assertThat(text).doesNotContain("manifest").doesNotContain("example.test");
  }

  @Test
  void aPassphraseThatCanBeGuessedIsRefused() throws Exception {
    Files.writeString(words, "secret\n");
    assertThatThrownBy(() -> made(Optional.of(words))).hasMessageContaining("openssl rand");
  }

  @Test
  void somethingElseIsNoBackup() throws Exception {
    Path file = Files.writeString(folder.resolve("mail.txt"), "Subject: hello");
    refused(file, Optional.empty(), "a mail");
    assertThatThrownBy(() -> new BackupFile(folder.resolve("none"), Optional.empty()).check())
        .hasMessage("there is no file " + folder.resolve("none"));
  }

  @Test
  void onlyItsOwnerMayReadIt() throws Exception {
    Path file = made(Optional.empty());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
        .isEqualTo("rwx------");
  }

  @Test
  void whatCannotBeFinishedIsNotThere() throws Exception {
    Path backups = folder.resolve("backups");
    Files.createDirectory(backups);
    Path late = backups.resolve(BackupShelf.name(java.time.Instant.EPOCH, false));
    try (ArchiveWriter writer =
        ArchiveWriter.begin(late, java.time.Instant.EPOCH, Optional.empty())) {
      writer.table("blob").write(new byte[10_000_000]);
      assertThat(Files.exists(late)).isFalse();
    }
    try (Stream<Path> left = Files.list(backups)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void aDirectoryThatIsNotForUsIsNamedWithWhatToDo() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");
    BackupSettings settings = BackupFixture.settings(file.resolve("backups"));
    assertThatThrownBy(() -> BackupFixture.make(settings, folder))
        .isInstanceOf(BackupProblem.class)
        .hasMessageContaining("set [backup] dir");
  }
}
