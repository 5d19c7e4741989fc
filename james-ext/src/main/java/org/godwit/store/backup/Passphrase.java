package org.godwit.store.backup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.godwit.trust.Argon2id;

/** What backups are encrypted with. */
public final class Passphrase {
  private static final int LEAST = 12;
  private static final int KEY = 32;

  private final String words;

  private Passphrase(String words) {
    this.words = words;
  }

  /**
   * What it takes to try one passphrase (Argon2id, RFC 9106).
   *
   * @param memory in KiB
   * @param passes over it
   * @param lanes of it
   */
  record Cost(int memory, int passes, int lanes) {
    static final Cost STANDARD = new Cost(64 * 1024, 3, 1);

    /** Whether somebody may ask it of us. */
    boolean isBearable() {
      return memory >= 8 * lanes
          && memory <= 1024 * 1024
          && passes >= 1
          && passes <= 100
          && lanes >= 1
          && lanes <= 64;
    }
  }

  /**
   * The first line of a file.
   *
   * @throws BackupProblem when there is none, or one that can be guessed
   */
  public static Passphrase of(Path file) throws BackupProblem {
    try (Stream<String> lines = Files.lines(file)) {
      String words = lines.findFirst().orElse("").strip();
      if (words.length() < LEAST) {
        throw new BackupProblem(
            "the passphrase in %s has less than %d characters; openssl rand -base64 32 makes one"
                .formatted(file, LEAST));
      }
      return new Passphrase(words);
    } catch (IOException | UncheckedIOException e) {
      throw new BackupProblem("the passphrase cannot be read from " + file, e);
    }
  }

  SecretKey key(byte[] salt, Cost cost) {
    byte[] key = Argon2id.derive(words, salt, cost.memory(), cost.passes(), cost.lanes(), KEY);
    return new SecretKeySpec(key, "AES");
  }

  @Override
  public String toString() {
    return "a passphrase"; // never the words
  }
}
