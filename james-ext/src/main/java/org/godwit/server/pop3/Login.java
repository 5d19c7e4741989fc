package org.godwit.server.pop3;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import javax.inject.Inject;
import org.apache.james.core.Username;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.protocols.api.Request;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.CommandHandler;
import org.apache.james.protocols.pop3.POP3Response;
import org.apache.james.protocols.pop3.POP3Session;
import org.godwit.trust.sasl.Sasl;
import org.godwit.trust.sasl.SaslSession;
import org.godwit.trust.sasl.SaslStep;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** USER and PASS (RFC 1939 §7), AUTH (RFC 5034), and the opening of the maildrop behind them. */
public final class Login implements CommandHandler<POP3Session> {

  private static final Logger LOG = LoggerFactory.getLogger(Login.class);

  private final Sasl sasl;
  private final MailDrops drops;

  @Inject
  public Login(Sasl sasl, MailDrops drops) {
    this.sasl = sasl;
    this.drops = drops;
  }

  @Override
  public Collection<String> getImplCommands() {
    return Set.of("USER", "PASS", "AUTH");
  }

  @Override
  public Response onCommand(POP3Session connection, Request request) {
    Pop3Session session = (Pop3Session) connection;
    if (session.drop() != null) {
      return Pop3Reply.err("You are logged in already");
    }
    String argument = request.getArgument() == null ? "" : request.getArgument();
    if (request.getCommand().equals("AUTH")) {
      return auth(session, argument.strip());
    }
    if (!session.visitor().channel().confidential()) {
      return Pop3Reply.err("[AUTH] Say STLS first, passwords need TLS"); // 3206 §4
    }
    return request.getCommand().equals("USER") ? user(session, argument) : pass(session, argument);
  }

  private static Response user(Pop3Session session, String argument) {
    if (argument.isBlank()) {
      return Pop3Reply.err("Expected USER and a name");
    }
    session.named(argument.strip());
    return Pop3Reply.ok("Now the password"); // for every name: who has an account is not told
  }

  private Response pass(Pop3Session session, String password) {
    if (session.named() == null) {
      return Pop3Reply.err("Say USER first");
    }
    String message = "\0" + session.named() + "\0" + password;
    session.named(null);
    String encoded = Base64.getEncoder().encodeToString(message.getBytes(StandardCharsets.UTF_8));
    return end(
        session,
        session
            .visitor()
            .authentication(sasl)
            .begin("PLAIN", encoded, session.visitor().channel()));
  }

  private Response auth(Pop3Session session, String argument) {
    String[] words = argument.split(" +", 3);
    if (words.length > 2 || words[0].isEmpty()) {
      return Pop3Reply.err("Expected AUTH, a mechanism and no more than one response");
    }
    SaslSession authentication = session.visitor().authentication(sasl);
    String initial = words.length == 2 ? words[1] : null;
    SaslStep step = authentication.begin(words[0], initial, session.visitor().channel());
    if (step instanceof SaslStep.Challenge challenge) {
      session.pushLineHandler((POP3Session same, byte[] line) -> answer(session, line));
      return challenge(challenge);
    }
    return end(session, step);
  }

  private Response answer(Pop3Session session, byte[] line) {
    String text = new String(line, StandardCharsets.US_ASCII).strip();
    SaslStep step = session.visitor().authentication(sasl).next(text);
    if (step instanceof SaslStep.Challenge challenge) {
      return challenge(challenge);
    }
    session.popLineHandler();
    return end(session, step);
  }

  private static Response challenge(SaslStep.Challenge challenge) {
    return new POP3Response("+", Base64.getEncoder().encodeToString(challenge.data()));
  }

  private Response end(Pop3Session session, SaslStep step) {
    if (step instanceof SaslStep.Success success) {
      return open(session, Username.of(success.user()));
    }
    SaslStep.Failure why = ((SaslStep.Refused) step).why();
    LOG.info("login from {} refused: {}", session.visitor().channel().peer().getHostAddress(), why);
    if (session.visitor().authentication(sasl).exhausted()) {
      return Pop3Reply.last("-ERR", "[AUTH] Too many failed logins");
    }
    return Pop3Reply.err( // 3206 §4
        switch (why) {
          case CREDENTIALS -> "[AUTH] User or password is wrong";
          case MALFORMED -> "That is not what the mechanism expects";
          case CANCELLED -> "Cancelled";
          case MECHANISM -> "Unknown mechanism";
          case SLOWED -> "[SYS/TEMP] Too many failed logins, try again later";
          case UNAVAILABLE -> "[SYS/TEMP] Cannot check logins now, try again later";
        });
  }

  private Response open(Pop3Session session, Username user) {
    try {
      Optional<MailDrop> drop = drops.open(user);
      if (drop.isEmpty()) {
        return Pop3Reply.err("[IN-USE] Another client reads this mail now"); // 2449 §8.1.1
      }
      session.setUsername(user);
      session.loggedIn(drop.get());
      return Pop3Reply.ok(drop.get().count() + " messages");
    } catch (MailboxException | RuntimeException e) {
      LOG.error("the INBOX of {} cannot be opened", user.asString(), e);
      return Pop3Reply.err("[SYS/TEMP] The mail cannot be read now, try again later");
    }
  }
}
