package org.godwit.trust;

import java.nio.charset.StandardCharsets;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/** Octets from words that are dear to guess: Argon2id, version 1.3 (RFC 9106). */
public final class Argon2id {

  private Argon2id() {}

  /**
   * Derives octets.
   *
   * @param words in UTF-8
   * @param memory in KiB
   * @param passes over that memory
   * @param lanes side by side
   * @param length of the answer, in octets
   */
  public static byte[] derive(
      String words, byte[] salt, int memory, int passes, int lanes, int length) {
    Argon2Parameters parameters =
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(memory)
            .withIterations(passes)
            .withParallelism(lanes)
            .withSalt(salt)
            .build();
    Argon2BytesGenerator generator = new Argon2BytesGenerator();
    generator.init(parameters);
    byte[] derived = new byte[length];
    generator.generateBytes(words.getBytes(StandardCharsets.UTF_8), derived);
    return derived;
  }
}
