package org.godwit.web;

import java.time.Duration;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** What we ask of a request's content, whoever reads it: sent as it is, and not too slowly. */
final class RequestLimits extends Handler.Wrapper {

  private final Duration patience;

  /**
   * Before another handler.
   *
   * @param patience how long we wait in all for content that comes slowly
   */
  RequestLimits(Duration patience, Handler next) {
    super(next);
    this.patience = patience;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    String encoding = request.getHeaders().get(HttpHeader.CONTENT_ENCODING);
    if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      // 9110 §15.5.16: so that a short request cannot be a long one inside
      response.getHeaders().put(HttpHeader.ACCEPT_ENCODING, "identity");
      Problems.answer(
          response, HttpStatus.UNSUPPORTED_MEDIA_TYPE_415, "Send it uncompressed.", callback);
      return true;
    }
    return super.handle(new SlowBody(request, patience), response, callback);
  }
}
