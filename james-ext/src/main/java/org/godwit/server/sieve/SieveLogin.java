package org.godwit.server.sieve;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import javax.inject.Inject;
import org.apache.james.core.Username;
import org.apache.james.protocols.api.Response;
import org.godwit.trust.sasl.Sasl;
import org.godwit.trust.sasl.SaslStep;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** AUTHENTICATE and UNAUTHENTICATE. RFC 5804 §2.1, §2.14. */
public final class SieveLogin {

  private static final Logger LOG = LoggerFactory.getLogger(SieveLogin.class);

  private final Sasl sasl;

  @Inject
  public SieveLogin(Sasl sasl) {
    this.sasl = sasl;
  }

  Response begin(SieveSession session, List<SieveToken> arguments) {
    if (session.getUsername() != null) {
      return SieveReply.no("You are logged in already");
    }
    boolean fits = arguments.size() == 1 || arguments.size() == 2;
    if (!fits || !arguments.stream().allMatch(SieveToken.Text.class::isInstance)) {
      return SieveReply.no("Expected AUTHENTICATE, a mechanism and no more than one response");
    }
    String mechanism = ascii(arguments.getFirst());
    String initial = arguments.size() == 2 ? ascii(arguments.get(1)) : null;
    return next(
        session,
        session
            .visitor()
            .authentication(sasl)
            .begin(mechanism, initial, session.visitor().channel()));
  }

  Response answer(SieveSession session, List<SieveToken> tokens) {
    if (tokens.size() != 1 || !(tokens.getFirst() instanceof SieveToken.Text)) {
      session.authenticating(false);
      return SieveReply.no("Expected one string");
    }
    return next(session, session.visitor().authentication(sasl).next(ascii(tokens.getFirst())));
  }

  Response end(SieveSession session) {
    session.setUsername(null);
    return SieveReply.ok("You are nobody again");
  }

  private Response next(SieveSession session, SaslStep step) {
    session.authenticating(step instanceof SaslStep.Challenge);
    return switch (step) {
      case SaslStep.Challenge challenge ->
          SieveReply.data().line(SieveReply.string(base64(challenge.data())));
      case SaslStep.Success success -> {
        session.setUsername(Username.of(success.user()));
        yield success.data().length == 0
            ? SieveReply.ok("You are logged in")
            : SieveReply.ok(
                "(SASL " + SieveReply.string(base64(success.data())) + ")", "You are logged in");
      }
      case SaslStep.Refused refused -> refused(session, refused.why());
    };
  }

  private Response refused(SieveSession session, SaslStep.Failure why) {
    LOG.info("login from {} refused: {}", session.visitor().channel().peer().getHostAddress(), why);
    if (session.visitor().authentication(sasl).exhausted()) {
      return SieveReply.bye("Too many failed logins");
    }
    return switch (why) {
      case CREDENTIALS -> SieveReply.no("User or password is wrong");
      case MALFORMED -> SieveReply.no("That is not what the mechanism expects");
      case CANCELLED -> SieveReply.no("Cancelled");
      case MECHANISM ->
          session.visitor().channel().confidential()
              ? SieveReply.no("Unknown mechanism")
              : SieveReply.no("(ENCRYPT-NEEDED)", "Say STARTTLS first"); // 5804 §1.3
      case SLOWED -> SieveReply.no("(TRYLATER)", "Too many failed logins");
      case UNAVAILABLE -> SieveReply.no("(TRYLATER)", "Cannot check logins now");
    };
  }

  private static String ascii(SieveToken token) {
    return new String(((SieveToken.Text) token).bytes(), StandardCharsets.US_ASCII);
  }

  private static String base64(byte[] data) {
    return Base64.getEncoder().encodeToString(data);
  }
}
