package org.godwit.web;

import java.util.Locale;
import java.util.Set;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Request;

/**
 * Whether a page of ours makes a request, and not one of another site through somebody's browser.
 * Browsers say it in two ways that scripts cannot change: Sec-Fetch-Site (Fetch Metadata) and
 * Origin (RFC 6454 §7). A program that is no browser says neither.
 */
public final class SameOrigin {
  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS"); // 9110 §9.2.1

  /**
   * What browsers say of a form on a page that asks for no referrer, as ours do; and others' do.
   */
  private static final String HIDDEN = "null";

  private SameOrigin() {}

  /** False for what another site's page began. */
  public static boolean allows(Request request) {
    String site = request.getHeaders().get("Sec-Fetch-Site");
    String origin = request.getHeaders().get(HttpHeader.ORIGIN);
    if (HIDDEN.equals(origin)) {
      return "same-origin".equals(site);
    }
    if (origin != null && !isOurs(origin, request.getHttpURI())) {
      return false;
    }
    return site == null || site.equals("same-origin") || (site.equals("none") && isSafe(request));
  }

  /** True only when a browser says so itself; enough for what a cookie alone stands behind. */
  public static boolean proven(Request request) {
    return allows(request)
        && (isSafe(request)
            || request.getHeaders().contains("Sec-Fetch-Site")
            || request.getHeaders().contains(HttpHeader.ORIGIN));
  }

  /** Whether a script asks, not somebody who types or follows a link. */
  static boolean isScript(Request request) {
    String mode = request.getHeaders().get("Sec-Fetch-Mode");
    return mode != null && !mode.equals("navigate");
  }

  public static boolean isSafe(Request request) {
    return SAFE.contains(request.getMethod());
  }

  private static boolean isOurs(String origin, HttpURI here) {
    String ours = here.getScheme() + "://" + here.getAuthority();
    return ours.toLowerCase(Locale.ROOT).equals(origin.toLowerCase(Locale.ROOT));
  }
}
