package org.godwit.jmap.mail;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import javax.inject.Inject;
import org.godwit.jmap.Arguments;
import org.godwit.jmap.Exchange;
import org.godwit.jmap.Method;
import org.godwit.jmap.MethodError;
import org.godwit.jmap.QueryChanges;
import org.godwit.jmap.QueryRequest;
import org.godwit.jmap.Sight;
import org.godwit.jmap.States;
import org.godwit.store.listing.AccountChanges;
import org.godwit.store.listing.Change;
import org.godwit.store.listing.MessageWindow.Beginning;
import org.godwit.store.listing.MessageWindow.Entry;

/** Email/query and Email/queryChanges (8621 §4.4, §4.5). */
final class EmailQuery {

  /** Ids in one answer. */
  private static final long MOST = 10_000;

  private static final long FIRST_LOOK = 1_000;
  private static final int TRIES = 5;

  private final EmailList lists;
  private final TextSearch search;
  private final AccountChanges changes;

  @Inject
  EmailQuery(EmailList lists, TextSearch search, AccountChanges changes) {
    this.lists = lists;
    this.search = search;
    this.changes = changes;
  }

  Map<String, Method> methods() {
    return Map.of("Email/query", this::query, "Email/queryChanges", this::queryChanges);
  }

  private EmailList.Asked asked(QueryRequest request, boolean collapse) throws MethodError {
    List<EmailSort> sort = EmailSort.read(request.sort());
    return new EmailList.Asked(
        request.sight().reach(),
        EmailFilter.read(request.sight(), search, request.filter()),
        sort,
        collapse);
  }

  private ObjectNode query(Arguments arguments, Exchange exchange) throws MethodError {
    Sight sight = exchange.account(arguments);
    QueryRequest request = QueryRequest.of(sight, arguments);
    boolean collapse = arguments.flag("collapseThreads", false);
    arguments.noOther();
    EmailList.Asked asked = asked(request, collapse);
    long limit = Math.min(request.limit().orElse(MOST), MOST);
    Beginning found = beginning(asked, request, limit);
    List<String> all = ids(found.entries());
    int start = request.start(all);
    List<String> ids = all.subList(start, (int) Math.min(all.size(), start + limit));
    boolean limited = request.limit().isEmpty() || request.limit().getAsLong() > limit;
    ObjectNode answer =
        request.answer(
            States.of(found.modseq()),
            true,
            start,
            ids,
            limited ? OptionalLong.of(limit) : OptionalLong.empty());
    if (request.calculateTotal()) {
      answer.put("total", found.whole() ? all.size() : lists.count(asked));
    }
    return answer.put("collapseThreads", collapse);
  }

  /** As much of the list as the window needs. */
  private Beginning beginning(EmailList.Asked asked, QueryRequest request, long limit) {
    if (request.anchor().isEmpty()) {
      boolean fromTheEnd = request.position() < 0;
      return lists.first(asked, fromTheEnd ? Long.MAX_VALUE : request.position() + limit);
    }
    long wanted = FIRST_LOOK;
    while (true) {
      Beginning found = lists.first(asked, wanted);
      int at = ids(found.entries()).indexOf(request.anchor().get());
      long end = at + Math.max(0, request.anchorOffset()) + limit;
      if (found.whole() || (at >= 0 && found.entries().size() >= end)) {
        return found;
      }
      wanted = Math.max(wanted * 8, at < 0 ? 0 : end);
    }
  }

  private static List<String> ids(List<Entry> entries) {
    return entries.stream().map(entry -> entry.message().toString()).toList();
  }

  private ObjectNode queryChanges(Arguments arguments, Exchange exchange) throws MethodError {
    Sight sight = exchange.account(arguments);
    QueryRequest request = QueryChanges.request(sight, arguments);
    boolean collapse = arguments.flag("collapseThreads", false);
    long since = States.since(arguments, "sinceQueryState");
    OptionalLong most = arguments.unsigned("maxChanges");
    arguments.noOther();
    EmailList.Asked asked = asked(request, collapse);
    for (int tried = 0; tried < TRIES; tried++) {
      Change.Log<UUID> log =
          asked.asksThreads()
              ? changes.withThreads(asked.reach(), since)
              : changes.messages(asked.reach(), since);
      if (!log.complete()) {
        throw MethodError.cannotCalculateChanges("what changed since is not known any more");
      }
      Set<UUID> affected = new HashSet<>();
      log.changes().forEach(change -> affected.add(change.id()));
      if (most.isPresent() && affected.size() > most.getAsLong()) {
        throw new MethodError("tooManyChanges", null); // before the list is read for them
      }
      Beginning list = affected.isEmpty() ? nothing(log) : until(asked, affected);
      if (list.modseq() == log.modseq()) { // else something happened in between
        OptionalLong total =
            request.calculateTotal() ? OptionalLong.of(lists.count(asked)) : OptionalLong.empty();
        List<String> touched = affected.stream().map(UUID::toString).toList();
        return QueryChanges.answer(
            request, since, log.modseq(), touched, ids(list.entries()), total, most);
      }
    }
    throw MethodError.cannotCalculateChanges("too much is changing now");
  }

  private static Beginning nothing(Change.Log<UUID> log) {
    return new Beginning(List.of(), log.modseq(), true);
  }

  /** The list, as far as affected messages are in it. */
  private Beginning until(EmailList.Asked asked, Set<UUID> affected) {
    Beginning first = lists.first(asked, FIRST_LOOK);
    if (first.whole() || holds(first, affected, asked.collapse())) {
      return first;
    }
    Set<UUID> wanted = new HashSet<>();
    for (Entry entry : lists.among(asked, affected).entries()) {
      wanted.add(asked.collapse() ? entry.thread() : entry.message());
    }
    Beginning found = first;
    for (long look = FIRST_LOOK * 8; !found.whole(); look *= 8) {
      Set<UUID> seen = new HashSet<>();
      for (Entry entry : found.entries()) {
        seen.add(asked.collapse() ? entry.thread() : entry.message());
      }
      if (seen.containsAll(wanted)) {
        return found;
      }
      found = lists.first(asked, look);
    }
    return found;
  }

  /** Whether all are there; those that are hidden behind another of their thread are not seen. */
  private static boolean holds(Beginning list, Set<UUID> affected, boolean collapse) {
    Set<UUID> shown = new HashSet<>();
    list.entries().forEach(entry -> shown.add(entry.message()));
    return !collapse && shown.containsAll(new ArrayList<>(affected));
  }
}
