package org.godwit.store.queue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import javax.mail.MessagingException;
import org.apache.james.server.core.MimeMessageSource;
import org.apache.james.server.core.MimeMessageWrapper;
import org.godwit.store.blob.BlobHash;

/**
 * A message over a blob. Its bytes are fetched when they are first asked for, and while it is
 * unchanged it is written out byte for byte. Not thread-safe, like every MimeMessage.
 */
public final class BlobMessage extends MimeMessageWrapper {

  private final BlobHash hash;
  private final long size;

  BlobMessage(BlobHash hash, long size, MessageCache bytes) {
    super(new Source(hash, size, bytes));
    this.hash = hash;
    this.size = size;
  }

  /** Whether the blob is still what this message says. */
  public boolean unchanged() {
    return !isModified();
  }

  /** The blob it was made from. */
  public BlobHash hash() {
    return hash;
  }

  /** The blob's bytes, whatever became of the message. */
  InputStream bytes() throws IOException {
    return source.getInputStream();
  }

  /** The blob's size in bytes. */
  long size() {
    return size;
  }

  @Override
  public InputStream getMessageInputStream() throws MessagingException {
    if (unchanged()) {
      return open();
    }
    return super.getMessageInputStream();
  }

  @Override
  public void writeTo(OutputStream out) throws IOException, MessagingException {
    if (!unchanged()) {
      super.writeTo(out);
      return;
    }
    try (InputStream in = open()) {
      in.transferTo(out);
    }
  }

  /** Removing what is not there is no change. */
  @Override
  public void removeHeader(String name) throws MessagingException {
    if (getHeader(name) != null) {
      super.removeHeader(name);
    }
  }

  private InputStream open() throws MessagingException {
    try {
      return source.getInputStream();
    } catch (IOException e) {
      throw new MessagingException("a message cannot be read", e);
    }
  }

  private record Source(BlobHash hash, long size, MessageCache bytes) implements MimeMessageSource {
    @Override
    public String getSourceId() {
      return hash.toString();
    }

    @Override
    public InputStream getInputStream() throws IOException {
      return bytes.open(hash);
    }

    @Override
    public long getMessageSize() {
      return size;
    }
  }
}
