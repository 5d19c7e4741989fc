package org.godwit.store.blob;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * Bytes made ready for the database: hashed and compressed in one pass over the source, so that of
 * a large one only the compressed form is ever in memory.
 *
 * @param hash of the original bytes
 * @param encoding how {@code stored} is to be read
 * @param size of the original, in bytes
 * @param stored the bytes to be kept
 * @param object the name under which object storage has them; null when they go into the database
 */
public record EncodedBlob(
    BlobHash hash, Encoding encoding, long size, Pieces stored, String object) {

  private static final int WORTH_COMPRESSING = 256;
  private static final int AT_ONCE = 1024 * 1024;
  private static final int LEVEL = 1;

  /**
   * Reads a source to its end.
   *
   * @param source is not closed
   * @param expectedSize a guess that saves copies; 0 when unknown
   */
  public static EncodedBlob of(InputStream source, long expectedSize) throws IOException {
    MessageDigest sha256 = sha256();
    DigestInputStream in = new DigestInputStream(source, sha256);
    byte[] head = new byte[Math.clamp(expectedSize + 1, 2 * WORTH_COMPRESSING, AT_ONCE)];
    int length = in.readNBytes(head, 0, head.length);
    while (length == head.length && length < AT_ONCE) {
      head = Arrays.copyOf(head, Math.min(2 * length, AT_ONCE));
      length += in.readNBytes(head, length, head.length - length);
    }
    return length < AT_ONCE
        ? atOnce(BlobHash.of(sha256.digest()), head, length)
        : whileRead(head, in, sha256);
  }

  private static EncodedBlob atOnce(BlobHash hash, byte[] bytes, int length) {
    if (length >= WORTH_COMPRESSING) {
      byte[] stored = new byte[Math.toIntExact(Zstd.compressBound(length))];
      int shrunk = compress(bytes, length, stored);
      if (shrunk < length) {
        return new EncodedBlob(hash, Encoding.ZSTD, length, Pieces.of(stored, shrunk), null);
      }
    }
    return new EncodedBlob(hash, Encoding.PLAIN, length, Pieces.of(bytes, length), null);
  }

  private static int compress(byte[] bytes, int length, byte[] target) {
    try (ZstdCompressCtx context = new ZstdCompressCtx().setLevel(LEVEL)) {
      return context.compressByteArray(target, 0, target.length, bytes, 0, length);
    }
  }

  private static EncodedBlob whileRead(byte[] head, DigestInputStream rest, MessageDigest sha256)
      throws IOException {
    Pieces stored = new Pieces(AT_ONCE);
    long size;
    try (OutputStream out = new ZstdOutputStreamNoFinalizer(stored, LEVEL)) {
      out.write(head);
      size = head.length + rest.transferTo(out);
    }
    return new EncodedBlob(BlobHash.of(sha256.digest()), Encoding.ZSTD, size, stored, null);
  }

  /** The same, whose bytes are in object storage now. */
  EncodedBlob putAs(String name) {
    return new EncodedBlob(hash, encoding, size, stored, name);
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
