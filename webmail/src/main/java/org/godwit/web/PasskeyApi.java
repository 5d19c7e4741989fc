package org.godwit.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpStatus;
import org.godwit.passkey.Ceremonies;
import org.godwit.passkey.Site;
import org.godwit.store.account.Passkeys;
import org.godwit.store.account.SignIn;

/** What people see and change of their passkeys; see docs/signin.md. */
public final class PasskeyApi extends SessionApi {
  private static final int LONGEST_LABEL = 100;

  private final Passkeys passkeys;
  private final Ceremonies ceremonies;

  public PasskeyApi(Callers callers, SignIn signIn, Passkeys passkeys, Ceremonies ceremonies) {
    super(callers, signIn);
    this.passkeys = passkeys;
    this.ceremonies = ceremonies;
  }

  @Override
  Reply answer(Call call) {
    return switch (call.does()) {
      case "GET passkeys" ->
          Reply.of(
              Map.of(
                  "passkeys",
                  passkeys.list(call.me().name()).stream().map(PasskeyApi::row).toList()));
      case "POST passkeys" -> labelled(call, label -> add(call, label));
      case "POST passkeys/" ->
          call.which().get().equals("options") ? proved(call, this::options) : NOTHING_THERE;
      case "PUT passkeys/" ->
          labelled(call, label -> one(call, id -> passkeys.rename(call.me().name(), id, label)));
      case "DELETE passkeys/" -> one(call, id -> passkeys.remove(call.me().name(), id));
      default -> NOTHING_THERE;
    };
  }

  private static Map<String, Object> row(Passkeys.Passkey each) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("id", each.id().toString());
    row.put("label", each.label());
    row.put("synced", each.key().isSynced());
    row.put("created", each.created().toString());
    row.put("lastUsed", each.lastUsed().map(Instant::toString).orElse(null));
    return row;
  }

  private static Reply labelled(Call call, Function<String, Reply> then) {
    String label = call.told().path("label").asText("").strip();
    boolean fits = !label.isEmpty() && label.length() <= LONGEST_LABEL && label.indexOf('\0') < 0;
    return fits ? then.apply(label) : MALFORMED;
  }

  private static Reply one(Call call, Function<UUID, Boolean> change) {
    return id(call.which()).filter(change::apply).isPresent()
        ? Reply.of(Map.of("done", true))
        : NOTHING_THERE;
  }

  private Reply options(Call call) {
    return PasskeyPages.site(call.request())
        .map(site -> Reply.of(ceremonies.creation(site, call.me().name(), call.me().id())))
        .orElseGet(
            () ->
                Reply.problem(
                    HttpStatus.CONFLICT_409, "Passkeys belong to a name, not to an address."));
  }

  private Reply add(Call call, String label) {
    Optional<Site> site = PasskeyPages.site(call.request());
    if (site.isEmpty() || !(call.told().path("credential") instanceof ObjectNode credential)) {
      return MALFORMED;
    }
    return ceremonies
        .register(
            site.get(),
            call.me().name(),
            call.me().id(),
            credential.toString(),
            call.told().path("user").asText(""),
            label)
        .map(id -> Reply.of(Map.of("id", id.toString())))
        .orElseGet(() -> Reply.problem(HttpStatus.FORBIDDEN_403, "That passkey cannot be taken."));
  }
}
