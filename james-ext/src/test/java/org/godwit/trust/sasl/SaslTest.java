package org.godwit.trust.sasl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.godwit.trust.LoginThrottle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** PLAIN, LOGIN, and the rules for all mechanisms on one connection. */
class SaslTest {

  private static final SaslChannel HERE =
      SaslChannel.clear(InetAddress.getLoopbackAddress(), org.godwit.trust.Scope.IMAP);
  private static final int CROWD = 50;
  private final OneUser ann = new OneUser("ann@example.org", "s3cret\u00e9");
  private final SaslSession session = new SaslSession(ann.sasl(), false);

  @Test
  void passwordsAreNotAskedForWhereOthersCanRead() throws UnknownHostException {
    InetAddress far = InetAddress.getByName("192.0.2.7");
    assertThat(session.offered(SaslChannel.clear(far, org.godwit.trust.Scope.IMAP)))
        .containsExactly("SCRAM-SHA-256");
    assertThat(
            session.offered(
                new SaslChannel(far, true, ChannelBindings.NONE, org.godwit.trust.Scope.IMAP)))
        .containsExactly("SCRAM-SHA-256", "PLAIN", "LOGIN");
    assertThat(
            session.begin(
                "PLAIN",
                base64("\0ann@example.org\0s3creté"),
                SaslChannel.clear(far, org.godwit.trust.Scope.IMAP)))
        .isEqualTo(SaslStep.Failure.MECHANISM.step());
  }

  @Test
  void plainWithAnInitialResponse() {
    assertThat(user(session.begin("plain", base64("\0Ann@Example.org\0s3creté"), HERE)))
        .isEqualTo("ann@example.org");
    assertThat(
            user(session.begin("PLAIN", base64("ann@example.org\0ann@example.org\0s3creté"), HERE)))
        .isEqualTo("ann@example.org");
  }

  @Test
  void plainWithoutAnInitialResponse() {
    assertThat(session.begin("PLAIN", null, HERE)).isInstanceOf(SaslStep.Challenge.class);
    assertThat(user(session.next(base64("\0ann@example.org\0s3creté"))))
        .isEqualTo("ann@example.org");
  }

  @Test
  void loginAsksForNameAndPassword() {
    assertThat(challenge(session.begin("LOGIN", null, HERE))).isEqualTo("Username:");
    assertThat(challenge(session.next(base64("ann@example.org")))).isEqualTo("Password:");
    assertThat(user(session.next(base64("s3creté")))).isEqualTo("ann@example.org");
  }

