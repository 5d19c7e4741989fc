package org.godwit.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the server promised about the mail of one account, written down by its clients. Safe for
 * many threads.
 */
final class Ledger {

  /** What must become of a letter. */
  enum Fate {
    /** Nothing was promised: it may be there, whole, or not. */
    OPEN,
    /** It was acknowledged. */
    KEPT,
    /** It was refused, or its expunge was acknowledged. */
    GONE
  }

  /** One message as it was found. */
  record Found(String mailbox, long uid, int letter) {}

  /** A place that is never given twice. */
  record Place(String mailbox, long uid) {}

  private final Map<Integer, Fate> fates = new ConcurrentHashMap<>();
  private final AtomicLong promises = new AtomicLong();
  private final Map<Integer, String> homes = new ConcurrentHashMap<>();
  private final Map<Place, Integer> places = new ConcurrentHashMap<>();
  private final Map<String, Long> modseqs = new ConcurrentHashMap<>();
  private final Map<String, Long> highestUids = new ConcurrentHashMap<>();

  /** A client begins to send it, or to expunge it. */
  void open(int letter) {
    fates.put(letter, Fate.OPEN);
  }

  /** The server has said yes, or no, to what was open. */
  void close(int letter, Fate fate) {
    promises.incrementAndGet();
    fates.computeIfPresent(letter, (key, before) -> before == Fate.OPEN ? fate : before);
  }

  /** It is in this mailbox, or, with null, nobody knows in which. */
  void home(int letter, String mailbox) {
    if (mailbox == null) {
      homes.remove(letter);
    } else {
      homes.put(letter, mailbox);
    }
  }

  /** A message was seen at a place, or said to be there. */
  void seen(String mailbox, long uid, int letter) {
    Integer before = places.putIfAbsent(new Place(mailbox, uid), letter);
    assertThat(before == null ? letter : before)
        .as("the letter that has or had UID %d of %s", uid, mailbox)
        .isEqualTo(letter);
    highestUids.merge(mailbox, uid, Math::max);
  }

  /** HIGHESTMODSEQ of a mailbox was told; the clients of one mailbox ask one after the other. */
  void modseq(String mailbox, long told) {
    Long before = modseqs.put(mailbox, told);
    assertThat(told)
        .as("HIGHESTMODSEQ of %s", mailbox)
        .isGreaterThanOrEqualTo(before == null ? 0 : before);
  }

  /** UIDNEXT of a mailbox was told, by a server that nobody else talks to. */
  void uidNext(String mailbox, long told) {
    assertThat(told)
        .as("UIDNEXT of %s", mailbox)
        .isGreaterThan(highestUids.getOrDefault(mailbox, 0L));
  }

  /** All that is there, while nobody changes it. What was open is settled by it. */
  void settle(List<Found> all) {
    Map<Integer, Found> found = new HashMap<>();
    for (Found message : all) {
      Found twin = found.put(message.letter(), message);
      assertThat(twin).as("there twice: %s and %s", message, twin).isNull();
      seen(message.mailbox(), message.uid(), message.letter());
      String home = homes.get(message.letter());
      assertThat(message.mailbox())
          .as("%s", message)
          .isEqualTo(home == null ? message.mailbox() : home);
      homes.put(message.letter(), message.mailbox());
    }
    fates.forEach(
        (letter, fate) -> {
          boolean isThere = found.containsKey(letter);
          if (fate == Fate.KEPT) {
            assertThat(isThere).as("letter %d was acknowledged and is there", letter).isTrue();
          } else if (fate == Fate.GONE) {
            assertThat(isThere)
                .as("letter %d was refused or expunged, and is there", letter)
                .isFalse();
          }
        });
    assertThat(fates.keySet()).as("letters that were sent").containsAll(found.keySet());
    fates.replaceAll((letter, fate) -> found.containsKey(letter) ? Fate.KEPT : Fate.GONE);
  }

  /** Promises so far. */
  long acknowledged() {
    return promises.get();
  }
}
