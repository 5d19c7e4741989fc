package org.godwit.imap.command;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongUnaryOperator;
import org.apache.james.imap.api.message.FetchData;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.SearchQuery;
import org.godwit.imap.search.FindRequest;
import org.godwit.imap.search.SortOrder;
import org.godwit.store.mailbox.MessageFinding;
import org.godwit.store.mailbox.MessageFinding.Found;

/**
 * The searches of a selected mailbox that are kept up to date (RFC 5267 §4.3). Only messages that
 * came or changed are searched again, one search for each context; a sorted result is sorted anew
 * when it is no longer the same. For one session.
 */
final class SearchContexts {

  /** More are refused: each remembers a result. */
  static final int MOST = 10;

  private final MessageFinding finding;
  private final Map<String, SearchContext> open = new LinkedHashMap<>();

  SearchContexts(MessageFinding finding) {
    this.finding = finding;
  }

  boolean has(String tag) {
    return open.containsKey(tag);
  }

  /** Opens a context before its search is made; empty when there are too many. */
  Optional<SearchContext> open(FindRequest request, Optional<SortOrder> order, Selected selected) {
    if (open.size() == MOST) {
      return Optional.empty();
    }
    if (open.isEmpty()) {
      selected.follow(true);
    }
    String tag = request.getTag().asString();
    SearchContext context = new SearchContext(tag, request.question(), order);
    open.put(tag, context);
    return Optional.of(context);
  }

  void close(String tag, Selected selected) {
    if (open.remove(tag) != null && open.isEmpty()) {
      selected.follow(false);
    }
  }

  /** Tells which results expunged messages leave, while they still have numbers (5267 §4.3.4). */
  void tellGone(ImapSession session, Collection<MessageUid> gone, Replies replies) {
    Set<Long> uids = new HashSet<>();
    gone.forEach(uid -> uids.add(uid.asLong()));
    for (SearchContext context : open.values()) {
      context.become(context.without(uids), number(context, session)).ifPresent(replies::untagged);
    }
  }

  /**
   * Tells which results messages have joined and left.
   *
   * @param touched came or changed, ascending; the client has been told of it
   * @param wanted gets what the client wants of messages that joined
   */
  void tellTouched(
      ImapSession session,
      List<MessageUid> touched,
      Map<MessageUid, List<FetchData>> wanted,
      Replies replies)
      throws MailboxException {
    for (SearchContext context : open.values()) {
      Set<Long> match = match(context, session, touched);
      List<Long> joined = new ArrayList<>();
      Set<Long> left = new HashSet<>();
      for (MessageUid message : touched) {
        long uid = message.asLong();
        boolean held = context.holds(uid);
        if (match.contains(uid) && !held) {
          joined.add(uid);
          context
              .question()
              .returns()
              .ofNew()
              .ifPresent(
                  fetch -> wanted.computeIfAbsent(message, any -> new ArrayList<>()).add(fetch));
        } else if (!match.contains(uid) && held) {
          left.add(uid);
        }
      }
      if (!joined.isEmpty() || !left.isEmpty()) {
        context
            .become(next(context, session, joined, left), number(context, session))
            .ifPresent(replies::untagged);
      }
    }
  }

  private Set<Long> match(SearchContext context, ImapSession session, List<MessageUid> touched)
      throws MailboxException {
    SearchQuery.UidRange[] ranges =
        UidSets.ranges(session.getSelected(), touched).stream()
            .map(range -> new SearchQuery.UidRange(range.getUidFrom(), range.getUidTo()))
            .toArray(SearchQuery.UidRange[]::new);
    SearchQuery asked = context.question().query();
    SearchQuery query =
        SearchQuery.builder()
            .andCriterion(SearchQuery.uid(ranges))
            .andCriteria(asked.getCriteria())
            .addRecentMessageUids(asked.getRecentMessageUids())
            .build();
    Set<Long> match = new HashSet<>();
    finding
        .find(session.getMailboxSession(), session.getSelected().getMailboxId(), query, Set.of())
        .forEach(found -> match.add(found.uid()));
    return match;
  }

  private long[] next(SearchContext context, ImapSession session, List<Long> joined, Set<Long> left)
      throws MailboxException {
    long[] kept = context.without(left);
    if (joined.isEmpty()) {
      return kept;
    }
    if (context.order().isEmpty()) {
      return SearchContext.merged(kept, joined);
    }
    SortOrder order = context.order().get();
    Set<Long> members = new HashSet<>(joined);
    for (long uid : kept) {
      members.add(uid);
    }
    List<Found> all =
        finding.find(
            session.getMailboxSession(),
            session.getSelected().getMailboxId(),
            context.question().query(),
            order.keys());
    return order.sort(all).stream().mapToLong(Found::uid).filter(members::contains).toArray();
  }

  private static LongUnaryOperator number(SearchContext context, ImapSession session) {
    return context.question().usesUids()
        ? uid -> uid
        : uid -> session.getSelected().msn(MessageUid.of(uid)).asInt().orElse(0);
  }
}
