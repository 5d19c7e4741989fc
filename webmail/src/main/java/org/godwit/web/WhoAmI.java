package org.godwit.web;

import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Tells a page or a program who it is signed in as. */
public final class WhoAmI extends Handler.Abstract {
  private final Callers callers;

  public WhoAmI(Callers callers) {
    this.callers = callers;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    if (Answers.refusedMethod(request, response, callback)) {
      return true;
    }
    Optional<Caller> caller = callers.find(request, response, callback);
    caller.ifPresent(
        who ->
            Answers.json(
                response,
                HttpStatus.OK_200,
                Map.of(
                    "name", who.name(), "way", who.way().name().toLowerCase(java.util.Locale.ROOT)),
                callback));
    return true;
  }
}
