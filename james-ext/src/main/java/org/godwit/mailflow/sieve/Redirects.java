package org.godwit.mailflow.sieve;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import javax.mail.MessagingException;
import javax.mail.internet.MimeMessage;
import org.apache.james.core.MailAddress;
import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageSource;
import org.apache.james.server.core.MimeMessageWrapper;
import org.apache.mailet.Mail;
import org.godwit.store.account.UnicodeAddress;

/**
 * The action "redirect" (RFC 5228 §4.2): the same message, byte for byte, behind one line that says
 * where it has been, so that a circle of redirects ends.
 */
final class Redirects {
  private static final String TRACE = "Delivered-To";

  private Redirects() {}

  /** Whether a message was delivered to, or passed on by, this address before. */
  static boolean hasBeenHere(MimeMessage message, MailAddress recipient) throws MessagingException {
    String[] places = message.getHeader(TRACE);
    if (places != null) {
      for (String place : places) {
        if (place.strip().equalsIgnoreCase(UnicodeAddress.text(recipient))) {
          return true;
        }
      }
    }
    return false;
  }

  /** A mail of its own, from the same sender. */
  static Mail copy(Mail mail, MailAddress from, String to) throws MessagingException {
    MailImpl copy =
        MailImpl.builder()
            .name(MailImpl.getId())
            .sender(mail.getMaybeSender())
            .addRecipient(UnicodeAddress.parse(to))
            .build();
    String line = TRACE + ": " + UnicodeAddress.text(from) + "\r\n";
    copy.setMessageNoCopy(
        new MimeMessageWrapper(
            new Traced(
                copy.getName(),
                line.getBytes(StandardCharsets.UTF_8),
                mail.getMessage(),
                mail.getMessageSize())));
    return copy;
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Traced(String name, byte[] line, MimeMessage message, long size)
      implements MimeMessageSource {
    @Override
    public String getSourceId() {
      return name;
    }

    @Override
    public InputStream getInputStream() throws IOException {
      return new SequenceInputStream(new ByteArrayInputStream(line), SieveFilter.open(message));
    }

    @Override
    public long getMessageSize() {
      return size + line.length;
    }
  }
}
