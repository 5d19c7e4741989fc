package org.godwit.mailflow.outbound;

import com.google.common.collect.Lists;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.james.core.MailAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One attempt to bring one mail to one destination. For one thread, used once. */
final class Attempt {
  private static final Logger LOG = LoggerFactory.getLogger(Attempt.class);

  /** Recipients in one transaction (5321 §4.5.3.1.8: a server takes 100 at least). */
  private static final int RECIPIENTS = 100;

  /** Mails over one connection, so that a long line of them spreads over a domain's servers. */
  private static final int MAILS = 100;

  private final Routing routing;
  private final Dialer dialer;
  private final Envelope envelope;
  private final Content plain;
  private final Map<MailAddress, Outcome> outcomes = new LinkedHashMap<>();
  private List<Hop> hops; // null until a new connection is needed; then those not tried yet
  private SmtpConnection connection;
  private Hop last;
  private Optional<Outcome> unreachable = Optional.empty();

  /**
   * @param kept a connection to the same destination that carried another mail; null is none
   */
  Attempt(Routing routing, Dialer dialer, Envelope envelope, Content content, SmtpConnection kept) {
    this.routing = routing;
    this.dialer = dialer;
    this.envelope = envelope;
    this.plain = content;
    this.connection = kept;
  }

  /**
   * Runs it.
   *
   * @param destination the domain of all recipients
   * @return an outcome for every recipient
   * @throws Content.Unreadable when the message cannot be read now; nobody has got it
   */
  Map<MailAddress, Outcome> run(String destination) throws Content.Unreadable {
    List<MailAddress> open = new ArrayList<>();
    for (MailAddress recipient : envelope.recipients()) {
      if (Wire.isSafe(recipient)) {
        open.add(recipient);
      } else {
        outcomes.put(recipient, Outcome.failed("5.1.3", "The address has control characters"));
      }
    }
    Content content = plain.signed();
    Looks looks = Looks.at(content);
    try {
      for (List<MailAddress> some : Lists.partition(open, RECIPIENTS)) {
        send(destination, some, content, looks);
      }
    } catch (Undeliverable e) {
      open.forEach(recipient -> outcomes.putIfAbsent(recipient, e.outcome()));
    }
    return outcomes;
  }

  /** The connection if it can carry another mail, else null. */
  SmtpConnection connection() {
    return connection;
  }

  /** Why no server of the destination could be talked to; empty when one could. */
  Optional<Outcome> unreachable() {
    return unreachable;
  }

  /**
   * What to settle when {@link #run} failed: what is known, and the rest as {@code open}. The
   * connection is given up, it may stand in the middle of something.
   */
  Map<MailAddress, Outcome> unfinished(Outcome open, Exception why) {
    LOG.atError()
        .addKeyValue("recipients", envelope.recipients().size())
        .setCause(why)
        .log("an attempt failed for a reason of our own");
    if (connection != null) {
      connection.close();
      connection = null;
    }
    Map<MailAddress, Outcome> rest = all(envelope.recipients(), open);
    rest.putAll(outcomes);
    return rest;
  }

  /** The same outcome for everybody. */
  static Map<MailAddress, Outcome> all(Collection<MailAddress> recipients, Outcome outcome) {
    Map<MailAddress, Outcome> same = new LinkedHashMap<>();
    recipients.forEach(recipient -> same.put(recipient, outcome));
    return same;
  }

  private void send(String destination, List<MailAddress> recipients, Content content, Looks looks)
      throws Undeliverable, Content.Unreadable {
    List<MailAddress> open = recipients;
    while (true) {
      connect(destination);
      Transaction transaction = new Transaction(connection, envelope.with(open), content, looks);
      Optional<IOException> failure = run(transaction);
      outcomes.putAll(transaction.outcomes());
      open = open.stream().filter(recipient -> !outcomes.containsKey(recipient)).toList();
      if (open.isEmpty()) {
        return;
      }
      boolean noneLeft = hops != null && hops.isEmpty();
      if (failure.isPresent() && (transaction.dataBegun() || noneLeft)) {
        Outcome lost = lost(failure.get());
        open.forEach(recipient -> outcomes.put(recipient, lost));
        return;
      }
    }
  }

  private Optional<IOException> run(Transaction transaction) throws Content.Unreadable {
    boolean well = false;
    try {
      transaction.run();
      well = !transaction.over();
      return Optional.empty();
    } catch (IOException e) {
      LOG.atInfo()
          .addKeyValue("host", connection.hop())
          .addKeyValue("reason", e.getMessage())
          .log("the connection was lost");
      return Optional.of(e);
    } finally {
      last = connection.hop();
      if (!well) {
        connection.close();
        connection = null;
      }
    }
  }

  private Outcome lost(IOException e) {
    return Outcome.delayed("4.4.2", "Connection to " + last + ": " + e.getMessage())
        .at(last.host());
  }

  /** Takes the kept connection if it still lives, else the next server. */
  private void connect(String destination) throws Undeliverable {
    if (connection != null && connection.mails() > 0 && !renewed()) {
      connection.quit();
      connection = null;
    }
    if (connection != null) {
      return;
    }
    if (hops == null || hops.isEmpty()) {
      hops = routing.to(destination, !envelope.withoutDemands());
    }
    try {
      connection = dialer.dial(hops);
      int used = hops.stream().map(Hop::address).toList().indexOf(connection.hop().address());
      hops = hops.subList(used + 1, hops.size());
    } catch (Undeliverable e) {
      unreachable = Optional.of(e.outcome());
      hops = List.of();
      throw e;
    }
  }

  private boolean renewed() {
    if (connection.mails() >= MAILS) {
      return false;
    }
    try {
      return connection.command("RSET").positive();
    } catch (IOException gone) {
      return false; // it was idle and the other side let go of it; a new one is opened
    }
  }
}
