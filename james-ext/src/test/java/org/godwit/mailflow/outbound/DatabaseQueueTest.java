package org.godwit.mailflow.outbound;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.james.core.MailAddress;
import org.apache.james.metrics.api.NoopGaugeRegistry;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.james.queue.api.RawMailQueueItemDecoratorFactory;
import org.apache.james.server.core.MailImpl;
import org.apache.mailet.base.test.FakeMailetConfig;
import org.godwit.mailflow.outbound.sts.StsPolicies;
import org.godwit.store.Database;
import org.godwit.store.PostgresExtension;
import org.godwit.store.queue.PostgresMailQueueFactory;
import org.godwit.store.queue.QueueAdmin;
import org.godwit.timing.Timings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Remote delivery on the queue it really has. */
@ExtendWith(PostgresExtension.class)
class DatabaseQueueTest {
  private final Clock clock = Clock.systemUTC();
  private final FixedDns dns = new FixedDns().host("there.example", "127.0.0.1");
  private SmtpPeer peer;
  private OutboundSettings settings;
  private Database database;
  private PostgresMailQueueFactory queues;
  private OutboundWorkers workers;

  @BeforeEach
  void setUp(Database database) throws Exception {
    this.database = database;
    peer = SmtpPeer.start();
    OutboundSettings usual = OutboundSettings.defaults("mail.here.example");
    settings =
        new OutboundSettings(
            usual.hostname(),
            Optional.empty(),
            peer.port(),
            usual.backoff(),
            usual.giveUpAfter(),
            usual.warnAfter(),
            usual.perDestination(),
            Duration.ofMillis(300),
            Optional.empty(),
            false,
            Site.SHORT);
    begin();
  }

  private void begin() {
    queues =
        new PostgresMailQueueFactory(
            database,
            new RawMailQueueItemDecoratorFactory(),
            new RecordingMetricFactory(),
            new NoopGaugeRegistry(),
            new Timings());
    DeliveryNotices notices = new DeliveryNotices(settings, queues, clock, (mail, news) -> {});
    workers =
        new OutboundWorkers(
            settings,
            queues,
            notices,
            Signing.none(),
            clock,
            new Routing(
                settings,
                dns,
                OwnAddresses.ofThisMachine(),
                domain -> StsPolicies.Found.of(Optional.empty()),
                TlsTally.NONE),
            TlsTally.NONE);
  }

  private void end() {
    workers.stop();
    queues.close();
  }

  @AfterEach
  void tearDown() throws Exception {
    end();
    peer.close();
  }

  private void send(String... recipients) throws Exception {
    RemoteDelivery mailet = new RemoteDelivery(queues, settings, clock);
    mailet.init(FakeMailetConfig.builder().mailetName("RemoteDelivery").build());
    MailImpl mail = new TestMail(recipients).get();
    mailet.service(mail);
  }

  private List<QueueAdmin.QueuedMail> rows(String queue) {
    return new QueueAdmin(database, queues).list(Optional.of(queue), 0, 100);
  }

  @Test
  void aMailIsSentByteForByteAndLeavesTheQueue() throws Exception {
    workers.start();
    send("bob@there.example");
    await().until(() -> peer.mails().size() == 1);
    await().until(() -> rows("outgoing").isEmpty());

    assertThat(peer.mails().getFirst().data()).isEqualTo(Site.MESSAGE);
  }

  @Test
  void theQueueShowsTheNextTryAndTheLastError() throws Exception {
    peer.answering("RCPT TO:<eve", "450 4.2.1 later").answering("RCPT TO:<joe", "550 5.1.1 who");
    workers.start();
    send("bob@there.example", "eve@there.example", "joe@there.example");
    await().until(() -> rows("outgoing").stream().anyMatch(row -> row.attempts() == 1));

    QueueAdmin.QueuedMail row = rows("outgoing").getFirst();
    assertThat(row.recipients()).containsExactly("eve@there.example");
    assertThat(row.lastError()).contains("450 4.2.1 later");
    assertThat(row.nextTry().orElseThrow())
        .isBetween(clock.instant().plusSeconds(180), clock.instant().plusSeconds(360));
    List<QueueAdmin.QueuedMail> reports = rows("spool");
    assertThat(reports).hasSize(1);
    assertThat(reports.getFirst().recipients()).containsExactly("alice@here.example");
    assertThat(reports.getFirst().sender()).isEmpty();
    assertThat(reports.getFirst().state()).isEqualTo(QueueAdmin.State.READY);
  }

  @Test
  void aMailOutlivesTheProcess() throws Exception {
    send("bob@there.example", "eve@there.example");
    end();
    begin();
    workers.start();
    await().until(() -> rows("outgoing").isEmpty());

    assertThat(peer.mails()).hasSize(1);
    assertThat(peer.mails().getFirst().recipients()).hasSize(2);
  }

  @Test
  void stoppingGivesBackWhatHangsAndWhatWaits() throws Exception {
    peer.answering("EHLO", SmtpPeer.HANG);
    workers.start();
    for (int i = 0; i < 20; i++) {
      send("bob@there.example");
    }
    await().until(() -> peer.connections() == 2);
    end();
    assertThat(rows("outgoing")).hasSize(20);
    assertThat(rows("outgoing")).noneMatch(row -> row.state() == QueueAdmin.State.ACTIVE);
  }

  @Test
  void aReportCarriesTheOriginalFromItsBlob() throws Exception {
    peer.answering("RCPT", "550 5.1.1 who");
    workers.start();
    send("bob@there.example");
    await().until(() -> rows("outgoing").isEmpty());

    queues
        .queue(MailQueueFactory.SPOOL)
        .browse()
        .forEachRemaining(
            view -> {
              try {
                assertThat(Site.bytes(view.getMail()).getBytes(ISO_8859_1))
                    .containsSequence(Site.MESSAGE.getBytes(ISO_8859_1));
                assertThat(view.getMail().getRecipients())
                    .containsExactly(new MailAddress("alice@here.example"));
              } catch (Exception e) {
                throw new AssertionError(e);
              }
            });
    assertThat(rows("spool")).hasSize(1);
  }
}
