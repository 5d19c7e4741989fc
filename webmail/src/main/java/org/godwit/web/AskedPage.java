package org.godwit.web;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;

/**
 * The page that somebody asked for before they had signed in: a cookie for a quarter of an hour,
 * which only the pages of signing in are sent.
 */
final class AskedPage {
  private static final String NAME = "__Secure-godwit-page";
  private static final Duration LIFE = Duration.ofMinutes(15);
  private static final int LONGEST = 1_000;

  /** A path of ours and nothing else: what begins with two slashes would be another host. */
  private static final Pattern OURS = Pattern.compile("/(?![/\\\\])[\\x21-\\x5B\\x5D-\\x7E]*");

  private AskedPage() {}

  /** Keeps what is asked for now. */
  static void keep(Request request, Response response) {
    HttpURI uri = request.getHttpURI();
    String page = uri.getPathQuery();
    if (page != null && page.length() <= LONGEST && !page.equals("/")) {
      Response.putCookie(response, cookie(page).maxAge(LIFE.toSeconds()).build());
    }
  }

  /** What was kept, which is then forgotten; the first page when there is nothing that fits. */
  static String take(Request request, Response response) {
    for (HttpCookie cookie : Request.getCookies(request)) {
      if (cookie.getName().equals(NAME)) {
        Response.putCookie(response, cookie("").maxAge(0).build());
        return ours(cookie.getValue());
      }
    }
    return "/";
  }

  static String ours(String kept) {
    try {
      String page = URLDecoder.decode(kept, StandardCharsets.UTF_8);
      return page.length() <= LONGEST && OURS.matcher(page).matches() ? page : "/";
    } catch (IllegalArgumentException garbled) {
      return "/";
    }
  }

  private static HttpCookie.Builder cookie(String page) {
    return HttpCookie.build(NAME, URLEncoder.encode(page, StandardCharsets.UTF_8))
        .path("/login")
        .secure(true)
        .httpOnly(true)
        .sameSite(HttpCookie.SameSite.LAX);
  }
}
