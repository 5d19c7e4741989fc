package org.godwit.store.blob;

import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * Bytes made ready for the database: hashed and compressed in one pass over the source, so that
 * only the compressed form is ever in memory.
 *
 * @param hash of the original bytes
 * @param encoding how {@code stored} is to be read
 * @param size of the original, in bytes
 * @param stored what goes into the database
 */
public record EncodedBlob(BlobHash hash, Encoding encoding, long size, Pieces stored) {

  private static final int WORTH_COMPRESSING = 256;

  /**
   * Reads a source to its end.
   *
   * @param source is not closed
   * @param expectedSize a guess that saves copies; 0 when unknown
   */
  public static EncodedBlob of(InputStream source, long expectedSize) throws IOException {
    MessageDigest sha256 = sha256();
    DigestInputStream in = new DigestInputStream(source, sha256);
    byte[] head = in.readNBytes(WORTH_COMPRESSING);
    if (head.length < WORTH_COMPRESSING) {
      return new EncodedBlob(
          BlobHash.of(sha256.digest()), Encoding.PLAIN, head.length, Pieces.of(head));
    }
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    try {
      // Three quarters: what base64 shrinks to.
      Pieces stored = new Pieces(expectedSize / 4 * 3 + 512);
      DeflaterOutputStream out = new DeflaterOutputStream(stored, deflater, 16 * 1024);
      out.write(head);
      long size = head.length + in.transferTo(out);
      out.finish();
      return new EncodedBlob(BlobHash.of(sha256.digest()), Encoding.ZLIB, size, stored);
    } finally {
      deflater.end();
    }
  }

  /** The original bytes. Close it. */
  public InputStream open() {
    return stored.areFew()
        ? new StoredBlob(encoding, size, stored.bytes()).open()
        : encoding.decode(stored.open());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
