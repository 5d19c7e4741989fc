package org.godwit.mailflow.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One destination that hangs holds up nobody else. */
class FairnessTest {
  private static final Duration LONG = Duration.ofMinutes(5);

  private SmtpPeer hanging;
  private SmtpPeer peer;
  private Site site;

  @BeforeEach
  void setUp() throws Exception {
    hanging = SmtpPeer.start().answering("MAIL", SmtpPeer.HANG);
    peer = SmtpPeer.at("127.0.0.8", hanging.port());
    site = new Site(hanging.port(), FairnessTest::patient);
    site.dns.host("hanging.example", "127.0.0.1").host("there.example", "127.0.0.8");
  }

  private static OutboundSettings patient(OutboundSettings s) {
    SmtpTimeouts timeouts = new SmtpTimeouts(LONG, LONG, LONG, LONG, LONG, LONG, LONG);
    return new OutboundSettings(
        s.hostname(),
        Optional.empty(),
        s.port(),
        s.backoff(),
        s.giveUpAfter(),
        s.warnAfter(),
        s.perDestination(),
        s.idle(),
        Optional.empty(),
        false,
        timeouts);
  }

  @AfterEach
  void tearDown() throws Exception {
    hanging.close(); // before the site, so that its stop need not wait
    site.close();
    peer.close();
  }

  @Test
  void mailToOthersPassesByAFullLineOfOneThatHangs() throws Exception {
    int many = OutboundWorkers.CAPACITY + 50;
    for (int i = 0; i < many; i++) {
      site.send("bob@hanging.example");
    }
    site.send("eve@there.example");
    site.start();

    await().until(() -> peer.mails().size() == 1);
    assertThat(hanging.mails()).isEmpty();
    assertThat(hanging.connections()).isEqualTo(2);
    await().until(() -> site.outgoing().rows().size() == many); // a row that moves is there twice
  }

  @Test
  void aDestinationThatAnswersGetsAsManyConnectionsAsItMay() throws Exception {
    peer.answering("DOT", "250 ok");
    for (int i = 0; i < 30; i++) {
      site.send("eve@there.example");
    }
    site.start();
    await().until(() -> site.outgoing().rows().isEmpty());

    assertThat(peer.mails()).hasSize(30);
    assertThat(peer.connections()).isBetween(1, 5);
  }

  @Test
  void mailThatWaitedBehindAnUnreachableServerSharesItsFate() throws Exception {
    site.dns.host("dead.example", "127.0.0.9");
    for (int i = 0; i < 20; i++) {
      site.send("bob@dead.example");
    }
    site.start();

    await()
        .until(
            () ->
                site.outgoing().rows().stream()
                        .filter(row -> new QueuedMail(row.mail()).attempts() == 1)
                        .count()
                    == 20);
    assertThat(site.outgoing().rows())
        .allMatch(row -> row.mail().getErrorMessage().contains("127.0.0.9"));
  }
}
