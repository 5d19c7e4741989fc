package org.godwit.jmap.sieve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.godwit.jmap.Exchange;
import org.godwit.jmap.Ids;
import org.godwit.jmap.Json;
import org.godwit.jmap.MethodError;
import org.godwit.jmap.Patch;
import org.godwit.jmap.SetAnswer;
import org.godwit.jmap.SetError;
import org.godwit.jmap.SetRequest;
import org.godwit.jmap.States;
import org.godwit.server.sieve.SieveLanguage;
import org.godwit.store.account.ScriptShelf;
import org.godwit.store.account.ScriptShelf.Edit;
import org.godwit.store.account.ScriptShelf.Edits;
import org.godwit.store.account.ScriptShelf.Script;

/** One SieveScript/set while it is decided (9661 §2.4). For one thread. */
final class ScriptEdits implements ScriptShelf.Decision {

  private static final String DEFAULT_NAME = "script";

  private final SetRequest request;
  private final Exchange exchange;
  private final Map<String, ScriptSet.Text> texts;
  private final String activate;
  private final boolean deactivate;
  private final Map<String, UUID> newIds = new HashMap<>();

  private Map<UUID, Script> scripts;
  private ScriptShelf.Found found;
  private List<Edit> edits;
  private Set<UUID> removed;
  private Map<String, ObjectNode> created;
  private Map<String, ObjectNode> updated;
  private SetAnswer answer;
  private boolean allWell;
  private Optional<MethodError> refusal = Optional.empty();

  /**
   * A call.
   *
   * @param texts what the blobs that it names are
   * @param activate the id of the script to activate, or {@code #} and a creation id; anything else
   *     is nothing
   */
  ScriptEdits(
      SetRequest request,
      Exchange exchange,
      Map<String, ScriptSet.Text> texts,
      String activate,
      boolean deactivate) {
    this.request = request;
    this.exchange = exchange;
    this.texts = Map.copyOf(texts);
    this.activate = activate;
    this.deactivate = deactivate;
    request.create().keySet().forEach(id -> newIds.put(id, UUID.randomUUID()));
  }

  @Override
  public Edits on(ScriptShelf.Found now) {
    found = now;
    scripts = new LinkedHashMap<>();
    now.scripts().forEach(one -> scripts.put(one.id(), one));
    edits = new ArrayList<>();
    removed = new HashSet<>();
    created = new LinkedHashMap<>();
    updated = new LinkedHashMap<>();
    answer = new SetAnswer(exchange);
    allWell = true;
    refusal = Optional.empty();
    try {
      request.mustBeIn(States.of(now.modseq()));
    } catch (MethodError e) {
      refusal = Optional.of(e);
      return new Edits(List.of(), List.of(), Optional.empty());
    }
    request.create().forEach(this::create);
    request.update().forEach(this::update);
    request.destroy().forEach(this::destroy);
    Optional<UUID> active = allWell ? active() : Optional.empty();
    created.forEach(answer::created);
    updated.forEach(this::tell);
    return new Edits(edits, removed, active);
  }

  /** The answer, once that is done. */
  ObjectNode answer(String before, String after) throws MethodError {
    if (refusal.isPresent()) {
      throw refusal.get();
    }
    return answer.json(request.sight(), before, after);
  }

  private void create(String creationId, ObjectNode given) {
    try {
      for (Map.Entry<String, JsonNode> one : given.properties()) {
        if (!one.getKey().equals("name") && !one.getKey().equals("blobId")) {
          throw SetError.invalidProperties("a client cannot say that", one.getKey());
        }
      }
      if (scripts.size() >= ScriptShelf.MOST) {
        throw SetError.of("overQuota", "there are " + ScriptShelf.MOST + " scripts at most");
      }
      UUID id = newIds.get(creationId);
      String name = name(given.path("name"), id);
      Script script = put(id, name, false, text(given.path("blobId")));
      created.put(creationId, ScriptJson.of(script));
      if (given.path("name").isTextual()) {
        created.get(creationId).remove("name");
      }
    } catch (SetError why) {
      allWell = false;
      answer.notCreated(creationId, why);
    }
  }

  private void update(String id, ObjectNode patch) {
    try {
      if (request.destroy().contains(id)) {
        throw SetError.of("willDestroy", null); // 8620 §5.3
      }
      Script script = known(id);
      ObjectNode before = ScriptJson.of(script);
      ObjectNode after = Patch.apply(before, patch);
      for (Map.Entry<String, JsonNode> one : after.properties()) {
        boolean ours = one.getKey().equals("name") || one.getKey().equals("blobId");
        if (!ours && !one.getValue().equals(before.get(one.getKey()))) {
          throw SetError.invalidProperties("a client cannot change that", one.getKey());
        }
      }
      String name = name(after.get("name"), script.id());
      ObjectNode told = Json.object();
      if (!after.get("blobId").equals(before.get("blobId"))) {
        Script put = put(script.id(), name, script.active(), text(after.get("blobId")));
        told.set("blobId", ScriptJson.of(put).get("blobId"));
      } else if (!name.equals(script.name())) {
        rename(script, name);
      }
      if (after.get("name").isNull()) {
        told.put("name", name);
      }
      updated.put(id, told);
    } catch (SetError why) {
      allWell = false;
      answer.notUpdated(id, why);
    }
  }

