package org.godwit.imap.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import org.apache.james.imap.api.message.IdRange;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.api.process.SearchResUtil;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.exception.MailboxException;
import org.godwit.imap.search.FindRequest;
import org.godwit.imap.search.ReturnOptions;
import org.godwit.imap.search.ReturnOptions.Option;
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

  Results(MailboxCommand<?> command, FindRequest request, ImapSession session, Replies replies) {
    this.command = command;
    this.request = request;
    this.question = request.question();
    this.returns = question.returns();
    this.session = session;
    this.replies = replies;
  }

  /** Until there is a result, nothing is saved: 5182 §2.1, for a search that fails. */
  void begin() throws MailboxException {
    if (returns.has(Option.SAVE)) {
      SearchResUtil.resetSavedSequenceSet(session);
    }
    if (question.usesModseq() && Modseqs.enableCondstore(session)) {
      // 7162 §3.1: the command that turns CONDSTORE on is told where it starts.
      long highest = Modseqs.highest(command.selected(session), session);
      replies.untagged("OK [HIGHESTMODSEQ " + highest + "] highest");
    }
  }

  /** The messages that the client knows and asks for, by their numbers. */
  List<Found> find(MessageFinding finding, Set<SortKeys.Key> wanted) throws MailboxException {
    return finding
        .find(
            session.getMailboxSession(),
            command.selected(session).getId(),
            question.query(),
            wanted)
        .stream()
        .filter(found -> number(found) > 0)
        .toList();
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
        text.append(" ALL ").append(set(found, this::number));
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
              String set = part.isEmpty() ? "NIL" : set(part, this::number); // 9394 §3.1
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

  /** A set that keeps the order. */
  private static String set(List<Found> found, ToLongFunction<Found> number) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < found.size(); ) {
      long first = number.applyAsLong(found.get(i));
      int end = i + 1;
      while (end < found.size() && number.applyAsLong(found.get(end)) == first + end - i) {
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
