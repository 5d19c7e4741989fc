package org.godwit.jmap.mail;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import javax.inject.Inject;
import org.apache.james.mailbox.store.search.SearchUtil;
import org.godwit.search.text.SentDate;
import org.godwit.store.listing.Condition;
import org.godwit.store.listing.MessageFacts;
import org.godwit.store.listing.MessageFacts.Facts;
import org.godwit.store.listing.MessageWindow;
import org.godwit.store.listing.MessageWindow.Beginning;
import org.godwit.store.listing.MessageWindow.Entry;
import org.godwit.store.listing.MessageWindow.Question;
import org.godwit.store.listing.Order;
import org.godwit.store.listing.Reach;
import org.godwit.store.message.Address;
import org.godwit.store.message.Envelope;

/**
 * Lists of emails in any order. By date, size or keyword the store sorts, and reads no further than
 * asked; by what messages say, all of them are read and sorted here.
 */
final class EmailList {

  private static final int BATCH = 1000;

  /** A list that was asked for. */
  record Asked(Reach reach, Condition condition, List<EmailSort> sort, boolean collapse) {
    Asked {
      sort = List.copyOf(sort);
    }

    /** Whether other messages of a thread decide about a place. */
    boolean asksThreads() {
      return collapse
          || condition.asksThreads()
          || sort.stream().anyMatch(one -> one.property().contains("InThread"));
    }
  }

  private final MessageWindow window;
  private final MessageFacts facts;

  @Inject
  EmailList(MessageWindow window, MessageFacts facts) {
    this.window = window;
    this.facts = facts;
  }

  /** At least the first {@code wanted} of a list, or all of it. */
  Beginning first(Asked asked, long wanted) {
    List<Order> order = new ArrayList<>();
    for (EmailSort sort : asked.sort()) {
      Optional<Order> one = sort.order();
      if (one.isEmpty()) {
        return sorted(asked);
      }
      order.add(one.get());
    }
    if (order.isEmpty()) {
      order.add(new Order.ByReceived(false));
    }
    return window.first(
        new Question(asked.reach(), asked.condition(), order, asked.collapse()), wanted);
  }

  long count(Asked asked) {
    return window.count(
        new Question(asked.reach(), asked.condition(), List.of(), asked.collapse()));
  }

  /** Those of a list's messages that are among these, whatever their place. */
  Beginning among(Asked asked, Set<UUID> messages) {
    Condition both = new Condition.And(List.of(asked.condition(), new Condition.OneOf(messages)));
    return all(asked.reach(), both);
  }

  private Beginning all(Reach reach, Condition condition) {
    return window.first(
        new Question(reach, condition, List.of(new Order.ByReceived(false)), false),
        Long.MAX_VALUE);
  }

  private Beginning sorted(Asked asked) {
    Beginning all = all(asked.reach(), asked.condition());
    Map<UUID, Facts> found = new HashMap<>();
    List<Entry> entries = all.entries();
    for (int from = 0; from < entries.size(); from += BATCH) {
      List<UUID> ids =
          entries.subList(from, Math.min(entries.size(), from + BATCH)).stream()
              .map(Entry::message)
              .toList();
      facts
          .find(asked.reach(), ids, new MessageFacts.Wanted(true, false))
          .messages()
          .forEach(one -> found.put(one.message(), one));
    }
    List<Entry> sorted =
        entries.stream()
            .filter(entry -> found.containsKey(entry.message()))
            .sorted(
                Comparator.comparing(
                    (Entry entry) -> found.get(entry.message()), comparator(asked)))
            .toList();
    return new Beginning(asked.collapse() ? collapsed(sorted) : sorted, all.modseq(), true);
  }

  private static List<Entry> collapsed(List<Entry> entries) {
    Set<UUID> threads = new HashSet<>();
    return entries.stream().filter(entry -> threads.add(entry.thread())).toList();
  }

  private Comparator<Facts> comparator(Asked asked) {
    Comparator<Facts> all = null;
    boolean ascending = false;
    for (EmailSort sort : asked.sort()) {
      Comparator<Facts> one = comparator(asked.reach(), sort);
      Comparator<Facts> directed = sort.ascending() ? one : one.reversed();
      all = all == null ? directed : all.thenComparing(directed);
      ascending = sort.ascending();
    }
    Comparator<Facts> byId = Comparator.comparing(it -> it.message().toString());
    return all.thenComparing(ascending ? byId : byId.reversed());
  }

  private Comparator<Facts> comparator(Reach reach, EmailSort sort) {
    Optional<Condition> marked = sort.marked();
    if (marked.isPresent()) {
      Set<UUID> bearing = new HashSet<>();
      all(reach, marked.get()).entries().forEach(entry -> bearing.add(entry.message()));
      return Comparator.comparingInt(it -> bearing.contains(it.message()) ? 1 : 0);
    }
    return switch (sort.property()) {
      case "receivedAt" -> Comparator.comparing(Facts::received);
      case "size" -> Comparator.comparingLong(Facts::size);
      case "sentAt" -> Comparator.comparing(EmailList::sent);
      case "from" -> keyed(it -> name(envelope(it).map(Envelope::from)));
      case "to" -> keyed(it -> name(envelope(it).map(Envelope::to)));
      default -> keyed(EmailList::subject);
    };
  }

  /** The key of each is made once. */
  private static Comparator<Facts> keyed(Function<Facts, String> key) {
    Map<UUID, String> known = new HashMap<>();
    return Comparator.comparing(it -> known.computeIfAbsent(it.message(), id -> key.apply(it)));
  }

  private static Optional<Envelope> envelope(Facts one) {
    return one.summary().flatMap(summary -> summary.root().envelope());
  }

  private static java.time.Instant sent(Facts one) {
    return envelope(one)
        .flatMap(Envelope::date)
        .flatMap(SentDate::of)
        .map(date -> date.at().toInstant())
        .orElse(one.received());
  }

  /** 8621 §4.4.2: the first one's name, or address where there is none. */
  private static String name(Optional<List<Address>> addresses) {
    return addresses
        .flatMap(list -> list.stream().filter(it -> it.host().isPresent()).findFirst())
        .map(HeaderForm::address)
        .map(
            json -> {
              JsonNode name = json.get("name");
              return name.isTextual() ? name.textValue() : json.get("email").textValue();
            })
        .orElse("")
        .toLowerCase(Locale.ROOT);
  }

  private static String subject(Facts one) {
    String subject = envelope(one).flatMap(Envelope::subject).map(HeaderForm::text).orElse("");
    return SearchUtil.getBaseSubject(subject).toLowerCase(Locale.ROOT); // 5256 §2.1
  }
}
