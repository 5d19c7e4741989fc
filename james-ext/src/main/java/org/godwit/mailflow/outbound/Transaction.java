package org.godwit.mailflow.outbound;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.james.core.MailAddress;
import org.apache.mailet.DsnParameters;
import org.apache.mailet.DsnParameters.XText;

/** One MAIL, its RCPTs and its DATA (5321 §3.3), with an outcome for each recipient. One thread. */
final class Transaction {
  private final SmtpConnection connection;
  private Envelope envelope;
  private Content content;
  private Looks looks;
  private final Map<MailAddress, Outcome> outcomes = new LinkedHashMap<>();
  private boolean dataBegun;
  private boolean over;

  Transaction(SmtpConnection connection, Envelope envelope, Content content, Looks looks) {
    this.connection = connection;
    this.envelope = envelope;
    this.content = content;
    this.looks = looks;
  }

  /** What is known so far; also after {@link #run} failed. */
  Map<MailAddress, Outcome> outcomes() {
    return outcomes;
  }

  /** Whether the other server may have the mail although {@link #run} failed. */
  boolean dataBegun() {
    return dataBegun;
  }

  /** Whether the connection is of no more use. */
  boolean over() {
    return over;
  }

  /**
   * Sends it.
   *
   * @throws IOException when the connection failed; recipients without an outcome are open
   * @throws Content.Unreadable when the message could not be read; the connection is spoilt then
   */
  void run() throws IOException, Content.Unreadable {
    connection.countMail();
    adapt();
    if (envelope.recipients().isEmpty()) {
      return;
    }
    Optional<Outcome> unable = unable();
    if (unable.isPresent()) {
      all(envelope.recipients(), unable.get().at(connection.hop().host()));
      return;
    }
    List<MailAddress> accepted = greetRecipients();
    if (accepted.isEmpty() || over) {
      return;
    }
    Reply data = connection.command("DATA", connection.timeouts().data());
    if (data.code() != 354) {
      all(accepted, refused(data));
      over |= data.positive();
      return;
    }
    dataBegun = true;
    CrlfStream out = CrlfStream.data(connection.data());
    content.writeTo(out);
    out.endData();
    Reply end = connection.reply(connection.timeouts().end(), "DATA");
    all(accepted, end.positive() ? relayed(end) : refused(end));
  }

  /** Leaves out whom this server cannot know, and encodes what it cannot take. */
  private void adapt() throws Content.Unreadable {
    if (!connection.offers("SMTPUTF8")) {
      all(envelope.recipients().stream().filter(Transaction::isInternational).toList(), noUtf8());
      envelope =
          envelope.with(
              envelope.recipients().stream().filter(one -> !isInternational(one)).toList());
    }
    if (looks.eightBit() && !connection.offers("8BITMIME") && !international()) { // 6152 §3
      content = content.sevenBit();
      looks = Looks.at(content);
    }
  }

  private static boolean isInternational(MailAddress address) {
    return !Wire.isAscii(Wire.of(address));
  }

  /** Whether a server needs SMTPUTF8 for it (6531 §3.4). */
  private boolean international() {
    return looks.utf8Header()
        || envelope.sender().filter(Transaction::isInternational).isPresent()
        || envelope.recipients().stream().anyMatch(Transaction::isInternational);
  }

  private Outcome noUtf8() {
    return Outcome.failed("5.6.7", "The server does not take internationalized mail (SMTPUTF8)")
        .at(connection.hop().host());
  }

  /** What this server cannot do and this mail needs. */
  private Optional<Outcome> unable() {
    if (international() && !connection.offers("SMTPUTF8")) { // 6531 §3.5
      return Optional.of(noUtf8());
    }
    if (looks.eightBit() && !connection.offers("8BITMIME")) { // 6152 §3
      return Optional.of(
          Outcome.failed(
              "5.6.3", "The server takes no 8-bit content, and a signed one cannot be changed"));
    }
    long limit = sizeLimit();
    if (limit > 0 && looks.size() > limit) { // 1870 §6.1
      return Optional.of(
          Outcome.failed(
              "5.3.4", "The mail has " + looks.size() + " octets, the server takes " + limit));
    }
    return Optional.empty();
  }

