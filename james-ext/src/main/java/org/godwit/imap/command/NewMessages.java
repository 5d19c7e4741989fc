package org.godwit.imap.command;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.james.imap.api.message.BodyFetchElement;
import org.apache.james.imap.api.message.FetchData;
import org.apache.james.imap.api.message.FetchData.Item;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.MessageRange;
import org.godwit.imap.fetch.FetchAnswers;
import org.godwit.store.mailbox.MessageView;

/**
 * What the client wants to know of messages when they come (RFC 5465 §5.2, §7): one FETCH response
 * for each, whoever asked for it. Nothing becomes {@code \Seen} by it.
 */
final class NewMessages {

  private NewMessages() {}

  /**
   * Tells of what came, but for what the client itself has put there.
   *
   * @param ofAll what is wanted of all
   * @param ofSome what is wanted of some
   */
  static void tell(
      ImapSession session,
      Selected selected,
      List<Untold.Arrival> came,
      Optional<FetchData> ofAll,
      Map<MessageUid, List<FetchData>> ofSome,
      Replies replies) {
    Map<FetchData, List<MessageUid>> alike = new LinkedHashMap<>();
    for (Untold.Arrival arrival : came) {
      List<FetchData> wanted = new ArrayList<>(ofSome.getOrDefault(arrival.uid(), List.of()));
      ofAll.ifPresent(wanted::add);
      if (!wanted.isEmpty() && !arrival.own()) {
        alike.computeIfAbsent(merged(wanted), any -> new ArrayList<>()).add(arrival.uid());
      }
    }
    alike.forEach(
        (wanted, uids) -> {
          FetchAnswers answers = new FetchAnswers(wanted, Dialect.uidOnly(session));
          for (MessageRange range : UidSets.ranges(selected, uids)) {
            tell(session, selected, range, answers, replies);
          }
        });
  }

  private static void tell(
      ImapSession session,
      Selected selected,
      MessageRange range,
      FetchAnswers answers,
      Replies replies) {
    Iterator<MessageView> found;
    try {
      found =
          selected
              .reading()
              .read(session.getMailboxSession(), selected.getMailboxId(), range, answers.wanted());
    } catch (MailboxException e) {
      throw new IllegalStateException("new messages could not be read", e);
    }
    boolean room = true;
    while (room && found.hasNext()) {
      MessageView message = found.next();
      Optional<Integer> number = selected.msn(message.uid()).asInt();
      if (number.isPresent()) {
        replies.respond(
            answers.answer(
                message, number.get(), Dialect.recent(session, selected, message.uid())));
        room = replies.awaitRoom();
      }
    }
  }

  private static FetchData merged(List<FetchData> wanted) {
    EnumSet<Item> items = EnumSet.noneOf(Item.class);
    FetchData.Builder all = FetchData.builder();
    for (FetchData one : wanted) {
      for (Item item : Item.values()) {
        if (one.contains(item)) {
          items.add(item);
        }
      }
      for (BodyFetchElement element : one.getBodyElements()) {
        all.add(element, true);
      }
    }
    return all.fetch(items).build();
  }
}
