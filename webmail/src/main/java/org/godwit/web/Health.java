package org.godwit.web;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Whether we live ({@code /health/live}) and whether we can serve ({@code /health/ready}: 200, or
 * 503 with the reasons).
 */
public final class Health extends Handler.Abstract {
  private final Supplier<List<String>> problems;

  /**
   * Makes the handler.
   *
   * @param problems what does not work now, a line each; may block
   */
  public Health(Supplier<List<String>> problems) {
    this.problems = problems;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    if (Answers.refusedMethod(request, response, callback)) {
      return true;
    }
    switch (request.getHttpURI().getCanonicalPath()) {
      case "/health/live" ->
          Answers.json(response, HttpStatus.OK_200, Map.of("status", "live"), callback);
      case "/health/ready" -> ready(response, callback);
      default -> Response.writeError(request, response, callback, HttpStatus.NOT_FOUND_404);
    }
    return true;
  }

  private void ready(Response response, Callback callback) {
    List<String> reasons = problems.get();
    if (reasons.isEmpty()) {
      Answers.json(response, HttpStatus.OK_200, Map.of("status", "ready"), callback);
    } else {
      Map<String, Object> answer = Map.of("status", "not ready", "reasons", reasons);
      Answers.json(response, HttpStatus.SERVICE_UNAVAILABLE_503, answer, callback);
    }
  }
}
