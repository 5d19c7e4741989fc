package org.godwit.server;

import java.time.Clock;
import java.time.Duration;
import javax.inject.Inject;
import org.godwit.cluster.Jobs;
import org.godwit.store.account.WebSessions;
import org.godwit.store.admin.AuditLog;
import org.godwit.store.blob.BlobCollector;
import org.godwit.store.blob.ObjectCollector;
import org.godwit.store.link.LinkEnds;
import org.godwit.store.mailbox.ExpungedPurge;
import org.godwit.store.record.RecordPurge;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forgets what may be forgotten: sessions, deleted accounts, expunged mail, what was sent and files
 * behind links after their time, then bytes that nobody refers to. One node does it for all.
 */
final class Housekeeping {
  private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);

  private static final Duration FIRST = Duration.ofMinutes(10); // a start has better things to do
  private static final Duration EVERY = Duration.ofHours(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** No change of an administrator takes longer, but for a file of very many people. */
  private static final Duration LOST = Duration.ofMinutes(15);

  /** For so long somebody may want to know what became of what they sent. */
  private static final Duration ASKED = Duration.ofDays(30);

  private final ExpungedPurge expunged;
  private final BlobCollector blobs;
  private final ObjectCollector objects;
  private final RecordPurge records;
  private final LinkEnds links;
  private final WebSessions webSessions;
  private final AccountPurge accounts;
  private final AuditLog audit;
  private final Clock clock;
  private final Duration kept;

  @Inject
  Housekeeping(
      ExpungedPurge expunged,
      BlobCollector blobs,
      ObjectCollector objects,
      RecordPurge records,
      LinkEnds links,
      WebSessions webSessions,
      AccountPurge accounts,
      AuditLog audit,
      Clock clock,
      ServerSettings settings) {
    this.expunged = expunged;
    this.blobs = blobs;
    this.objects = objects;
    this.records = records;
    this.links = links;
    this.webSessions = webSessions;
    this.accounts = accounts;
    this.audit = audit;
    this.clock = clock;
    this.kept = Duration.ofDays(settings.retention().deletedDays());
  }

  void start(Jobs jobs) {
    jobs.schedule("housekeeping", FIRST, EVERY, this::clean);
    jobs.schedule("audit", MINUTE, MINUTE, () -> audit.endLost(LOST));
  }

  /** Once, now. */
  void clean() {
    accounts.purge();
    long messages = expunged.purge(clock.instant().minus(kept));
    records.purge(clock.instant().minus(kept.compareTo(ASKED) > 0 ? kept : ASKED));
    links.purge(clock.instant());
    webSessions.purge();
    BlobCollector.Swept swept = blobs.sweep();
    if (messages > 0 || swept.blobs() > 0) {
      LOG.info(
          "forgot {} expunged messages, and {} blobs of {} bytes",
          messages,
          swept.blobs(),
          swept.bytes());
    }
    long removed = objects.sweep(); // the last: it may be away
    if (removed > 0) {
      LOG.info("removed {} objects that no message has named for long", removed);
    }
  }
}
