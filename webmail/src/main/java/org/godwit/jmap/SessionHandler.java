package org.godwit.jmap;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.godwit.web.Callers;

/** The session resource (8620 §2), also at its well-known place (§2.2). */
public final class SessionHandler extends Handler.Abstract {

  private final Callers callers;
  private final Session session;

  public SessionHandler(Callers callers, Session session) {
    this.callers = callers;
    this.session = session;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    if (Http.refusedUnlessRead(request, response, callback)) {
      return true;
    }
    Http.viewer(callers, request, response, callback)
        .ifPresent(
            viewer -> {
              response
                  .getHeaders()
                  .put(HttpHeader.CACHE_CONTROL, "no-cache, no-store, must-revalidate");
              Http.json(
                  response, HttpStatus.OK_200, session.json(viewer, Http.base(request)), callback);
            });
    return true;
  }
}
