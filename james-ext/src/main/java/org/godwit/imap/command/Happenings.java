package org.godwit.imap.command;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.james.events.Event;
import org.apache.james.events.EventListener;
import org.apache.james.events.Group;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.mailbox.events.MailboxEvents.MailboxEvent;
import org.godwit.store.event.ChangedElsewhere;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/**
 * Wakes the sessions that watch mailboxes other than the selected one (RFC 5465). An event is a
 * hint: what has happened, each watch finds out by itself. Safe for many threads.
 */
final class Happenings implements EventListener.ReactiveGroupEventListener {

  /** Names this listener to the bus. */
  static final class HappeningsGroup extends Group {}

  private static final Group GROUP = new HappeningsGroup();

  private final Map<ImapSession, Watch> watches = new ConcurrentHashMap<>();

  @Override
  public Group getDefaultGroup() {
    return GROUP;
  }

  @Override
  public Publisher<Void> reactiveEvent(Event event) {
    return Mono.fromRunnable(
        () -> {
          if (event instanceof MailboxEvent about) {
            watches.values().forEach(watch -> watch.happened(about));
          } else if (event instanceof ChangedElsewhere about) {
            watches.values().forEach(watch -> watch.happened(about));
          }
        });
  }

  /** Watches from now on, in the place of what was watched before. */
  void watch(ImapSession session, Watch watch) {
    if (watches.put(session, watch) == null) {
      ((Peer) session).atEnd(() -> watches.remove(session));
    }
  }

  void forget(ImapSession session) {
    watches.remove(session);
  }

  /** A change that no event tells of was made in this session. */
  void changedBy(ImapSession session) {
    watches.values().forEach(watch -> watch.changedBy(session));
  }
}
