package org.godwit.mailflow.inbound;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.InetAddresses;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.apache.james.core.MailAddress;
import org.godwit.mailflow.inbound.InboundSettings.Obedience;
import org.godwit.trust.Network;
import org.godwit.trust.dkim.DkimAlgorithm;
import org.godwit.trust.dkim.DkimKey;
import org.godwit.trust.dkim.DkimSigner;
import org.godwit.trust.dkim.Header;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is found out about a message, what the header says of it, and what becomes of it. */
class InboundCheckTest {
  private static final String BANK =
      "From: Bank <info@bank.example>\r\nSubject: x\r\n\r\nHello\r\n";

  private final DkimKey bank = key("bank.example");
  private final DkimKey news = key("news.bank.example");
  private final DkimKey other = key("other.example");
  private final Zone zone =
      Zone.of(
          "bank.example TXT \"v=spf1 ip4:192.0.2.1 -all\"",
          "other.example TXT \"v=spf1 ip4:192.0.2.2 -all\"",
          "_dmarc.bank.example TXT \"v=DMARC1; p=reject; sp=quarantine\"",
          "_dmarc.strict.example TXT \"v=DMARC1; p=reject; adkim=s; aspf=s\"",
          "strict.example TXT \"v=spf1 -all\"",
          "_dmarc.soft.example TXT \"v=DMARC1;p=quarantine\"",
          "_dmarc.test.example TXT \"v=DMARC1; p=reject; t=y\"",
          "_dmarc.watch.example TXT \"v=DMARC1; p=none; rua=mailto:a@watch.example\"",
          "_dmarc.double.example TXT \"v=DMARC1; p=reject\"",
          "_dmarc.double.example TXT \"v=DMARC1; p=none\"");

  private static DkimKey key(String domain) {
    return new DkimKey(domain, "s1", DkimAlgorithm.ED25519, DkimAlgorithm.ED25519.make());
  }

  private InboundCheck check(Obedience obedience) {
    List.of(bank, news, other).forEach(key -> zone.txt(key.name(), key.record()));
    InboundSettings settings =
        new InboundSettings(
            "mail.here.example",
            List.of(Network.parse("10.0.0.0/8")),
            obedience,
            Duration.ofSeconds(1));
    return new InboundCheck(settings, () -> zone, InstantSource.system());
  }

  private static Arrival from(String client, String sender, String message) throws Exception {
    Optional<MailAddress> address =
        sender.isEmpty() ? Optional.empty() : Optional.of(new MailAddress(sender));
    byte[] bytes = message.getBytes(ISO_8859_1);
    return new Arrival(
        InetAddresses.forString(client),
        "mx.other.example",
        address,
        () -> new ByteArrayInputStream(bytes));
  }

  private static String signed(String message, DkimKey key) {
    DkimSigner signer = new DkimSigner();
    for (byte octet : message.getBytes(ISO_8859_1)) {
      signer.write(octet);
    }
    Header header = signer.header().orElseThrow();
    return signer.fields(header, List.of(key), InstantSource.system().instant()) + message;
  }

  private Verdict stranger(String client, String sender, String message) throws Exception {
    return check(Obedience.APPLY).stranger(from(client, sender, message));
  }

  @Test
  void mailOfItsOwnServerPassesAndTheHeaderSaysWhy() throws Exception {
    Verdict verdict = stranger("192.0.2.1", "info@bank.example", signed(BANK, bank));

    assertThat(verdict.refusal()).isEmpty();
    assertThat(verdict.junk()).isFalse();
    assertThat(verdict.fields())
        .isEqualTo(
            "Authentication-Results: mail.here.example;\r\n"
                + "\tspf=pass smtp.mailfrom=bank.example;\r\n"
                + "\tdkim=pass header.d=bank.example header.s=s1 header.a=ed25519-sha256;\r\n"
                + "\tdmarc=pass (p=reject) header.from=bank.example\r\n");
  }

  @Test
  void aForgeryIsRefusedWhereItsDomainWantsThat() throws Exception {
    Verdict verdict = stranger("192.0.2.2", "eve@other.example", signed(BANK, other));

    assertThat(verdict.refusal()).hasValueSatisfying(text -> assertThat(text).startsWith("5.7.1"));
    assertThat(verdict.fields())
        .contains("spf=pass smtp.mailfrom=other.example", "dkim=pass", "dmarc=fail (p=reject)");
  }

  @Test
  void aForwardedMailPassesByItsSignatureAlone() throws Exception {
    Verdict verdict = stranger("192.0.2.2", "list@other.example", signed(BANK, bank));

    assertThat(verdict.refusal()).isEmpty();
    assertThat(verdict.fields()).contains("dmarc=pass");
  }

  @ParameterizedTest(name = "{0}: {1}, {2}")
  @CsvSource({
    "bank.example,      true,  false, fail",
    "news.bank.example, false, true,  fail",
    "soft.example,      false, true,  fail",
    "test.example,      false, true,  fail",
    "watch.example,     false, false, fail",
    "double.example,    false, false, none",
    "none.example,      false, false, none",
    "slow.example,      false, false, temperror"
  })
  void whatBecomesOfAForgery(String author, boolean refused, boolean junk, String word)
      throws Exception {
    Verdict verdict =
        stranger("192.0.2.2", "eve@other.example", "From: x@" + author + "\r\n\r\nx\r\n");

    assertThat(verdict.refusal().isPresent()).as("refused").isEqualTo(refused);
    assertThat(verdict.junk()).as("junk").isEqualTo(junk);
    assertThat(verdict.fields()).contains("dmarc=" + word);
  }

