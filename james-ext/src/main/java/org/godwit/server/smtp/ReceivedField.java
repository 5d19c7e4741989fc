package org.godwit.server.smtp;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.james.core.MailAddress;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.smtp.SMTPSession;
import org.godwit.store.account.UnicodeAddress;

/** The trace that we leave on a message. RFC 5321 §4.4. */
final class ReceivedField {

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.US);
  private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z0-9._:\\[\\]-]{1,255}");

  private ReceivedField() {}

  /**
   * One field with its line ends.
   *
   * @param id what the message is called in the queue and in the log
   */
  static String of(SmtpSession session, String id, ZonedDateTime now) {
    List<MailAddress> recipients =
        session.getAttachment(SMTPSession.RCPT_LIST, State.Transaction).orElse(List.of());
    StringBuilder field =
        new StringBuilder("Received: from ")
            .append(from(session))
            .append("\r\n\tby ")
            .append(session.getConfiguration().getHelloName())
            .append(" (Godwit) with ")
            .append(protocol(session))
            .append(" id ")
            .append(id);
    if (recipients.size() == 1) { // 5321 §7.6: naming several would tell blind copies
      field.append("\r\n\tfor <").append(UnicodeAddress.text(recipients.getFirst())).append('>');
    }
    return field.append(";\r\n\t").append(DATE.format(now)).append("\r\n").toString();
  }

  private static String from(SmtpSession session) {
    InetAddress peer = session.getRemoteAddress().getAddress();
    String literal = (peer instanceof Inet6Address ? "[IPv6:" : "[") + peer.getHostAddress() + "]";
    Optional<String> name =
        session
            .getAttachment(SMTPSession.CURRENT_HELO_NAME, State.Connection)
            .filter(helo -> PLAIN_NAME.matcher(helo).matches());
    return name.orElse(literal) + " (" + literal + ")";
  }

  // 3848 and 6531 §4.3
  private static String protocol(SmtpSession session) {
    String base =
        session.lmtp()
            ? session.transaction().utf8() ? "UTF8LMTP" : "LMTP"
            : session.transaction().utf8() ? "UTF8SMTP" : extended(session);
    if (base.equals("SMTP")) {
      return base;
    }
    return base + (session.isTLSStarted() ? "S" : "") + (session.getUsername() != null ? "A" : "");
  }

  private static String extended(SmtpSession session) {
    return session
        .getAttachment(SMTPSession.CURRENT_HELO_MODE, State.Connection)
        .filter("HELO"::equals)
        .map(helo -> "SMTP")
        .orElse("ESMTP");
  }
}
