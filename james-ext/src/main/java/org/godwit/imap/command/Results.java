package org.godwit.imap.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongUnaryOperator;
import org.apache.james.imap.api.message.IdRange;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.api.process.SearchResUtil;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.exception.MailboxException;
import org.godwit.imap.search.FindRequest;
import org.godwit.imap.search.ReturnOptions;
import org.godwit.imap.search.ReturnOptions.Option;
import org.godwit.imap.search.SortOrder;
import org.godwit.store.mailbox.MessageFinding;
import org.godwit.store.mailbox.MessageFinding.Found;
import org.godwit.store.mailbox.SortKeys;

/** What SEARCH and SORT find, as the client wants it told and kept. For one command. */
final class Results {

  private final MailboxCommand<?> command;
  private final FindRequest request;
  private final FindRequest.Question question;
  private final ReturnOptions returns;
  private final ImapSession session;
  private final Replies replies;
  private Optional<SearchContext> context = Optional.empty();

  Results(MailboxCommand<?> command, FindRequest request, ImapSession session, Replies replies) {
    this.command = command;
    this.request = request;
    this.question = request.question();
    // 9051 §6.4.4: there is no other answer to SEARCH
    this.returns =
        request instanceof FindRequest.ForSearch && Dialect.rev2(session)
            ? question.returns().orAll()
            : question.returns();
    this.session = session;
    this.replies = replies;
  }

  /** Whether a context of this tag is open, so that no other can be (5267 §4.3). */
  boolean reusesTag() {
    return returns.has(Option.UPDATE) && selected().contexts().has(request.getTag().asString());
  }

  /**
   * Until there is a result, nothing is saved: 5182 §2.1, for a search that fails.
   *
   * @param order empty for the order of the mailbox
   */
  void begin(Optional<SortOrder> order) throws MailboxException {
    if (returns.has(Option.UPDATE)) {
      context = selected().contexts().open(request, order, selected());
      if (context.isEmpty()) { // 5267 §4.3.1
        String tag = request.getTag().asString();
        replies.untagged("NO [NOUPDATE \"" + tag + "\"] too many searches are kept up to date");
      }
    }
    if (returns.has(Option.SAVE)) {
      SearchResUtil.resetSavedSequenceSet(session);
    }
    if (question.usesModseq() && Modseqs.enableCondstore(session)) {
      // 7162 §3.1: the command that turns CONDSTORE on is told where it starts.
      long highest = Modseqs.highest(command.selected(session), session);
      replies.untagged("OK [HIGHESTMODSEQ " + highest + "] highest");
    }
  }

  private Selected selected() {
    return (Selected) session.getSelected();
  }

  /** The messages that the client knows and asks for, by their numbers. */
  List<Found> find(MessageFinding finding, Set<SortKeys.Key> wanted) throws MailboxException {
    boolean done = false;
    try {
      List<Found> found =
          finding
              .find(
                  session.getMailboxSession(),
                  command.selected(session).getId(),
                  question.query(),
                  wanted)
              .stream()
              .filter(one -> number(one) > 0)
              .toList();
      done = true;
      return found;
    } finally {
      if (!done) {
        giveUp();
      }
    }
  }

  /** The command fails: its result is not kept up to date. */
  void giveUp() {
    if (context.isPresent()) {
      selected().contexts().close(request.getTag().asString(), selected());
    }
  }

  /** Whether more messages would be named or saved than one command works on (9738 §3.1). */
  boolean isTooMany(List<Found> found) {
    boolean named = !returns.isExtended() || returns.has(Option.ALL) || returns.has(Option.SAVE);
    int part = returns.partial().map(asked -> part(asked, found).size()).orElse(0);
    return command.limit().isExceededBy(named ? found.size() : part);
  }

  /** What the client calls a message; 0 when it was not told of it. */
  long number(Found found) {
    int number = session.getSelected().msn(MessageUid.of(found.uid())).asInt().orElse(0);
    return number > 0 && question.usesUids() ? found.uid() : number;
  }

