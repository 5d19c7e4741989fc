package org.godwit.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;

/**
 * What the pages of signing in look like: scripts and styles are files of ours, as the policy
 * wants.
 */
final class SignInPage {
  private static final String FRAME = resource("signin.html");
  private static final String PASSWORD = resource("signin-password.html");
  private static final String CODE = resource("signin-code.html");
  private static final String PASSKEY = resource("passkey-signin.html");
  private static final String PASSKEYS = resource("passkey-settings.html");
  static final String STYLE = resource("signin.css");

  private final String provider;

  /**
   * Makes the pages.
   *
   * @param provider what the OpenID provider is called; empty when there is none
   */
  SignInPage(Optional<String> provider) {
    this.provider =
        provider
            .map(
                label ->
                    "<p class=\"back\"><a href=\"/login/oidc/start\">Sign in with "
                        + escape(label)
                        + "</a></p>")
            .orElse("");
  }

  /**
   * Asks for name and password.
   *
   * @param user what was typed before; empty at first
   * @param complaint what is wrong; empty when nothing is
   */
  String password(String user, String complaint) {
    return page(
        "Sign in", PASSWORD.replace("{{user}}", escape(user)) + PASSKEY + provider, complaint);
  }

  /** Asks for the second factor. */
  String code(String user, String complaint) {
    return page("Second step", CODE.replace("{{user}}", escape(user)), complaint);
  }

  /** Shows one's passkeys. */
  static String passkeys() {
    return page("Your passkeys", PASSKEYS, "");
  }

  private static String page(String title, String form, String complaint) {
    String told =
        complaint.isEmpty() ? "" : "<p class=\"complaint\" role=\"alert\">" + complaint + "</p>";
    return FRAME
        .replace("{{title}}", title)
        .replace("{{complaint}}", told)
        .replace("{{form}}", form);
  }

  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;")
        .replace("{", "&#123;"); // or it could name a place of ours
  }

  static String resource(String name) {
    try (InputStream in = SignInPage.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
