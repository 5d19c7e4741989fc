package org.godwit.imap.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.decode.DecodingException;
import org.apache.james.imap.main.PathConverter;
import org.apache.james.imap.message.Literal;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.MailboxNotFoundException;
import org.apache.james.mailbox.model.MailboxACL;
import org.apache.james.mailbox.model.MessageRange;
import org.godwit.imap.fetch.FetchItems;
import org.godwit.imap.fetch.SectionOctets;
import org.godwit.store.mailbox.MessageReading;
import org.godwit.store.mailbox.MessageView;

/**
 * Puts messages together from what came and from what is here (RFC 4469 §3), for one command. What
 * is here is read while the new message is written, piece by piece, and is not marked as seen.
 */
final class Catenation {
  private static final MessageReading.Wanted PARTS =
      new MessageReading.Wanted(true, true, false, false);

  /** What the user may not read or what is not there, which are the same to a client. */
  static final class BadUrl extends Exception {
    private static final long serialVersionUID = 1L;
    private final String url;

    private BadUrl(String url) {
      super("a URL names no message part", null, false, false);
      this.url = url;
    }

    /** The response code, in which no bracket may close too early. */
    String code() {
      return url.matches("[ -\\\\^-~]+") ? "[BADURL " + url + "] " : ""; // 4469 §5
    }
  }

  private final MailboxManager mailboxes;
  private final MessageReading messages;
  private final ImapSession session;
  private final Map<Optional<String>, Optional<MessageManager>> known = new HashMap<>();

  Catenation(MailboxManager mailboxes, MessageReading messages, ImapSession session) {
    this.mailboxes = mailboxes;
    this.messages = messages;
    this.session = session;
  }

  /** The octets of a message. One or two statements for each URL. */
  Literal octets(List<AppendMessages.Piece> pieces) throws MailboxException, BadUrl {
    List<Literal> parts = new ArrayList<>();
    for (AppendMessages.Piece piece : pieces) {
      parts.add(
          switch (piece) {
            case AppendMessages.Text text -> text.octets();
            case AppendMessages.Url url -> part(url.url());
          });
    }
    return parts.size() == 1 ? parts.getFirst() : new Together(parts);
  }

  private Literal part(String text) throws MailboxException, BadUrl {
    MessageUrl url = MessageUrl.of(text).orElseThrow(() -> new BadUrl(text));
    MessageManager mailbox = readable(url.mailbox()).orElseThrow(() -> new BadUrl(text));
    long validity = mailbox.getMailboxEntity().getUidValidity().asLong();
    if (url.uidValidity().orElse(validity) != validity) {
      throw new BadUrl(text);
    }
    MessageRange one = MessageRange.one(MessageUid.of(url.uid()));
    Iterator<MessageView> found =
        messages.read(session.getMailboxSession(), mailbox.getId(), one, PARTS);
    if (!found.hasNext()) {
      throw new BadUrl(text);
    }
    return section(url, found.next()).orElseThrow(() -> new BadUrl(text));
  }

  private static Optional<Literal> section(MessageUrl url, MessageView message) {
    Long first = url.first().isPresent() ? url.first().getAsLong() : null;
    Long octets = url.octets().isPresent() ? url.octets().getAsLong() : null;
    try {
      return SectionOctets.of(message, FetchItems.body(url.section(), first, octets));
    } catch (DecodingException e) {
      return Optional.empty();
    }
  }

  private Optional<MessageManager> readable(Optional<String> name) throws MailboxException {
    if (!known.containsKey(name)) {
      known.put(name, find(name));
    }
    return known.get(name);
  }

  private Optional<MessageManager> find(Optional<String> name) throws MailboxException {
    if (name.isEmpty() && session.getSelected() == null) {
      return Optional.empty();
    }
    try {
      MessageManager mailbox =
          name.isEmpty()
              ? OwnSelection.of(session, mailboxes)
              : mailboxes.getMailbox(
                  PathConverter.forSession(session).buildFullPath(name.get()),
                  session.getMailboxSession());
      boolean may =
          mailboxes.hasRight(
              mailbox.getMailboxEntity(), MailboxACL.Right.Read, session.getMailboxSession());
      return may ? Optional.of(mailbox) : Optional.empty();
    } catch (MailboxNotFoundException e) {
      return Optional.empty();
    }
  }

  /** One after the other; each is opened when the one before was read. */
  private record Together(List<Literal> parts) implements Literal {
    @Override
    public long size() throws IOException {
      long size = 0;
      for (Literal part : parts) {
        size += part.size();
      }
      return size;
    }

    @Override
    public InputStream getInputStream() {
      return new SequenceInputStream(new InTurn(parts.iterator()));
    }
  }

  @SuppressWarnings("JdkObsolete") // SequenceInputStream takes nothing else
  private record InTurn(Iterator<Literal> parts) implements Enumeration<InputStream> {
    @Override
    public boolean hasMoreElements() {
      return parts.hasNext();
    }

    @Override
    public InputStream nextElement() {
      if (!parts.hasNext()) {
        throw new NoSuchElementException();
      }
      try {
        return parts.next().getInputStream();
      } catch (IOException e) {
        throw new java.io.UncheckedIOException("reading a part", e);
      }
    }
  }
}
