package org.godwit.trust.dkim;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What others signed, and what strangers send that looks like it. */
class VerifyingTest {

  /** The message and the keys of 8463 appendix A. */
  private static final String PUBLISHED =
      """
      DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed;
       d=football.example.com; i=@football.example.com;
       q=dns/txt; s=brisbane; t=1528637909; h=from : to :
       subject : date : message-id : from : subject : date;
       bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;
       b=/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11Bus
       Fa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw==
      DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;
       d=football.example.com; i=@football.example.com;
       q=dns/txt; s=test; t=1528637909; h=from : to : subject :
       date : message-id : from : subject : date;
       bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;
       b=F45dVWDfMbQDGHJFlXUNB2HKfbCeLRyhDXgFpEL8GwpsRe0IeIixNTe3
       DhCVlUrSjV4BwcVcOF6+FF3Zo9Rpo1tFOeS9mPYQTnGdaSGsgeefOsk2Jz
       dA+L10TeYt9BgDfQNZtKdN1WO//KgIqXP7OdEFE4LjFYNcUxZQ4FADY+8=
      From: Joe SixPack <joe@football.example.com>
      To: Suzie Q <suzie@shopping.example.net>
      Subject: Is dinner ready?
      Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)
      Message-ID: <20030712040037.46341.5F8J@football.example.com>

      Hi.

      We lost the game.  Are you hungry yet?

      Joe.
      """
          .replace("\n", "\r\n");

  private static final String ED25519_RECORD =
      "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";
  private static final String RSA_RECORD =
      "v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDkHlOQoBTzWRiGs5V6NpP3idY6Wk08a5qhd"
          + "R6wy5bdOKb2jLQiY/J16JYi0Qvx/byYzCNb3W91y3FutACDfzwQ/BC/e/8uBsCR+yz1Lxj+PL6lHvqMKrM3rG4"
          + "hstT5QjvHO9PzoxZyVYLzBfO2EeC3Ip3G+2kryOTIKT+l/K4w3QIDAQAB";

  private final DkimKey key = Signed.key(DkimAlgorithm.ED25519);

  private static Signed football(String brisbane, String test) {
    return new Signed()
        .publish("brisbane._domainkey.football.example.com", brisbane)
        .publish("test._domainkey.football.example.com", test);
  }

