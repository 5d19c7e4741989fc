package org.godwit.trust.sasl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.godwit.trust.LoginThrottle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SCRAM-SHA-256 with and without channel binding (RFC 5802, RFC 7677). */
class ScramTest {

  private static final SaslChannel CLEAR =
      SaslChannel.clear(InetAddress.getLoopbackAddress(), org.godwit.trust.Scope.IMAP);
  private static final byte[] EXPORTED = "what TLS exported".getBytes(UTF_8);
  private static final SaslChannel BOUND =
      new SaslChannel(
          InetAddress.getLoopbackAddress(),
          true,
          new ChannelBindings(Map.of("tls-exporter", EXPORTED)),
          org.godwit.trust.Scope.IMAP);
  private final Sasl sasl = new OneUser("ann@example.org", "pencil").sasl();

  @Test
  void theExampleOfRfc7677IsReproduced() {
    Sasl example =
        new Sasl(
            new OneUser("user", "pencil", Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ==")),
            new LoginThrottle(InstantSource.system()),
            () -> "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0");
    SaslExchange exchange = example.find("scram-sha-256", CLEAR).orElseThrow().start(CLEAR);
    assertThat(text(exchange.next(ascii("n,,n=user,r=rOprNGfwEbeRWgbNEkqO"))))
        .isEqualTo(
            "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
                + "s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096");
    SaslStep end =
        exchange.next(
            ascii(
                "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
                    + "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="));
    assertThat(text(end)).isEqualTo("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");
    assertThat(((SaslStep.Success) end).user()).isEqualTo("user");
  }

  @Test
  void plusIsOfferedOnlyWhereTheConnectionCanBeBound() {
    assertThat(sasl.offered(CLEAR)).doesNotContain("SCRAM-SHA-256-PLUS").contains("SCRAM-SHA-256");
    assertThat(sasl.offered(BOUND).getFirst()).isEqualTo("SCRAM-SHA-256-PLUS");
    assertThat(sasl.find("SCRAM-SHA-256-PLUS", CLEAR)).isEmpty();
  }

  @Test
  void plusSucceedsOverTheSameConnectionOnly() {
    assertThat(talk("SCRAM-SHA-256-PLUS", "p=tls-exporter,,", EXPORTED, BOUND))
        .isInstanceOf(SaslStep.Success.class);
    assertThat(talk("SCRAM-SHA-256-PLUS", "p=tls-exporter,,", ascii("another"), BOUND))
        .isEqualTo(SaslStep.Failure.CREDENTIALS.step());
  }

  @Test
  void plusNeedsABindingOfATypeThatWeHave() {
    assertThat(talk("SCRAM-SHA-256-PLUS", "p=tls-unique,,", EXPORTED, BOUND))
        .isEqualTo(SaslStep.Failure.CREDENTIALS.step());
    assertThat(talk("SCRAM-SHA-256-PLUS", "n,,", new byte[0], BOUND))
        .isEqualTo(SaslStep.Failure.CREDENTIALS.step());
  }

  @Test
  void aClientThatWasToldWeCannotBindIsRefusedWhenWeCan() {
    assertThat(talk("SCRAM-SHA-256", "y,,", new byte[0], BOUND)) // 5802 §6
        .isEqualTo(SaslStep.Failure.CREDENTIALS.step());
    assertThat(talk("SCRAM-SHA-256", "y,,", new byte[0], CLEAR))
        .isInstanceOf(SaslStep.Success.class);
    assertThat(talk("SCRAM-SHA-256", "n,,", new byte[0], BOUND))
        .isInstanceOf(SaslStep.Success.class);
  }

  @Test
  void aStrangerGetsAChallengeLikeEverybodyAndTheSameAgain() {
    List<String> salts =
        List.of("bob@example.org", "bob@example.org", "eve@example.org").stream()
            .map(
                user ->
                    text(sasl.find("SCRAM-SHA-256", CLEAR)
                            .orElseThrow()
                            .start(CLEAR)
                            .next(ascii("n,,n=" + user + ",r=abc")))
                        .split(",", 3)[1])
            .toList();
    assertThat(salts.get(0)).isEqualTo(salts.get(1)).isNotEqualTo(salts.get(2)).hasSize(26);
    assertThat(talk("bob@example.org", "SCRAM-SHA-256", "n,,", new byte[0], CLEAR))
        .isEqualTo(SaslStep.Failure.CREDENTIALS.step());
  }

  @Test
  void actingForSomebodyElseIsRefused() {
    assertThat(talk("SCRAM-SHA-256", "n,a=eve@example.org,", new byte[0], CLEAR))
        .isEqualTo(SaslStep.Failure.CREDENTIALS.step());
    assertThat(talk("SCRAM-SHA-256", "n,a=ann@example.org,", new byte[0], CLEAR))
        .isInstanceOf(SaslStep.Success.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "n,,",
        "n,,n=,r=abc",
        "n,,n=ann,r=",
        "n,,m=ext,n=ann,r=abc",
        "n,,n=a=b,r=abc",
        "x,,n=ann,r=abc",
        "p=,,n=ann,r=abc",
        "n,n=ann,r=abc",
        "n,,n=a\0b,r=abc",
        "n,,n=ann,r=a\u00e4b"
      })
  void refusesAFirstMessage(String message) {
    SaslExchange exchange = sasl.find("SCRAM-SHA-256", CLEAR).orElseThrow().start(CLEAR);
    assertThat(exchange.next(message.getBytes(UTF_8))).isEqualTo(SaslStep.Failure.MALFORMED.step());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "c=biws", "c=biws,r=abc,p=!!", "r=abc,c=biws,p=abcd", "c=biws,r=abc"})
  void refusesAFinalMessage(String message) {
    SaslExchange exchange = sasl.find("SCRAM-SHA-256", CLEAR).orElseThrow().start(CLEAR);
    exchange.next(ascii("n,,n=ann@example.org,r=abc"));
    assertThat(exchange.next(ascii(message))).isEqualTo(SaslStep.Failure.MALFORMED.step());
  }

  @Test
  void namesMayHoldCommasAndEqualsSigns() {
    assertThat(ScramClientFirst.parse(ascii("n,,n=a=2Cb=3Dc,r=x")).orElseThrow().user())
        .isEqualTo("a,b=c");
  }

  private SaslStep talk(String mechanism, String header, byte[] binding, SaslChannel channel) {
    return talk("ann@example.org", mechanism, header, binding, channel);
  }

  private SaslStep talk(
      String user, String mechanism, String header, byte[] binding, SaslChannel channel) {
    SaslExchange exchange = sasl.find(mechanism, channel).orElseThrow().start(channel);
    ScramClient client = new ScramClient(user, "pencil", header, binding);
    SaslStep step = exchange.next(client.first("abc"));
    if (!(step instanceof SaslStep.Challenge challenge)) {
      return step;
    }
    SaslStep end = exchange.next(client.last(challenge.data()));
    if (end instanceof SaslStep.Success) {
      assertThat(text(end)).isEqualTo(client.verifier());
    }
    return end;
  }

  private static String text(SaslStep step) {
    return switch (step) {
      case SaslStep.Challenge challenge -> new String(challenge.data(), UTF_8);
      case SaslStep.Success success -> new String(success.data(), UTF_8);
      case SaslStep.Refused refused -> refused.why().name();
    };
  }

  private static byte[] ascii(String text) {
    return text.getBytes(UTF_8);
  }
}
