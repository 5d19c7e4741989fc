package org.godwit.mailflow.sieve;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.mail.MessagingException;
import javax.mail.internet.MimeMessage;
import javax.mail.internet.MimeUtility;
import org.apache.james.core.MailAddress;
import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageInputStreamSource;
import org.apache.mailet.Mail;
import org.godwit.store.account.UnicodeAddress;

/**
 * An answer as the action "vacation" writes it (RFC 5230 §5).
 *
 * @param question what is answered
 * @param owner who is away
 * @param own all addresses of the owner, in lower case
 */
record VacationLetter(
    MimeMessage question,
    MailAddress owner,
    MailAddress sender,
    SieveAction.Vacation vacation,
    Set<String> own) {
  private static final int LONGEST_SUBJECT = 500;
  private static final DateTimeFormatter DATE = // 5322 §3.3
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss Z", Locale.ROOT);

  /** Without a sender, so that nothing answers it (5230 §5.1, 3834 §3.3). */
  Mail mail(Instant now) throws MessagingException {
    MailImpl mail = MailImpl.builder().name(MailImpl.getId()).addRecipient(sender).build();
    byte[] bytes = text(now).getBytes(StandardCharsets.UTF_8);
    mail.setMessageContent(
        MimeMessageInputStreamSource.create(mail.getName(), new ByteArrayInputStream(bytes)));
    mail.setAttribute(Mail.SENT_BY_MAILET_ATTRIBUTE); // and so it is signed
    return mail;
  }

  private String text(Instant now) throws MessagingException {
    StringBuilder text = new StringBuilder();
    line(text, "From", from());
    line(text, "To", UnicodeAddress.text(sender));
    line(text, "Subject", encoded(subject()));
    line(text, "Date", DATE.format(now.atZone(ZoneId.systemDefault())));
    line(text, "Message-ID", "<" + UUID.randomUUID() + "@" + owner.getDomain().asString() + ">");
    String[] id = question.getHeader("Message-ID");
    if (id != null) { // 5230 §5.4, 5322 §3.6.4
      line(text, "In-Reply-To", VacationReplies.line(id[0]));
      line(text, "References", references(id[0]));
    }
    line(text, "Auto-Submitted", "auto-replied (vacation)"); // 5230 §5.5
    line(text, "MIME-Version", "1.0");
    return text.append(vacation.mime() ? entity(vacation.reason()) : plain()).toString();
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append(name).append(": ").append(value).append("\r\n");
  }

  // 5230 §5.1: an address of the owner's, or none of the script's wishes
  private String from() {
    return vacation
        .from()
        .map(VacationReplies::line)
        .filter(
            from -> {
              var addresses = Addresses.in(from);
              return addresses.size() == 1
                  && own.contains(VacationReplies.lower(addresses.getFirst()))
                  && from.chars().allMatch(c -> c >= ' ' && c < 127);
            })
        .orElseGet(() -> UnicodeAddress.text(owner));
  }

  private String subject() throws MessagingException {
    // 5230 §5.3: "Auto: " and the old subject
    String subject = vacation.subject().orElseGet(() -> "Auto: " + oldSubject());
    String line = VacationReplies.line(subject);
    return line.length() > LONGEST_SUBJECT ? line.substring(0, LONGEST_SUBJECT) : line;
  }

  private String oldSubject() {
    try {
      return Optional.ofNullable(question.getSubject()).orElse("your mail");
    } catch (MessagingException unreadable) {
      return "your mail";
    }
  }

  private static String encoded(String text) throws MessagingException {
    try {
      return MimeUtility.fold(9, MimeUtility.encodeText(text, "UTF-8", "Q"));
    } catch (java.io.UnsupportedEncodingException e) {
      throw new MessagingException("every Java has UTF-8", e);
    }
  }

  private String references(String id) throws MessagingException {
    String[] before = question.getHeader("References");
    String all = before == null ? id : before[0] + " " + id;
    String line = VacationReplies.line(all);
    return line.length() > 900 ? VacationReplies.line(id) : line;
  }

  private String plain() throws MessagingException {
    return "Content-Type: text/plain; charset=utf-8\r\n"
        + "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
        + quotedPrintable(vacation.reason());
  }

  private static String quotedPrintable(String text) throws MessagingException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = MimeUtility.encode(bytes, "quoted-printable")) {
      out.write(text.replaceAll("\r?\n", "\r\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new MessagingException("a text cannot be encoded", e);
    }
    return bytes.toString(StandardCharsets.US_ASCII);
  }

  /** A MIME entity (5230 §4.3), of whose header only what describes the content is taken. */
  private static String entity(String reason) {
    String text = reason.replaceAll("\r?\n", "\r\n");
    int end = text.startsWith("\r\n") ? 0 : text.indexOf("\r\n\r\n");
    String header = end <= 0 ? "" : text.substring(0, end + 2);
    StringBuilder kept = new StringBuilder();
    boolean keeping = false;
    for (String line : header.split("(?<=\r\n)", -1)) {
      boolean goesOn = line.startsWith(" ") || line.startsWith("\t");
      keeping = goesOn ? keeping : VacationReplies.lower(line).startsWith("content-");
      kept.append(keeping ? line : "");
    }
    String body = end < 0 ? text : text.substring(Math.min(text.length(), end == 0 ? 2 : end + 4));
    return kept + "\r\n" + body;
  }
}
