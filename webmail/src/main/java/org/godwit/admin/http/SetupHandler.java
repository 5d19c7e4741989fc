package org.godwit.admin.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.godwit.admin.AdminProblem;
import org.godwit.admin.FirstSteps;
import org.godwit.store.StoreException;
import org.godwit.store.account.WebSessions.Shown;
import org.godwit.web.Allowance;
import org.godwit.web.Answers;
import org.godwit.web.Entrance;
import org.godwit.web.JsonBody;
import org.godwit.web.Peer;
import org.godwit.web.Problems;
import org.godwit.web.SameOrigin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the wizard of the first start asks for: {@code look}, {@code hostname}, {@code account}.
 * Each request carries the secret of the link; nobody is signed in yet.
 */
public final class SetupHandler extends Handler.Abstract {
  private static final Logger LOG = LoggerFactory.getLogger(SetupHandler.class);

  /** Below which it is. */
  public static final String PATH = "/admin/setup/api";

  private static final int MOST = 30;

  private final FirstSteps steps;
  private final Entrance entrance;
  private final Allowance allowance;

  public SetupHandler(FirstSteps steps, Entrance entrance, InstantSource clock) {
    this.steps = steps;
    this.entrance = entrance;
    this.allowance = new Allowance(MOST, Duration.ofMinutes(1), clock);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws IOException {
    Optional<Peer> peer = Peer.of(request).filter(Peer::confidential);
    if (!HttpMethod.POST.is(request.getMethod())) {
      Problems.answer(response, HttpStatus.METHOD_NOT_ALLOWED_405, "Use POST.", callback);
    } else if (peer.isEmpty() || !SameOrigin.proven(request)) {
      Problems.answer(
          response, HttpStatus.FORBIDDEN_403, "Ask from our page, and over HTTPS.", callback);
    } else if (!allowance.take(peer.get().address().getHostAddress())) {
      Problems.answer(response, HttpStatus.TOO_MANY_REQUESTS_429, "Not so fast.", callback);
    } else if (!JsonBody.isJson(request)) {
      Problems.answer(response, HttpStatus.UNSUPPORTED_MEDIA_TYPE_415, "Send JSON.", callback);
    } else {
      ObjectNode told = JsonBody.read(request).orElse(JsonNodeFactory.instance.objectNode());
      answer(request, response, callback, told, peer.get());
    }
    return true;
  }

  private void answer(
      Request request, Response response, Callback callback, ObjectNode told, Peer peer) {
    String path = request.getHttpURI().getCanonicalPath();
    try {
      switch (path.substring(PATH.length())) {
        case "/look" ->
            Answers.json(response, HttpStatus.OK_200, steps.look(text(told, "secret")), callback);
        case "/hostname" -> {
          steps.hostname(text(told, "secret"), text(told, "hostname"));
          Answers.json(response, HttpStatus.OK_200, Map.of("restart", true), callback);
        }
        case "/account" -> {
          String name =
              steps.account(
                  text(told, "secret"),
                  new FirstSteps.Wish(
                      text(told, "domain"), text(told, "address"), text(told, "password")),
                  peer.address().getHostAddress());
          boolean in = entrance.begin(request, response, name, Shown.ENOUGH, false);
          Answers.json(response, HttpStatus.OK_200, Map.of("name", name, "in", in), callback);
        }
        default ->
            Problems.answer(
                response, HttpStatus.NOT_FOUND_404, "There is no such thing.", callback);
      }
    } catch (AdminProblem e) {
      Problems.answer(response, e.kind().status(), e.getMessage(), callback);
    } catch (StoreException e) {
      LOG.warn("the first start cannot go on", e);
      Problems.answer(response, HttpStatus.SERVICE_UNAVAILABLE_503, "Try again soon.", callback);
    }
  }

  private static String text(ObjectNode told, String name) {
    return told.path(name).asText("").strip();
  }
}
