package org.godwit.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.godwit.command.GodwitProcess.Said;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup is made, a server is lost, another is made of it: as an administrator does. */
class BackupCommandsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  private GodwitProcess start(Path data, Path words) throws IOException {
    return GodwitProcess.start(
            data,
            "--backup.dir",
            folder.resolve("backups").toString(),
            "--backup.passphrase_file",
            words.toString())
        .ready();
  }

  @Test
  void anEncryptedBackupIsMadeListedVerifiedAndRestored() throws Exception {
    Path words = Files.writeString(folder.resolve("words"), "correct horse battery staple\n");
    String file;
    try (GodwitProcess server = start(folder.resolve("first"), words)) {
      server.account("ann@example.test", "correct horse battery staple");
      assertThat(server.run("backup", "list").out()).isEqualTo("none\n");

      Said made = server.run("backup", "--json"); // which is `backup now`
      assertThat(made.exitCode()).as(made.error() + made.out()).isZero();
      JsonNode entry = JSON.readTree(made.out());
      assertThat(entry.path("outcome").asText()).as(made.out()).isEqualTo("proved");
      file = entry.path("file").asText();
      assertThat(file).endsWith(".tar.zst.locked");

      JsonNode listed = JSON.readTree(server.run("backup", "list", "--json").out());
      assertThat(listed.findValuesAsText("file")).containsExactly(file);
      JsonNode status = JSON.readTree(server.run("status", "--json").out());
      assertThat(status.path("backupProved").asText()).startsWith("20");
      assertThat(status.path("backupLast").asText()).isEqualTo("proved");
      assertThat(status.path("backupDaily").asBoolean()).isFalse();
      Said busy = restore(file, folder.resolve("first"), words);
      assertThat(busy.exitCode()).isEqualTo(1);
      assertThat(busy.error()).contains("another Godwit runs on the data directory");
    }

    assertThat(verify(file, words).out()).contains("\"whole\" : true");
    Path others = Files.writeString(folder.resolve("others"), "another passphrase\n");
    assertThat(verify(file, others).exitCode()).isEqualTo(1);
    assertThat(verify(file, others).error()).contains("the passphrase is another");

    Path second = folder.resolve("second");
    Said restored = restore(file, second, words);
    assertThat(restored.exitCode()).as(restored.error()).isZero();
    assertThat(restored.out()).contains("start the server now");
    Said again = restore(file, second, words);
    assertThat(again.exitCode()).isEqualTo(1);
    assertThat(again.error()).contains("has a database already");
    try (GodwitProcess server = start(second, words)) {
      assertThat(server.run("account", "list").out()).contains("ann@example.test");
      assertThat(server.output()).as("no second first start").doesNotContain("one-time");
    }
  }

  @Test
  void aDamagedFileIsRefusedInOneLine() throws Exception {
    Path file = Files.writeString(folder.resolve("godwit-x.tar.zst"), "no backup");
    Said said = GodwitProcess.command(new String[] {"backup", "verify", file.toString()});
    assertThat(said.exitCode()).isEqualTo(1);
    assertThat(said.error())
        .isEqualTo("godwit: " + file + " cannot be used: it is no backup of Godwit\n");
  }

  private static Said verify(String file, Path words) {
    return GodwitProcess.command(
        new String[] {"backup", "verify", file, "--json", "--passphrase-file", words.toString()});
  }

  private static Said restore(String file, Path data, Path words) {
    return GodwitProcess.command(
        new String[] {"restore", file, "--passphrase-file", words.toString()},
        "--data",
        data.toString());
  }
}
