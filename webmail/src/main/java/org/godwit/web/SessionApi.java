package org.godwit.web;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.godwit.store.StoreException;
import org.godwit.store.account.SignIn;
import org.godwit.store.account.WebSessions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * JSON that only a browser session may ask for: a password that is meant for one program must not
 * make itself another. What gives away access asks for the password once more.
 */
abstract class SessionApi extends Handler.Abstract {
  private static final Logger LOG = LoggerFactory.getLogger(SessionApi.class);
  private static final int MOST_STEPS = 4; // "", signin, what, which

  static final Reply NOTHING_THERE =
      Reply.problem(HttpStatus.NOT_FOUND_404, "There is no such thing.");
  static final Reply MALFORMED =
      Reply.problem(HttpStatus.BAD_REQUEST_400, "That is not what is expected here.");

  private final Callers callers;
  private final SignIn signIn;

  SessionApi(Callers callers, SignIn signIn) {
    this.callers = callers;
    this.signIn = signIn;
  }

  /** What is answered: a value, or a problem in words. */
  record Reply(int status, Object value, Optional<String> problem) {
    static Reply of(Object value) {
      return new Reply(HttpStatus.OK_200, value, Optional.empty());
    }

    static Reply problem(int status, String detail) {
      return new Reply(status, Map.of(), Optional.of(detail));
    }
  }

  /**
   * What is asked.
   *
   * @param which the name behind what is asked for; empty for all
   * @param told the object in the request; an empty one for those that only read
   */
  record Call(
      Request request,
      Response response,
      WebSessions.Session me,
      String what,
      Optional<String> which,
      ObjectNode told) {

    /** Method and path, such as {@code DELETE sessions/} for one of them. */
    String does() {
      return request.getMethod() + " " + what + (which.isPresent() ? "/" : "");
    }

    InetAddress from() {
      return Peer.of(request).orElseThrow().address();
    }
  }

  /** Answers somebody who is signed in. */
  abstract Reply answer(Call call);

  @Override
  public final boolean handle(Request request, Response response, Callback callback)
      throws IOException {
    Optional<Caller> caller = callers.find(request, response, callback);
    if (caller.isEmpty()) {
      return true;
    }
    Reply reply = reply(caller.get(), request, response);
    if (reply.problem().isPresent()) {
      Problems.answer(response, reply.status(), reply.problem().get(), callback);
    } else {
      Answers.json(response, reply.status(), reply.value(), callback);
    }
    return true;
  }

  private Reply reply(Caller caller, Request request, Response response) throws IOException {
    try {
      Optional<WebSessions.Session> session =
          caller.way() == Caller.Way.COOKIE ? callers.session(request) : Optional.empty();
      return session.isEmpty()
          ? Reply.problem(HttpStatus.FORBIDDEN_403, "Sign in with a browser.")
          : reply(session.get(), request, response);
    } catch (StoreException e) {
      LOG.warn("something about signing in cannot be read or changed", e);
      return Reply.problem(HttpStatus.SERVICE_UNAVAILABLE_503, "Try again soon.");
    }
  }

  private Reply reply(WebSessions.Session me, Request request, Response response)
      throws IOException {
    String[] path = request.getHttpURI().getCanonicalPath().split("/", -1);
    if (path.length > MOST_STEPS) {
      return NOTHING_THERE;
    }
    ObjectNode told = JsonNodeFactory.instance.objectNode();
    if (!SameOrigin.isSafe(request)) {
      if (!JsonBody.isJson(request)) {
        return Reply.problem(HttpStatus.UNSUPPORTED_MEDIA_TYPE_415, "Send JSON.");
      }
      Optional<ObjectNode> body = JsonBody.read(request);
      if (body.isEmpty()) {
        return MALFORMED;
      }
      told = body.get();
    }
    Optional<String> which =
        path.length == MOST_STEPS ? Optional.of(path[MOST_STEPS - 1]) : Optional.empty();
    return answer(new Call(request, response, me, path.length > 2 ? path[2] : "", which, told));
  }

  /** Asks for the password again: a browser that was left alone must not open more doors. */
  Reply proved(Call call, Function<Call, Reply> then) {
    String password = call.told().path("password").asText("");
    return switch (signIn.password(call.from(), call.me().name(), password)) {
      case SignIn.Outcome.Done done -> then.apply(call);
      case SignIn.Outcome.Next next -> then.apply(call);
      case SignIn.Outcome.Wrong wrong ->
          Reply.problem(HttpStatus.FORBIDDEN_403, "The password is wrong.");
      case SignIn.Outcome.Slowed slowed ->
          Reply.problem(HttpStatus.TOO_MANY_REQUESTS_429, "Too many attempts.");
    };
  }

  static Optional<UUID> id(Optional<String> text) {
    try {
      return text.map(UUID::fromString);
    } catch (IllegalArgumentException notOurs) {
      return Optional.empty();
    }
  }
}
