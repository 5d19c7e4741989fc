package org.godwit.jmap.mail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import javax.inject.Inject;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.OverQuotaException;
import org.godwit.jmap.Arguments;
import org.godwit.jmap.Exchange;
import org.godwit.jmap.Ids;
import org.godwit.jmap.Json;
import org.godwit.jmap.Method;
import org.godwit.jmap.MethodError;
import org.godwit.jmap.SetAnswer;
import org.godwit.jmap.SetError;
import org.godwit.jmap.SetRequest;
import org.godwit.jmap.Sight;
import org.godwit.jmap.States;
import org.godwit.store.mailbox.AccountReading;
import org.godwit.store.mailbox.MessageEdits;
import org.godwit.store.mailbox.MessageEdits.Edit;
import org.godwit.store.mailbox.MessageEdits.Standing;

/** Email/set (8621 §4.6): updates and destroys of one call are one transaction. */
public final class EmailSet implements Method {

  private final MessageEdits edits;
  private final EmailDrafts drafts;
  private final UnchangedProperties unchanged;
  private final MailboxManager manager;
  private final AccountReading reading;

  @Inject
  EmailSet(
      MessageEdits edits,
      EmailDrafts drafts,
      UnchangedProperties unchanged,
      MailboxManager manager,
      AccountReading reading) {
    this.unchanged = unchanged;
    this.edits = edits;
    this.drafts = drafts;
    this.manager = manager;
    this.reading = reading;
  }

  @Override
  public ObjectNode answer(Arguments arguments, Exchange exchange) throws MethodError {
    Sight sight = exchange.account(arguments);
    SetRequest request = SetRequest.of(sight, arguments, exchange);
    arguments.noOther();
    String before = state(sight);
    request.mustBeIn(before);
    SetAnswer answer = new SetAnswer(exchange);
    request.create().forEach((id, email) -> create(sight, id, email, exchange, answer));
    change(request, exchange, answer);
    return answer.json(sight, before, state(sight));
  }

  String state(Sight sight) {
    return States.of(reading.modseq(sight.account()).orElse(0));
  }

  private void create(
      Sight sight, String id, ObjectNode email, Exchange exchange, SetAnswer answer) {
    try {
      answer.created(id, drafts.create(sight, email, exchange));
    } catch (SetError why) {
      answer.notCreated(id, why);
    }
  }

  /** What was asked of one email, and why it was refused, if it was. */
  private static final class Asked implements Edit {
    private final Sight sight;
    private final Exchange exchange;
    private final Optional<ObjectNode> patch;
    private SetError refusal;

    Asked(Sight sight, Exchange exchange, Optional<ObjectNode> patch) {
      this.sight = sight;
      this.exchange = exchange;
      this.patch = patch;
    }

    @Override
    public Optional<Standing> apply(Standing before) {
      refusal = null;
      try {
        Set<Long> seen = new TreeSet<>(before.mailboxes());
        seen.removeIf(mailbox -> !sight.reach().covers(mailbox));
        if (seen.isEmpty()) {
          throw SetError.notFound();
        }
        Standing after =
            patch.isPresent() ? patched(before, seen, patch.get()) : gone(before, seen);
        EmailRights.check(sight, before, after);
        return Optional.of(after);
      } catch (SetError why) {
        refusal = why;
        return Optional.empty();
      }
    }

    /** What the viewer does not see stays where it is. */
    private Set<Long> hidden(Standing before, Set<Long> seen) {
      Set<Long> hidden = new HashSet<>(before.mailboxes());
      hidden.removeAll(seen);
      return hidden;
    }

    private Standing gone(Standing before, Set<Long> seen) {
      return new Standing(hidden(before, seen), before.keywords());
    }

    private Standing patched(Standing before, Set<Long> seen, ObjectNode changes) throws SetError {
      ObjectNode now = Json.object();
      now.set("keywords", Json.set(before.keywords()));
      now.set("mailboxIds", Json.set(MailboxRefs.ids(sight, seen)));
      ObjectNode after = org.godwit.jmap.Patch.apply(now, meant(changes));
      if (after.size() > 2) {
        after.remove("keywords");
        after.remove("mailboxIds");
        throw SetError.invalidProperties("this cannot be changed", after.fieldNames().next());
      }
      Set<Long> places = MailboxRefs.read(sight, after.get("mailboxIds"), exchange);
      places.addAll(hidden(before, seen));
      Set<String> keywords = EmailKeywords.read(after.get("keywords"));
      EmailKeywords.mustNotBeTooMany(keywords, before.keywords().size());
      return new Standing(places, keywords);
    }

