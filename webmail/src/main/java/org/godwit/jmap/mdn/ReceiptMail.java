package org.godwit.jmap.mdn;

import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import javax.mail.internet.InternetAddress;
import javax.mail.internet.MimeUtility;
import org.godwit.store.StoreException;
import org.godwit.store.message.HeaderFields;

/** A receipt as a message (8098 §3): octets, each as one character. */
final class ReceiptMail {

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ROOT);

  private final StringBuilder text = new StringBuilder();

  private ReceiptMail() {}

  /**
   * Writes it.
   *
   * @param from whoever has seen the message
   * @param to who asked for it
   * @param original header of the message
   * @param whole the message itself, when it goes with the receipt
   */
  static byte[] write(
      Receipt receipt,
      InternetAddress from,
      String to,
      HeaderFields original,
      Optional<byte[]> whole,
      Instant now) {
    ReceiptMail mail = new ReceiptMail();
    String boundary = "receipt-" + UUID.randomUUID();
    String subject =
        receipt.subject().orElseGet(() -> "Read: " + original.first("Subject").orElse(""));
    String host = from.getAddress().substring(from.getAddress().lastIndexOf('@') + 1);
    mail.field("From", from.toString());
    mail.field("To", to);
    mail.field("Subject", encoded(subject));
    mail.field("Date", DATE.format(now.atOffset(ZoneOffset.UTC)));
    mail.field("Message-ID", "<" + UUID.randomUUID() + "@" + host + ">");
    original.first("Message-ID").ifPresent(id -> mail.field("In-Reply-To", id));
    original.first("Message-ID").ifPresent(id -> mail.field("References", id));
    mail.field("Auto-Submitted", "auto-replied"); // 3834 §5
    mail.field("MIME-Version", "1.0");
    mail.field(
        "Content-Type",
        "multipart/report; report-type=disposition-notification;\r\n boundary=\""
            + boundary
            + "\"");
    mail.line("");
    mail.part(boundary, "text/plain; charset=utf-8", "base64");
    mail.line(base64(receipt.text().orElse("Your message was displayed.\n")));
    mail.part(boundary, "message/disposition-notification", "7bit");
    mail.report(receipt, from.getAddress(), original);
    if (whole.isPresent()) {
      mail.part(boundary, "message/rfc822", "8bit");
      mail.text.append(new String(whole.get(), StandardCharsets.ISO_8859_1)).append("\r\n");
    }
    mail.line("--" + boundary + "--");
    return mail.text.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private void report(Receipt receipt, String from, HeaderFields original) {
    receipt.reportingUa().ifPresent(it -> field("Reporting-UA", encoded(it))); // 8098 §3.2.1
    original.first("Original-Recipient").ifPresent(it -> field("Original-Recipient", it));
    String recipient = receipt.finalRecipient().orElse("rfc822; " + from);
    field("Final-Recipient", recipient.contains(";") ? recipient : "rfc822; " + recipient);
    original.first("Message-ID").ifPresent(it -> field("Original-Message-ID", it));
    field("Disposition", receipt.disposition()); // 8098 §3.2.6
    receipt.extensions().forEach((name, value) -> field(name, encoded(value)));
  }

  private void part(String boundary, String type, String encoding) {
    line("--" + boundary);
    field("Content-Type", type);
    field("Content-Transfer-Encoding", encoding);
    line("");
  }

  private void field(String name, String value) {
    text.append(name).append(": ").append(value).append("\r\n");
  }

  private void line(String line) {
    text.append(line).append("\r\n");
  }

  private static String base64(String text) {
    String lines = text.replace("\r\n", "\n").replace("\n", "\r\n");
    return Base64.getMimeEncoder().encodeToString(lines.getBytes(StandardCharsets.UTF_8));
  }

  /** 2047 §2, where it is not ASCII. */
  private static String encoded(String text) {
    try {
      return MimeUtility.encodeText(text, "UTF-8", null);
    } catch (UnsupportedEncodingException e) {
      throw new StoreException("every Java has UTF-8", e);
    }
  }
}
