package org.godwit.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.godwit.search.strings.Dictionaries;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The indexes of all accounts, of which only so many are open: the ones that were used last. Safe
 * for many threads.
 */
final class Indexes implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Indexes.class);

  private final Path folder;
  private final int mostOpen;
  private final Dictionaries dictionaries;
  private final Map<Long, Slot> slots = new LinkedHashMap<>(16, 0.75f, true);
  private boolean closed;

  /** An account's place: who uses it, and its index when that is open. */
  private static final class Slot {
    private final ReentrantLock changing = new ReentrantLock();
    private AccountIndex index;
    private int users;
    private long usedAt;
  }

  /**
   * Opens nothing yet.
   *
   * @param folder for a folder of each account
   * @param dictionaries of all of them
   */
  Indexes(Path folder, int mostOpen, Dictionaries dictionaries) {
    this.folder = folder;
    this.mostOpen = mostOpen;
    this.dictionaries = dictionaries;
  }

  /** The use of an account's index, which stays open as long. To be closed by whoever took it. */
  final class Lease implements AutoCloseable {
    private final long account;
    private final Slot slot;
    private final boolean searching;

    private Lease(long account, Slot slot, boolean searching) {
      this.account = account;
      this.slot = slot;
      this.searching = searching;
    }

    /** The index; opened, or begun anew when somebody damaged its files. */
    AccountIndex index() {
      synchronized (slot) {
        try {
          if (slot.index != null && slot.index.isDamaged()) {
            LOG.warn("a search index was damaged, and will be built anew: account {}", account);
            discard();
          }
          if (slot.index == null) {
            slot.index = AccountIndex.open(place(), dictionaries);
          }
          return slot.index;
        } catch (IOException e) {
          throw new UncheckedIOException("opening a search index", e);
        }
      }
    }

    private Path place() {
      return folder.resolve(Long.toString(account));
    }

    /** Throws away what is there. */
    void discard() throws IOException {
      synchronized (slot) {
        AccountIndex damaged = slot.index;
        slot.index = null;
        if (damaged == null) {
          AccountIndex.remove(place());
        } else {
          damaged.discard();
        }
      }
    }

    /** Held by whoever changes the index. */
    ReentrantLock changing() {
      return slot.changing;
    }

    @Override
    public void close() {
      synchronized (slots) {
        slot.users--;
        slot.usedAt = searching || slot.usedAt == 0 ? System.nanoTime() : slot.usedAt;
        shrink(mostOpen, Long.MAX_VALUE);
      }
    }
  }

  /** Takes the use of an account's index, for a search. */
  Lease use(long account) {
    return use(account, true);
  }

  /** The same for work on it, which does not keep it from being closed when nobody searches. */
  Lease tend(long account) {
    return use(account, false);
  }

  private Lease use(long account, boolean searching) {
    synchronized (slots) {
      if (closed) {
        throw new IllegalStateException("the server stops");
      }
      Slot slot = slots.computeIfAbsent(account, number -> new Slot());
      slot.users++;
      return new Lease(account, slot, searching);
    }
  }

  /** Accounts whose indexes are open. */
  List<Long> open() {
    synchronized (slots) {
      return List.copyOf(slots.keySet());
    }
  }

  /** Accounts that have an index here, open or not. */
  List<Long> all() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> accounts = Files.list(folder)) {
      return accounts
          .map(account -> account.getFileName().toString())
          .filter(name -> name.matches("\\d{1,18}"))
          .map(Long::valueOf)
          .toList();
    }
  }

  /** Closes those that nobody has used for so long. */
  void closeIdle(long nanos) {
    synchronized (slots) {
      shrink(Integer.MAX_VALUE, nanos);
    }
  }

  private void shrink(int most, long idle) {
    Iterator<Slot> eldestFirst = slots.values().iterator();
    int open = slots.size();
    while (eldestFirst.hasNext()) {
      Slot slot = eldestFirst.next();
      boolean tooMany = open > most;
      if (slot.users == 0 && (tooMany || System.nanoTime() - slot.usedAt > idle)) {
        eldestFirst.remove();
        open--;
        close(slot);
      }
    }
  }

  private static void close(Slot slot) {
    synchronized (slot) {
      if (slot.index != null) {
        try {
          slot.index.close();
        } catch (IOException | RuntimeException e) {
          LOG.warn("a search index did not close cleanly; it is caught up or built anew", e);
        }
        slot.index = null;
      }
    }
  }

  @Override
  public void close() {
    synchronized (slots) {
      closed = true;
      slots.values().forEach(Indexes::close);
      slots.clear();
    }
  }
}