  private long sizeLimit() {
    String limit = connection.parameters("SIZE");
    return limit.matches("\\d{1,18}") ? Long.parseLong(limit) : 0;
  }

  /** MAIL and RCPT, in one packet where the server allows (2920 §3.1). */
  private List<MailAddress> greetRecipients() throws IOException {
    boolean pipelined = connection.offers("PIPELINING");
    String mail = mail();
    connection.write(mail);
    if (pipelined) {
      for (MailAddress recipient : envelope.recipients()) {
        connection.write(rcpt(recipient));
      }
    }
    Reply answer = connection.reply(connection.timeouts().command(), mail);
    if (!answer.positive()) {
      all(envelope.recipients(), refused(answer));
      if (!pipelined || over) {
        return List.of();
      }
    }
    List<MailAddress> accepted = new ArrayList<>();
    for (MailAddress recipient : envelope.recipients()) {
      if (over) {
        break; // a 421: the rest is left open, for another server or another time
      }
      if (!pipelined) {
        connection.write(rcpt(recipient));
      }
      Reply reply = connection.reply(connection.timeouts().command(), "RCPT");
      if (!answer.positive()) {
        continue; // it answers to nothing, and MAIL has said why
      }
      if (reply.positive()) {
        accepted.add(recipient);
      } else {
        outcomes.put(recipient, tooMany(reply));
      }
    }
    return accepted;
  }

  private String mail() {
    StringBuilder line = new StringBuilder("MAIL FROM:<");
    line.append(envelope.sender().map(Wire::of).orElse("")).append('>');
    if (connection.offers("SIZE")) {
      line.append(" SIZE=").append(looks.size());
    }
    if (looks.eightBit()) {
      line.append(" BODY=8BITMIME");
    }
    if (international()) {
      line.append(" SMTPUTF8");
    }
    if (connection.offers("DSN")) { // 3461 §5.2.1
      envelope.ret().ifPresent(ret -> line.append(" RET=").append(ret));
      envelope.envelopeId().ifPresent(id -> line.append(" ENVID=").append(id));
    }
    return line.toString();
  }

  private String rcpt(MailAddress recipient) {
    StringBuilder line = new StringBuilder("RCPT TO:<");
    line.append(Wire.of(recipient)).append('>');
    if (connection.offers("DSN")) {
      envelope
          .notify(recipient)
          .ifPresent(
              when ->
                  line.append(" NOTIFY=")
                      .append(
                          when.stream()
                              .map(DsnParameters.Notify::toString)
                              .collect(Collectors.joining(","))));
      envelope
          .original(recipient)
          .map(MailAddress::asString)
          .filter(Wire::isAscii)
          .ifPresent(original -> line.append(" ORCPT=rfc822;").append(xtext(original)));
    }
    return line.toString();
  }

  /** James keeps ORCPT as the client wrote it, which is in xtext already. */
  private static String xtext(String original) {
    return XText.isValid(original) ? original : XText.encode(original);
  }

  private Outcome tooMany(Reply reply) {
    Outcome outcome = refused(reply);
    // 5321 §4.5.3.1.10: a 552 here stands for 452, unless an enhanced code says what it is about
    boolean unspecific = outcome.status().equals("5.0.0") || outcome.status().equals("5.5.3");
    return reply.code() == 552 && unspecific
        ? outcome.as(Outcome.Action.DELAYED, "4.5.3")
        : outcome;
  }

  private Outcome refused(Reply reply) {
    over |= reply.code() == 421; // 5321 §3.8: the server closes behind it
    return Outcome.refused(reply, connection.hop().host());
  }

  private Outcome relayed(Reply reply) {
    return Outcome.relayed(reply, connection.hop().host(), connection.offers("DSN"));
  }

  private void all(List<MailAddress> recipients, Outcome outcome) {
    recipients.forEach(recipient -> outcomes.put(recipient, outcome));
  }
}
