package org.godwit.mailflow.outbound;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.List;
import java.util.function.Consumer;
import org.apache.james.server.core.MailImpl;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.godwit.trust.dkim.DkimAlgorithm;
import org.godwit.trust.dkim.DkimKey;
import org.godwit.trust.dkim.DkimResult;
import org.godwit.trust.dkim.DkimVerifier;
import org.godwit.trust.dkim.Header;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Mail is signed as it leaves, by the domain of those who wrote it. */
class SigningMailTest {
  private final DkimKey here = key("here.example", DkimAlgorithm.ED25519);
  private final DkimKey hereToo = key("here.example", DkimAlgorithm.RSA);
  private final DkimKey tenant = key("tenant.example", DkimAlgorithm.ED25519);
  private boolean away;
  private SmtpPeer peer;
  private Site site;

  private static DkimKey key(String domain, DkimAlgorithm algorithm) {
    return new DkimKey(domain, algorithm.tag(), algorithm, algorithm.make());
  }

  @BeforeEach
  void setUp() throws Exception {
    peer = SmtpPeer.start();
    site = new Site(peer.port(), settings -> settings, this::keys);
    site.dns.mx("there.example", 10, "mx.there.example").host("mx.there.example", "127.0.0.1");
  }

  @AfterEach
  void tearDown() throws Exception {
    site.close();
    peer.close();
  }

  private List<DkimKey> keys(String domain) {
    if (away) {
      throw new IllegalStateException("the keys cannot be read");
    }
    return switch (domain) {
      case "here.example" -> List.of(hereToo, here);
      case "tenant.example" -> List.of(tenant);
      default -> List.of();
    };
  }

  private static Consumer<MailImpl> loggedInAs(String user) {
    return mail -> mail.setAttribute(new Attribute(Mail.SMTP_AUTH_USER, AttributeValue.of(user)));
  }

  private String sent(String message, Consumer<MailImpl> change) throws Exception {
    site.send(message, change, "bob@there.example");
    site.start();
    await().until(() -> site.outgoing().rows().isEmpty());
    return peer.mails().getFirst().data().replace("\r\n..", "\r\n.");
  }

  /** As the other server sees it. */
  private List<String> results(String message) throws Exception {
    InputStream in =
        new BufferedInputStream(new ByteArrayInputStream(message.getBytes(ISO_8859_1)));
    Header header = Header.read(in);
    DkimVerifier verifier =
        new DkimVerifier(
            name ->
                List.of(here, hereToo, tenant).stream()
                    .filter(key -> key.name().equals(name))
                    .map(DkimKey::record)
                    .toList());
    return verifier.verify(header, in, site.clock.instant()).stream().map(this::shown).toList();
  }

  private String shown(DkimResult result) {
    return "%s %s %s".formatted(result.status().word(), result.domain(), result.algorithm());
  }

  @Test
  void mailOfOurPeopleHasASignatureByEachKey() throws Exception {
    String message = sent(Site.MESSAGE, loggedInAs("alice@here.example"));

    assertThat(results(message))
        .containsExactly("pass here.example rsa-sha256", "pass here.example ed25519-sha256");
    assertThat(message).endsWith(Site.MESSAGE);
    assertThat(peer.mails().getFirst().mail())
        .isEqualTo("MAIL FROM:<alice@here.example> SIZE=" + message.length());
  }

  @Test
  void linesThatAreMendedOnTheWayAreSignedAsTheyLeave() throws Exception {
    String message =
        sent(
            "From: alice@here.example\nSubject: x\n\n.one\rtwo\n..\n.\rno end",
            loggedInAs("alice@here.example"));

    assertThat(results(message)).allMatch(result -> result.startsWith("pass")).hasSize(2);
  }

  @Test
  void whatIsEncodedForAServerOfSevenBitsIsSignedAsItIsThen() throws Exception {
    peer.offering("SIZE");

    String message =
        sent("From: alice@here.example\r\n\r\ncaf\u00e9\r\n", loggedInAs("alice@here.example"));

    assertThat(message).contains("caf=E9");
    assertThat(results(message)).allMatch(result -> result.startsWith("pass")).hasSize(2);
  }

  @Test
  void whatComesFromElsewhereIsNotSignedWhateverItsAuthorIs() throws Exception {
    String message = sent(Site.MESSAGE, mail -> {});

    assertThat(message).isEqualTo(Site.MESSAGE);
  }

  @Test
  void aReportOfElsewhereThatPassesIsNotSigned() throws Exception {
    assertThat(sent(Site.MESSAGE, Site::withoutSender)).isEqualTo(Site.MESSAGE);
  }

  @Test
  void nobodySignsAsAnotherDomainOfOurs() throws Exception {
    String message =
        sent("From: ceo@tenant.example\r\n\r\nx\r\n", loggedInAs("alice@here.example"));

    assertThat(results(message))
        .containsExactly("pass here.example rsa-sha256", "pass here.example ed25519-sha256");
  }

  @Test
  void whoSendsAsTheirAliasSignsAsItsDomain() throws Exception {
    String message =
        sent(
            "From: alice@tenant.example\r\n\r\nx\r\n",
            mail -> {
              loggedInAs("alice@here.example").accept(mail);
              mail.setSender(address("alice@tenant.example"));
            });

    assertThat(results(message)).containsExactly("pass tenant.example ed25519-sha256");
  }

  private static org.apache.james.core.MailAddress address(String text) {
    try {
      return new org.apache.james.core.MailAddress(text);
    } catch (javax.mail.internet.AddressException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  @Test
  void ourOwnReportsAreSignedByTheDomainThatOurNameIsIn() throws Exception {
    String message =
        sent(
            "From: Mail Delivery System <MAILER-DAEMON@mail.here.example>\r\n\r\nx\r\n",
            mail -> {
              Site.withoutSender(mail);
              mail.setAttribute(Mail.SENT_BY_MAILET_ATTRIBUTE);
            });

    assertThat(results(message))
        .containsExactly("pass here.example rsa-sha256", "pass here.example ed25519-sha256");
  }

  @Test
  void withoutItsKeysAMailWaitsAndIsNotSentUnsigned() throws Exception {
    away = true;
    site.send(Site.MESSAGE, loggedInAs("alice@here.example"), "bob@there.example");
    site.start();
    await()
        .untilAsserted(
            () ->
                assertThat(site.outgoing().rows())
                    .extracting(row -> row.mail().getErrorMessage())
                    .contains("The message cannot be read"));
    assertThat(peer.mails()).isEmpty();
  }
}
