package org.godwit.mailflow.outbound.report;

import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.domainlist.api.DomainListException;
import org.apache.james.queue.api.MailQueueFactory;
import org.godwit.mailflow.NameServers;
import org.godwit.mailflow.outbound.sts.StsDns;
import org.godwit.mailflow.outbound.sts.StsPolicies.Texts;
import org.godwit.store.policy.TlsSessions;
import org.godwit.store.policy.TlsSessions.Day;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells domains that ask for it what their last days were like, and forgets these. One node does it
 * for all; one that stops in between sends a report twice at most, under the same id.
 */
public final class TlsReports implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TlsReports.class);

  private static final int MOST_DAYS = 1_000;
  private static final int MOST_ROWS = 200;
  private static final int FORGET_AFTER = 2;

  private final TlsSessions sessions;
  private final Texts texts;
  private final ReportMail mail;
  private final ReportPost post;
  private final DomainList domains;
  private final Clock clock;

  TlsReports(
      TlsSessions sessions,
      Texts texts,
      ReportMail mail,
      ReportPost post,
      DomainList domains,
      Clock clock) {
    this.sessions = sessions;
    this.texts = texts;
    this.mail = mail;
    this.post = post;
    this.domains = domains;
    this.clock = clock;
  }

  /** Makes them; mail goes into the spool. */
  public static TlsReports of(
      TlsSessions sessions,
      NameServers servers,
      MailQueueFactory<?> queues,
      DomainList domains,
      Clock clock) {
    StsDns dns = new StsDns(servers);
    return new TlsReports(
        sessions,
        dns,
        new ReportMail(mail -> queues.createQueue(MailQueueFactory.SPOOL).enQueue(mail), clock),
        new ReportPost(dns::addresses),
        domains,
        clock);
  }

  /** Sends all that are due. */
  public void send() {
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    for (Day day : sessions.over(today, MOST_DAYS)) {
      if (Thread.currentThread().isInterrupted()) {
        return;
      }
      boolean late = day.day().isBefore(today.minusDays(FORGET_AFTER));
      if (isDone(day) || late) {
        sessions.forget(day);
      }
    }
  }

  /** Whether there is nothing more to do about a day. */
  private boolean isDone(Day day) {
    try {
      Optional<ReportWish> wish = ReportWish.parse(texts.of("_smtp._tls." + day.domain()));
      if (wish.isEmpty()) {
        return true;
      }
      String from = domains.getDefaultDomain().asString();
      TlsReport report = new TlsReport(day, from, sessions.of(day, MOST_ROWS));
      boolean sent = false;
      for (URI place : wish.get().places()) {
        sent |= isSent(report, place);
      }
      return sent;
    } catch (IOException | DomainListException e) {
      LOG.atInfo()
          .addKeyValue("domain", day.domain())
          .addKeyValue("reason", e.getMessage())
          .log("a TLS report waits");
      return false;
    }
  }

  private boolean isSent(TlsReport report, URI place) {
    try {
      if (place.getScheme().equalsIgnoreCase("https")) {
        post.send(report, place);
      } else {
        mail.send(report, new MailAddress(address(place)));
      }
      return true;
    } catch (IOException | MessagingException e) {
      LOG.atInfo()
          .addKeyValue("domain", report.about().domain())
          .addKeyValue("reason", e.getMessage())
          .log("a TLS report was not sent");
      return false;
    }
  }

  private static String address(URI place) {
    String raw = place.getRawSchemeSpecificPart();
    int more = raw.indexOf('?');
    String address = more < 0 ? raw : raw.substring(0, more);
    return URLDecoder.decode(address.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    post.close();
  }
}