  private void destroy(String id) {
    try {
      Script script = known(id);
      if (script.active()) {
        throw SetError.of("sieveIsActive", "deactivate it first"); // 9661 §2.4
      }
      scripts.remove(script.id());
      removed.add(script.id());
      answer.destroyed(id);
    } catch (SetError why) {
      allWell = false;
      answer.notDestroyed(id, why);
    }
  }

  private Script known(String id) throws SetError {
    return Ids.uuid(id).map(scripts::get).orElseThrow(SetError::notFound);
  }

  private String text(JsonNode blobId) throws SetError {
    if (!blobId.isTextual()) {
      throw SetError.invalidProperties("a script's text is a blob", "blobId");
    }
    return texts.get(blobId.textValue()).orRefuse();
  }

  private void rename(Script script, String name) {
    edits.add(new Edit(script.id(), name, Optional.empty()));
    scripts.put(
        script.id(), new Script(script.id(), name, script.active(), script.hash(), script.size()));
  }

  private Script put(UUID id, String name, boolean active, String text) throws SetError {
    byte[] octets = text.getBytes(StandardCharsets.UTF_8);
    long others =
        scripts.values().stream().filter(one -> !one.id().equals(id)).mapToLong(Script::size).sum();
    if (octets.length > found.mostBytes().orElse(Long.MAX_VALUE) - others) {
      throw SetError.of("overQuota", "there is no room for it");
    }
    Script script =
        new Script(id, name, active, Hashing.sha256().hashBytes(octets).toString(), octets.length);
    edits.add(new Edit(id, name, Optional.of(text)));
    scripts.put(id, script);
    return script;
  }

  /** A name that nothing else has; one of ours when the client has none. */
  private String name(JsonNode given, UUID id) throws SetError {
    if (given.isMissingNode() || given.isNull()) {
      String name = DEFAULT_NAME;
      for (int number = 2; holder(name, id).isPresent(); number++) {
        name = DEFAULT_NAME + " " + number;
      }
      return name;
    }
    if (!given.isTextual() || !SieveLanguage.isName(given.textValue())) { // 9661 §2.1
      throw SetError.invalidProperties("a name has 1 to 128 characters, none of control", "name");
    }
    Optional<UUID> holder = holder(given.textValue(), id);
    if (holder.isPresent()) { // 9661 §2.4
      ObjectNode more = Json.object().put("existingId", holder.get().toString());
      throw SetError.with("alreadyExists", "there is a script of that name", more);
    }
    return given.textValue();
  }

  private Optional<UUID> holder(String name, UUID except) {
    return scripts.values().stream()
        .filter(one -> one.name().equals(name) && !one.id().equals(except))
        .map(Script::id)
        .findAny();
  }

  /** Which script is active from now on; empty when that stays. */
  private Optional<UUID> active() {
    Optional<UUID> before =
        scripts.values().stream().filter(Script::active).map(Script::id).findAny();
    Optional<UUID> wanted =
        activate.startsWith("#")
            ? Optional.ofNullable(newIds.get(activate.substring(1)))
                .or(() -> exchange.resolve(activate).flatMap(Ids::uuid))
            : Ids.uuid(activate);
    Optional<UUID> after =
        wanted
            .filter(scripts::containsKey) // 9661 §2.4: else it is as if nothing had been said
            .or(() -> deactivate ? Optional.empty() : before);
    if (after.equals(before)) {
      return Optional.empty();
    }
    before.ifPresent(id -> tellActive(id, false));
    after.ifPresent(id -> tellActive(id, true));
    return Optional.of(after.orElse(Edits.NONE));
  }

  private void tellActive(UUID id, boolean active) {
    Optional<ObjectNode> isNew =
        created.values().stream()
            .filter(one -> one.get("id").textValue().equals(id.toString()))
            .findAny();
    isNew
        .orElseGet(() -> updated.computeIfAbsent(id.toString(), some -> Json.object()))
        .put("isActive", active);
  }

  private void tell(String id, ObjectNode properties) {
    if (properties.isEmpty()) {
      answer.updated(id);
    } else {
      answer.updated(id, properties);
    }
  }
}
