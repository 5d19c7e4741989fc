package org.godwit.imap.command;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.james.imap.api.ImapCommand;
import org.apache.james.imap.api.Tag;
import org.apache.james.imap.api.message.FetchData;
import org.apache.james.imap.message.request.AbstractImapRequest;

/** NOTIFY as it was asked (RFC 5465 §8); without groups it is NONE. */
final class NotifyRequest extends AbstractImapRequest {
  static final ImapCommand COMMAND = ImapCommand.authenticatedStateCommand("NOTIFY");

  /** What may happen, named as clients name it. */
  enum Event {
    MESSAGE_NEW("MessageNew"),
    MESSAGE_EXPUNGE("MessageExpunge"),
    FLAG_CHANGE("FlagChange"),
    MAILBOX_NAME("MailboxName"),
    SUBSCRIPTION_CHANGE("SubscriptionChange"),
    MAILBOX_METADATA_CHANGE("MailboxMetadataChange"),
    SERVER_METADATA_CHANGE("ServerMetadataChange");

    private final String word;

    Event(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }

    boolean ofMessages() {
      return compareTo(FLAG_CHANGE) <= 0;
    }

    static Optional<Event> of(String upperCase) {
      for (Event event : values()) {
        if (event.word.toUpperCase(Locale.ROOT).equals(upperCase)) {
          return Optional.of(event);
        }
      }
      return Optional.empty();
    }
  }

  /** Which mailboxes; the first two are the selected one. */
  enum Filter {
    SELECTED,
    SELECTED_DELAYED,
    /** Any of the user's own may get mail by a filter, so that these are the same (5465 §6.3). */
    INBOXES,
    PERSONAL,
    SUBSCRIBED,
    SUBTREE,
    MAILBOXES;

    boolean ofSelected() {
      return compareTo(SELECTED_DELAYED) <= 0;
    }

    boolean isNamed() {
      return compareTo(SUBTREE) >= 0;
    }
  }

  /**
   * Events of some mailboxes.
   *
   * @param names of subtrees or mailboxes
   * @param ofNew what is wanted of messages that come to the selected mailbox
   */
  record Group(Filter filter, List<String> names, Set<Event> events, Optional<FetchData> ofNew) {

    Group {
      names = List.copyOf(names);
      events = Set.copyOf(events);
    }

    boolean has(Event event) {
      return events.contains(event);
    }
  }

  private final boolean status;
  private final List<Group> groups;
  private final boolean supported;

  /**
   * A request.
   *
   * @param supported false when it names an event that we do not know
   */
  NotifyRequest(Tag tag, boolean status, List<Group> groups, boolean supported) {
    super(tag, COMMAND);
    this.status = status;
    this.groups = List.copyOf(groups);
    this.supported = supported;
  }

  boolean status() {
    return status;
  }

  List<Group> groups() {
    return groups;
  }

  boolean supported() {
    return supported;
  }
}
