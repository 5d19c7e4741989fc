package org.godwit.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.commons.codec.binary.Base32;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.godwit.store.account.AppPasswords;
import org.godwit.store.account.SecondFactors;
import org.godwit.store.account.SignIn;
import org.godwit.store.account.WebSessions;
import org.godwit.trust.Network;
import org.godwit.trust.Scope;

/**
 * What people see and change of how they sign in: sessions, app passwords, the second factor; see
 * docs/signin.md. Only a browser session may ask: a password that is meant for one program must not
 * make itself another. What gives away access asks for the password once more.
 */
public final class SignInApi extends SessionApi {
  private static final int LONGEST_LABEL = 100;
  private static final int MOST_NETWORKS = 20;

  private final WebSessions sessions;
  private final AppPasswords appPasswords;
  private final SecondFactors factors;

  public SignInApi(
      Callers callers,
      SignIn signIn,
      WebSessions sessions,
      AppPasswords appPasswords,
      SecondFactors factors) {
    super(callers, signIn);
    this.sessions = sessions;
    this.appPasswords = appPasswords;
    this.factors = factors;
  }

  @Override
  protected Reply answer(Call call) {
    WebSessions.Session me = call.me();
    Optional<String> which = call.which();
    return switch (call.does()) {
      case "GET sessions" -> Reply.of(Map.of("sessions", sessionList(me)));
      case "DELETE sessions" ->
          Reply.of(Map.of("ended", sessions.endOthers(me.accountId(), me.id())));
      case "DELETE sessions/" -> gone(id(which), id -> sessions.end(me.accountId(), id));
      case "GET app-passwords" ->
          Reply.of(
              Map.of(
                  "appPasswords",
                  appPasswords.list(me.name()).stream().map(SignInApi::row).toList()));
      case "POST app-passwords" -> proved(call, this::newAppPassword);
      case "DELETE app-passwords/" -> gone(id(which), id -> appPasswords.revoke(me.name(), id));
      case "GET second-factor" -> Reply.of(Map.of("on", factors.on(me.name())));
      case "POST totp" -> proved(call, this::beginTotp);
      case "POST totp/" -> which.get().equals("confirm") ? confirm(call) : NOTHING_THERE;
      case "DELETE totp" ->
          proved(
              call,
              proof ->
                  factors.reset(proof.me().name()) ? Reply.of(Map.of("on", false)) : NOTHING_THERE);
      default -> NOTHING_THERE;
    };
  }

  private static Reply gone(Optional<UUID> id, java.util.function.Predicate<UUID> remove) {
    return id.filter(remove).isPresent() ? Reply.of(Map.of("ended", 1)) : NOTHING_THERE;
  }

  private List<Map<String, Object>> sessionList(WebSessions.Session me) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (WebSessions.Seen seen : sessions.list(me.accountId())) {
      rows.add(
          Map.of(
              "id", seen.id().toString(),
              "agent", seen.agent(),
              "address", seen.address(),
              "created", seen.created().toString(),
              "used", seen.used().toString(),
              "current", seen.id().equals(me.id())));
    }
    return rows;
  }

  private static Map<String, Object> row(AppPasswords.AppPassword each) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("id", each.id().toString());
    row.put("label", each.label());
    row.put("scopes", each.scopes().stream().map(SignInApi::name).toList());
    row.put("networks", each.networks());
    row.put("expires", each.expires().map(Instant::toString).orElse(null));
    row.put("created", each.created().toString());
    row.put("lastUsed", each.lastUsed().map(Instant::toString).orElse(null));
    row.put("lastUsedFrom", each.lastUsedFrom().orElse(null));
    return row;
  }

  private static String name(Scope scope) {
    return scope.name().toLowerCase(Locale.ROOT);
  }

  private Reply newAppPassword(Call call) {
    Optional<AppPasswords.Wish> wish = wish(call.told());
    if (wish.isEmpty()) {
      return MALFORMED;
    }
    return appPasswords
        .create(call.me().name(), wish.get())
        .map(made -> Reply.of(Map.of("id", made.id().toString(), "password", made.text())))
        .orElseGet(
            () -> Reply.problem(HttpStatus.CONFLICT_409, "You have too many app passwords."));
  }

  private static Optional<AppPasswords.Wish> wish(ObjectNode told) {
    String label = told.path("label").asText("").strip();
    Set<Scope> scopes = EnumSet.noneOf(Scope.class);
    List<String> networks = new ArrayList<>();
    try {
      told.path("scopes")
          .forEach(scope -> scopes.add(Scope.valueOf(scope.asText().toUpperCase(Locale.ROOT))));
      told.path("networks")
          .forEach(network -> networks.add(Network.parse(network.asText().strip()).toString()));
      Optional<Instant> expires =
          told.hasNonNull("expires")
              ? Optional.of(Instant.parse(told.path("expires").asText()))
              : Optional.empty();
      boolean fits =
          !label.isEmpty()
              && label.length() <= LONGEST_LABEL
              && label.indexOf('\0') < 0
              && !scopes.isEmpty()
              && networks.size() <= MOST_NETWORKS;
      return fits
          ? Optional.of(new AppPasswords.Wish(label, scopes, networks, expires))
          : Optional.empty();
    } catch (IllegalArgumentException | DateTimeException unreadable) {
      return Optional.empty();
    }
  }

  private Reply beginTotp(Call call) {
    WebSessions.Session me = call.me();
    return factors
        .begin(me.name())
        .map(
            secret -> {
              String base32 = new Base32().encodeAsString(secret);
              String uri =
                  "otpauth://totp/Godwit:%s?secret=%s&issuer=Godwit"
                      .formatted(
                          URLEncoder.encode(me.name(), StandardCharsets.UTF_8).replace("+", "%20"),
                          base32);
              return Reply.of(Map.of("secret", base32, "uri", uri, "qr", QrCode.svg(uri)));
            })
        .orElseGet(() -> Reply.problem(HttpStatus.CONFLICT_409, "It is set up already."));
  }

  /** From here on a session has more rights than a password: another token, and no others. */
  private Reply confirm(Call call) {
    WebSessions.Session me = call.me();
    Optional<List<String>> codes = factors.confirm(me.name(), call.told().path("code").asText(""));
    if (codes.isEmpty()) {
      return Reply.problem(HttpStatus.FORBIDDEN_403, "That code does not fit.");
    }
    String agent = call.request().getHeaders().get(HttpHeader.USER_AGENT);
    Optional<String> token =
        sessions.begin(
            new WebSessions.Begin(
                me.name(),
                WebSessions.Shown.STRONG,
                me.stays(),
                agent == null ? "" : agent,
                call.from()));
    token
        .flatMap(text -> sessions.find(text, call.from()))
        .ifPresent(fresh -> sessions.endOthers(fresh.accountId(), fresh.id()));
    token.ifPresent(
        text ->
            SessionCookie.set(
                call.response(), text, me.stays() ? WebSessions.life(true) : Duration.ZERO));
    return Reply.of(Map.of("on", true, "recoveryCodes", codes.get()));
  }
}
