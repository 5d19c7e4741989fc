package org.godwit.jmap;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.godwit.store.record.Records;
import org.godwit.store.record.Records.Edits;
import org.godwit.store.record.Records.Found;

/** A /set of documents (8620 §5.3): all of it that succeeds is one transaction. */
public final class RecordSet {

  /** What documents of a type may be. Asked inside a transaction, maybe more than once. */
  public interface Rules {

    /** The whole document that a client asks for. */
    ObjectNode created(ObjectNode given) throws SetError;

    /** The id that a new document has by what it says; empty for one that says nothing. */
    default Optional<UUID> idOf(ObjectNode created) {
      return Optional.empty();
    }

    /** What a document becomes. */
    ObjectNode updated(ObjectNode before, ObjectNode patch) throws SetError;

    /** Refuses when a document must stay. */
    default void mayGo(String id, ObjectNode before) throws SetError {}
  }

  private final Records records;
  private final String type;
  private final OptionalInt most;
  private final Rules rules;

  /**
   * @param most documents of the type that an account may have; empty for no limit
   */
  public RecordSet(Records records, String type, OptionalInt most, Rules rules) {
    this.records = records;
    this.type = type;
    this.most = most;
    this.rules = rules;
  }

  /** One call. */
  private final class Call implements Records.Decision {
    private final SetRequest request;
    private final Exchange exchange;
    private final Map<String, UUID> newIds = new HashMap<>();
    private SetAnswer answer;
    private MethodError refusal;
    private Map<UUID, String> put;
    private List<UUID> removed;

    Call(SetRequest request, Exchange exchange) {
      this.request = request;
      this.exchange = exchange;
      request.create().keySet().forEach(id -> newIds.put(id, UUID.randomUUID()));
    }

    @Override
    public Edits on(Found now) {
      answer = new SetAnswer(exchange);
      refusal = null;
      put = new LinkedHashMap<>();
      removed = new ArrayList<>();
      try {
        request.mustBeIn(States.of(now.modseq()));
        int room = most.orElse(Integer.MAX_VALUE) - now.records().size();
        for (Map.Entry<String, ObjectNode> one : request.create().entrySet()) {
          create(one.getKey(), one.getValue(), put.size() < room);
        }
        request.update().forEach((id, patch) -> update(id, patch, now));
        request.destroy().forEach(id -> destroy(id, now));
      } catch (MethodError e) {
        refusal = e;
      }
      return new Edits(put, removed);
    }

    private void create(String creationId, ObjectNode given, boolean fits) {
      try {
        if (!fits) {
          throw SetError.of("overQuota", "there are too many of them");
        }
        ObjectNode made = rules.created(given);
        UUID id = rules.idOf(made).orElse(newIds.get(creationId));
        put.put(id, made.toString());
        ObjectNode told = Json.object().put("id", id.toString());
        made.properties().stream()
            .filter(entry -> !entry.getValue().equals(given.get(entry.getKey())))
            .forEach(entry -> told.set(entry.getKey(), entry.getValue()));
        answer.created(creationId, told);
      } catch (SetError why) {
        answer.notCreated(creationId, why);
      }
    }

    private void update(String id, ObjectNode patch, Found now) {
      try {
        if (request.destroy().contains(id)) {
          throw SetError.of("willDestroy", null); // 8620 §5.3
        }
        UUID uuid = known(id, now);
        ObjectNode changes = patch.deepCopy();
        if (changes.path("id").asText().equals(id)) {
          changes.remove("id"); // 8620 §5.3: what the server sets may be said as it is
        }
        ObjectNode before = Json.object(now.records().get(uuid));
        ObjectNode after = rules.updated(before, changes);
        if (!after.equals(before)) {
          put.put(uuid, after.toString());
        }
        answer.updated(id);
      } catch (SetError why) {
        answer.notUpdated(id, why);
      }
    }

    private void destroy(String id, Found now) {
      try {
        UUID uuid = known(id, now);
        rules.mayGo(id, Json.object(now.records().get(uuid)));
        removed.add(uuid);
        answer.destroyed(id);
      } catch (SetError why) {
        answer.notDestroyed(id, why);
      }
    }

    private static UUID known(String id, Found now) throws SetError {
      return Ids.uuid(id).filter(now.records()::containsKey).orElseThrow(SetError::notFound);
    }
  }

  /** Does what a call asks. */
  public ObjectNode answer(SetRequest request, Exchange exchange) throws MethodError {
    Call call = new Call(request, exchange);
    Records.Changed changed =
        records.change(request.sight().account(), type, looksAt(request), call);
    if (call.refusal != null) {
      throw call.refusal;
    }
    return call.answer.json(
        request.sight(), States.of(changed.before()), States.of(changed.after()));
  }

  /** All, where they are counted; else those that the call names. */
  private Optional<Collection<UUID>> looksAt(SetRequest request) {
    if (most.isPresent()) {
      return Optional.empty();
    }
    List<UUID> named = new ArrayList<>(Ids.uuids(request.update().keySet()));
    named.addAll(Ids.uuids(request.destroy()));
    return Optional.of(named);
  }
}
