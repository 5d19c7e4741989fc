package org.godwit.imap.command;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeSet;
import org.apache.james.imap.api.message.Capability;
import org.apache.james.imap.api.message.StatusDataItems;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.message.response.MyRightsResponse;
import org.apache.james.imap.processor.CapabilityImplementingProcessor;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.MailboxACL;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.model.MailboxMetaData;

/**
 * LIST (RFC 9051 §6.3.9): with selections, returns and several patterns (RFC 5258), STATUS (RFC
 * 5819), special uses (RFC 6154) and rights (RFC 8440). One query for the names, one for each thing
 * that is asked besides, however many mailboxes there are.
 */
final class ListMailboxes extends MailboxCommand<ListMailboxesRequest>
    implements CapabilityImplementingProcessor {
  private static final List<Capability> ABLE =
      List.of(
          Capability.of("CHILDREN"),
          Capability.of("LIST-EXTENDED"),
          Capability.of("LIST-STATUS"),
          Capability.of("LIST-MYRIGHTS"),
          Capability.of("SPECIAL-USE"));

  private final MailboxTree.Source trees;
  private final Status status;

  ListMailboxes(Parts parts, MailboxTree.Source trees, Status status) {
    super(ListMailboxesRequest.class, parts);
    this.trees = trees;
    this.status = status;
  }

  @Override
  public List<Capability> getImplementedCapabilities(ImapSession session) {
    return ABLE;
  }

  @Override
  void run(ListMailboxesRequest request, ImapSession session, Replies replies)
      throws MailboxException {
    char delimiter = session.getMailboxSession().getPathDelimiter();
    if (request.patterns().equals(List.of(""))) {
      replies.untagged("LIST (\\Noselect) " + Names.quoted(String.valueOf(delimiter)) + " \"\"");
    } else {
      Listing listing = new Listing(request, session, delimiter);
      List<String> names = listing.chosen();
      listing.readFigures(names);
      for (String name : names) {
        listing.tell(name, replies);
      }
    }
    tellNews(session, replies, true, false);
    ok(request, replies, "listed");
  }

  /** One LIST: what there is, and what of it was asked for. */
  private final class Listing {
    private final ListMailboxesRequest request;
    private final ImapSession session;
    private final char delimiter;
    private final NamePattern pattern;
    private final MailboxTree tree;
    private final NavigableMap<String, MailboxMetaData> all;
    private final Set<String> subscribed;
    private Map<MailboxId, MailboxFacts.Figures> figures = Map.of();

    Listing(ListMailboxesRequest request, ImapSession session, char delimiter)
        throws MailboxException {
      this.request = request;
      this.session = session;
      this.delimiter = delimiter;
      pattern = NamePattern.of(request.reference(), request.patterns(), delimiter);
      tree = trees.read(session, request.selects("SUBSCRIBED") || request.returns("SUBSCRIBED"));
      all = tree.all();
      subscribed = tree.subscribed();
    }

    /** INBOX first, then by name. */
    List<String> chosen() {
      Set<String> names = new TreeSet<>(Names.INBOX_FIRST);
      if (request.selects("SUBSCRIBED")) {
        names.addAll(subscribed);
        if (request.selects("RECURSIVEMATCH")) {
          subscribed.forEach(name -> names.addAll(Names.above(name, delimiter)));
        }
      } else {
        names.addAll(all.keySet());
        if (pattern.tellsLevels()) {
          all.keySet().forEach(name -> names.addAll(Names.above(name, delimiter)));
        }
      }
      names.removeIf(name -> !pattern.matches(name) || !isSelected(name));
      return List.copyOf(names);
    }

    /** What RETURN asks of the mailboxes, all at once. */
    void readFigures(List<String> names) throws MailboxException {
      if (request.returns("MYRIGHTS") || request.status().isPresent()) {
        List<MailboxId> asked =
            names.stream().filter(all::containsKey).map(name -> all.get(name).getId()).toList();
        boolean recent = request.status().map(StatusDataItems::isRecent).orElse(false);
        figures = trees.facts().figures(session.getMailboxSession(), asked, recent);
      }
    }

    private boolean isSelected(String name) {
      if (request.selects("SPECIAL-USE") && tree.use(name) == null) {
        return false;
      }
      return !request.selects("SUBSCRIBED") || subscribed.contains(name) || hidesSubscribed(name);
    }

    /** Whether something below is subscribed that the patterns do not show (5258 §3.5). */
    private boolean hidesSubscribed(String name) {
      return request.selects("RECURSIVEMATCH")
          && subscribed.stream()
              .anyMatch(other -> other.startsWith(name + delimiter) && !pattern.matches(other));
    }

    void tell(String name, Replies replies) {
      replies.untagged(
          tree.told(name) + (hidesSubscribed(name) ? " (\"CHILDINFO\" (\"SUBSCRIBED\"))" : ""));
      MailboxMetaData mailbox = all.get(name);
      if (mailbox == null) {
        return;
      }
      MailboxFacts.Figures about = figures.get(mailbox.getId());
      if (about == null) {
        return; // not asked for, or gone meanwhile
      }
      if (request.returns("MYRIGHTS")) {
        replies.respond(new MyRightsResponse(name, about.rights()));
      }
      if (request.status().isPresent() && about.rights().contains(MailboxACL.Right.Read)) {
        status.tell(
            name, mailbox.getId(), about, request.status().get(), session, replies); // 5819 §2
        replies.awaitRoom();
      }
    }
  }
}
