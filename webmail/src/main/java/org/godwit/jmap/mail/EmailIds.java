package org.godwit.jmap.mail;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.godwit.jmap.GetRequest;
import org.godwit.jmap.MethodError;

/** Ids of emails and threads: the store's, as text. */
final class EmailIds {

  private static final Pattern UUID_TEXT =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  private EmailIds() {}

  static Optional<UUID> uuid(String id) {
    return UUID_TEXT.matcher(id).matches() ? Optional.of(UUID.fromString(id)) : Optional.empty();
  }

  /** Those that can be ids of ours. */
  static List<UUID> uuids(Collection<String> ids) {
    List<UUID> found = new ArrayList<>();
    ids.forEach(id -> uuid(id).ifPresent(found::add));
    return found;
  }

  /** 8620 §5.1: of types without a bound, ids must be named. */
  static List<String> mustBeNamed(GetRequest request) throws MethodError {
    return request
        .ids()
        .orElseThrow(() -> MethodError.requestTooLarge("name the ids: there may be very many"));
  }
}
