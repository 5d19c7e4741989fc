package org.godwit.trust.dkim;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.util.Collection;
import java.util.List;
import org.apache.james.jdkim.DKIMVerifier;
import org.apache.james.jdkim.api.SignatureRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Our signatures hold for what we signed and for nothing else. */
class SigningTest {
  private final DkimKey rsa = Signed.key(DkimAlgorithm.RSA);
  private final DkimKey ed25519 = Signed.key(DkimAlgorithm.ED25519);
  private final Signed dns = new Signed().publish(rsa).publish(ed25519);

  @Test
  void bothKeysSignAndBothSignaturesHold() throws Exception {
    assertThat(dns.verify(Signed.sign(Signed.MESSAGE, rsa, ed25519)))
        .containsExactly(
            new DkimResult(DkimResult.Status.PASS, "here.example", "rsa", "rsa-sha256", ""),
            new DkimResult(
                DkimResult.Status.PASS, "here.example", "ed25519", "ed25519-sha256", ""));
  }

  @Test
  void anotherImplementationTakesOurSignature() throws Exception {
    String message = Signed.sign(Signed.MESSAGE, rsa);
    DKIMVerifier other = new DKIMVerifier((methods, selector, token) -> List.of(rsa.record()));

    Collection<SignatureRecord> records =
        other.verify(new ByteArrayInputStream(message.getBytes(ISO_8859_1)));

    assertThat(records)
        .extracting(record -> record.getDToken().toString())
        .containsExactly("here.example");
  }

  @ParameterizedTest
  @EnumSource(DkimAlgorithm.class)
  void refoldedFieldsAndBlanksAtLineEndsChangeNothing(DkimAlgorithm algorithm) throws Exception {
    DkimKey key = algorithm == DkimAlgorithm.RSA ? rsa : ed25519;
    String message =
        Signed.sign(Signed.MESSAGE, key)
            .replace("Subject: two  blanks", "SUBJECT:\ttwo\r\n blanks ")
            .replace("Hi  Bob, \r\n", "Hi Bob,\t \r\n");

    assertThat(dns.only(message + "\r\n").status()).isEqualTo(DkimResult.Status.PASS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "From: eve@there.example\r\n",
        "To: eve@there.example\r\n",
        "Cc: eve@there.example\r\n",
        "Reply-To: eve@there.example\r\n",
        "Subject: another one\r\n",
        "Date: Tue, 1 Dec 2026 04:00:00 +0000\r\n",
        "Content-Type: text/html\r\n",
        "Message-ID: <x@y>\r\n"
      })
  void aFieldThatIsAddedAtTheTopOrTheBottomBreaksTheSeal(String field) throws Exception {
    String message = Signed.sign(Signed.MESSAGE, ed25519);

    assertThat(dns.only(field + message).status()).isEqualTo(DkimResult.Status.FAIL);
    assertThat(dns.only(message.replaceFirst("\r\n\r\n", "\r\n" + field + "\r\n")).status())
        .isEqualTo(DkimResult.Status.FAIL);
  }

  @Test
  void aTraceFieldOfTheNextServerBreaksNothing() throws Exception {
    String message = "Received: from a by b; now\r\n" + Signed.sign(Signed.MESSAGE, ed25519);

    assertThat(dns.only(message).passed()).isTrue();
  }

  @Test
  void aChangedBodyIsToldFromAChangedHeader() throws Exception {
    String message = Signed.sign(Signed.MESSAGE, ed25519);

    assertThat(dns.only(message + "more\r\n").reason()).isEqualTo("the body was changed");
    assertThat(dns.only(message.replace("two  blanks", "one blank")).reason())
        .isEqualTo("the signature is not by that key");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "From: a@here.example\r\n\r\n",
        "From: a@here.example\r\n\r\n\r\n\r\n",
        "From: a@here.example\r\n",
        "From: a@here.example\r\n\r\nno end",
        "From: a@here.example\r\n\r\n \t\r\nx\r\n",
        "From: caf\u00e9 <a@here.example>\r\n\r\n\u0080\u00ff\r\n",
        "\r\nonly a body\r\n"
      })
  void oddMessagesAreSignedToo(String message) throws Exception {
    assertThat(dns.only(Signed.sign(message, ed25519)).passed()).isTrue();
  }

  @Test
  void aHeaderWithoutEndIsNotKeptInMemory() throws Exception {
    DkimSigner signer = new DkimSigner();
    byte[] line = ("X-Long: " + "x".repeat(990) + "\r\n").getBytes(ISO_8859_1);
    for (int i = 0; i < 1_100; i++) {
      signer.write(line);
    }

    assertThat(signer.header()).isEmpty();
  }

  @Test
  void noLineOfASignatureIsLong() throws Exception {
    assertThat(Signed.sign(Signed.MESSAGE, rsa, ed25519).lines())
        .allMatch(line -> line.length() < 79);
  }
}
