package org.godwit.cluster;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.james.events.RegistrationKey;
import org.apache.james.mailbox.events.MailboxIdRegistrationKey;
import org.godwit.store.Database;
import org.godwit.store.event.ChangedElsewhere;
import org.godwit.store.event.LocalEventBus;
import org.godwit.store.mailbox.ReadPositions;
import org.godwit.store.mailbox.StoreMailboxId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What other nodes tell, on the event bus of this one. */
public final class Exchange implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

  private final LocalEventBus bus;
  private final Hearing hearing;

  /** Tells and hears from now on. */
  public Exchange(
      Database database, Membership membership, LocalEventBus bus, Announcer announcer) {
    this.bus = bus;
    bus.first(new ReadPositions(database)::note);
    bus.register(announcer, announcer.group());
    this.hearing =
        new Hearing(database, membership, this::tell, new Polling(database, this::watched));
  }

  /** Whether what others tell arrives; when it does not, this node looks every second. */
  public boolean hears() {
    return hearing.hears();
  }

  private Set<StoreMailboxId> watched() {
    return bus.keys().stream()
        .filter(MailboxIdRegistrationKey.class::isInstance)
        .map(key -> ((MailboxIdRegistrationKey) key).getMailboxId())
        .filter(StoreMailboxId.class::isInstance)
        .map(StoreMailboxId.class::cast)
        .collect(Collectors.toSet());
  }

  private void tell(ChangedElsewhere event) {
    Collection<StoreMailboxId> about = watched();
    Set<RegistrationKey> keys = new HashSet<>();
    for (StoreMailboxId mailbox : about) {
      if (event.isAbout(mailbox)) {
        keys.add(new MailboxIdRegistrationKey(mailbox));
      }
    }
    bus.dispatch(event, keys)
        .subscribe(
            nothing -> {},
            failure -> LOG.warn("what others did is not told to those who watch", failure));
  }

  @Override
  public void close() {
    hearing.close();
  }
}
