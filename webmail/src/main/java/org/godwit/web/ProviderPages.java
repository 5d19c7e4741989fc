package org.godwit.web;

import java.net.URI;
import java.util.Optional;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.godwit.store.StoreException;
import org.godwit.trust.oidc.OpenId;
import org.godwit.trust.oidc.OpenIdLogin;
import org.godwit.trust.oidc.OpenIdLogin.Begun;
import org.godwit.trust.oidc.ProviderUnavailable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signing in at the OpenID provider: {@code /login/oidc/start} sends the browser there, it comes
 * back to {@code /login/oidc/back}. The secrets of the walk are in a cookie of this browser, which
 * must be Lax: the way back begins on the provider's site.
 */
public final class ProviderPages extends Handler.Abstract {
  private static final Logger LOG = LoggerFactory.getLogger(ProviderPages.class);
  private static final String COOKIE = "__Host-godwit-oidc";
  private static final long SECONDS = 600;

  private final OpenIdLogin login;
  private final Entrance entrance;

  public ProviderPages(OpenId provider, Entrance entrance) {
    this.login = provider.login();
    this.entrance = entrance;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    if (Answers.refusedMethod(request, response, callback)) {
      return true;
    }
    try {
      switch (request.getHttpURI().getCanonicalPath()) {
        case "/login/oidc/start" -> start(request, response, callback);
        case "/login/oidc/back" -> back(request, response, callback);
        default -> Response.writeError(request, response, callback, HttpStatus.NOT_FOUND_404);
      }
    } catch (ProviderUnavailable | StoreException e) {
      LOG.warn("a sign-in at the OpenID provider cannot go on", e);
      Response.writeError(request, response, callback, HttpStatus.SERVICE_UNAVAILABLE_503);
    }
    return true;
  }

  private void start(Request request, Response response, Callback callback)
      throws ProviderUnavailable {
    Begun begun = login.begin();
    URI there = login.address(begun, comingBack(request));
    String value = begun.state() + "." + begun.nonce() + "." + begun.verifier();
    Response.putCookie(response, cookie(value, SECONDS));
    Response.sendRedirect(
        request, response, callback, HttpStatus.SEE_OTHER_303, there.toString(), true);
  }

  private void back(Request request, Response response, Callback callback)
      throws ProviderUnavailable {
    Response.putCookie(response, cookie("", 0)); // good once
    Fields told = Request.extractQueryParameters(request);
    Optional<Begun> begun = begun(request);
    Optional<String> address =
        begun.isEmpty() || told.getValue("state") == null || told.getValue("code") == null
            ? Optional.empty()
            : login.finish(
                begun.get(), told.getValue("state"), told.getValue("code"), comingBack(request));
    boolean in = address.isPresent() && entrance.byProvider(request, response, address.get());
    if (!in) {
      LOG.info("a sign-in at the OpenID provider was refused");
    }
    String page = in ? AskedPage.take(request, response) : "/login";
    Response.sendRedirect(request, response, callback, HttpStatus.SEE_OTHER_303, page, true);
  }

  private static URI comingBack(Request request) {
    HttpURI here = request.getHttpURI();
    return URI.create(here.getScheme() + "://" + here.getAuthority() + "/login/oidc/back");
  }

  private static Optional<Begun> begun(Request request) {
    return Request.getCookies(request).stream()
        .filter(cookie -> cookie.getName().equals(COOKIE))
        .map(cookie -> cookie.getValue().split("\\.", -1))
        .filter(parts -> parts.length == 3)
        .map(parts -> new Begun(parts[0], parts[1], parts[2]))
        .findFirst();
  }

  private static HttpCookie cookie(String value, long seconds) {
    return HttpCookie.build(COOKIE, value)
        .path("/")
        .secure(true)
        .httpOnly(true)
        .sameSite(HttpCookie.SameSite.LAX)
        .maxAge(seconds)
        .build();
  }
}
