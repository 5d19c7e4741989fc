package org.godwit.watch.alert;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.james.domainlist.api.DomainList;
import org.godwit.cluster.Jobs;
import org.godwit.mailflow.NameServers;
import org.godwit.mailflow.outbound.OutboundSettings;
import org.godwit.search.SearchAdmin;
import org.godwit.server.Backups;
import org.godwit.server.MailServer;
import org.godwit.store.Copies;
import org.godwit.store.StoreException;
import org.godwit.store.admin.AdminRoles;
import org.godwit.store.alert.AlertBook;
import org.godwit.store.alert.AlertCalls;
import org.godwit.store.queue.PostgresMailQueueFactory;
import org.godwit.store.queue.QueueAdmin;
import org.godwit.trust.Certificates;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks once a minute what is wrong, and tells. */
public final class Alerts implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Alerts.class);
  private static final String JOB = "alerts";
  private static final Duration EVERY = Duration.ofMinutes(1);
  private static final Duration LISTS = Duration.ofHours(6);

  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("alerts").factory());
  private final Optional<Webhook> webhook;
  private final DatabaseVigil vigil;
  private final Lookout here;
  private final Lookout shared;
  private final Teller teller;

  private Alerts(MailServer mail, AlertSettings settings, Path data) {
    InstantSource time = InstantSource.system();
    OutboundSettings outbound = mail.service(OutboundSettings.class);
    String host = outbound.hostname();
    AlertBook book = mail.service(AlertBook.class);
    QueueAdmin queues = mail.service(QueueAdmin.class);
    Certificates certificates = mail.service(Certificates.class);
    webhook = settings.webhook().map(target -> new Webhook(target, time));
    vigil = new DatabaseVigil(host, mail::problems, webhook, time);
    here =
        new Lookout(
            host,
            List.of(
                DiskCheck.of(host, data),
                new CertificateCheck(
                    host, () -> certificates.chain().getFirst().getNotAfter().toInstant(), time),
                new SearchCheck(host, mail.service(SearchAdmin.class)::waiting)),
            book);
    shared =
        new Lookout(
            "",
            List.of(
                new QueueCheck(queues::queues, time),
                new ReplicaCheck(mail.service(Copies.class)::all),
                new BackupCheck(
                    mail.service(Backups.class).settings(),
                    mail.service(Backups.class).book()::standing,
                    time.instant(),
                    time),
                new BlocklistCheck(
                    settings.blocklists(),
                    host,
                    outbound.bindAddress(),
                    mail.service(NameServers.class)::session,
                    time,
                    LISTS)),
            book);
    teller =
        new Teller(
            host,
            book,
            mail.service(AlertCalls.class),
            new AlertMail(
                settings.to(),
                mail.service(AdminRoles.class),
                mail.service(DomainList.class),
                mail.service(PostgresMailQueueFactory.class)),
            webhook);
  }

  /**
   * Begins.
   *
   * @param data everything we keep on disk
   */
  @SuppressWarnings("FutureReturnValueIgnored") // lookHere() tells of its failures itself
  public static Alerts start(MailServer mail, AlertSettings settings, Path data) {
    Alerts alerts = new Alerts(mail, settings, data);
    long pace = EVERY.toMillis();
    alerts.clock.scheduleWithFixedDelay(alerts::lookHere, pace, pace, TimeUnit.MILLISECONDS);
    mail.service(Jobs.class).schedule(JOB, EVERY, EVERY, alerts::lookAtAll);
    return alerts;
  }

  private void lookHere() {
    try {
      if (vigil.look()) {
        here.look();
      }
    } catch (StoreException e) {
      LOG.info("what is wrong here cannot be written down: {}", e.getMessage());
    } catch (RuntimeException e) { // would end the schedule
      LOG.error("looking what is wrong failed, and is tried again", e);
    }
  }

  /** On one node of all. */
  private void lookAtAll() {
    shared.look();
    teller.tell();
  }

  @Override
  public void close() {
    clock.shutdownNow();
    webhook.ifPresent(Webhook::close);
  }
}
