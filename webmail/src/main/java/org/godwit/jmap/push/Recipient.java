package org.godwit.jmap.push;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.util.NanoTime;
import org.godwit.jmap.Json;
import org.godwit.store.account.PushSubscriptions.Subscription;

/**
 * One subscription, and what it is still to be told. Of two states of a type only the later one is
 * kept, so that it stays small however long its push service is away. Safe for many threads.
 */
final class Recipient {
  private static final int MOST_ACCOUNTS = 20; // in a message, which has a most size
  private static final int ATTEMPTS = 5;
  private static final Duration REST = Duration.ofSeconds(2); // at least, between two messages

  private final ObjectNode pending = Json.object();
  private Subscription subscription;
  private boolean busy;
  private int failures;
  private long notBefore = NanoTime.now();
  private long pendingSince;

  Recipient(Subscription subscription) {
    this.subscription = subscription;
  }

  synchronized Subscription subscription() {
    return subscription;
  }

  synchronized void subscription(Subscription changed) {
    subscription = changed;
  }

  /** Adds to what it is to be told. */
  synchronized void tell(ObjectNode change) {
    if (pending.isEmpty()) {
      pendingSince = NanoTime.now();
    }
    for (Map.Entry<String, JsonNode> account : change.get("changed").properties()) {
      for (Map.Entry<String, JsonNode> type : account.getValue().properties()) {
        if (subscription.types().isEmpty() || subscription.types().get().contains(type.getKey())) {
          pending.withObjectProperty(account.getKey()).set(type.getKey(), type.getValue());
        }
      }
    }
  }

  /** The next message, when there is one and its time has come; then {@link #settled} is due. */
  synchronized Optional<ObjectNode> take() {
    if (busy || pending.isEmpty() || NanoTime.until(notBefore) > 0) {
      return Optional.empty();
    }
    busy = true;
    ObjectNode changed = Json.object();
    Iterator<Map.Entry<String, JsonNode>> accounts = pending.properties().iterator();
    while (accounts.hasNext() && changed.size() < MOST_ACCOUNTS) {
      Map.Entry<String, JsonNode> account = accounts.next();
      changed.set(account.getKey(), account.getValue());
    }
    changed.fieldNames().forEachRemaining(pending::remove);
    return Optional.of(Json.object().put("@type", "StateChange").set("changed", changed));
  }

  /** Forgets what waits for longer than this: another node has told it. */
  synchronized void forget(Duration patience) {
    if (!pending.isEmpty() && NanoTime.since(pendingSince) > patience.toNanos()) {
      pending.removeAll();
    }
  }

  /** It was sent. */
  synchronized void settled() {
    busy = false;
    failures = 0;
    notBefore = NanoTime.now() + REST.toNanos();
  }

  /**
   * It was not sent, and is to be tried again.
   *
   * @param pause that the push service asked for; zero when it did not
   * @return false when that was often enough
   */
  synchronized boolean failed(ObjectNode change, Duration pause) {
    busy = false;
    failures++;
    for (Map.Entry<String, JsonNode> account : change.get("changed").properties()) {
      for (Map.Entry<String, JsonNode> type : account.getValue().properties()) {
        ObjectNode there = pending.withObjectProperty(account.getKey());
        if (!there.has(type.getKey())) { // what came meanwhile is later
          there.set(type.getKey(), type.getValue());
        }
      }
    }
    Duration grown = Duration.ofSeconds(10L << (2 * failures));
    notBefore = NanoTime.now() + (pause.compareTo(grown) > 0 ? pause : grown).toNanos();
    return failures < ATTEMPTS;
  }
}