  @Test
  void loginTakesTheNameAsInitialResponse() {
    assertThat(challenge(session.begin("LOGIN", base64("ann@example.org"), HERE)))
        .isEqualTo("Password:");
    assertThat(user(session.next(base64("s3creté")))).isEqualTo("ann@example.org");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\0ann@example.org\0wrong",
        "\0nobody@example.org\0s3creté",
        "eve@example.org\0ann@example.org\0s3creté"
      })
  void wrongPasswordsUsersAndIdentitiesLookTheSame(String message) {
    assertThat(session.begin("PLAIN", base64(message), HERE))
        .isEqualTo(SaslStep.Failure.CREDENTIALS.step());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ann", "\0ann", "\0\0s3creté", "\0ann\0a\0b"})
  void malformedPlainIsRefused(String message) {
    assertThat(session.begin("PLAIN", base64(message), HERE))
        .isEqualTo(SaslStep.Failure.MALFORMED.step());
  }

  @ParameterizedTest
  @ValueSource(strings = {"not base64", "AA", "!!!!", "AAAA=", "/w=="})
  void whatIsNoBase64OrNoUtf8IsRefused(String line) {
    session.begin("PLAIN", null, HERE);
    assertThat(session.next(line))
        .isIn(SaslStep.Failure.MALFORMED.step(), SaslStep.Failure.CREDENTIALS.step());
  }

  @Test
  void aLineWithoutEndIsNotDecoded() {
    session.begin("PLAIN", null, HERE);
    assertThat(session.next("A".repeat(SaslSession.MOST_CHARS + 4)))
        .isEqualTo(SaslStep.Failure.MALFORMED.step());
  }

  @Test
  void aStarEndsTheExchange() {
    session.begin("LOGIN", null, HERE);
    assertThat(session.next("*")).isEqualTo(SaslStep.Failure.CANCELLED.step());
  }

  @Test
  void theThirdFailureIsTheLast() {
    for (int i = 1; i <= SaslSession.MOST_FAILURES; i++) {
      assertThat(session.exhausted()).isFalse();
      session.begin("PLAIN", base64("\0ann@example.org\0guess" + i), HERE);
    }
    assertThat(session.exhausted()).isTrue();
  }

  @Test
  void scramsLastWordsAreAChallengeWhereSuccessIsSilent() {
    ScramClient client = new ScramClient("ann@example.org", "s3creté", "n,,", new byte[0]);
    SaslStep step = session.begin("SCRAM-SHA-256", encode(client.first("abc")), HERE);
    step = session.next(encode(client.last(((SaslStep.Challenge) step).data())));
    assertThat(challenge(step)).isEqualTo(client.verifier());
    assertThat(user(session.next(""))).isEqualTo("ann@example.org");
    assertThat(ann.logins()).as("logins that were noted").isEqualTo(1);
  }

  @Test
  void guessingIsSlowedDownForAllConnectionsTogether() {
    Sasl sasl = ann.sasl();
    SaslStep answer = SaslStep.Failure.CREDENTIALS.step();
    int tries = 0;
    while (answer.equals(SaslStep.Failure.CREDENTIALS.step()) && tries < 100) {
      answer =
          new SaslSession(sasl, false)
              .begin("PLAIN", base64("\0ann@example.org\0guess" + tries++), HERE);
    }
    assertThat(answer).isEqualTo(SaslStep.Failure.SLOWED.step());
    assertThat(
            new SaslSession(sasl, false)
                .begin("SCRAM-SHA-256", base64("n,,n=ann@example.org,r=a"), HERE))
        .isEqualTo(SaslStep.Failure.SLOWED.step());
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3creté", "wrong"})
  void manyAtOnceWithTheRightPasswordAllGetInAndGuessersGainNothing(String password)
      throws Exception {
    CrowdedUser crowded = new CrowdedUser(ann);
    Sasl sasl = new Sasl(crowded, new LoginThrottle(InstantSource.system()));
    List<Future<SaslStep>> steps = new ArrayList<>();
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < CROWD; i++) {
        SaslSession own = new SaslSession(sasl, false);
        steps.add(
            clients.submit(
                () -> own.begin("PLAIN", base64("\0ann@example.org\0" + password), HERE)));
      }
    }
    if (password.equals("wrong")) {
      assertThat(crowded.checks()).as("passwords that were looked at").isLessThan(CROWD / 2);
    } else {
      for (Future<SaslStep> step : steps) {
        assertThat(user(step.get())).isEqualTo("ann@example.org");
      }
    }
  }

  @Test
  void secretsThatCannotBeReadAreNoWrongPassword() {
    SaslSecrets down =
        new SaslSecrets() {
          @Override
          public Optional<Proven> verify(SaslChannel channel, String user, String password) {
            throw new IllegalStateException("the database is away");
          }

          @Override
          public ScramSecret scram(SaslChannel channel, String user) {
            throw new IllegalStateException("the database is away");
          }

          @Override
          public void loggedIn(SaslChannel channel, String user, org.godwit.trust.ScramKeys with) {
            throw new IllegalStateException("the database is away");
          }
        };
    SaslSession broken =
        new SaslSession(new Sasl(down, new LoginThrottle(InstantSource.system())), false);
    assertThat(broken.begin("PLAIN", base64("\0ann@example.org\0x"), HERE))
        .isEqualTo(SaslStep.Failure.UNAVAILABLE.step());
    assertThat(broken.begin("SCRAM-SHA-256", base64("n,,n=ann,r=abc"), HERE))
        .isEqualTo(SaslStep.Failure.UNAVAILABLE.step());
  }

  private static String user(SaslStep step) {
    assertThat(step).isInstanceOf(SaslStep.Success.class);
    return ((SaslStep.Success) step).user();
  }

  private static String challenge(SaslStep step) {
    assertThat(step).isInstanceOf(SaslStep.Challenge.class);
    return new String(((SaslStep.Challenge) step).data(), UTF_8);
  }

  private static String base64(String text) {
    return encode(text.getBytes(UTF_8));
  }

  private static String encode(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
