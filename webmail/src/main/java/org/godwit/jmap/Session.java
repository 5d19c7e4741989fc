package org.godwit.jmap;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.common.hash.Hashing;
import java.time.Duration;
import java.util.Map;

/** The session object (8620 §2): what there is, and where. Safe for many threads. */
public final class Session {

  private static final Duration FRESH = Duration.ofSeconds(5);

  private final Api api;
  private final Cache<Viewer, String> states =
      Caffeine.newBuilder().expireAfterWrite(FRESH).maximumSize(10_000).build();

  public Session(Api api) {
    this.api = api;
  }

  /**
   * The object.
   *
   * @param base scheme, host and port, as the client sees them
   */
  public ObjectNode json(Viewer viewer, String base) {
    ObjectNode json = bare(viewer);
    String state = state(json);
    api.capabilities()
        .forEach(
            (uri, capability) ->
                capability
                    .path()
                    .ifPresent(
                        path ->
                            json.withObject("/capabilities")
                                .withObjectProperty(uri)
                                .put("url", base.replaceFirst("http", "ws") + path)));
    states.put(viewer, state);
    return json.put("apiUrl", base + "/jmap/api")
        .put("downloadUrl", base + "/jmap/download/{accountId}/{blobId}/{name}?type={type}")
        .put("uploadUrl", base + "/jmap/upload/{accountId}/")
        .put(
            "eventSourceUrl",
            base + "/jmap/eventsource?types={types}&closeafter={closeafter}&ping={ping}")
        .put("state", state);
  }

  /** Its state, which each answer of the API tells; up to some seconds old. */
  public String state(Viewer viewer) {
    return states.get(viewer, it -> state(bare(it)));
  }

  /** What somebody sees has changed: the next state is found out anew. */
  public void forget(long account) {
    states.asMap().keySet().removeIf(viewer -> viewer.account() == account);
  }

  private static String state(ObjectNode json) {
    return Hashing.sha256().hashBytes(Json.write(json)).toString().substring(0, 16);
  }

  private ObjectNode bare(Viewer viewer) {
    Map<String, Sight> accounts = api.sights().all(viewer);
    ObjectNode json = Json.object();
    ObjectNode capabilities = json.putObject("capabilities");
    api.capabilities().forEach((uri, capability) -> capabilities.set(uri, capability.session()));
    ObjectNode list = json.putObject("accounts");
    accounts.forEach((id, sight) -> list.set(id, account(sight)));
    ObjectNode primary = json.putObject("primaryAccounts");
    Sight own = api.sights().own(viewer);
    api.capabilities()
        .forEach(
            (uri, capability) -> {
              if (capability.isOf(own)) {
                primary.put(uri, own.id());
              }
            });
    return json.put("username", viewer.name().asString());
  }

  private ObjectNode account(Sight sight) {
    ObjectNode json =
        Json.object()
            .put("name", sight.owner().asString())
            .put("isPersonal", sight.isOwn())
            .put("isReadOnly", sight.isReadOnly());
    ObjectNode capabilities = json.putObject("accountCapabilities");
    api.capabilities()
        .forEach(
            (uri, capability) -> {
              if (capability.isOf(sight)) {
                capabilities.set(uri, capability.ofAccount(sight));
              }
            });
    return json;
  }
}
