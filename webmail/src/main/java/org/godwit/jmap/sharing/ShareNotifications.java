package org.godwit.jmap.sharing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.apache.james.core.Username;
import org.apache.james.events.Event;
import org.apache.james.events.EventBus;
import org.apache.james.events.EventListener;
import org.apache.james.events.Registration;
import org.apache.james.mailbox.acl.ACLDiff;
import org.apache.james.mailbox.events.MailboxEvents.MailboxACLUpdated;
import org.apache.james.mailbox.model.MailboxACL;
import org.apache.james.mailbox.model.MailboxACL.EntryKey;
import org.apache.james.mailbox.model.MailboxACL.NameType;
import org.apache.james.mailbox.model.MailboxACL.Rfc4314Rights;
import org.eclipse.jetty.util.component.LifeCycle;
import org.godwit.jmap.Json;
import org.godwit.jmap.OwnGroup;
import org.godwit.jmap.PrincipalIds;
import org.godwit.jmap.Sight;
import org.godwit.jmap.mail.ShareRights;
import org.godwit.store.event.ChangedElsewhere;
import org.godwit.store.listing.AccountDirectory;
import org.godwit.store.mailbox.StoreMailboxId;
import org.godwit.store.record.Records;
import reactor.core.publisher.Mono;

/**
 * Tells people that somebody shared a mailbox with them or took it back, by whichever protocol
 * (9670 §3). Those are told who have an account here; the oldest notices go.
 */
public final class ShareNotifications {

  static final String TYPE = "ShareNotification";

  /** That are kept for one account. */
  private static final int MOST = 100;

  private final Records records;
  private final AccountDirectory directory;
  private final EventBus events;
  private final Clock clock;

  @Inject
  ShareNotifications(Records records, AccountDirectory directory, EventBus events, Clock clock) {
    this.records = records;
    this.directory = directory;
    this.events = events;
    this.clock = clock;
  }

  /**
   * Begins to tell, until the registration is ended.
   *
   * @param heard told whose view of others' accounts has changed, before the person is
   */
  public Registration listen(LongConsumer heard) {
    return events.register(new Listener(heard), new OwnGroup());
  }

  /** The same for as long as a part of a web door lives. */
  public LifeCycle.Listener whileAlive(LongConsumer heard) {
    return new LifeCycle.Listener() {
      private Registration registration;

      @Override
      public void lifeCycleStarting(LifeCycle part) {
        registration = listen(heard);
      }

      @Override
      public void lifeCycleStopped(LifeCycle part) {
        Mono.from(registration.unregister()).block();
      }
    };
  }

  private final class Listener implements EventListener {
    private final LongConsumer heard;

    Listener(LongConsumer heard) {
      this.heard = heard;
    }

    @Override
    public boolean isHandling(Event event) {
      return event instanceof MailboxACLUpdated;
    }

    @Override
    public void event(Event event) {
      if (event instanceof MailboxACLUpdated change
          && change.getMailboxId() instanceof StoreMailboxId mailbox) {
        ACLDiff diff = change.getAclDiff();
        Stream.of(diff.addedEntries(), diff.changedEntries(), diff.removedEntries())
            .flatMap(entries -> entries)
            .map(MailboxACL.Entry::getKey)
            .filter(key -> key.getNameType() == NameType.user && !key.isNegative())
            .distinct()
            .forEach(key -> tell(key, change, mailbox, heard));
      }
    }
  }

  private void tell(
      EntryKey key, MailboxACLUpdated change, StoreMailboxId mailbox, LongConsumer heard) {
    Username person = Username.of(key.getName());
    OptionalLong account = directory.account(person);
    if (account.isEmpty() || account.getAsLong() == mailbox.account()) {
      return;
    }
    ObjectNode notice =
        Json.object()
            .put("created", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString())
            .put("objectType", "Mailbox")
            .put("objectAccountId", Sight.id(mailbox.account()))
            .put("objectId", mailbox.serialize())
            .put("name", change.getMailboxPath().getName());
    notice
        .putObject("changedBy")
        .put("name", change.getUsername().asString())
        .put("email", change.getUsername().asString())
        .put("principalId", PrincipalIds.of(change.getUsername()));
    notice.set("oldRights", rights(change.getAclDiff().getOldACL(), key));
    notice.set("newRights", rights(change.getAclDiff().getNewACL(), key));
    heard.accept(account.getAsLong());
    records.change(
        account.getAsLong(), TYPE, Optional.empty(), now -> with(notice.toString(), now));
    Mono.from(
            events.dispatch(
                new ChangedElsewhere(
                    Event.EventId.random(),
                    Set.of(),
                    Set.of(account.getAsLong()),
                    Set.of(person.asString()),
                    false,
                    false),
                Set.of()))
        .block();
  }

  private static Records.Edits with(String notice, Records.Found now) {
    List<UUID> oldest =
        now.records().keySet().stream()
            .limit(Math.max(0, now.records().size() + 1 - MOST))
            .toList();
    return new Records.Edits(Map.of(UUID.randomUUID(), notice), oldest);
  }

  /** 9670 §3: null where there were none. */
  private static ObjectNode rights(MailboxACL acl, EntryKey key) {
    Rfc4314Rights rights = acl.getEntries().get(key);
    return rights == null ? null : ShareRights.json(rights);
  }
}
