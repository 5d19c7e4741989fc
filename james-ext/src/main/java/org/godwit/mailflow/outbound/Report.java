package org.godwit.mailflow.outbound;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.mailet.DsnParameters.XText;
import org.godwit.mailflow.outbound.Outcome.Action;

/**
 * A delivery status notification (3464), about recipients that all met the same fate.
 *
 * @param mail what it is about
 * @param action the fate
 * @param outcomes one or more recipients
 * @param retryUntil when a delayed mail is given up
 */
record Report(
    String hostname,
    QueuedMail mail,
    Envelope envelope,
    Action action,
    Map<MailAddress, Outcome> outcomes,
    Instant now,
    Instant retryUntil) {

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ROOT);

  /**
   * The whole message. A returned original is held in memory; {@link Original} bounds it.
   *
   * @throws MessagingException when the storage does not give the original now
   */
  InputStream open() throws MessagingException {
    Original original = Original.of(this);
    String boundary = "=_" + UUID.randomUUID();
    Lines lines = new Lines();
    header(lines, boundary, original.eightBit() || !textIsAscii());
    lines.add("--" + boundary);
    people(lines);
    lines.add("--" + boundary);
    programs(lines);
    lines.add("--" + boundary);
    original.writeTo(lines);
    lines.add("--" + boundary + "--");
    return new ByteArrayInputStream(lines.bytes());
  }

  private void header(Lines lines, String boundary, boolean eightBit) {
    lines.add("From: Mail Delivery System <MAILER-DAEMON@" + hostname + ">");
    lines.add("To: <" + Wire.of(envelope.sender().orElseThrow()) + ">");
    lines.add("Subject: " + subject());
    lines.add("Date: " + date(now));
    lines.add("Message-ID: <" + UUID.randomUUID() + "@" + hostname + ">");
    lines.add("Auto-Submitted: auto-replied"); // 3834 §5
    lines.add("MIME-Version: 1.0");
    lines.add("Content-Type: multipart/report; report-type=delivery-status;"); // 3462 §1
    lines.add("\tboundary=\"" + boundary + "\"");
    lines.add("Content-Transfer-Encoding: " + (eightBit ? "8bit" : "7bit"));
    lines.add("");
    lines.add("This is a delivery status notification in MIME format.");
    lines.add("");
  }

  private String subject() {
    return switch (action) {
      case FAILED -> "Undelivered mail returned to sender";
      case DELAYED -> "Delayed mail (still being retried)";
      case DELIVERED -> "Successful mail delivery report";
      case RELAYED -> "Mail relayed to a server that does not report delivery";
    };
  }

  private boolean textIsAscii() {
    return outcomes.values().stream().allMatch(one -> Wire.isAscii(one.reason()));
  }

  private void people(Lines lines) {
    lines.add("Content-Type: text/plain; charset=utf-8");
    lines.add("Content-Transfer-Encoding: " + (textIsAscii() ? "7bit" : "8bit"));
    lines.add("");
    lines.add("This is the mail server " + hostname + ".");
    lines.add("");
    switch (action) {
      case FAILED -> {
        lines.add("Your message could not be delivered to the recipients below.");
        lines.add("No further attempt will be made. What the other side said may help;");
        lines.add("if it does not, ask your administrator and pass this mail on.");
      }
      case DELAYED -> {
        lines.add("Your message has not been delivered yet to the recipients below.");
        lines.add("You need not send it again: it will be retried until " + date(retryUntil) + ".");
      }
      case DELIVERED -> lines.add("Your message was put into the mailboxes of these recipients.");
      case RELAYED -> {
        lines.add("Your message was given to the next server for the recipients below.");
        lines.add("That server does not report on delivery, so you may hear no more.");
      }
    }
    outcomes.forEach(
        (recipient, outcome) -> {
          lines.add("");
          lines.add("<" + Wire.of(recipient) + ">");
          lines.fold("    " + outcome.reason());
        });
    lines.add("");
  }

  /** 3464 §2: the fields of the message, then those of each recipient. */
  private void programs(Lines lines) {
    lines.add("Content-Type: message/delivery-status");
    lines.add("");
    envelope.envelopeId().ifPresent(id -> lines.field("Original-Envelope-Id", decoded(id)));
    lines.add("Reporting-MTA: dns; " + hostname);
    lines.add("Arrival-Date: " + date(mail.firstQueued()));
    outcomes.forEach((recipient, outcome) -> recipient(lines, recipient, outcome));
    lines.add("");
  }

  private void recipient(Lines lines, MailAddress recipient, Outcome outcome) {
    lines.add("");
    envelope
        .original(recipient)
        .map(original -> decoded(original.asString()))
        .ifPresent(original -> lines.field("Original-Recipient", "rfc822; " + original));
    lines.field("Final-Recipient", typed(Wire.of(recipient)));
    lines.add("Action: " + action.name().toLowerCase(Locale.ROOT));
    lines.add("Status: " + outcome.status());
    outcome.server().ifPresent(server -> lines.field("Remote-MTA", "dns; " + server));
    if (action == Action.FAILED || action == Action.DELAYED || outcome.replied()) {
      // 3464 §2.3.6: "smtp" is what an SMTP server said; what we say ourselves has another name
      String type = outcome.replied() ? "smtp; " : "x-godwit; ";
      lines.field("Diagnostic-Code", type + outcome.reason());
    }
    lines.add("Last-Attempt-Date: " + date(now));
    if (action == Action.DELAYED) { // 3464 §2.3.9
      lines.add("Will-Retry-Until: " + date(retryUntil));
    }
  }

  /** 6533 §3: an address beyond ASCII is of another type, and written with ASCII alone. */
  private static String typed(String address) {
    if (Wire.isAscii(address)) {
      return "rfc822; " + address;
    }
    StringBuilder text = new StringBuilder("utf-8; ");
    address
        .codePoints()
        .forEach(
            point -> {
              boolean plain = point > 0x20 && point < 0x7f && "\\+=".indexOf(point) < 0;
              text.append(plain ? Character.toString(point) : "\\x{%X}".formatted(point));
            });
    return text.toString();
  }

  private static String decoded(String xtext) {
    return XText.isValid(xtext) ? XText.decode(xtext) : xtext;
  }

  private static String date(Instant moment) {
    return DATE.format(ZonedDateTime.ofInstant(moment, ZoneOffset.UTC));
  }

  /** Lines with CRLF, and none longer than mail allows. */
  static final class Lines {
    private static final int LONG = 78;

    private final java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();

    void add(String line) {
      out.writeBytes(line.getBytes(StandardCharsets.UTF_8));
      out.write('\r');
      out.write('\n');
    }

    void raw(byte[] bytes) {
      out.writeBytes(bytes);
    }

    /** A field whose value came from outside; only ASCII may stand in it. */
    void field(String name, String value) {
      fold(name + ": " + value.replaceAll("[^\\x20-\\x7e]", "?"));
    }

    /** Breaks a long line at blanks, and an endless word where it must (5322 §2.1.1, §2.2.3). */
    void fold(String text) {
      String rest = text;
      while (rest.length() > LONG) {
        int at = rest.lastIndexOf(' ', LONG);
        if (rest.substring(0, Math.max(at, 0)).isBlank()) {
          at = Math.min(rest.length(), 3 * LONG); // 998 octets also when each is three
        }
        add(rest.substring(0, at));
        rest = "    " + rest.substring(at).stripLeading();
      }
      if (!rest.isBlank()) {
        add(rest);
      }
    }

    byte[] bytes() {
      return out.toByteArray();
    }
  }
}
