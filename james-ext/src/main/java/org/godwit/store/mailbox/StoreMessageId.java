package org.godwit.store.mailbox;

import java.security.SecureRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.james.mailbox.model.MessageId;

/**
 * A message, the same in all mailboxes of an account that hold a copy. A UUID of version 7 (RFC
 * 9562 §5.7): the time first, so that new messages are neighbours in an index, then chance. Those
 * of one factory are in the order they were made.
 */
public record StoreMessageId(UUID uuid) implements MessageId {

  /** Makes ids, and reads what {@link #serialize} wrote. Safe for many threads. */
  public static final class Factory implements MessageId.Factory {
    private static final int COUNTER_BITS = 12; // 9562 §6.2: a counter within the millisecond

    private static final int COUNTER_MASK = (1 << COUNTER_BITS) - 1;

    private final SecureRandom random = new SecureRandom();
    private final AtomicLong last = new AtomicLong();

    /**
     * The id that a text stands for.
     *
     * @throws IllegalArgumentException when it is none of ours
     */
    @Override
    public StoreMessageId fromString(String text) {
      return new StoreMessageId(UUID.fromString(text));
    }

    @Override
    public StoreMessageId generate() {
      long now = System.currentTimeMillis() << COUNTER_BITS;
      long stamp = last.updateAndGet(before -> Math.max(before + 1, now));
      long time = stamp >>> COUNTER_BITS;
      long high = (time << 16) | 0x7000 | (stamp & COUNTER_MASK);
      long low = 0x8000_0000_0000_0000L | (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL);
      return new StoreMessageId(new UUID(high, low));
    }
  }

  static UUID uuidOf(MessageId id) {
    return ((StoreMessageId) id).uuid;
  }

  @Override
  public String serialize() {
    return uuid.toString();
  }

  @Override
  public boolean isSerializable() {
    return true;
  }

  @Override
  public String toString() {
    return serialize();
  }
}
