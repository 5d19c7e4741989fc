package org.godwit.mailflow.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.common.collect.ImmutableMap;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.apache.james.core.MailAddress;
import org.apache.james.mime4j.dom.Entity;
import org.apache.james.mime4j.dom.Message;
import org.apache.james.mime4j.dom.Multipart;
import org.apache.james.mime4j.dom.SingleBody;
import org.apache.james.mime4j.dom.TextBody;
import org.apache.james.mime4j.message.DefaultMessageBuilder;
import org.apache.james.server.core.MailImpl;
import org.apache.mailet.DsnParameters;
import org.apache.mailet.DsnParameters.EnvId;
import org.apache.mailet.DsnParameters.Notify;
import org.apache.mailet.DsnParameters.RecipientDsnParameters;
import org.apache.mailet.DsnParameters.Ret;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Delivery status notifications (3461, 3462, 3464). */
class DsnTest {
  private SmtpPeer peer;
  private Site site;

  @BeforeEach
  void setUp() throws Exception {
    peer = SmtpPeer.start();
    site = new Site(peer.port());
    site.dns.mx("there.example", 10, "mx.there.example").host("mx.there.example", "127.0.0.1");
    site.start();
  }

  @AfterEach
  void tearDown() throws Exception {
    site.close();
    peer.close();
  }

  private static DsnParameters asking(
      String recipient, EnumSet<Notify> when, String original, Ret ret, String envelopeId)
      throws Exception {
    return DsnParameters.of(
            Optional.ofNullable(envelopeId).map(EnvId::of),
            Optional.ofNullable(ret),
            ImmutableMap.of(
                new MailAddress(recipient),
                RecipientDsnParameters.of(
                        Optional.ofNullable(when),
                        original == null
                            ? Optional.empty()
                            : Optional.of(new MailAddress(original)))
                    .orElseThrow()))
        .orElseThrow();
  }

  private void sendAndAwait(String message, DsnParameters parameters) throws Exception {
    site.send(
        message,
        mail -> {
          if (parameters != null) {
            mail.setDsnParameters(parameters);
          }
        },
        "bob@there.example");
    await().until(() -> site.outgoing().rows().isEmpty());
  }

  private static List<Entity> parts(String report) throws Exception {
    Message message =
        new DefaultMessageBuilder()
            .parseMessage(new ByteArrayInputStream(report.getBytes(StandardCharsets.ISO_8859_1)));
    assertThat(message.getMimeType()).isEqualTo("multipart/report");
    assertThat(message.getHeader().getField("Content-Type").getBody())
        .contains("report-type=delivery-status");
    return new ArrayList<>(((Multipart) message.getBody()).getBodyParts());
  }

