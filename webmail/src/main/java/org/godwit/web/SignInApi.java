package org.godwit.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
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
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.godwit.store.account.AppPasswords;
import org.godwit.store.account.SecondFactors;
import org.godwit.store.account.SignIn;
import org.godwit.store.account.WebSessions;
import org.godwit.trust.Scope;

/**
 * What people see and change of how they sign in: sessions, app passwords, the second factor; see
 * docs/signin.md. Only a browser session may ask: a password that is meant for one program must not
 * make itself another. What gives away access asks for the password once more.
 */
public final class SignInApi extends Handler.Abstract {
  private static final int LONGEST_LABEL = 100;
  private static final int MOST_NETWORKS = 20;

  private final Callers callers;
  private final SignIn signIn;
  private final WebSessions sessions;
  private final AppPasswords appPasswords;
  private final SecondFactors factors;

  public SignInApi(
      Callers callers,
      SignIn signIn,
      WebSessions sessions,
      AppPasswords appPasswords,
      SecondFactors factors) {
    this.callers = callers;
    this.signIn = signIn;
    this.sessions = sessions;
    this.appPasswords = appPasswords;
    this.factors = factors;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws IOException {
    Optional<Caller> caller = callers.find(request, response, callback);
    if (caller.isEmpty()) {
      return true;
    }
    Optional<WebSessions.Session> session =
        caller.get().way() == Caller.Way.COOKIE ? callers.session(request) : Optional.empty();
    if (session.isEmpty()) {
      Problems.answer(response, HttpStatus.FORBIDDEN_403, "Sign in with a browser.", callback);
      return true;
    }
    Reply reply = answer(request, response, session.get());
    if (reply.problem().isPresent()) {
      Problems.answer(response, reply.status(), reply.problem().get(), callback);
    } else {
      Answers.json(response, reply.status(), reply.value(), callback);
    }
    return true;
  }

  private record Reply(int status, Object value, Optional<String> problem) {
    static Reply of(Object value) {
      return new Reply(HttpStatus.OK_200, value, Optional.empty());
    }

    static Reply problem(int status, String detail) {
      return new Reply(status, Map.of(), Optional.of(detail));
    }
  }

  private static final Reply NOTHING_THERE =
      Reply.problem(HttpStatus.NOT_FOUND_404, "There is no such thing.");
  private static final Reply MALFORMED =
      Reply.problem(HttpStatus.BAD_REQUEST_400, "That is not what is expected here.");

  private Reply answer(Request request, Response response, WebSessions.Session me)
      throws IOException {
    String[] path =
        request.getHttpURI().getCanonicalPath().split("/", -1); // "", signin, what, which
    String what = path.length > 2 ? path[2] : "";
    Optional<String> which = path.length == 4 ? Optional.of(path[3]) : Optional.empty();
    if (path.length > 4) {
      return NOTHING_THERE;
    }
    ObjectNode told = new ObjectNode(com.fasterxml.jackson.databind.node.JsonNodeFactory.instance);
    if (!SameOrigin.isSafe(request)) {
      if (!JsonBody.isJson(request)) {
        return Reply.problem(HttpStatus.UNSUPPORTED_MEDIA_TYPE_415, "Send JSON.");
      }
      Optional<ObjectNode> body = JsonBody.read(request);
      if (body.isEmpty()) {
        return MALFORMED;
      }
      told = body.get();
    }
    return switch (request.getMethod() + " " + what + (which.isPresent() ? "/" : "")) {
      case "GET sessions" -> Reply.of(Map.of("sessions", sessionList(me)));
      case "DELETE sessions" ->
          Reply.of(Map.of("ended", sessions.endOthers(me.accountId(), me.id())));
      case "DELETE sessions/" -> gone(id(which), id -> sessions.end(me.accountId(), id));
      case "GET app-passwords" ->
          Reply.of(
              Map.of(
                  "appPasswords",
                  appPasswords.list(me.name()).stream().map(SignInApi::row).toList()));
      case "POST app-passwords" -> proved(request, me, told, this::newAppPassword);
      case "DELETE app-passwords/" -> gone(id(which), id -> appPasswords.revoke(me.name(), id));
      case "GET second-factor" -> Reply.of(Map.of("on", factors.on(me.name())));
      case "POST totp" -> proved(request, me, told, (who, ignored) -> beginTotp(who));
      case "POST totp/" ->
          which.get().equals("confirm") ? confirm(request, response, me, told) : NOTHING_THERE;
      case "DELETE totp" ->
          proved(
              request,
              me,
              told,
              (who, ignored) ->
                  factors.reset(who.name()) ? Reply.of(Map.of("on", false)) : NOTHING_THERE);
      default -> NOTHING_THERE;
    };
  }

  private interface Proved {
    Reply answer(WebSessions.Session me, ObjectNode told);
  }

  /** Asks for the password again: a browser that was left alone must not open more doors. */
  private Reply proved(Request request, WebSessions.Session me, ObjectNode told, Proved then) {
    String password = told.path("password").asText("");
    return switch (signIn.password(Peer.of(request).orElseThrow().address(), me.name(), password)) {
      case SignIn.Outcome.Done done -> then.answer(me, told);
      case SignIn.Outcome.Next next -> then.answer(me, told);
      case SignIn.Outcome.Wrong wrong ->
          Reply.problem(HttpStatus.FORBIDDEN_403, "The password is wrong.");
      case SignIn.Outcome.Slowed slowed ->
          Reply.problem(HttpStatus.TOO_MANY_REQUESTS_429, "Too many attempts.");
    };
  }

  private static Reply gone(Optional<UUID> id, java.util.function.Predicate<UUID> remove) {
    return id.filter(remove).isPresent() ? Reply.of(Map.of("ended", 1)) : NOTHING_THERE;
  }

  private static Optional<UUID> id(Optional<String> text) {
    try {
      return text.map(UUID::fromString);
    } catch (IllegalArgumentException notOurs) {
      return Optional.empty();
    }
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

  private Reply newAppPassword(WebSessions.Session me, ObjectNode told) {
    Optional<AppPasswords.Wish> wish = wish(told);
    if (wish.isEmpty()) {
      return MALFORMED;
    }
    return appPasswords
        .create(me.name(), wish.get())
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
      told.path("networks").forEach(network -> networks.add(Networks.cidr(network.asText())));
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

  private Reply beginTotp(WebSessions.Session me) {
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
  private Reply confirm(
      Request request, Response response, WebSessions.Session me, ObjectNode told) {
    Optional<List<String>> codes = factors.confirm(me.name(), told.path("code").asText(""));
    if (codes.isEmpty()) {
      return Reply.problem(HttpStatus.FORBIDDEN_403, "That code does not fit.");
    }
    String agent = request.getHeaders().get(HttpHeader.USER_AGENT);
    Optional<String> token =
        sessions.begin(
            new WebSessions.Begin(
                me.name(),
                true,
                me.stays(),
                agent == null ? "" : agent,
                Peer.of(request).orElseThrow().address()));
    token
        .flatMap(text -> sessions.find(text, Peer.of(request).orElseThrow().address()))
        .ifPresent(fresh -> sessions.endOthers(fresh.accountId(), fresh.id()));
    token.ifPresent(
        text ->
            SessionCookie.set(response, text, me.stays() ? WebSessions.life(true) : Duration.ZERO));
    return Reply.of(Map.of("on", true, "recoveryCodes", codes.get()));
  }
}