  @Test
  void ourSettingSaysWhatAPolicyIsWorth() throws Exception {
    Arrival forgery = from("192.0.2.2", "eve@other.example", BANK);

    Verdict junk = check(Obedience.JUNK).stranger(forgery);
    Verdict mark = check(Obedience.MARK).stranger(forgery);

    assertThat(junk.refusal()).isEmpty();
    assertThat(junk.junk()).isTrue();
    assertThat(mark.junk()).isFalse();
    assertThat(mark.fields()).contains("dmarc=fail");
  }

  @Test
  void aRelativeCountsUnlessTheOwnerIsStrict() throws Exception {
    assertThat(stranger("192.0.2.9", "a@other.example", signed(BANK, news)).fields())
        .contains("dmarc=pass");
    DkimKey cousin = key("mail.strict.example");
    zone.txt(cousin.name(), cousin.record());
    String message = signed("From: a@strict.example\r\n\r\nx\r\n", cousin);
    assertThat(stranger("192.0.2.9", "a@mail.strict.example", message).refusal()).isPresent();
  }

  @Test
  void aReportIsCheckedByTheNameOfItsServer() throws Exception {
    zone.add("mx.other.example TXT \"v=spf1 a -all\"");
    zone.add("mx.other.example A 192.0.2.2");

    assertThat(stranger("192.0.2.2", "", "From: x@other.example\r\n\r\nx\r\n").fields())
        .contains("spf=pass smtp.helo=mx.other.example");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "From: a@other.example\r\nFrom: info@bank.example\r\n\r\nx\r\n",
        "From: info@bank.example\r\nFrom: a@other.example\r\n\r\nx\r\n",
        "From: a@other.example, info@bank.example\r\n\r\nx\r\n",
        "From: \"a@other.example\" <info@bank.example>\r\n\r\nx\r\n",
        "From: (a@other.example) info@bank.example\r\n\r\nx\r\n",
        "From:\r\n\tinfo@BANK.example\r\n\r\nx\r\n",
        "from : info@bank.example\r\n\r\nx\r\n"
      })
  void aSecondAuthorOrAnOddSpellingHidesNobody(String message) throws Exception {
    assertThat(stranger("192.0.2.2", "a@other.example", message).refusal()).isPresent();
  }

  @Test
  void slowNamesOfTheSenderDoNotSaveAForgery() throws Exception {
    DkimKey slow = key("slow.example");

    Verdict verdict = stranger("192.0.2.2", "eve@slow.example", signed(BANK, slow));

    assertThat(verdict.fields()).contains("spf=temperror", "dkim=temperror");
    assertThat(verdict.refusal()).isPresent();
  }

  @Test
  void aKeyThatCannotBeAskedForNowRefusesNothing() throws Exception {
    DkimKey slow = key("slow.bank.example");

    Verdict verdict = stranger("192.0.2.2", "list@other.example", signed(BANK, slow));

    assertThat(verdict.fields()).contains("dmarc=temperror");
    assertThat(verdict.refusal()).isEmpty();
    assertThat(verdict.junk()).isFalse();
  }

  @Test
  void aHeaderWithoutEndIsKeptOutOfTheInbox() throws Exception {
    String message = "X-Long: y\r\n".repeat(120_000) + BANK;

    assertThat(stranger("192.0.2.2", "eve@other.example", message).junk()).isTrue();
  }

  @Test
  void relaysOfOurOwnAreNotLookedAt() throws Exception {
    Verdict verdict = stranger("10.1.2.3", "eve@other.example", BANK);

    assertThat(verdict.fields()).isEmpty();
    assertThat(verdict.refusal()).isEmpty();
    assertThat(zone.asked).isEmpty();
  }

  @Test
  void resultsThatClaimToBeOursAreTakenOutAlsoOfOurPeoplesMail() throws Exception {
    String message =
        "Authentication-Results: mail.here.example; dmarc=pass\r\n"
            + "Authentication-Results: mail.there.example; dmarc=pass\r\n"
            + BANK;

    assertThat(check(Obedience.APPLY).known(from("192.0.2.2", "a@other.example", message)).forged())
        .extracting(Header.Field::offset)
        .containsExactly(0L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " mail.here.example; spf=pass",
        " MAIL.here.EXAMPLE;",
        "\r\n\tmail.here.example",
        "(hello (world)) mail.here.example 1; spf=pass",
        " \"mail.here.example\"; x",
        " (no end mail.there.example",
        "mail.here.example.; x",
        ""
      })
  void theseClaimToBeOurs(String value) {
    assertThat(AuthenticationResults.claims(value, "mail.here.example")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {" mail.there.example; x", "here.example", " x.mail.here.example;"})
  void theseDoNot(String value) {
    assertThat(AuthenticationResults.claims(value, "mail.here.example")).isFalse();
  }

  @Test
  void whatStrangersWriteCannotBeReadAsAResult() throws Exception {
    String message =
        "DKIM-Signature: v=1; d=x\r\n dkim=pass; s=\"; a=(\r\n" + BANK.replace("bank", "none");

    assertThat(stranger("192.0.2.9", "eve@other.example", message).fields())
        .contains("dkim=permerror")
        .doesNotContain("dkim=pass", "(\r\n");
  }
}