  @Test
  void theMessageThatTheRfcSignedHolds() throws Exception {
    assertThat(football(ED25519_RECORD, RSA_RECORD).verify(PUBLISHED))
        .extracting(DkimResult::status)
        .containsExactly(DkimResult.Status.PASS, DkimResult.Status.PASS);
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "k=ed25519; p=                                    | PERMERROR | the key was revoked",
        "k=rsa; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwI=    | PERMERROR | the key is of another kind",
        "k=ed25519; p=AAAA                                | PERMERROR | the key has a wrong length",
        "k=ed25519; p=*                                   | PERMERROR | the tag p is not base64",
        "k=ed25519                                        | PERMERROR | the tag p is missing",
        "v=DKIM2; k=ed25519; p=AAAA                       | PERMERROR | the key record has a version that is not known",
        "k=ed25519; s=tlsrpt; p=AAAA                      | PERMERROR | the key is not for mail",
        "k=ed25519; h=sha1; p=AAAA                        | PERMERROR | the key is not for this hash",
        "k=ed25519; k=rsa; p=AAAA                         | PERMERROR | a tag is there twice",
        "nonsense                                         | PERMERROR | a tag without a value",
        "k=ed25519; p=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= | FAIL | the signature is not by that key"
      })
  void keyRecords(String record, DkimResult.Status status, String reason) throws Exception {
    DkimResult first = football(record, RSA_RECORD).verify(PUBLISHED).getFirst();

    assertThat(first.status()).isEqualTo(status);
    assertThat(first.reason()).isEqualTo(reason);
  }

  @ParameterizedTest(name = "{3}")
  @CsvSource(
      delimiter = '|',
      value = {
        "v=1;                 | v=2;                | PERMERROR | a version that is not known",
        "a=ed25519-sha256;    | a=rsa-sha1;         | POLICY    | SHA-1 proves nothing",
        "a=ed25519-sha256;    | a=rot13;            | PERMERROR | an algorithm that is not known",
        "c=relaxed/relaxed;   | c=loose;            | PERMERROR | a canonical form that is not known",
        "d=here.example;      | d=here.example; x=1; t=0; | PERMERROR | a tag is there twice",
        "d=here.example;      | d=here.example; x=1764000000; | PERMERROR | it ends before it begins",
        "t=                   | x=5; t2=            | PERMERROR | it has expired",
        "d=here.example;      | d=here.example; i=@elsewhere.example; | PERMERROR | the identity is not in the domain",
        "d=here.example;      | d=a b;              | PERMERROR | a domain or selector that is no name",
        "d=here.example;      | q=ldap; d=here.example; | PERMERROR | no key is in DNS",
        "s=ed25519;           | s=other;            | PERMERROR | there is no such key",
        "s=ed25519;           | s=slow;             | TEMPERROR | no answer",
        "From:From            | X:Y                 | PERMERROR | From is not signed",
        "bh=                  | l=99999; bh=        | PERMERROR | more is signed than there is",
        "bh=                  | l=-1; bh=           | PERMERROR | the tag l is not a number",
        "bh=                  | l=1; bh=            | FAIL      | the body was changed",
        "b=                   | z=; b=!             | PERMERROR | the tag b is not base64"
      })
  void signatures(String from, String to, DkimResult.Status status, String reason)
      throws Exception {
    String message = Signed.sign(Signed.MESSAGE, key).replaceFirst("\\b" + from, to);

    DkimResult result = new Signed().publish(key).only(message);

    assertThat(result.reason()).isEqualTo(reason);
    assertThat(result.status()).isEqualTo(status);
  }

  @Test
  void whatIsAddedBehindASignedLengthMakesTheSignatureWorthless() throws Exception {
    // signed by hand: "Hi" and its line end, and no more
    Header header =
        Header.read(new ByteArrayInputStream("From: a@here.example\r\n".getBytes(US_ASCII)));
    BodyHash body = new BodyHash(Canon.SIMPLE, 4);
    body.write("Hi\r\n".getBytes(US_ASCII), 0, 4);
    String field =
        "DKIM-Signature: v=1; a=ed25519-sha256; d=here.example; s=ed25519; l=4; h=From; bh="
            + Base64.getEncoder().encodeToString(body.hash())
            + "; b=";
    byte[] bytes = SignedHeader.bytes(header, List.of("From"), Canon.SIMPLE, field);
    String signed =
        field
            + Base64.getEncoder()
                .encodeToString(DkimAlgorithm.ED25519.sign(key.pair().getPrivate(), bytes))
            + "\r\nFrom: a@here.example\r\n\r\nHi\r\n";
    Signed dns = new Signed().publish(key);

    assertThat(dns.only(signed).status()).isEqualTo(DkimResult.Status.PASS);
    assertThat(dns.only(signed + "Send money.\r\n").status()).isEqualTo(DkimResult.Status.POLICY);
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource({
    "1023, 65537, the key is too short",
    "4097, 65537, the key is too long",
    "2048, 36893488147419103233, the key is too long" // an exponent that costs time
  })
  void keysOfOddSizesAreNotUsed(int bits, BigInteger exponent, String reason) throws Exception {
    BigInteger modulus = BigInteger.ONE.shiftLeft(bits - 1).add(BigInteger.ONE);
    PublicKey odd =
        KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(modulus, exponent));
    String record = "p=" + Base64.getEncoder().encodeToString(odd.getEncoded());

    assertThat(football(ED25519_RECORD, record).verify(PUBLISHED).getLast().reason())
        .isEqualTo(reason);
  }

  @Test
  void ofManySignaturesSomeAreLookedAt() throws Exception {
    String one = Signed.sign("", key);
    String message = one.repeat(500) + Signed.MESSAGE;

    assertThat(new Signed().publish(key).verify(message)).hasSize(DkimVerifier.MOST_SIGNATURES);
  }

  @Test
  void aMessageWithoutSignatureHasNoResult() throws Exception {
    assertThat(new Signed().verify(Signed.MESSAGE)).isEmpty();
  }
}
