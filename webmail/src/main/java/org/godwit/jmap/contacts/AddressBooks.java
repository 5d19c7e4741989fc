package org.godwit.jmap.contacts;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.inject.Inject;
import org.godwit.jmap.Json;
import org.godwit.store.record.Records;
import org.godwit.store.record.Records.Edits;
import org.godwit.store.record.Records.Found;

/** Address books of an account: there is always one at least, and one is the default. */
final class AddressBooks {

  static final String TYPE = "AddressBook";

  private final Records records;

  @Inject
  AddressBooks(Records records) {
    this.records = records;
  }

  Found all(long account) {
    Found found = records.find(account, TYPE, Optional.empty());
    if (found.records().values().stream().anyMatch(AddressBooks::isDefault)) {
      return found;
    }
    records.change(account, TYPE, Optional.empty(), AddressBooks::withDefault);
    return records.find(account, TYPE, Optional.empty());
  }

  private static boolean isDefault(String book) {
    return Json.object(book).path("isDefault").asBoolean();
  }

  private static Edits withDefault(Found now) {
    if (now.records().values().stream().anyMatch(AddressBooks::isDefault)) {
      return new Edits(Map.of(), List.of());
    }
    Optional<UUID> first = now.records().keySet().stream().findFirst();
    ObjectNode book =
        first.map(id -> Json.object(now.records().get(id))).orElseGet(() -> blank("Contacts"));
    book.put("isDefault", true);
    return new Edits(Map.of(first.orElseGet(UUID::randomUUID), book.toString()), List.of());
  }

  static ObjectNode blank(String name) {
    return Json.object()
        .put("name", name)
        .putNull("description")
        .put("sortOrder", 0)
        .put("isDefault", false)
        .put("isSubscribed", true);
  }
}
