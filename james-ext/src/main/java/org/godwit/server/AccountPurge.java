package org.godwit.server;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.inject.Inject;
import org.godwit.store.account.Accounts;
import org.godwit.store.account.Person;
import org.godwit.store.admin.AuditEntry.Deed;
import org.godwit.store.admin.AuditLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes deleted accounts for good when their time is over, and writes that down. A node that dies
 * in the middle leaves the rest to the next time.
 */
public final class AccountPurge {
  private static final Logger LOG = LoggerFactory.getLogger(AccountPurge.class);
  private static final int PAGE = 100;

  private final Accounts accounts;
  private final AuditLog log;
  private final Clock clock;
  private final int days;

  @Inject
  AccountPurge(Accounts accounts, AuditLog log, Clock clock, ServerSettings settings) {
    this.accounts = accounts;
    this.log = log;
    this.clock = clock;
    this.days = settings.retention().accountDays();
  }

  /** How long a deleted account can be restored. */
  public Duration kept() {
    return Duration.ofDays(days);
  }

  /** Once, now. */
  void purge() {
    Instant until = clock.instant().minus(kept());
    List<Person> page;
    do {
      page = accounts.retired(until, PAGE);
      for (Person person : page) {
        if (accounts.delete(person.name())) {
          String name = person.name().asString();
          log.add(new Deed("godwit", "job", "", "account purge", name, "{}", "done"));
          LOG.info("{} was deleted {} days ago, and is removed for good", name, days);
        }
      }
    } while (page.size() == PAGE && !Thread.currentThread().isInterrupted());
  }
}