    /** Creation ids of mailboxes may be in pointers, too. */
    private ObjectNode meant(ObjectNode changes) {
      ObjectNode meant = Json.object();
      for (Map.Entry<String, JsonNode> entry : changes.properties()) {
        String pointer = entry.getKey();
        int at = pointer.indexOf('/') + 1;
        boolean created = at > 0 && pointer.startsWith("#", at);
        String id = created ? exchange.resolve(pointer.substring(at)).orElse("") : "";
        String name = created ? pointer.substring(0, at) + id : pointer;
        boolean isKeyword = name.startsWith("keywords/");
        meant.set(isKeyword ? name.toLowerCase(java.util.Locale.ROOT) : name, entry.getValue());
      }
      return meant;
    }
  }

  private void change(SetRequest request, Exchange exchange, SetAnswer answer) throws MethodError {
    Sight sight = request.sight();
    Map<UUID, Edit> all = new LinkedHashMap<>();
    Map<UUID, Asked> asked = new HashMap<>();
    unchanged
        .without(sight, request.update())
        .forEach(
            (id, patch) -> add(id, new Asked(sight, exchange, Optional.of(patch)), all, asked));
    request
        .destroy()
        .forEach(id -> add(id, new Asked(sight, exchange, Optional.empty()), all, asked));
    Outcome outcome = apply(sight, all, targets(request, exchange));
    for (String id : request.update().keySet()) {
      if (!request.destroy().contains(id)) {
        Optional<SetError> why = why(id, asked, outcome);
        why.ifPresentOrElse(it -> answer.notUpdated(id, it), () -> answer.updated(id));
      } else {
        answer.notUpdated(id, SetError.of("willDestroy", null)); // 8620 §5.3
      }
    }
    for (String id : request.destroy()) {
      Optional<SetError> why = why(id, asked, outcome);
      why.ifPresentOrElse(it -> answer.notDestroyed(id, it), () -> answer.destroyed(id));
    }
  }

  private static void add(String id, Asked one, Map<UUID, Edit> all, Map<UUID, Asked> asked) {
    Ids.uuid(id)
        .ifPresent(
            uuid -> {
              all.put(uuid, one);
              asked.put(uuid, one);
            });
  }

  /** Mailboxes that something may be put into, as far as they are there. */
  private static Set<Long> targets(SetRequest request, Exchange exchange) {
    Set<Long> targets = new TreeSet<>();
    for (ObjectNode patch : request.update().values()) {
      for (Map.Entry<String, JsonNode> entry : patch.properties()) {
        if (entry.getKey().startsWith("mailboxIds/")) {
          String id = entry.getKey().substring("mailboxIds/".length());
          MailboxRefs.number(request.sight(), exchange.resolve(id).orElse(""))
              .ifPresent(targets::add);
        } else if (entry.getKey().equals("mailboxIds")) {
          entry
              .getValue()
              .fieldNames()
              .forEachRemaining(
                  id ->
                      MailboxRefs.number(request.sight(), exchange.resolve(id).orElse(""))
                          .ifPresent(targets::add));
        }
      }
    }
    return targets;
  }

  /** What was found, or why nothing was done at all. */
  private record Outcome(Set<UUID> found, Optional<SetError> failure) {}

  private Outcome apply(Sight sight, Map<UUID, Edit> all, Set<Long> targets) {
    if (all.isEmpty()) {
      return new Outcome(Set.of(), Optional.empty());
    }
    MailboxSession session = manager.createSystemSession(sight.viewer().name());
    try {
      return new Outcome(edits.apply(sight.account(), all, targets, session), Optional.empty());
    } catch (OverQuotaException e) {
      return new Outcome(all.keySet(), Optional.of(SetError.of("overQuota", e.getMessage())));
    } catch (MailboxException e) {
      return new Outcome(
          all.keySet(),
          Optional.of(SetError.invalidProperties("a mailbox is not there", "mailboxIds")));
    } finally {
      manager.endProcessingRequest(session);
    }
  }

  private static Optional<SetError> why(String id, Map<UUID, Asked> asked, Outcome outcome) {
    Optional<UUID> uuid = Ids.uuid(id);
    if (uuid.isEmpty() || !outcome.found().contains(uuid.get())) {
      return Optional.of(SetError.notFound());
    }
    return outcome.failure().or(() -> Optional.ofNullable(asked.get(uuid.get()).refusal));
  }
}
