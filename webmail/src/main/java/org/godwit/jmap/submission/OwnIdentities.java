package org.godwit.jmap.submission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.inject.Inject;
import org.godwit.jmap.Json;
import org.godwit.jmap.Viewer;
import org.godwit.store.record.Records;
import org.godwit.store.record.Records.Edits;
import org.godwit.store.record.Records.Found;

/**
 * Identities of people, kept in step with their addresses: each address has one of which they
 * change what they like, and which comes and goes with it.
 */
public final class OwnIdentities {

  static final String TYPE = "Identity";

  private final Records records;
  private final OwnSenders senders;

  @Inject
  OwnIdentities(Records records, OwnSenders senders) {
    this.records = records;
    this.senders = senders;
  }

  /** All of somebody's, that of the own name first: clients begin with it. */
  Found all(Viewer viewer) {
    Set<String> addresses = senders.of(viewer);
    String own = viewer.name().asString();
    Found found = records.find(viewer.account(), TYPE, Optional.empty());
    if (inStep(found, addresses).equals(new Edits(Map.of(), List.of()))) {
      return ownFirst(found, own);
    }
    records.change(viewer.account(), TYPE, Optional.empty(), now -> inStep(now, addresses));
    return ownFirst(records.find(viewer.account(), TYPE, Optional.empty()), own);
  }

  private static Found ownFirst(Found found, String own) {
    Map<UUID, String> sorted = new LinkedHashMap<>();
    found
        .records()
        .forEach(
            (id, text) -> {
              ObjectNode identity = Json.object(text);
              if (!identity.path("mayDelete").asBoolean()
                  && identity.path("email").asText().equals(own)) {
                sorted.put(id, text);
              }
            });
    found.records().forEach(sorted::putIfAbsent);
    return new Found(sorted, found.modseq());
  }

  /** One of somebody's, if it is there. */
  public Optional<ObjectNode> find(Viewer viewer, UUID id) {
    return Optional.ofNullable(all(viewer).records().get(id)).map(Json::object);
  }

  private static Edits inStep(Found now, Set<String> addresses) {
    Set<String> missing = new LinkedHashSet<>(addresses);
    List<UUID> stale = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    now.records()
        .forEach(
            (id, text) -> {
              ObjectNode identity = Json.object(text);
              String email = identity.path("email").asText();
              if (!identity.path("mayDelete").asBoolean()) {
                if (addresses.contains(email) && seen.add(email)) {
                  missing.remove(email);
                } else {
                  stale.add(id);
                }
              }
            });
    Map<UUID, String> put = new LinkedHashMap<>();
    missing.forEach(
        email -> put.put(UUID.randomUUID(), IdentityJson.blank(email, false).toString()));
    return new Edits(put, stale);
  }
}
