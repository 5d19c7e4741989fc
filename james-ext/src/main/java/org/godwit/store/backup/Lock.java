package org.godwit.store.backup;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * AES-256-GCM over a stream, in chunks. The nonce of a chunk is its number and whether it is the
 * last, so that none can be left out, moved or cut off. The key is another for each file, by its
 * salt. For one thread.
 */
final class Lock {
  private static final byte[] MAGIC = "GODWITB1".getBytes(StandardCharsets.US_ASCII);
  private static final int SALT = 16;
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;

  /** Bytes in a chunk, before encryption. */
  static final int CHUNK = 64 * 1024;

  /** Bytes that encryption adds to each chunk. */
  static final int TAG = TAG_BITS / Byte.SIZE;

  /** Bytes before the first chunk. */
  static final int HEADER = 8 + SALT + 3 * Integer.BYTES;

  private final byte[] header;
  private final SecretKey key;
  private final Cipher cipher;
  private int chunks;

  private Lock(byte[] header, SecretKey key) {
    this.header = header;
    this.key = key;
    try {
      this.cipher = Cipher.getInstance("AES/GCM/NoPadding");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has AES in GCM", e);
    }
  }

  /** For a new file. */
  static Lock fresh(Passphrase passphrase) {
    byte[] salt = new byte[SALT];
    new SecureRandom().nextBytes(salt);
    Passphrase.Cost cost = Passphrase.Cost.STANDARD;
    byte[] header =
        ByteBuffer.allocate(HEADER)
            .put(MAGIC)
            .put(salt)
            .putInt(cost.memory())
            .putInt(cost.passes())
            .putInt(cost.lanes())
            .array();
    return new Lock(header, passphrase.key(salt, cost));
  }

  /** Whether a file begins like one that is locked. */
  static boolean isLocked(byte[] begin) {
    return begin.length >= MAGIC.length
        && Arrays.equals(begin, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
  }

  /**
   * For a file that begins with this header.
   *
   * @return empty when it asks for more memory or time than anybody may
   */
  static Optional<Lock> of(byte[] header, Passphrase passphrase) {
    ByteBuffer fields = ByteBuffer.wrap(header, MAGIC.length, HEADER - MAGIC.length);
    byte[] salt = new byte[SALT];
    fields.get(salt);
    Passphrase.Cost cost = new Passphrase.Cost(fields.getInt(), fields.getInt(), fields.getInt());
    return cost.isBearable()
        ? Optional.of(new Lock(header, passphrase.key(salt, cost)))
        : Optional.empty();
  }

  byte[] header() {
    return header.clone();
  }

  /** The next chunk, encrypted. */
  byte[] lock(byte[] chunk, int length, boolean last) throws GeneralSecurityException {
    return next(Cipher.ENCRYPT_MODE, chunk, length, last);
  }

  /** The next chunk, decrypted; fails when it is not the one that was locked here. */
  byte[] open(byte[] chunk, int length, boolean last) throws GeneralSecurityException {
    return next(Cipher.DECRYPT_MODE, chunk, length, last);
  }

  private byte[] next(int mode, byte[] chunk, int length, boolean last)
      throws GeneralSecurityException {
    byte[] nonce =
        ByteBuffer.allocate(NONCE)
            .position(NONCE - Integer.BYTES - 1)
            .putInt(chunks)
            .put((byte) (last ? 1 : 0))
            .array();
    chunks = Math.incrementExact(chunks);
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(header);
    return cipher.doFinal(chunk, 0, length);
  }

  /** Chunks so far. */
  int chunks() {
    return chunks;
  }
}
