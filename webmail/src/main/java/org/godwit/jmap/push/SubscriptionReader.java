package org.godwit.jmap.push;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.godwit.jmap.SetError;
import org.godwit.store.account.PushSubscriptions;
import org.godwit.store.account.PushSubscriptions.Keys;

/** What a client may say of a push subscription (8620 §7.2). */
final class SubscriptionReader {
  private static final int LONGEST = 255;
  private static final int MOST_TYPES = 100;
  private static final Set<String> PROPERTIES =
      Set.of("deviceClientId", "url", "keys", "verificationCode", "expires", "types");

  private final PushTargets targets;
  private final Clock clock;

  SubscriptionReader(PushTargets targets, Clock clock) {
    this.targets = targets;
    this.clock = clock;
  }

  /** The first thing that is read of a new one: it may have nothing that we do not know. */
  String device(ObjectNode given) throws SetError {
    for (Map.Entry<String, JsonNode> entry : given.properties()) {
      if (!PROPERTIES.contains(entry.getKey())) {
        throw SetError.invalidProperties("There is no such property.", entry.getKey());
      }
    }
    if (given.hasNonNull("verificationCode")) { // 8620 §7.2: null when it is made
      throw SetError.invalidProperties("It comes later.", "verificationCode");
    }
    return text(given, "deviceClientId");
  }

  String url(ObjectNode given) throws SetError {
    JsonNode url = given.get("url");
    if (url == null || !url.isTextual() || targets.parse(url.textValue()).isEmpty()) {
      throw SetError.invalidProperties("It is no https address of a push service.", "url");
    }
    return url.textValue();
  }

  Optional<Keys> keys(ObjectNode given) throws SetError {
    JsonNode keys = given.get("keys");
    if (keys == null || keys.isNull()) {
      return Optional.empty();
    }
    try {
      Keys read = new Keys(bytes(keys.get("p256dh")), bytes(keys.get("auth")));
      if (keys.size() == 2 && PushCipher.fit(read)) {
        return Optional.of(read);
      }
    } catch (IllegalArgumentException notOurs) {
      // the same answer as below
    }
    throw SetError.invalidProperties("They are no p256dh and auth of RFC 8291.", "keys");
  }

  private static byte[] bytes(JsonNode text) {
    if (text == null || !text.isTextual()) {
      throw new IllegalArgumentException("not a text");
    }
    return Base64.getUrlDecoder().decode(text.textValue());
  }

  Optional<List<String>> types(ObjectNode given) throws SetError {
    JsonNode types = given.get("types");
    if (types == null || types.isNull()) {
      return Optional.empty();
    }
    List<String> read = new ArrayList<>();
    for (JsonNode type : types) {
      if (!type.isTextual() || type.textValue().length() > LONGEST) {
        throw SetError.invalidProperties("They are names of types.", "types");
      }
      read.add(type.textValue());
    }
    if (!types.isArray() || read.size() > MOST_TYPES) {
      throw SetError.invalidProperties("They are an array of names.", "types");
    }
    return Optional.of(read);
  }

  /** When it ends; sooner than was asked for when that is too long. */
  Instant expires(ObjectNode given) throws SetError {
    Instant most = clock.instant().plus(PushSubscriptions.LONGEST).truncatedTo(ChronoUnit.SECONDS);
    JsonNode asked = given.get("expires");
    if (asked == null || asked.isNull()) {
      return most;
    }
    try {
      if (asked.isTextual() && asked.textValue().endsWith("Z")) { // 8620 §1.4
        Instant read = Instant.parse(asked.textValue());
        return read.isBefore(most) ? read : most;
      }
    } catch (DateTimeParseException notOurs) {
      // the same answer as below
    }
    throw SetError.invalidProperties("It is no UTCDate.", "expires");
  }

  private static String text(ObjectNode given, String name) throws SetError {
    JsonNode value = given.get(name);
    if (value == null
        || !value.isTextual()
        || value.textValue().isEmpty()
        || value.textValue().length() > LONGEST) {
      throw SetError.invalidProperties("It is a text of up to 255 characters.", name);
    }
    return value.textValue();
  }
}
