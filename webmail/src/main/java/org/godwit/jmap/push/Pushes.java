package org.godwit.jmap.push;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.godwit.jmap.Json;
import org.godwit.store.StoreException;
import org.godwit.store.account.PushSubscriptions;
import org.godwit.store.account.PushSubscriptions.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells push services what has changed (8620 §7.2). A subscription has one message under way at
 * most, and some seconds between two; all of them together have a number of connections. A message
 * that cannot be sent is tried some times, further and further apart; then the subscription ends,
 * and its client sees that it is gone. After a restart what has changed meanwhile is not told. Of
 * several nodes one tells; the others remember for a while what they would have told.
 *
 * <p>Safe for many threads.
 */
final class Pushes {
  private static final Logger LOG = LoggerFactory.getLogger(Pushes.class);
  private static final int CONNECTIONS = 50;
  private static final Duration OTHERS_PATIENCE = Duration.ofMinutes(1); // then they have told it
  private static final String KEEP_SECONDS = "86400"; // by the service, while a client is away

  private final PushSubscriptions store;
  private final PushPost post;
  private final Vapid vapid;
  private final BooleanSupplier mine;
  private final PushCipher cipher = new PushCipher();
  private final Semaphore connections = new Semaphore(CONNECTIONS);
  private final ExecutorService workers =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("push-", 0).factory());
  private final ConcurrentMap<Long, Set<Recipient>> byAccount = new ConcurrentHashMap<>();
  private final ConcurrentMap<Long, Follower> followers = new ConcurrentHashMap<>();
  private volatile Following following;

  Pushes(PushSubscriptions store, PushPost post, Vapid vapid, BooleanSupplier mine) {
    this.store = store;
    this.post = post;
    this.vapid = vapid;
    this.mine = mine;
  }

  /** Follows what an account sees. */
  @FunctionalInterface
  interface Following {
    Follower of(Subscription whose, Runnable news);
  }

  /** Begins to tell. Some statements for each account that has subscriptions; does not wait. */
  void start(Following whom) {
    following = whom;
    loadSoon();
  }

  /** Subscriptions have changed. Does not wait. */
  void loadSoon() {
    workers.execute(
        () -> {
          try {
            load();
          } catch (StoreException e) { // it is tried again every minute
            LOG.warn("push subscriptions cannot be read now", e);
          }
        });
  }

  /** Forgets subscriptions that count no more, also those that another node has ended. */
  void purge() {
    store.purge();
    load();
  }

  private synchronized void load() {
    Map<Long, List<Subscription>> now =
        store.verified().stream().collect(Collectors.groupingBy(Subscription::account));
    for (Long account : Set.copyOf(byAccount.keySet())) {
      if (!now.containsKey(account)) {
        byAccount.remove(account);
        Optional.ofNullable(followers.remove(account)).ifPresent(Follower::leave);
      }
    }
    now.forEach(
        (account, subscriptions) -> {
          byAccount.put(account, recipients(account, subscriptions));
          if (!followers.containsKey(account)) {
            followers.put(account, following.of(subscriptions.getFirst(), () -> soon(account)));
          }
        });
  }

  private Set<Recipient> recipients(long account, List<Subscription> subscriptions) {
    Map<UUID, Recipient> known = new HashMap<>();
    byAccount
        .getOrDefault(account, Set.of())
        .forEach(recipient -> known.put(recipient.subscription().id(), recipient));
    Set<Recipient> recipients = new HashSet<>();
    for (Subscription subscription : subscriptions) {
      Recipient recipient =
          known.computeIfAbsent(subscription.id(), id -> new Recipient(subscription));
      recipient.subscription(subscription);
      recipients.add(recipient);
    }
    return Set.copyOf(recipients);
  }

  private void soon(long account) {
    workers.execute(
        () -> {
          Follower follower = followers.get(account);
          if (follower != null) {
            follower
                .take()
                .ifPresent(
                    change ->
                        byAccount.getOrDefault(account, Set.of()).forEach(it -> it.tell(change)));
            byAccount.getOrDefault(account, Set.of()).forEach(this::send);
          }
        });
  }

  /** Sends what has waited for its time. Never waits. */
  void tick() {
    byAccount.values().forEach(recipients -> recipients.forEach(this::send));
  }

  private void send(Recipient recipient) {
    if (mine.getAsBoolean()) {
      recipient.take().ifPresent(change -> workers.execute(() -> send(recipient, change)));
    } else {
      recipient.forget(OTHERS_PATIENCE);
    }
  }

  private void send(Recipient recipient, ObjectNode change) {
    Subscription to = recipient.subscription();
    try {
      PushPost.Answer answer = send(to, change);
      if (answer.status() / 100 == 2) {
        recipient.settled();
      } else if (answer.status() == 404 || answer.status() == 410) { // RFC 8030, section 7.3
        end(to, "its push service knows it no more");
      } else {
        again(recipient, change, Duration.ofSeconds(answer.retryAfter()));
      }
    } catch (IOException e) {
      LOG.debug("a push service was not reached", e);
      again(recipient, change, Duration.ZERO);
    }
  }

  private void again(Recipient recipient, ObjectNode change, Duration pause) {
    if (!recipient.failed(change, pause)) {
      end(recipient.subscription(), "its push service does not take messages");
    }
  }

  private void end(Subscription subscription, String why) {
    LOG.atInfo()
        .addKeyValue("account", subscription.account())
        .addKeyValue("subscription", subscription.id())
        .log("a push subscription ends, because {}", why);
    byAccount.computeIfPresent(
        subscription.account(),
        (account, all) ->
            all.stream()
                .filter(one -> !one.subscription().id().equals(subscription.id()))
                .collect(Collectors.toUnmodifiableSet()));
    try {
      store.remove(subscription.account(), subscription.id());
    } catch (StoreException e) { // it will be tried and ended anew
      LOG.warn("a push subscription is not ended", e);
    }
  }

  /** Sends a new subscription the code that proves that messages arrive (8620 §7.2.2). */
  void verify(Subscription fresh) {
    ObjectNode verification =
        Json.object()
            .put("@type", "PushVerification")
            .put("pushSubscriptionId", fresh.id().toString())
            .put("verificationCode", fresh.code());
    workers.execute(
        () -> {
          try {
            send(fresh, verification);
          } catch (IOException e) { // the client may subscribe anew
            LOG.debug("a push service was not reached for a verification", e);
          }
        });
  }

  private PushPost.Answer send(Subscription to, ObjectNode message) throws IOException {
    URI uri = URI.create(to.url());
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("TTL", KEEP_SECONDS);
    headers.put("Urgency", "normal");
    headers.put("Content-Type", "application/json"); // 8620 §7.2
    if (message.get("@type").textValue().equals("StateChange")) {
      // a later one stands for those that were not fetched yet
      headers.put("Topic", to.id().toString().replace("-", ""));
    }
    headers.put("Authorization", vapid.authorization(uri)); // 9749 §4: every message
    byte[] content = Json.write(message);
    if (to.keys().isPresent()) {
      headers.put("Content-Encoding", "aes128gcm");
      content = cipher.encrypt(to.keys().get(), content);
    }
    connections.acquireUninterruptibly();
    try {
      return post.send(uri, headers, content);
    } finally {
      connections.release();
    }
  }

  Stream<Follower> followers() {
    return followers.values().stream();
  }

  void stop() {
    followers.values().forEach(Follower::leave);
    followers.clear();
    byAccount.clear();
    workers.shutdownNow();
  }
}
