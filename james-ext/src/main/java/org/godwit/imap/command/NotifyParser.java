package org.godwit.imap.command;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.james.imap.api.ImapMessage;
import org.apache.james.imap.api.Tag;
import org.apache.james.imap.api.message.FetchData;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.decode.DecodingException;
import org.apache.james.imap.decode.ImapRequestLineReader;
import org.apache.james.imap.decode.base.AbstractImapCommandParser;
import org.godwit.imap.command.NotifyRequest.Event;
import org.godwit.imap.command.NotifyRequest.Filter;
import org.godwit.imap.command.NotifyRequest.Group;
import org.godwit.imap.fetch.FetchItems;

/** NOTIFY (RFC 5465 §8). */
final class NotifyParser extends AbstractImapCommandParser {

  /** Names in one command. */
  private static final int MOST_NAMES = 1_000;

  private final boolean apart;

  /**
   * A parser.
   *
   * @param leniencies what is taken though it need not be
   */
  NotifyParser(StatusResponseFactory responses, Set<ImapLeniency> leniencies) {
    super(NotifyRequest.COMMAND, responses);
    this.apart = leniencies.contains(ImapLeniency.NOTIFY_EVENTS_APART);
  }

  @Override
  protected ImapMessage decode(ImapRequestLineReader in, Tag tag, ImapSession session)
      throws DecodingException {
    return switch (ListParser.word(in)) {
      case "NONE" -> {
        in.eol();
        yield new NotifyRequest(tag, false, List.of(), true);
      }
      case "SET" -> set(in, tag);
      default -> throw ListParser.wrong("SET or NONE");
    };
  }

  private NotifyRequest set(ImapRequestLineReader in, Tag tag) throws DecodingException {
    boolean status = in.nextWordChar() != '(';
    if (status && !ListParser.word(in).equals("STATUS")) {
      throw ListParser.wrong("STATUS is all that may stand here");
    }
    Reading reading = new Reading(in, apart);
    List<Group> groups = reading.groups();
    in.eol();
    return new NotifyRequest(tag, status, groups, reading.supported);
  }

  /** One command as it is read. */
  private static final class Reading {
    private final ImapRequestLineReader in;
    private final boolean apart;
    private boolean supported = true;
    private boolean selected;
    private int names;

    Reading(ImapRequestLineReader in, boolean apart) {
      this.in = in;
      this.apart = apart;
    }

    List<Group> groups() throws DecodingException {
      List<Group> groups = new ArrayList<>();
      in.nextWordChar();
      do {
        in.consumeChar('(');
        groups.add(group());
        in.nextWordChar();
        in.consumeChar(')');
      } while (in.nextWordCharLenient().isPresent());
      return groups;
    }

    private Group group() throws DecodingException {
      Filter filter = filter(ListParser.word(in));
      List<String> names = filter.isNamed() ? names() : List.of();
      Set<Event> events = EnumSet.noneOf(Event.class);
      Optional<FetchData> ofNew = Optional.empty();
      boolean listed = in.nextWordChar() == '(';
      if (listed) {
        in.consumeChar('(');
      }
      while (in.nextWordChar() != ')') {
        if (event(ListParser.word(in), events) && in.nextWordChar() == '(') {
          if (!filter.ofSelected()) {
            throw ListParser.wrong("items are told of the selected mailbox only"); // 5465 §8
          }
          FetchData.Builder fetch = FetchData.builder();
          FetchItems.read(in, fetch);
          ofNew = Optional.of(fetch.build());
        }
      }
      if (listed) {
        in.consumeChar(')');
      }
      check(filter, events);
      return new Group(filter, names, events, ofNew);
    }

    private Filter filter(String word) throws DecodingException {
      Filter filter;
      try {
        filter = Filter.valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
      } catch (IllegalArgumentException e) {
        throw ListParser.wrong("unknown mailboxes");
      }
      if (filter.ofSelected() && selected) {
        throw ListParser.wrong("the selected mailbox is named once"); // 5465 §6.1
      }
      selected |= filter.ofSelected();
      return filter;
    }

    private List<String> names() throws DecodingException {
      List<String> read = new ArrayList<>();
      if (in.nextWordChar() == '(') {
        in.consumeChar('(');
        while (in.nextWordChar() != ')') {
          read.add(in.mailbox());
        }
        in.consumeChar(')');
      } else {
        read.add(in.mailbox());
      }
      names += read.size();
      if (names > MOST_NAMES) {
        throw ListParser.wrong("too many mailboxes");
      }
      return read;
    }

    /** Adds an event; true for that which may want items. */
    private boolean event(String word, Set<Event> events) throws DecodingException {
      if (word.isEmpty()) {
        throw ListParser.wrong("an event is missing");
      }
      if (word.equals("NONE")) {
        return false;
      }
      Optional<Event> event = Event.of(word);
      supported &= event.isPresent();
      event.ifPresent(events::add);
      return event.filter(Event.MESSAGE_NEW::equals).isPresent();
    }

    private void check(Filter filter, Set<Event> events) throws DecodingException {
      if (apart && !filter.ofSelected() && events.stream().anyMatch(Event::ofMessages)) {
        events.add(Event.MESSAGE_NEW);
        events.add(Event.MESSAGE_EXPUNGE);
      }
      boolean come = events.contains(Event.MESSAGE_NEW);
      boolean go = events.contains(Event.MESSAGE_EXPUNGE);
      if (come != go || (events.contains(Event.FLAG_CHANGE) && !come)) {
        throw ListParser.wrong("events of messages are asked for together"); // 5465 §5
      }
      if (filter.ofSelected() && !events.stream().allMatch(Event::ofMessages)) {
        throw ListParser.wrong("only events of messages have a selected mailbox"); // 5465 §6.1
      }
    }
  }
}
