package org.godwit.server.smtp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import javax.mail.MessagingException;
import org.apache.james.server.core.MimeMessageWrapper;

/**
 * A message as it was received. While nobody changes it, it is written out byte for byte: James's
 * own would read and write the header as ASCII, and make question marks of UTF-8.
 */
final class ReceivedMessage extends MimeMessageWrapper {

  ReceivedMessage(Incoming source) {
    super(source);
  }

  @Override
  public InputStream getMessageInputStream() throws MessagingException {
    if (isModified()) {
      return super.getMessageInputStream();
    }
    try {
      return source.getInputStream();
    } catch (IOException e) {
      throw new MessagingException("a received message cannot be read", e);
    }
  }

  @Override
  public void writeTo(
      OutputStream headerOs, OutputStream bodyOs, String[] ignoreList, boolean preLoad)
      throws IOException, MessagingException {
    if (isModified() || !headerOs.equals(bodyOs) || ignoreList.length > 0) {
      super.writeTo(headerOs, bodyOs, ignoreList, preLoad);
      return;
    }
    try (InputStream in = source.getInputStream()) {
      in.transferTo(bodyOs);
    }
  }
}
