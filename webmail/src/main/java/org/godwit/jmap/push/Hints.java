package org.godwit.jmap.push;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.james.events.Event;
import org.apache.james.events.EventBus;
import org.apache.james.events.EventListener;
import org.apache.james.events.Registration;
import org.apache.james.mailbox.events.MailboxEvents.MailboxACLUpdated;
import org.apache.james.mailbox.events.MailboxEvents.MailboxDeletion;
import org.apache.james.mailbox.events.MailboxEvents.MailboxEvent;
import org.apache.james.mailbox.model.MailboxACL;
import org.apache.james.mailbox.model.MailboxACL.NameType;
import org.godwit.jmap.OwnGroup;
import org.godwit.store.event.ChangedElsewhere;
import org.godwit.store.mailbox.StoreMailboxId;
import reactor.core.publisher.Mono;

/** Events of the mail store, of whatever door caused them, as hints where to look. */
final class Hints implements EventListener {

  private final EventBus events;
  private final StateFeed feed;
  private final Consumer<Predicate<Follower>> rights;
  private Registration registration;

  /**
   * Hints for a feed.
   *
   * @param rights told whose rights may have changed
   */
  Hints(EventBus events, StateFeed feed, Consumer<Predicate<Follower>> rights) {
    this.events = events;
    this.feed = feed;
    this.rights = rights;
  }

  void listen() {
    registration = events.register(this, new OwnGroup());
  }

  void leave() {
    Mono.from(registration.unregister()).block();
  }

  @Override
  public boolean isHandling(Event event) {
    return event instanceof MailboxEvent || event instanceof ChangedElsewhere;
  }

  @Override
  public void event(Event event) {
    if (event instanceof ChangedElsewhere elsewhere) {
      elsewhere(elsewhere);
      return;
    }
    if (!(event instanceof MailboxEvent change)
        || !(change.getMailboxId() instanceof StoreMailboxId mailbox)) {
      return;
    }
    feed.hint(mailbox.account());
    if (change instanceof MailboxACLUpdated shared) {
      rights.accept(whose(shared));
    } else if (change instanceof MailboxDeletion) {
      rights.accept(follower -> follower.seesOther(mailbox.account()));
    }
  }

  private void elsewhere(ChangedElsewhere event) {
    if (event.everything()) {
      feed.hintAll();
    }
    event.accounts().forEach(feed::hint);
    if (event.rights()) {
      rights.accept(follower -> true);
    }
  }

  private static Predicate<Follower> whose(MailboxACLUpdated shared) {
    List<MailboxACL.EntryKey> keys =
        Stream.of(
                shared.getAclDiff().addedEntries(),
                shared.getAclDiff().removedEntries(),
                shared.getAclDiff().changedEntries())
            .flatMap(entries -> entries)
            .map(MailboxACL.Entry::getKey)
            .toList();
    return follower ->
        keys.stream()
            .anyMatch(
                key ->
                    key.getNameType() != NameType.user
                        || key.getName().equals(follower.viewer().name().asString()));
  }
}
