package org.godwit.imap.command;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.message.request.LsubRequest;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.SubscriptionManager;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.MailboxPath;

/** LSUB (RFC 3501 §6.3.9): names that are subscribed, whether there are such mailboxes or not. */
final class Lsub extends MailboxCommand<LsubRequest> {
  private final SubscriptionManager subscriptions;

  Lsub(Parts parts, SubscriptionManager subscriptions) {
    super(LsubRequest.class, parts);
    this.subscriptions = subscriptions;
  }

  @Override
  void run(LsubRequest request, ImapSession session, Replies replies) throws MailboxException {
    MailboxSession user = session.getMailboxSession();
    char delimiter = user.getPathDelimiter();
    NamePattern pattern =
        NamePattern.of(
            request.getBaseReferenceName(), List.of(request.getMailboxPattern()), delimiter);
    Map<String, String> told = new TreeMap<>(Names.INBOX_FIRST);
    for (MailboxPath path : subscriptions.subscriptions(user)) {
      String name = path.getName();
      if (pattern.matches(name)) {
        told.put(name, "");
      } else if (pattern.tellsLevels()) { // 3501 §6.3.9: what is above is told in its place
        Names.above(name, delimiter).stream()
            .filter(pattern::matches)
            .forEach(above -> told.putIfAbsent(above, "\\Noselect"));
      }
    }
    told.forEach(
        (name, attribute) -> {
          String quoted = Names.quoted(String.valueOf(delimiter));
          replies.untagged(
              "LSUB (" + attribute + ") " + quoted + " " + Names.mailbox(name, session));
        });
    ok(request, replies, "listed");
  }
}
