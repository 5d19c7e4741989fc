package org.godwit.store.queue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import javax.mail.MessagingException;
import javax.mail.internet.MimeMessage;
import org.apache.james.server.core.MimeMessageWrapper;
import org.godwit.store.Database;
import org.godwit.store.blob.BlobHash;
import org.godwit.store.blob.BlobObjects;
import org.godwit.store.blob.EncodedBlob;

/**
 * The bytes of a message, for a store that keeps them by hash.
 *
 * @param hash what they are or will be called
 * @param size in bytes
 * @param fresh what is to be stored; empty when a blob holds the bytes already
 * @param stored the message that came unchanged from that blob; empty when they are fresh
 */
public record MessageBytes(
    BlobHash hash, long size, Optional<EncodedBlob> fresh, Optional<BlobMessage> stored) {

  /** Reads a message once, or not at all when it is a blob. */
  public static MessageBytes of(MimeMessage message) throws MessagingException {
    if (message instanceof BlobMessage stored && stored.unchanged()) {
      return new MessageBytes(stored.hash(), stored.size(), Optional.empty(), Optional.of(stored));
    }
    try (InputStream in = open(message)) {
      EncodedBlob blob = EncodedBlob.of(in, expectedSize(message));
      return new MessageBytes(blob.hash(), blob.size(), Optional.of(blob), Optional.empty());
    } catch (IOException e) {
      throw new MessagingException("a message cannot be read", e);
    }
  }

  /** The same, with what is fresh put where it is to lie. */
  MessageBytes placed(Database database) {
    return new MessageBytes(
        hash, size, fresh.map(blob -> BlobObjects.place(database, blob)), stored);
  }

  /** The bytes, from the first. At most one statement, when nobody has read them lately. */
  public InputStream open() throws IOException {
    if (stored.isPresent()) {
      return stored.get().bytes();
    }
    return fresh.orElseThrow().open();
  }

  private static InputStream open(MimeMessage message) throws IOException, MessagingException {
    if (message instanceof MimeMessageWrapper wrapper) {
      return wrapper.getMessageInputStream();
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    message.writeTo(out);
    return new ByteArrayInputStream(out.toByteArray());
  }

  private static long expectedSize(MimeMessage message) throws MessagingException {
    return message instanceof MimeMessageWrapper wrapper && !wrapper.isModified()
        ? wrapper.getMessageSize()
        : 0;
  }
}
