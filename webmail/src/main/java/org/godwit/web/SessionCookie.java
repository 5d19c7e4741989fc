package org.godwit.web;

import java.time.Duration;
import java.util.Optional;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;

/**
 * The cookie that names a session. Its prefix makes browsers keep it to this host, this scheme and
 * TLS; no script can read it, no other site's page can make it be sent.
 */
final class SessionCookie {
  static final String NAME = "__Host-godwit";

  private SessionCookie() {}

  /** What it says; empty when there is none. */
  static Optional<String> of(Request request) {
    return Request.getCookies(request).stream()
        .filter(cookie -> cookie.getName().equals(NAME))
        .map(HttpCookie::getValue)
        .findFirst();
  }

  /**
   * Sets it.
   *
   * @param life how long the browser keeps it; zero is until it is closed
   */
  static void set(Response response, String token, Duration life) {
    HttpCookie.Builder cookie = cookie(token);
    Response.putCookie(
        response, life.isZero() ? cookie.build() : cookie.maxAge(life.toSeconds()).build());
  }

  /** Takes it away. */
  static void clear(Response response) {
    Response.putCookie(response, cookie("").maxAge(0).build());
  }

  private static HttpCookie.Builder cookie(String value) {
    return HttpCookie.build(NAME, value)
        .path("/")
        .secure(true)
        .httpOnly(true)
        .sameSite(HttpCookie.SameSite.STRICT);
  }
}
