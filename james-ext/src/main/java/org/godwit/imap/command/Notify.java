package org.godwit.imap.command;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.james.imap.api.message.Capability;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.processor.CapabilityImplementingProcessor;
import org.apache.james.mailbox.exception.MailboxException;
import org.godwit.imap.command.NotifyRequest.Event;
import org.godwit.imap.command.NotifyRequest.Filter;
import org.godwit.imap.command.NotifyRequest.Group;

/** NOTIFY (RFC 5465 §3.1): what the client wants to hear at any time, and of which mailboxes. */
final class Notify extends MailboxCommand<NotifyRequest>
    implements CapabilityImplementingProcessor {

  /** Mailboxes that one session may watch. */
  private static final int MOST = 10_000;

  private static final String SUPPORTED =
      Arrays.stream(Event.values()).map(Event::word).collect(Collectors.joining(" "));

  private final MailboxTree.Source trees;
  private final Happenings happenings;

  Notify(Parts parts, MailboxTree.Source trees, Happenings happenings) {
    super(NotifyRequest.class, parts);
    this.trees = trees;
    this.happenings = happenings;
  }

  @Override
  public List<Capability> getImplementedCapabilities(ImapSession session) {
    return List.of(Capability.of("NOTIFY"));
  }

  @Override
  void run(NotifyRequest request, ImapSession session, Replies replies) throws MailboxException {
    if (!request.supported()) {
      no(request, replies, "[BADEVENT (" + SUPPORTED + ")] these are all the events there are");
      return;
    }
    List<Group> others =
        request.groups().stream()
            .filter(group -> !group.filter().ofSelected() && !group.events().isEmpty())
            .toList();
    if (others.isEmpty()) {
      happenings.forget(session);
    } else {
      Watch watch = new Watch(trees, others, session);
      if (watch.size() > MOST) {
        no(request, replies, "[NOTIFICATIONOVERFLOW] too many mailboxes"); // 5465 §3.1
        return;
      }
      happenings.watch(session, watch);
      watch.tellRefused(replies);
      if (request.status()) {
        watch.tellStatus(replies);
      }
    }
    Unsolicited.of(session).wish(wish(request));
    tellNews(session, replies, true, false); // 5465 §3.1: SET is a NOOP, too
    ok(request, replies, "noted");
  }

  /** 5465 §3.1: who does not name the selected mailbox wants to hear nothing of it. */
  private static Unsolicited.Wish wish(NotifyRequest request) {
    for (Group group : request.groups()) {
      if (group.filter().ofSelected() && !group.events().isEmpty()) {
        boolean flags = group.has(Event.FLAG_CHANGE);
        boolean atOnce = group.filter() == Filter.SELECTED; // 5465 §6.1.1, §6.1.2
        return new Unsolicited.Wish(true, atOnce, true, true, flags, flags, group.ofNew());
      }
    }
    return Unsolicited.Wish.NONE;
  }
}
