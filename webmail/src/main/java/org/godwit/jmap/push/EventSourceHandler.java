package org.godwit.jmap.push;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.godwit.jmap.Http;
import org.godwit.jmap.Turnstile;
import org.godwit.store.StoreException;
import org.godwit.web.Caller;
import org.godwit.web.Callers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The resource that never ends: changes as they happen (8620 §7.3). */
public final class EventSourceHandler extends Handler.Abstract {
  private static final Logger LOG = LoggerFactory.getLogger(EventSourceHandler.class);

  private static final int MOST_OF_AN_ACCOUNT = 1_500;
  private static final int LONGEST_PING = 900; // 8620 §7.3: at least 300
  private static final int MOST_TYPES = 100;

  private final Callers callers;
  private final Live live;
  private final Turnstile turnstile = new Turnstile(MOST_OF_AN_ACCOUNT);

  /**
   * Answers at a path.
   *
   * @param live starts and stops with this handler
   */
  public EventSourceHandler(Callers callers, Live live) {
    this.callers = callers;
    this.live = live;
    addBean(live);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    if (Http.refused("GET", request, response, callback)) {
      return true;
    }
    Optional<Caller> caller = Http.caller(callers, request, response, callback);
    if (caller.isEmpty()) {
      return true;
    }
    Optional<EventStream.Wish> wish = wish(request);
    if (wish.isEmpty()) {
      Http.problem(
          response,
          HttpStatus.BAD_REQUEST_400,
          "types are names or *, closeafter is state or no, ping is a number of seconds.",
          callback);
      return true;
    }
    Optional<Turnstile.Pass> pass = turnstile.enter(caller.get().accountId());
    if (pass.isEmpty()) {
      Http.problem(
          response, HttpStatus.TOO_MANY_REQUESTS_429, "Too many streams of events.", callback);
      return true;
    }
    open(caller.get(), wish.get(), pass.get(), request, response, callback);
    return true;
  }

  private void open(
      Caller caller,
      EventStream.Wish wish,
      Turnstile.Pass pass,
      Request request,
      Response response,
      Callback callback) {
    EventStream[] stream = new EventStream[1];
    try {
      Optional<Login> login = live.login(caller);
      if (login.isEmpty()) {
        pass.close();
        Http.problem(response, HttpStatus.UNAUTHORIZED_401, "Sign in again.", callback);
        return;
      }
      stream[0] =
          new EventStream(
              wish,
              login.get(),
              response,
              callback,
              () -> {
                live.remove(stream[0]);
                pass.close();
              });
      Follower follower = live.follower(caller, wish.types(), wish.since(), () -> stream[0].go());
      response.setStatus(HttpStatus.OK_200);
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/event-stream");
      response.getHeaders().put("X-Accel-Buffering", "no"); // proxies would wait for more
      request.addIdleTimeoutListener(timeout -> false); // writes find out who is away
      request.addFailureListener(stream[0]::failed);
      stream[0].start(follower);
      live.add(stream[0]);
    } catch (StoreException e) {
      LOG.warn("a stream of events cannot begin", e);
      pass.close();
      Http.problem(response, HttpStatus.SERVICE_UNAVAILABLE_503, "Try again later.", callback);
    }
  }

  private static Optional<EventStream.Wish> wish(Request request) {
    try {
      Fields query = Request.extractQueryParameters(request);
      String close = value(query, "closeafter", "no");
      int ping = Integer.parseInt(value(query, "ping", "0"));
      List<String> types = List.of(value(query, "types", "*").split(",", MOST_TYPES + 1));
      boolean fits =
          (close.equals("no") || close.equals("state")) && ping >= 0 && types.size() <= MOST_TYPES;
      return fits
          ? Optional.of(
              new EventStream.Wish(
                  wanted(types),
                  close.equals("state"),
                  Math.min(ping, LONGEST_PING),
                  since(request)))
          : Optional.empty();
    } catch (IllegalArgumentException notOurs) { // also what is no number, and no query
      return Optional.empty();
    }
  }

  private static Predicate<String> wanted(List<String> types) {
    if (types.contains("*")) {
      return any -> true;
    }
    Set<String> names = new HashSet<>(types);
    return names::contains;
  }

  private static Map<Long, Long> since(Request request) {
    return EventId.parse(request.getHeaders().get("Last-Event-ID"));
  }

  private static String value(Fields query, String name, String otherwise) {
    String value = query.getValue(name);
    return value == null || value.isEmpty() ? otherwise : value;
  }
}
