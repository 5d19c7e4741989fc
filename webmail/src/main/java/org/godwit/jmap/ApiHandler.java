package org.godwit.jmap;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.godwit.web.Callers;

/** The API resource (8620 §3). */
public final class ApiHandler extends Handler.Abstract {

  /** What may be sent to it at all; what is longer than a request may be is told so. */
  public static final long MOST_BYTES = 2 * Limits.SIZE_REQUEST;

  private final Callers callers;
  private final Api api;
  private final Session session;
  private final Turnstile turnstile = new Turnstile(Limits.CONCURRENT_REQUESTS);

  public ApiHandler(Callers callers, Api api, Session session) {
    this.callers = callers;
    this.api = api;
    this.session = session;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws IOException {
    if (Http.refused("POST", request, response, callback)) {
      return true;
    }
    Optional<Viewer> viewer = Http.viewer(callers, request, response, callback);
    if (viewer.isPresent()) {
      try {
        ObjectNode answer = answer(viewer.get(), request);
        Http.json(response, HttpStatus.OK_200, answer, callback);
      } catch (RequestError refusal) {
        Http.problem(response, refusal, callback);
      }
    }
    return true;
  }

  private ObjectNode answer(Viewer viewer, Request request) throws RequestError, IOException {
    Optional<Turnstile.Pass> entered = turnstile.enter(viewer.account());
    if (entered.isEmpty()) {
      throw RequestError.limit(HttpStatus.TOO_MANY_REQUESTS_429, "maxConcurrentRequests");
    }
    try {
      return api.run(viewer, content(request), session.state(viewer));
    } finally {
      entered.get().close();
    }
  }

  private static byte[] content(Request request) throws RequestError, IOException {
    String type = String.valueOf(request.getHeaders().get(HttpHeader.CONTENT_TYPE));
    if (!type.toLowerCase(Locale.ROOT).matches("application/json\\s*(;.*)?")) {
      throw RequestError.notJson(); // 8620 §3.6.1
    }
    return Http.content(request, Limits.SIZE_REQUEST)
        .orElseThrow(() -> RequestError.limit(HttpStatus.BAD_REQUEST_400, "maxSizeRequest"));
  }
}
