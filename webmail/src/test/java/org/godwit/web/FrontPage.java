package org.godwit.web;

import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Something to serve at {@code /}, for tests of the door. */
final class FrontPage extends Handler.Abstract.NonBlocking {
  private static final String PAGE =
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width">
      <title>Godwit</title>
      </head>
      <body>
      <h1>Godwit</h1>
      <p>This is a mail server. It works; people read their mail here with the mail program of their choice.</p>
      </body>
      </html>
      """;

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    if (Answers.refusedMethod(request, response, callback)) {
      return true;
    }
    if (request.getHttpURI().getCanonicalPath().equals("/")) {
      Answers.html(response, PAGE, callback);
    } else {
      Response.writeError(request, response, callback, HttpStatus.NOT_FOUND_404);
    }
    return true;
  }
}
