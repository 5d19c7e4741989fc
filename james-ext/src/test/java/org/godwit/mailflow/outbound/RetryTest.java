package org.godwit.mailflow.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Mail that cannot be delivered now is tried for days, and its sender is told (5321 §4.5.4.1). */
class RetryTest {
  private SmtpPeer peer;
  private Site site;

  @BeforeEach
  void setUp() throws Exception {
    peer = SmtpPeer.start();
    peer.answering("MAIL", "451 4.3.0 not now");
    site = new Site(peer.port());
    site.dns.mx("there.example", 10, "mx.there.example").host("mx.there.example", "127.0.0.1");
    site.start();
  }

  @AfterEach
  void tearDown() throws Exception {
    site.close();
    peer.close();
  }

  /** Lets attempts happen, and moves the clock to the next one, until the mail is gone. */
  private List<Duration> pauses(Instant end) {
    List<Duration> pauses = new ArrayList<>();
    for (int attempt = Math.max(1, attempts()); ; attempt++) {
      int expected = attempt;
      await().until(() -> site.outgoing().rows().isEmpty() || attempts() == expected);
      if (site.outgoing().rows().isEmpty()) {
        return pauses;
      }
      Instant due = site.outgoing().rows().getFirst().due();
      if (due.isAfter(end)) {
        return pauses;
      }
      pauses.add(Duration.between(site.clock.instant(), due));
      site.clock.setInstant(due);
    }
  }

  private int attempts() {
    List<TestQueue.Row> rows = site.outgoing().rows();
    return rows.size() == 1 ? new QueuedMail(rows.getFirst().mail()).attempts() : -1;
  }

  @Test
  void pausesGrowWithSomeChanceAndTheLastAttemptComesAfterFiveDays() throws Exception {
    Instant begin = site.clock.instant();
    site.send("bob@there.example");
    List<Duration> pauses = pauses(Instant.MAX);

    assertThat(pauses.get(0)).isBetween(Duration.ofMinutes(4), Duration.ofMinutes(6));
    assertThat(pauses.get(1)).isBetween(Duration.ofMinutes(12), Duration.ofMinutes(18));
    assertThat(pauses.get(2)).isBetween(Duration.ofMinutes(24), Duration.ofMinutes(36));
    assertThat(pauses).allMatch(pause -> pause.compareTo(Duration.ofMinutes(288)) <= 0);
    assertThat(Duration.between(begin, site.clock.instant())).isEqualTo(Duration.ofDays(5));
    List<TestQueue.Row> reports = site.spool().rows();
    assertThat(reports).hasSize(2);
    assertThat(Site.bytes(reports.getFirst().mail())).contains("Action: delayed");
    assertThat(Site.bytes(reports.getLast().mail()))
        .contains("Action: failed", "Status: 5.4.7", "Diagnostic-Code: smtp; 451 4.3.0 not now");
  }

  @Test
  void theSenderHearsOnceThatItTakesLonger() throws Exception {
    Instant begin = site.clock.instant();
    site.send("bob@there.example");
    pauses(begin.plus(Duration.ofHours(4)).minusSeconds(1));
    assertThat(site.spool().rows()).isEmpty();

    pauses(begin.plus(Duration.ofHours(30)));

    assertThat(site.report())
        .contains("Action: delayed")
        .contains("Status: 4.3.0")
        .contains("Will-Retry-Until: Sun, 29 Nov 2026 10:00:00 +0000")
        .contains("Arrival-Date: Tue, 24 Nov 2026 10:00:00 +0000")
        .contains("Last-Attempt-Date: Tue, 24 Nov 2026 14:00:00 +0000");
  }

  @Test
  void aRestartKeepsTheQueueAndWhatItKnows() throws Exception {
    site.send("bob@there.example");
    await().until(() -> attempts() == 1);
    site.restart();
    peer.asUsual("MAIL");
    site.clock.add(Duration.ofMinutes(6));
    await().until(() -> site.outgoing().rows().isEmpty());

    assertThat(peer.mails()).hasSize(1);
    assertThat(peer.mails().getFirst().data()).isEqualTo(Site.MESSAGE);
  }

  @Test
  void whatIsOnItsWayWhenWeStopIsSentAfterTheNextStart() throws Exception {
    peer.answering("MAIL", "250 ok").answering("DATA", SmtpPeer.HANG);
    site.send("bob@there.example");
    await().until(() -> peer.commands().contains("DATA"));
    site.stop();

    assertThat(attempts())
        .as("an attempt that we end is none, one that timed out is")
        .isBetween(0, 1);
    peer.asUsual("DATA");
    site.clock.add(Duration.ofMinutes(6));
    site.restart();
    await().until(() -> site.outgoing().rows().isEmpty());
    assertThat(peer.mails()).hasSize(1);
  }

  @Test
  void aCrashSendsAtMostWhatWasOnItsWayAgain() throws Exception {
    peer.answering("MAIL", "250 ok").answering("DATA", SmtpPeer.HANG);
    site.send("bob@there.example");
    await().until(() -> peer.commands().contains("DATA"));
    site.outgoing().leasesRunOut(); // as if this process were dead
    peer.asUsual("DATA");
    await().until(() -> peer.mails().size() == 1);

    assertThat(peer.mails().getFirst().data()).isEqualTo(Site.MESSAGE);
  }
}
