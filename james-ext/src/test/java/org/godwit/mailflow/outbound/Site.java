package org.godwit.mailflow.outbound;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.james.server.core.MailImpl;
import org.apache.mailet.Mail;
import org.apache.mailet.base.test.FakeMailetConfig;
import org.godwit.mailflow.outbound.sts.StsPolicies;
import org.godwit.trust.dkim.DkimKey;
import org.threeten.extra.MutableClock;

/** Our side: the mailet, the queue, the workers, a DNS and a clock that a test moves. */
final class Site implements AutoCloseable {
  static final SmtpTimeouts SHORT =
      new SmtpTimeouts(
          Duration.ofSeconds(2),
          Duration.ofSeconds(2),
          Duration.ofSeconds(2),
          Duration.ofSeconds(2),
          Duration.ofSeconds(2),
          Duration.ofSeconds(2),
          Duration.ofSeconds(1));

  static final String MESSAGE =
      """
      From: alice@here.example
      To: bob@there.example
      Subject: hello

      A line.
      """
          .replace("\n", "\r\n");

  final MutableClock clock = MutableClock.of(Instant.parse("2026-11-24T10:00:00Z"), ZoneOffset.UTC);
  final TestQueue.Factory queues = new TestQueue.Factory(clock);
  final FixedDns dns = new FixedDns();
  final OutboundSettings settings;
  private final MailDns asked;
  private final TlsTally tally;
  private final Function<String, StsPolicies.Found> policies;
  private final RemoteDelivery mailet;
  private final Signing signing;
  private OutboundWorkers workers;
  private int names;

  /** By MX, on a port that all peers of the test share. */
  Site(int port) throws MessagingException {
    this(port, settings -> settings);
  }

  Site(int port, UnaryOperator<OutboundSettings> change) throws MessagingException {
    this(port, change, domain -> List.of());
  }

  /** One whose domains sign. */
  Site(int port, UnaryOperator<OutboundSettings> change, Function<String, List<DkimKey>> keys)
      throws MessagingException {
    this(port, change, keys, null, domain -> StsPolicies.Found.of(Optional.empty()), TlsTally.NONE);
  }

  /** One that asks another DNS, and knows policies of domains. */
  Site(int port, MailDns asked, Function<String, StsPolicies.Found> policies, TlsTally tally)
      throws MessagingException {
    this(port, Site::patient, domain -> List.of(), asked, policies, tally);
  }

  private Site(
      int port,
      UnaryOperator<OutboundSettings> change,
      Function<String, List<DkimKey>> keys,
      MailDns other,
      Function<String, StsPolicies.Found> policies,
      TlsTally tally)
      throws MessagingException {
    this.asked = other == null ? dns : other;
    this.tally = tally;
    this.policies = policies;
    signing = new Signing(keys, clock);
    OutboundSettings usual = OutboundSettings.defaults("mail.here.example");
    settings =
        change.apply(
            new OutboundSettings(
                usual.hostname(),
                Optional.empty(),
                port,
                usual.backoff(),
                usual.giveUpAfter(),
                usual.warnAfter(),
                usual.perDestination(),
                Duration.ofMillis(300),
                Optional.empty(),
                false,
                SHORT));
    mailet = new RemoteDelivery(queues, settings, clock);
    mailet.init(FakeMailetConfig.builder().mailetName("RemoteDelivery").build());
    workers = workers();
  }

  /** Where nobody is slow on purpose. */
  private static OutboundSettings patient(OutboundSettings usual) {
    return new OutboundSettings(
        usual.hostname(),
        usual.smartHost(),
        usual.port(),
        usual.backoff(),
        usual.giveUpAfter(),
        usual.warnAfter(),
        usual.perDestination(),
        usual.idle(),
        usual.bindAddress(),
        usual.refuseOwnAddresses(),
        SmtpTimeouts.RFC);
  }

  private OutboundWorkers workers() {
    DeliveryNotices notices = new DeliveryNotices(settings, queues, clock, (mail, news) -> {});
    Routing routing = new Routing(settings, asked, OwnAddresses.ofThisMachine(), policies, tally);
    return new OutboundWorkers(settings, queues, notices, signing, clock, routing, tally);
  }

  Site start() {
    workers.start();
    return this;
  }

  /** Another process on the same queue. */
  void restart() {
    workers.stop();
    workers = workers();
    workers.start();
  }

  void stop() {
    workers.stop();
  }

  TestQueue outgoing() {
    return queues.createQueue(RemoteDelivery.OUTGOING);
  }

  TestQueue spool() {
    return queues.createQueue(MailQueueFactory.SPOOL);
  }

  /** The only report that was sent. */
  String report() throws Exception {
    List<TestQueue.Row> rows = spool().rows();
    if (rows.size() != 1) {
      throw new AssertionError("reports: " + rows.size());
    }
    return bytes(rows.getFirst().mail());
  }

  static String bytes(Mail mail) throws Exception {
    java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
    new Content(mail).writeTo(out);
    return out.toString(ISO_8859_1);
  }

  void send(String... recipients) throws MessagingException {
    send(MESSAGE, mail -> {}, recipients);
  }

  /**
   * Queues a mail from alice.
   *
   * @param message its bytes, as Latin-1
   */
  void send(String message, Consumer<MailImpl> change, String... recipients)
      throws MessagingException {
    MailImpl mail =
        MailImpl.builder()
            .name("mail-" + ++names)
            .sender(new MailAddress("alice@here.example"))
            .addRecipients(recipients)
            .build();
    mail.setMessageContent(new BytesSource(message.getBytes(ISO_8859_1)));
    change.accept(mail);
    service(mail);
  }

  void service(Mail mail) throws MessagingException {
    mailet.service(mail);
  }

  static void withoutSender(MailImpl mail) {
    mail.setSender(MaybeSender.nullSender().asOptional().orElse(null));
  }

  @Override
  public void close() {
    workers.stop();
  }
}
