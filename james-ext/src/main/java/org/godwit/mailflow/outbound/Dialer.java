package org.godwit.mailflow.outbound;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.godwit.mailflow.outbound.OutboundSettings.Login;
import org.godwit.mailflow.outbound.OutboundSettings.Security;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens connections and brings them to the point where mail can be sent: greeting, EHLO, TLS,
 * login. Safe for many threads.
 */
final class Dialer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Dialer.class);

  private final OutboundSettings settings;
  private final Watch watch = new Watch();
  private final Tls tls;
  private final TlsTally tally;

  Dialer(OutboundSettings settings, TlsTally tally) {
    this(settings, new Tls(), tally);
  }

  Dialer(OutboundSettings settings, Tls tls, TlsTally tally) {
    this.settings = settings;
    this.tls = tls;
    this.tally = tally;
  }

  /** The TLS handshake failed: the one failure that may be answered by trying in clear. */
  private static final class HandshakeFailed extends IOException {
    private static final long serialVersionUID = 1L;

    HandshakeFailed(IOException cause) {
      super("the TLS handshake failed: " + cause.getMessage(), cause);
    }
  }

  /**
   * Tries the hops in order until one is ready.
   *
   * @throws Undeliverable when none is, with the reason of the last one
   */
  SmtpConnection dial(List<Hop> hops) throws Undeliverable {
    Outcome reason = Outcome.delayed("4.4.1", "No server to connect to");
    for (Hop hop : hops) {
      try {
        return ready(hop);
      } catch (Undeliverable e) {
        reason = e.outcome();
      } catch (IOException e) {
        reason = Outcome.delayed("4.4.1", "Connection to " + hop + ": " + e.getMessage());
      }
      LOG.atInfo()
          .addKeyValue("host", hop)
          .addKeyValue("reason", reason.reason())
          .log("cannot send there now");
    }
    throw new Undeliverable(reason);
  }

  private SmtpConnection ready(Hop hop) throws IOException, Undeliverable {
    Security security =
        settings
            .smartHost()
            .map(OutboundSettings.SmartHost::security)
            .orElse(Security.OPPORTUNISTIC);
    try {
      return ready(hop, security, security != Security.IMPLICIT);
    } catch (HandshakeFailed e) {
      tally.bad(hop, TlsFailure.of(e), e.getCause().getMessage());
      if (hop.proof() instanceof Proof.Trial) { // 8461 §5: reported on, and sent all the same
        return ready(hop.unasked());
      }
      if (hop.proof().needsTls()) {
        throw new Undeliverable(
            Outcome.delayed("4.7.5", hop.host() + " did not prove who it is: " + e.getMessage()));
      }
      if (security != Security.OPPORTUNISTIC || needsTls(hop)) {
        throw e;
      }
      // 7435 §3: unauthenticated TLS, and clear text, are better than no mail; but not in silence
      LOG.atWarn()
          .addKeyValue("host", hop)
          .addKeyValue("reason", e.getMessage())
          .log("sending without TLS after its handshake failed");
      return ready(hop, security, false);
    }
  }

  private SmtpConnection ready(Hop hop, Security security, boolean mayStartTls)
      throws IOException, Undeliverable {
    SmtpConnection connection =
        SmtpConnection.open(hop, settings.bindAddress(), watch, settings.timeouts());
    boolean done = false;
    try {
      if (security == Security.IMPLICIT) {
        handshake(connection);
      }
      greet(connection);
      hello(connection);
      if (mayStartTls) {
        secure(connection, security);
      }
      login(connection);
      done = true;
      return connection;
    } finally {
      if (!done) {
        connection.close();
      }
    }
  }

  private boolean needsTls(Hop hop) {
    return proof(hop).needsTls(); // 8461 §4.2, 7672 §2.2
  }

  private Proof proof(Hop hop) {
    return settings.smartHost().filter(smart -> smart.mustProve(hop.address())).isPresent()
        ? new Proof.Name()
        : hop.proof();
  }

  private void handshake(SmtpConnection connection) throws IOException {
    try {
      connection.startTls(tls, proof(connection.hop()));
    } catch (IOException e) {
      throw new HandshakeFailed(e);
    }
  }

  private static void greet(SmtpConnection connection) throws IOException, Undeliverable {
    Reply greeting = connection.greeting();
    if (greeting.code() != 220) {
      throw refused(connection, greeting);
    }
  }

  private void hello(SmtpConnection connection) throws IOException, Undeliverable {
    Reply ehlo = connection.command("EHLO " + settings.hostname());
    if (ehlo.positive()) {
      connection.learn(ehlo);
      return;
    }
    if (!ehlo.permanent()) {
      throw refused(connection, ehlo);
    }
    Reply helo = connection.command("HELO " + settings.hostname()); // 5321 §3.2
    if (!helo.positive()) {
      throw refused(connection, helo);
    }
  }

  private void secure(SmtpConnection connection, Security security)
      throws IOException, Undeliverable {
    boolean required = security == Security.STARTTLS || needsTls(connection.hop());
    if (connection.offers("STARTTLS")) {
      Reply go = connection.command("STARTTLS");
      if (go.code() == 220) {
        handshake(connection);
        count(connection.hop());
        hello(connection); // 3207 §4.2
        return;
      }
      tally.bad(connection.hop(), TlsFailure.STARTTLS_NOT_SUPPORTED, go.text());
      if (required) {
        throw refused(connection, go);
      }
      LOG.atWarn()
          .addKeyValue("host", connection.hop())
          .addKeyValue("reason", go.text())
          .log("sending without TLS after STARTTLS was refused");
      return;
    }
    tally.bad(connection.hop(), TlsFailure.STARTTLS_NOT_SUPPORTED, "");
    if (required) {
      throw new Undeliverable(
          Outcome.delayed(
              "4.7.10", connection.hop().host() + " offers no STARTTLS, which is required"));
    }
  }

  /** A connection that has what it should have, unless what asked for it is wrong itself. */
  private void count(Hop hop) {
    Optional<TlsFailure> wrong = hop.asked().flatMap(Asked::wrong);
    if (wrong.isPresent()) {
      tally.bad(hop, wrong.get(), "");
    } else {
      tally.good(hop);
    }
  }

  private void login(SmtpConnection connection) throws IOException, Undeliverable {
    Optional<Login> login = settings.smartHost().flatMap(OutboundSettings.SmartHost::login);
    if (login.isEmpty()) {
      return;
    }
    if (!connection.secured() && !connection.hop().address().getAddress().isLoopbackAddress()) {
      throw new Undeliverable(
          Outcome.delayed("4.7.11", "The password is not sent to the smart host without TLS"));
    }
    List<String> offered =
        List.of(connection.parameters("AUTH").toUpperCase(Locale.ROOT).split("\\s+"));
    if (offered.contains("PLAIN")) {
      plain(connection, login.get());
    } else if (offered.contains("LOGIN")) {
      dialogue(connection, login.get());
    } else {
      throw new Undeliverable(
          Outcome.delayed("4.7.0", "The smart host offers neither AUTH PLAIN nor AUTH LOGIN"));
    }
  }

  private static void plain(SmtpConnection connection, Login login)
      throws IOException, Undeliverable {
    String secret = "\0" + login.user() + "\0" + login.password(); // 4616 §2
    accepted(connection, connection.command("AUTH PLAIN " + base64(secret)));
  }

  private static void dialogue(SmtpConnection connection, Login login)
      throws IOException, Undeliverable {
    Reply user = connection.command("AUTH LOGIN");
    if (user.code() == 334) {
      Reply password = connection.command(base64(login.user()));
      if (password.code() == 334) {
        accepted(connection, connection.command(base64(login.password())));
        return;
      }
      throw refused(connection, password);
    }
    throw refused(connection, user);
  }

  private static void accepted(SmtpConnection connection, Reply reply) throws Undeliverable {
    if (reply.code() != 235) {
      throw refused(connection, reply);
    }
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * A server that does not want to talk. That is temporary even behind a 5xx: it says nothing about
   * the mail, and another server of the domain, or the same one tomorrow, may take it. Only one
   * that will never take any mail is believed (7504 §4.1).
   */
  private static Undeliverable refused(SmtpConnection connection, Reply reply) {
    String host = connection.hop().host();
    Outcome outcome = Outcome.refused(reply, host);
    if (reply.code() == 521) {
      return new Undeliverable(outcome.as(Outcome.Action.FAILED, "5.3.2"));
    }
    String status = "4" + outcome.status().substring(1);
    return new Undeliverable(outcome.as(Outcome.Action.DELAYED, status));
  }

  /** Ends all conversations where they stand, for a stop that cannot wait. */
  void cutAll() {
    watch.cutAll();
  }

  @Override
  public void close() {
    watch.close();
  }
}
