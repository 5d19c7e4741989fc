package org.godwit.jmap.push;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.NanoTime;
import org.godwit.jmap.Json;

/**
 * One response that does not end (8620 §7.3). At most one write is under way; what comes meanwhile
 * is told with the next one. Safe for many threads, none of which waits.
 */
final class EventStream implements Live.Connection {

  /** So often something is written, that a dead client is noticed and no proxy gives up. */
  private static final Duration SILENCE = Duration.ofSeconds(25);

  private static final byte[] COMMENT = ":\n\n".getBytes(StandardCharsets.US_ASCII);

  private final Wish wish;
  private final Login login;
  private final Response response;
  private final Callback callback;
  private final Runnable gone;
  private Follower follower;
  private boolean started;
  private boolean writing;
  private boolean ending;
  private boolean ended;
  private long lastEvent = NanoTime.now();
  private long lastWrite = NanoTime.now();

  /**
   * One that is silent until {@link #start}.
   *
   * @param gone called once, when it has ended
   */
  EventStream(Wish wish, Login login, Response response, Callback callback, Runnable gone) {
    this.wish = wish;
    this.login = login;
    this.response = response;
    this.callback = callback;
    this.gone = gone;
  }

  /** Tells the client that it is followed, and from where on. */
  void start(Follower its) {
    synchronized (this) {
      follower = its;
      started = true;
      writing = true;
    }
    // An id without data sets what the client comes back with, and is no event.
    write(("id: " + its.id() + "\n\n").getBytes(StandardCharsets.US_ASCII), false);
  }

  @Override
  public Login login() {
    return login;
  }

  @Override
  public Follower follower() {
    return follower;
  }

  @Override
  public void tick() {
    go();
  }

  @Override
  public void end() {
    synchronized (this) {
      ending = true;
    }
    go();
  }

  /** Writes what there is to write, unless a write is under way. */
  void go() {
    byte[] next;
    boolean last;
    synchronized (this) {
      if (!started || writing || ended) {
        return;
      }
      next = ending ? new byte[0] : next();
      last = ending;
      if (next.length == 0 && !last) {
        return;
      }
      writing = true;
      lastWrite = NanoTime.now();
    }
    write(next, last);
  }

  private byte[] next() {
    Optional<ObjectNode> change = follower.take();
    if (change.isPresent()) {
      lastEvent = NanoTime.now();
      ending = wish.once(); // 8620 §7.3: closeafter
      return event("state", change.get(), follower.id());
    }
    if (wish.ping() > 0 && NanoTime.secondsSince(lastEvent) >= wish.ping()) {
      lastEvent = NanoTime.now();
      return event("ping", Json.object().put("interval", wish.ping()), follower.id());
    }
    return NanoTime.since(lastWrite) >= SILENCE.toNanos() ? COMMENT : new byte[0];
  }

  private static byte[] event(String name, ObjectNode data, String id) {
    String text =
        "event: %s\nid: %s\ndata: %s\n\n"
            .formatted(name, id, new String(Json.write(data), StandardCharsets.UTF_8));
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void write(byte[] bytes, boolean last) {
    response.write(last, ByteBuffer.wrap(bytes), Callback.from(() -> wrote(last), this::failed));
  }

  private void wrote(boolean last) {
    synchronized (this) {
      writing = false;
      if (last) {
        if (ended) {
          return;
        }
        ended = true;
      }
    }
    if (last) {
      gone.run();
      callback.succeeded();
    } else {
      go();
    }
  }

  /** The client is away. */
  void failed(Throwable why) {
    synchronized (this) {
      if (ended) {
        return;
      }
      ended = true;
    }
    gone.run();
    callback.failed(why);
  }

  /** What a client asks for in the address. */
  record Wish(Predicate<String> types, boolean once, int ping, Map<Long, Long> since) {}
}
