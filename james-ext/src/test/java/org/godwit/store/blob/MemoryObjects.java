package org.godwit.store.blob;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.godwit.store.ObjectStore;
import org.godwit.store.StoreException;
import org.godwit.store.StoreUnavailable;

/** Object storage in memory, for tests of what the database says of it. */
final class MemoryObjects implements ObjectStore {

  final Map<String, byte[]> objects = new ConcurrentHashMap<>();
  private final AtomicLong names = new AtomicLong();
  private volatile boolean away;

  /** From now on nobody gets an answer, or does again. */
  void away(boolean now) {
    away = now;
  }

  private void answer() {
    if (away) {
      throw new StoreUnavailable("asking objects that are away", false, null);
    }
  }

  @Override
  public boolean takes(long bytes) {
    return bytes >= 100;
  }

  @Override
  public String newName(String about) {
    return about + "-" + names.incrementAndGet();
  }

  @Override
  public void put(String name, long length, Supplier<InputStream> bytes) {
    answer();
    try (InputStream in = bytes.get()) {
      objects.put(name, in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public byte[] get(String name) {
    answer();
    byte[] bytes = objects.get(name);
    if (bytes == null) {
      throw new StoreException("an object is not there", null);
    }
    return bytes;
  }

  @Override
  public void delete(String name) {
    answer();
    objects.remove(name);
  }

  @Override
  public void close() {
    objects.clear();
  }
}
