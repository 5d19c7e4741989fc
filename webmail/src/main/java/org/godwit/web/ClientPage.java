package org.godwit.web;

import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** A page that a client of ours begins with, and what it carries for it. */
final class ClientPage {

  /**
   * Nothing but what we serve ourselves; inside of it mail is shown in frames of its own policy.
   */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:;"
          + " connect-src 'self'; font-src 'self'; frame-src 'self'; manifest-src 'self';"
          + " worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none';"
          + " require-trusted-types-for 'script'; trusted-types godwit default dompurify";

  private static final String SESSION = "<!--session-->";

  private final String shell;

  /**
   * Makes one.
   *
   * @param shell with a place for what it carries
   */
  ClientPage(String shell) {
    this.shell = shell;
  }

  /**
   * Sends it.
   *
   * @param json for scripts of the page
   * @param own whether the device is the user's own and may keep things
   */
  void send(Response response, Callback callback, String json, boolean own) {
    response.getHeaders().put("Content-Security-Policy", POLICY);
    String carried =
        "<script type=\"application/json\" id=\"session\" data-own=\"%s\">%s</script>"
            .formatted(own, json.replace("<", "\\u003c"));
    Answers.html(response, shell.replace(SESSION, carried), callback);
  }
}
