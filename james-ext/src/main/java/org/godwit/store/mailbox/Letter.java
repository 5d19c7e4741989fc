package org.godwit.store.mailbox;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.apache.commons.io.input.TeeInputStream;
import org.apache.james.mailbox.store.mail.model.impl.Properties;
import org.godwit.store.blob.BlobHash;
import org.godwit.store.blob.EncodedBlob;
import org.godwit.store.message.HeaderFields;
import org.godwit.store.message.MessageSummary;
import org.godwit.store.message.MimePart;
import org.godwit.store.message.MimeScanner;
import org.godwit.store.message.SummaryFormat;

/**
 * A message on its way into mailboxes, looked through once for all of them. Immutable; holds the
 * header, and the compressed bytes unless they are stored already.
 */
public final class Letter {

  /** Opens the bytes of a message, from the first. */
  @FunctionalInterface
  public interface Source {
    InputStream open() throws IOException;
  }

  private final BlobHash hash;
  private final long size;
  private final EncodedBlob fresh;
  private final byte[] header;
  private final MessageSummary summary;
  private final ThreadKeys threadKeys;
  private final int lackingOctets;

  private Letter(BlobHash hash, long size, EncodedBlob fresh, MimeScanner scanner) {
    this.hash = hash;
    this.size = size;
    this.fresh = fresh;
    this.summary = MessageSummary.of(scanner);
    this.header = scanner.header();
    this.lackingOctets = scanner.lackingOctets();
    this.threadKeys = ThreadKeys.of(HeaderFields.parse(header, 0, header.length));
  }

  /**
   * A message that a blob holds already, or will hold when it is first delivered.
   *
   * @param fresh the blob, when it is not stored yet
   * @param bytes is opened once, and closed
   */
  public static Letter of(BlobHash hash, long size, Optional<EncodedBlob> fresh, Source bytes)
      throws IOException {
    MimeScanner scanner = new MimeScanner();
    try (InputStream in = bytes.open()) {
      in.transferTo(scanner);
    }
    return new Letter(hash, size, fresh.orElse(null), scanner);
  }

  /**
   * A message that is not stored yet: compressed, hashed and looked through in one pass.
   *
   * @param bytes is opened once, and closed
   * @param expectedSize a guess that saves copies; 0 when unknown
   */
  public static Letter of(Source bytes, long expectedSize) throws IOException {
    MimeScanner scanner = new MimeScanner();
    try (InputStream in = new TeeInputStream(bytes.open(), scanner)) {
      EncodedBlob blob = EncodedBlob.of(in, expectedSize);
      return new Letter(blob.hash(), blob.size(), blob, scanner);
    }
  }

  BlobHash hash() {
    return hash;
  }

  /** Empty when the bytes are stored already. */
  Optional<EncodedBlob> fresh() {
    return Optional.ofNullable(fresh);
  }

  ThreadKeys threadKeys() {
    return threadKeys;
  }

  int lackingOctets() {
    return lackingOctets;
  }

  long size(byte[] prefix) {
    return length(prefix) + size;
  }

  int bodyStart(byte[] prefix) {
    return Math.toIntExact(length(prefix) + summary.root().bodyStart());
  }

  /** All before the body, or null when that is too long to be kept. */
  byte[] header(byte[] prefix) {
    if (bodyStart(prefix) > NewMessage.LONGEST_HEADER) {
      return null;
    }
    if (prefix == null) {
      return header;
    }
    byte[] whole = new byte[prefix.length + header.length];
    System.arraycopy(prefix, 0, whole, 0, prefix.length);
    System.arraycopy(header, 0, whole, prefix.length, header.length);
    return whole;
  }

  byte[] summary(byte[] prefix) {
    MimePart root = summary.root();
    long by = length(prefix);
    MimePart shifted = by == 0 ? root : from(0, shifted(root, by));
    return SummaryFormat.write(new MessageSummary(shifted, summary.preview()));
  }

  private static long length(byte[] prefix) {
    return prefix == null ? 0 : prefix.length;
  }

  private static MimePart shifted(MimePart part, long by) {
    List<MimePart> children = part.children().stream().map(child -> shifted(child, by)).toList();
    return new MimePart(
        part.headerStart() + by,
        part.bodyStart() + by,
        part.bodyEnd() + by,
        part.bodyLines(),
        part.content(),
        part.envelope(),
        children);
  }

  private static MimePart from(long headerStart, MimePart part) {
    return new MimePart(
        headerStart,
        part.bodyStart(),
        part.bodyEnd(),
        part.bodyLines(),
        part.content(),
        part.envelope(),
        part.children());
  }

  /** What James wants to know of the message as a MIME part. */
  Properties properties() {
    return Intake.properties(summary.root());
  }
}
