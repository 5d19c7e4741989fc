package org.godwit.mailflow.outbound;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.james.server.core.MimeMessageSource;

/** A message in memory, with nothing to clean up. */
final class BytesSource implements MimeMessageSource {
  private final byte[] bytes;

  BytesSource(byte[] bytes) {
    this.bytes = bytes;
  }

  static BytesSource of(InputStream in) throws IOException {
    return new BytesSource(in.readAllBytes());
  }

  @Override
  public String getSourceId() {
    return "bytes";
  }

  @Override
  public InputStream getInputStream() {
    return new ByteArrayInputStream(bytes);
  }

  @Override
  public long getMessageSize() {
    return bytes.length;
  }
}