  /**
   * Tells a result, and saves it.
   *
   * @param name of the command
   * @param found in the order of the result
   */
  void tell(String name, List<Found> found) {
    if (returns.has(Option.SAVE)) {
      save(found);
    }
    context.ifPresent(open -> open.set(found.stream().mapToLong(Found::uid).toArray()));
    if (returns.isExtended()) {
      replies.untagged(extended(found));
    } else if (!returns.has(Option.SAVE)) { // 5182 §2.1: SAVE alone tells nothing
      replies.untagged(plain(name, found));
    }
  }

  private String plain(String name, List<Found> found) {
    StringBuilder text = new StringBuilder(name);
    found.forEach(one -> text.append(' ').append(number(one)));
    if (question.usesModseq() && !found.isEmpty()) { // 7162 §3.1.5
      text.append(" (MODSEQ ").append(highest(found)).append(')');
    }
    return text.toString();
  }

  /** 4731 §3.1; 5267 §3: of a sorted result, the first and the last are MIN and MAX. */
  private String extended(List<Found> found) {
    StringBuilder text = new StringBuilder("ESEARCH (TAG \"");
    text.append(request.getTag().asString()).append("\")");
    text.append(question.usesUids() ? " UID" : "");
    if (!found.isEmpty()) {
      if (returns.has(Option.MIN)) {
        text.append(" MIN ").append(number(found.getFirst()));
      }
      if (returns.has(Option.MAX)) {
        text.append(" MAX ").append(number(found.getLast()));
      }
      if (returns.has(Option.ALL)) {
        text.append(" ALL ").append(set(found));
      }
    }
    if (returns.has(Option.COUNT)) {
      text.append(" COUNT ").append(found.size());
    }
    returns
        .partial()
        .ifPresent(
            asked -> {
              List<Found> part = part(asked, found);
              String set = part.isEmpty() ? "NIL" : set(part); // 9394 §3.1
              text.append(" PARTIAL (").append(asked.text()).append(' ').append(set).append(')');
            });
    List<Found> told = told(found);
    if (question.usesModseq() && !told.isEmpty()) { // 4731 §3.2
      text.append(" MODSEQ ").append(highest(told));
    }
    return text.toString();
  }

  private static List<Found> part(ReturnOptions.Partial asked, List<Found> found) {
    return found.subList(asked.start(found.size()), asked.end(found.size()));
  }

  /** All, unless only some of them are spoken of: 5182 §2.4, 9394 §3.2. */
  private List<Found> told(List<Found> found) {
    boolean all =
        returns.has(Option.ALL)
            || returns.has(Option.COUNT)
            || !(returns.has(Option.MIN)
                || returns.has(Option.MAX)
                || returns.partial().isPresent());
    if (all || found.isEmpty()) {
      return found;
    }
    List<Found> some = new ArrayList<>();
    if (returns.has(Option.MIN)) {
      some.add(found.getFirst());
    }
    if (returns.has(Option.MAX)) {
      some.add(found.getLast());
    }
    returns.partial().ifPresent(asked -> some.addAll(part(asked, found)));
    return some;
  }

  private void save(List<Found> found) {
    Set<Long> uids = new TreeSet<>();
    told(found).forEach(one -> uids.add(one.uid()));
    SearchResUtil.saveSequenceSet(
        session, uids.stream().map(uid -> new IdRange(uid)).toArray(IdRange[]::new));
  }

  private static long highest(List<Found> found) {
    return found.stream().mapToLong(Found::modseq).max().orElse(0);
  }

  private String set(List<Found> found) {
    return set(found.stream().mapToLong(this::number).toArray(), number -> number);
  }

  /** A set that keeps the order. */
  static String set(long[] uids, LongUnaryOperator number) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < uids.length; ) {
      long first = number.applyAsLong(uids[i]);
      int end = i + 1;
      while (end < uids.length && number.applyAsLong(uids[end]) == first + end - i) {
        end++;
      }
      text.append(text.isEmpty() ? "" : ",").append(first);
      if (end - i > 1) {
        text.append(':').append(first + end - i - 1);
      }
      i = end;
    }
    return text.toString();
  }
}
