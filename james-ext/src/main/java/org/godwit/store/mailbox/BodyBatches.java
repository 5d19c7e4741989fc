package org.godwit.store.mailbox;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.james.mailbox.store.mail.model.MailboxMessage;

/**
 * Gives messages their bytes, batch by batch: one statement for some 8 MB, of which only one batch
 * is in memory. For one thread.
 */
final class BodyBatches implements Iterator<List<MailboxMessage>> {

  private static final int MOST = 200;
  private static final long BYTES = 8L * 1024 * 1024;

  private final MessageBodies bodies;
  private final List<StoredMessage> messages;
  private int next;

  BodyBatches(MessageBodies bodies, List<StoredMessage> messages) {
    this.bodies = bodies;
    this.messages = messages;
  }

  @Override
  public boolean hasNext() {
    return next < messages.size();
  }

  @Override
  public List<MailboxMessage> next() {
    int first = next;
    long bytes = 0;
    while (hasNext() && next - first < MOST && bytes < BYTES) {
      bytes += messages.get(next).getFullContentOctets();
      next++;
    }
    return withBodies(messages.subList(first, next));
  }

  private List<MailboxMessage> withBodies(List<StoredMessage> batch) {
    Map<StoreMessageId, MessageContent.Source> sources = new HashMap<>();
    batch.stream()
        .collect(Collectors.groupingBy(message -> message.row().mailbox().account()))
        .forEach((account, theirs) -> sources.putAll(bodies.find(account, ids(theirs))));
    List<MailboxMessage> filled = new ArrayList<>();
    for (StoredMessage message : batch) {
      MessageContent.Source source = sources.get(message.row().id());
      // Gone meanwhile: it stays as it was, and says so when it is read.
      filled.add(source == null ? message : message.with(source));
    }
    return filled;
  }

  private static List<StoreMessageId> ids(List<StoredMessage> messages) {
    return messages.stream().map(message -> message.row().id()).distinct().toList();
  }
}
