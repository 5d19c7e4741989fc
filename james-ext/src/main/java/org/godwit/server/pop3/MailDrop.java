package org.godwit.server.pop3;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.FetchGroup;
import org.apache.james.mailbox.model.MessageRange;
import org.apache.james.mailbox.model.MessageResult;

/**
 * An INBOX as it was when somebody logged in. Messages are numbered from 1. Used by one thread at a
 * time.
 */
final class MailDrop implements AutoCloseable {

  private final MessageManager inbox;
  private final MailboxSession session;
  private final Runnable unlock;
  private final long validity;
  private final long[] uids;
  private final long[] sizes;
  private final BitSet deleted = new BitSet();

  /** Reads what is there: a handful of round trips, whatever the number of messages. */
  MailDrop(
      MessageManager inbox,
      MailboxSession session,
      Supplier<Map<Long, Integer>> lackingOctets,
      Runnable unlock)
      throws MailboxException {
    this.inbox = inbox;
    this.session = session;
    this.unlock = unlock;
    this.validity = inbox.getMailboxEntity().getUidValidity().asLong();
    Iterator<MessageResult> messages =
        inbox.getMessages(MessageRange.all(), FetchGroup.MINIMAL, session);
    long[] foundUids = new long[1024];
    long[] foundSizes = new long[1024];
    int count = 0;
    while (messages.hasNext()) {
      MessageResult message = messages.next();
      if (count == foundUids.length) {
        foundUids = java.util.Arrays.copyOf(foundUids, count * 2);
        foundSizes = java.util.Arrays.copyOf(foundSizes, count * 2);
      }
      foundUids[count] = message.getUid().asLong();
      foundSizes[count] = message.getSize();
      count++;
    }
    this.uids = java.util.Arrays.copyOf(foundUids, count);
    this.sizes = java.util.Arrays.copyOf(foundSizes, count);
    addLineEnds(lackingOctets.get());
  }

  /** 1939 §11: sizes are as messages are sent, where every line ends with CRLF. */
  private void addLineEnds(Map<Long, Integer> lackingOctets) {
    for (int i = 0; i < uids.length; i++) {
      sizes[i] += lackingOctets.getOrDefault(uids[i], 0);
    }
  }

  /** The highest number. */
  int highest() {
    return uids.length;
  }

  /** Whether there is a message of that number, not marked as deleted. */
  boolean has(int number) {
    return number >= 1 && number <= uids.length && !deleted.get(number);
  }

  int count() {
    return uids.length - deleted.cardinality();
  }

  long size() {
    long sum = 0;
    for (int number = 1; number <= uids.length; number++) {
      sum += has(number) ? sizes[number - 1] : 0;
    }
    return sum;
  }

  long size(int number) {
    return sizes[number - 1];
  }

  /** A name that no other message of this mailbox ever has. 1939 §7. */
  String uniqueId(int number) {
    return validity + "-" + uids[number - 1];
  }

  /**
   * A message's bytes.
   *
   * @return empty when somebody else has removed it meanwhile
   */
  Optional<InputStream> open(int number) throws MailboxException, IOException {
    MessageRange one = MessageUid.of(uids[number - 1]).toRange();
    Iterator<MessageResult> found = inbox.getMessages(one, FetchGroup.FULL_CONTENT, session);
    return found.hasNext()
        ? Optional.of(found.next().getFullContent().getInputStream())
        : Optional.empty();
  }

  void delete(int number) {
    deleted.set(number);
  }

  void undelete() {
    deleted.clear();
  }

  /** Removes what was marked. */
  void commit() throws MailboxException {
    if (deleted.isEmpty()) {
      return;
    }
    List<MessageUid> gone = new ArrayList<>();
    deleted.stream().forEach(number -> gone.add(MessageUid.of(uids[number - 1])));
    inbox.delete(gone, session);
    deleted.clear();
  }

  /** Lets others in. Nothing is removed. */
  @Override
  public void close() {
    unlock.run();
  }
}