  private static String text(Entity part) throws Exception {
    if (part.getBody() instanceof TextBody text) {
      return new String(text.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
    return new String(
        ((SingleBody) part.getBody()).getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void aFailureIsReportedInThreeParts() throws Exception {
    peer.answering("RCPT", "550-5.1.1 no such\r\n550 5.1.1 person");
    sendAndAwait(
        Site.MESSAGE,
        asking(
            "bob@there.example",
            EnumSet.of(Notify.FAILURE),
            "robert+2B1@alias.example",
            null,
            "a+3Db"));

    MailImpl notice = (MailImpl) site.spool().rows().getFirst().mail();
    assertThat(notice.getMaybeSender().isNullSender()).isTrue();
    assertThat(notice.getRecipients()).containsExactly(new MailAddress("alice@here.example"));
    assertThat(notice.getState()).isEqualTo("root");
    List<Entity> parts = parts(site.report());
    assertThat(parts)
        .extracting(Entity::getMimeType)
        .containsExactly("text/plain", "message/delivery-status", "message/rfc822");
    assertThat(text(parts.get(0)))
        .contains("<bob@there.example>", "550 5.1.1 no such 5.1.1 person");
    assertThat(text(parts.get(1)).lines().map(String::strip))
        .containsExactly(
            "Original-Envelope-Id: a=b",
            "Reporting-MTA: dns; mail.here.example",
            "Arrival-Date: Tue, 24 Nov 2026 10:00:00 +0000",
            "",
            "Original-Recipient: rfc822; robert+1@alias.example",
            "Final-Recipient: rfc822; bob@there.example",
            "Action: failed",
            "Status: 5.1.1",
            "Remote-MTA: dns; mx.there.example",
            "Diagnostic-Code: smtp; 550 5.1.1 no such 5.1.1 person",
            "Last-Attempt-Date: Tue, 24 Nov 2026 10:00:00 +0000");
    Message original = (Message) parts.get(2).getBody();
    assertThat(original.getSubject()).isEqualTo("hello");
    assertThat(site.report()).contains(Site.MESSAGE);
  }

  @Test
  void onlyTheHeaderComesBackToWhoWantsNoMore() throws Exception {
    peer.answering("RCPT", "550 5.1.1 who");
    sendAndAwait(
        Site.MESSAGE,
        asking("bob@there.example", EnumSet.of(Notify.FAILURE), null, Ret.HDRS, null));

    List<Entity> parts = parts(site.report());
    assertThat(parts.get(2).getMimeType()).isEqualTo("text/rfc822-headers");
    assertThat(site.report()).contains("Subject: hello").doesNotContain("A line.");
  }

  @Test
  void aLargeMessageComesBackAsItsHeader() throws Exception {
    peer.answering("RCPT", "550 5.1.1 who");
    sendAndAwait(Site.MESSAGE + "0123456789abcde\r\n".repeat(80_000), null);

    assertThat(parts(site.report()).get(2).getMimeType()).isEqualTo("text/rfc822-headers");
    assertThat(site.report()).hasSizeLessThan(5_000);
  }

  @Test
  void nothingIsReportedAboutAReport() throws Exception {
    peer.answering("RCPT", "550 5.1.1 who");
    site.send(Site.MESSAGE, Site::withoutSender, "bob@there.example");
    await().until(() -> site.outgoing().rows().isEmpty());

    assertThat(peer.commands()).contains("MAIL FROM:<> SIZE=" + Site.MESSAGE.length());
    assertThat(site.spool().rows()).isEmpty();
  }

  @Test
  void whoNeverWantsToHearDoesNot() throws Exception {
    peer.answering("RCPT", "550 5.1.1 who");
    sendAndAwait(
        Site.MESSAGE, asking("bob@there.example", EnumSet.of(Notify.NEVER), null, null, null));

    assertThat(site.spool().rows()).isEmpty();
  }

  @Test
  void successIsReportedAsRelayedWhereTheNextServerDoesNotReport() throws Exception {
    sendAndAwait(
        Site.MESSAGE,
        asking("bob@there.example", EnumSet.of(Notify.SUCCESS), null, Ret.FULL, null));

    assertThat(text(parts(site.report()).get(1)))
        .contains("Action: relayed", "Status: 2.0.0", "Remote-MTA: dns; mx.there.example");
    assertThat(parts(site.report()).get(2).getMimeType()).isEqualTo("text/rfc822-headers");
  }

  @Test
  void aServerThatReportsItselfGetsTheParametersInstead() throws Exception {
    peer.offering("DSN");
    sendAndAwait(
        Site.MESSAGE,
        asking(
            "bob@there.example",
            EnumSet.of(Notify.SUCCESS, Notify.DELAY),
            "robert+1@alias.example",
            Ret.HDRS,
            "a+3Db"));

    assertThat(peer.mails().getFirst().mail())
        .isEqualTo("MAIL FROM:<alice@here.example> RET=HDRS ENVID=a+3Db");
    assertThat(peer.mails().getFirst().recipients())
        .containsExactly(
            "RCPT TO:<bob@there.example> NOTIFY=SUCCESS,DELAY"
                + " ORCPT=rfc822;robert+2B1@alias.example");
    assertThat(site.spool().rows()).isEmpty();
  }

  @Test
  void localDeliveryIsReportedToWhoAsks() throws Exception {
    DeliveryNotices notices =
        new DeliveryNotices(site.settings, site.queues, site.clock, (mail, news) -> {});
    MailImpl mail = new TestMail("bob@here.example", "eve@here.example").get();
    mail.setDsnParameters(asking("bob@here.example", EnumSet.of(Notify.SUCCESS), null, null, null));
    notices.delivered(mail, mail.getRecipients());

    assertThat(text(parts(site.report()).get(1)))
        .contains("Action: delivered", "Final-Recipient: rfc822; bob@here.example")
        .doesNotContain("eve@");
  }

  @Test
  void localDeliveryThatFailsIsReported() throws Exception {
    DeliveryNotices notices =
        new DeliveryNotices(site.settings, site.queues, site.clock, (mail, news) -> {});
    MailImpl mail = new TestMail("bob@here.example").get();
    notices.failed(mail, mail.getRecipients(), "5.2.2", "The mailbox is full");

    assertThat(text(parts(site.report()).get(1)))
        .contains(
            "Action: failed", "Status: 5.2.2", "Diagnostic-Code: x-godwit; The mailbox is full");
  }

  @Test
  void aRudeReplyCannotBreakTheReport() throws Exception {
    peer.answering("RCPT", "550 5.1.1 a\u0007b \u00fc " + "x".repeat(3_000));
    sendAndAwait(Site.MESSAGE, null);

    List<Entity> parts = parts(site.report());
    assertThat(parts).hasSize(3);
    assertThat(text(parts.get(1))).contains("smtp; 550 5.1.1 a?b ?");
    assertThat(text(parts.get(0))).contains("a?b \u00fc");
    assertThat(site.report().lines()).allMatch(line -> line.length() < 998);
  }

  @Test
  void aMailWithAUtf8HeaderComesBackInTheInternationalForm() throws Exception {
    sendAndAwait("Subject: \u00c3\u00a9\r\n\r\nx\r\n", null); // é in UTF-8

    List<Entity> parts = parts(site.report());
    assertThat(text(parts.get(1))).contains("Status: 5.6.7");
    assertThat(parts.get(2).getMimeType()).isEqualTo("message/global"); // 6533 §4
    assertThat(parts.get(2).getContentTransferEncoding()).isEqualTo("8bit");
  }
}
