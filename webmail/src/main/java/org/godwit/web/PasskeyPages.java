package org.godwit.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.godwit.passkey.Ceremonies;
import org.godwit.passkey.Site;
import org.godwit.store.StoreException;
import org.godwit.store.account.SignIn;
import org.godwit.store.account.SignIn.Outcome;
import org.godwit.store.account.WebSessions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signing in with a passkey: {@code /login/passkey/options} and {@code /login/passkey/in} for the
 * script of the sign-in page, and {@code /login/passkey/settings}, a page where people see their
 * own. A cookie of this browser is what a challenge is bound to.
 */
public final class PasskeyPages extends Handler.Abstract {
  private static final Logger LOG = LoggerFactory.getLogger(PasskeyPages.class);
  private static final String COOKIE = "__Host-godwit-passkey";
  private static final long SECONDS = 600;
  private static final int RANDOM = 24;

  private static final String PLACE = "/login/passkey/";
  private static final String SCRIPT = "text/javascript;charset=utf-8";
  private static final Map<String, String> SCRIPTS =
      Map.of(
          "signin.js", SignInPage.resource("passkey-signin.js"),
          "settings.js", SignInPage.resource("passkey-settings.js"),
          "webauthn.js", SignInPage.resource("passkey-webauthn.js"));

  private final Ceremonies ceremonies;
  private final SignIn signIn;
  private final Entrance entrance;
  private final SecureRandom random = new SecureRandom();

  public PasskeyPages(Ceremonies ceremonies, SignIn signIn, Entrance entrance) {
    this.ceremonies = ceremonies;
    this.signIn = signIn;
    this.entrance = entrance;
  }

  /** What the browser calls us; empty when passkeys cannot belong to it. */
  static Optional<Site> site(Request request) {
    HttpURI here = request.getHttpURI();
    return Site.of(here.getScheme(), here.getHost(), here.getPort());
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws IOException {
    String path = request.getHttpURI().getCanonicalPath();
    String what = path.startsWith(PLACE) ? path.substring(PLACE.length()) : "";
    if (!request.getMethod().equals("POST")) {
      read(what, request, response, callback);
      return true;
    }
    Optional<Peer> peer = Peer.of(request).filter(Peer::confidential);
    Optional<Site> site = site(request);
    boolean ours = SameOrigin.proven(request) && peer.isPresent();
    if (!ours || !what.equals("in")) {
      SlowBody.drain(request); // nothing else reads it
    }
    if (!ours) {
      Problems.answer(
          response, HttpStatus.FORBIDDEN_403, "Sign in on our page, and over HTTPS.", callback);
    } else if (!JsonBody.isJson(request)) {
      Problems.answer(response, HttpStatus.UNSUPPORTED_MEDIA_TYPE_415, "Send JSON.", callback);
    } else if (site.isEmpty()) {
      Problems.answer(
          response,
          HttpStatus.CONFLICT_409,
          "Passkeys belong to a name, not to an address.",
          callback);
    } else {
      change(what, new Asked(request, response, callback, peer.get(), site.get()));
    }
    return true;
  }

  private static void read(String what, Request request, Response response, Callback callback) {
    if (Answers.refusedMethod(request, response, callback)) {
      return;
    }
    if (SCRIPTS.containsKey(what)) {
      Answers.write(response, HttpStatus.OK_200, SCRIPT, SCRIPTS.get(what), callback);
    } else if (what.equals("settings")) {
      Answers.html(response, SignInPage.passkeys(), callback);
    } else {
      Response.writeError(request, response, callback, HttpStatus.NOT_FOUND_404);
    }
  }

  /** One request that changes something. */
  private record Asked(
      Request request, Response response, Callback callback, Peer peer, Site site) {
    void problem(int status, String detail) {
      Problems.answer(response, status, detail, callback);
    }
  }

  private void change(String what, Asked asked) throws IOException {
    try {
      switch (what) {
        case "options" -> options(asked);
        case "in" -> in(asked);
        default -> asked.problem(HttpStatus.NOT_FOUND_404, "There is no such thing.");
      }
    } catch (StoreException e) {
      LOG.warn("a sign-in with a passkey cannot be checked", e);
      asked.problem(HttpStatus.SERVICE_UNAVAILABLE_503, "Try again soon.");
    }
  }

  private void options(Asked asked) {
    byte[] secret = new byte[RANDOM];
    random.nextBytes(secret);
    String browser = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    Response.putCookie(asked.response(), cookie(browser, SECONDS));
    Answers.json(
        asked.response(),
        HttpStatus.OK_200,
        ceremonies.request(asked.site(), browser),
        asked.callback());
  }

  private void in(Asked asked) throws IOException {
    Optional<String> browser =
        Request.getCookies(asked.request()).stream()
            .filter(cookie -> cookie.getName().equals(COOKIE))
            .map(HttpCookie::getValue)
            .findFirst();
    Optional<ObjectNode> told = JsonBody.read(asked.request());
    if (told.isEmpty() || !(told.get().path("credential") instanceof ObjectNode credential)) {
      asked.problem(HttpStatus.BAD_REQUEST_400, "That is not what is expected here.");
      return;
    }
    Optional<Ceremonies.Claim> claim = ceremonies.claim(credential.toString());
    if (browser.isEmpty() || claim.isEmpty()) {
      asked.problem(HttpStatus.FORBIDDEN_403, "That passkey is not known here.");
      return;
    }
    Outcome outcome =
        signIn.passkey(
            asked.peer().address(),
            claim.get().owner(),
            () -> ceremonies.holds(claim.get(), asked.site(), browser.get()));
    switch (outcome) {
      case Outcome.Done done -> enter(asked, done.name(), told.get().path("stays").asBoolean());
      case Outcome.Slowed slowed -> {
        long seconds = Math.max(1, slowed.pause().toSeconds());
        asked.response().getHeaders().put(HttpHeader.RETRY_AFTER, Long.toString(seconds));
        asked.problem(HttpStatus.TOO_MANY_REQUESTS_429, "Too many attempts. Wait a moment.");
      }
      default -> asked.problem(HttpStatus.FORBIDDEN_403, "That passkey does not fit.");
    }
  }

  private void enter(Asked asked, String name, boolean stays) {
    Response.putCookie(asked.response(), cookie("", 0));
    if (entrance.begin(asked.request(), asked.response(), name, WebSessions.Shown.STRONG, stays)) {
      Answers.json(
          asked.response(),
          HttpStatus.OK_200,
          Map.of("go", AskedPage.take(asked.request(), asked.response())),
          asked.callback());
    } else {
      asked.problem(HttpStatus.FORBIDDEN_403, "That passkey does not fit.");
    }
  }

  private static HttpCookie cookie(String value, long seconds) {
    return HttpCookie.build(COOKIE, value)
        .path("/")
        .secure(true)
        .httpOnly(true)
        .sameSite(HttpCookie.SameSite.STRICT)
        .maxAge(seconds)
        .build();
  }
}
