package org.godwit.jmap;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** Ids that are UUIDs, as text. */
public final class Ids {

  private static final Pattern UUID_TEXT =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  private Ids() {}

  public static Optional<UUID> uuid(String id) {
    return UUID_TEXT.matcher(id).matches() ? Optional.of(UUID.fromString(id)) : Optional.empty();
  }

  /** Those that can be ids of ours. */
  public static List<UUID> uuids(Collection<String> ids) {
    List<UUID> found = new ArrayList<>();
    ids.forEach(id -> uuid(id).ifPresent(found::add));
    return found;
  }
}
