package org.godwit.jmap.push;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.godwit.jmap.Arguments;
import org.godwit.jmap.Exchange;
import org.godwit.jmap.Json;
import org.godwit.jmap.Limits;
import org.godwit.jmap.Method;
import org.godwit.jmap.MethodError;
import org.godwit.jmap.SetAnswer;
import org.godwit.jmap.SetError;
import org.godwit.store.account.PushSubscriptions;
import org.godwit.store.account.PushSubscriptions.Maker;
import org.godwit.store.account.PushSubscriptions.Subscription;

/** PushSubscription/set (8620 §7.2.2). */
final class PushSubscriptionSet implements Method {
  private static final int MOST_AN_HOUR = 60; // each makes us send something to somewhere
  private static final int CODE_BYTES = 24;
  private static final Set<String> CHANGEABLE = Set.of("verificationCode", "expires", "types");

  private final PushSubscriptions store;
  private final Pushes pushes;
  private final SubscriptionReader reader;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();
  private final Cache<Long, AtomicInteger> made =
      Caffeine.newBuilder().expireAfterWrite(Duration.ofHours(1)).maximumSize(100_000).build();

  PushSubscriptionSet(PushSubscriptions store, Pushes pushes, PushTargets targets, Clock clock) {
    this.store = store;
    this.pushes = pushes;
    this.reader = new SubscriptionReader(targets, clock);
    this.clock = clock;
  }

  @Override
  public ObjectNode answer(Arguments arguments, Exchange exchange) throws MethodError {
    Map<String, ObjectNode> create = arguments.creations("create");
    Map<String, ObjectNode> update = arguments.objects("update");
    List<String> destroy = arguments.texts("destroy").orElse(List.of());
    arguments.noOther(); // 8620 §7.2.2: no accountId, and no state
    if (create.size() + update.size() + destroy.size() > Limits.OBJECTS_IN_SET) {
      throw MethodError.requestTooLarge("there are more objects than maxObjectsInSet");
    }
    SetAnswer answer = new SetAnswer(exchange);
    create.forEach((id, given) -> create(id, given, exchange, answer));
    Map<String, Subscription> known = known(exchange);
    update.forEach((id, patch) -> update(id, known.get(meant(id, exchange)), patch, answer));
    destroy.forEach(id -> destroy(id, known.get(meant(id, exchange)), answer));
    if (answer.changedAnything()) {
      pushes.loadSoon();
    }
    return answer.json();
  }

  private static String meant(String id, Exchange exchange) {
    return exchange.resolve(id).orElse(id);
  }

  private Map<String, Subscription> known(Exchange exchange) {
    Map<String, Subscription> known = new LinkedHashMap<>();
    store
        .list(PushSubscriptionGet.maker(exchange))
        .forEach(one -> known.put(one.id().toString(), one));
    return known;
  }

  private void create(String creationId, ObjectNode given, Exchange exchange, SetAnswer answer) {
    Maker maker = PushSubscriptionGet.maker(exchange);
    try {
      Subscription fresh = fresh(given, exchange);
      if (made.get(maker.account(), id -> new AtomicInteger()).incrementAndGet() > MOST_AN_HOUR) {
        throw SetError.of("rateLimit", "Too many subscriptions within an hour.");
      }
      if (!store.add(maker, fresh)) {
        throw SetError.of("overQuota", "There may be " + PushSubscriptions.MOST + " of them.");
      }
      pushes.verify(fresh);
      answer.created(
          creationId,
          Json.object()
              .put("id", fresh.id().toString())
              .put("expires", fresh.expires().toString()));
    } catch (SetError e) {
      answer.notCreated(creationId, e);
    }
  }

  private Subscription fresh(ObjectNode given, Exchange exchange) throws SetError {
    byte[] code = new byte[CODE_BYTES];
    random.nextBytes(code);
    return new Subscription(
        exchange.viewer().account(),
        exchange.viewer().name().asString(),
        UUID.randomUUID(),
        reader.device(given),
        reader.url(given),
        reader.keys(given),
        reader.types(given),
        Base64.getUrlEncoder().withoutPadding().encodeToString(code),
        false,
        reader.expires(given));
  }

  private void update(String id, Subscription before, ObjectNode patch, SetAnswer answer) {
    try {
      if (before == null) {
        throw SetError.notFound();
      }
      Subscription after = changed(before, patch);
      store.update(after);
      if (patch.has("expires")) {
        answer.updated(id, Json.object().put("expires", after.expires().toString()));
      } else {
        answer.updated(id);
      }
    } catch (SetError e) {
      answer.notUpdated(id, e);
    }
  }

  private Subscription changed(Subscription before, ObjectNode patch) throws SetError {
    for (Map.Entry<String, JsonNode> entry : patch.properties()) {
      if (!CHANGEABLE.contains(entry.getKey())) {
        throw SetError.invalidProperties("It cannot be changed.", entry.getKey());
      }
    }
    boolean verified = before.verified();
    if (patch.has("verificationCode")) {
      if (!isRight(patch.get("verificationCode"), before.code())) { // 8620 §7.2.2
        throw SetError.invalidProperties("It is not what was sent.", "verificationCode");
      }
      verified = true;
    }
    Optional<List<String>> types = patch.has("types") ? reader.types(patch) : before.types();
    Instant expires = patch.has("expires") ? reader.expires(patch) : before.expires();
    return new Subscription(
        before.account(),
        before.owner(),
        before.id(),
        before.device(),
        before.url(),
        before.keys(),
        types,
        before.code(),
        verified,
        expires.isAfter(clock.instant())
            ? expires
            : clock.instant().truncatedTo(ChronoUnit.SECONDS));
  }

  private static boolean isRight(JsonNode given, String code) {
    return given.isTextual()
        && MessageDigest.isEqual(
            given.textValue().getBytes(StandardCharsets.UTF_8),
            code.getBytes(StandardCharsets.UTF_8));
  }

  private void destroy(String id, Subscription there, SetAnswer answer) {
    if (there == null) {
      answer.notDestroyed(id, SetError.notFound());
    } else {
      store.remove(there.account(), there.id());
      answer.destroyed(id);
    }
  }
}
