package org.godwit.jmap.push;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;
import org.godwit.jmap.Api;
import org.godwit.jmap.Capability;
import org.godwit.jmap.Http;
import org.godwit.jmap.Json;
import org.godwit.jmap.Limits;
import org.godwit.jmap.Method;
import org.godwit.jmap.Session;
import org.godwit.jmap.Sight;
import org.godwit.jmap.Turnstile;
import org.godwit.store.StoreException;
import org.godwit.web.Caller;
import org.godwit.web.Callers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where WebSocket connections for JMAP begin (8887 §4.1). */
public final class SocketHandler extends Handler.Abstract {
  private static final Logger LOG = LoggerFactory.getLogger(SocketHandler.class);

  /** Where it is, for whoever serves it. */
  public static final String PATH = "/jmap/ws";

  private static final String PROTOCOL = "jmap";
  private static final int MOST_OF_AN_ACCOUNT = 16; // each may be sending a whole request
  private static final Duration IDLE = Duration.ofSeconds(90); // we ping every 30

  private final Callers callers;
  private final Api api;
  private final Session session;
  private final Live live;
  private final Turnstile connections = new Turnstile(MOST_OF_AN_ACCOUNT);
  private final Turnstile requests = new Turnstile(Limits.CONCURRENT_REQUESTS);
  private ServerWebSocketContainer container;

  /**
   * Answers at {@link #PATH}.
   *
   * @param live starts and stops with this handler, unless another one did so
   */
  public SocketHandler(Callers callers, Api api, Session session, Live live) {
    this.callers = callers;
    this.api = api;
    this.session = session;
    this.live = live;
    addBean(live);
  }

  /** What the session says of it (8887 §3). */
  public static Capability capability() {
    return new Capability() {
      @Override
      public String uri() {
        return "urn:ietf:params:jmap:websocket";
      }

      @Override
      public ObjectNode session() {
        return Json.object().put("supportsPush", true);
      }

      @Override
      public Optional<String> path() {
        return Optional.of(PATH);
      }

      @Override
      public boolean isOf(Sight sight) {
        return false;
      }

      @Override
      public Map<String, Method> methods() {
        return Map.of();
      }
    };
  }

  @Override
  protected void doStart() throws Exception {
    container = ServerWebSocketContainer.ensure(getServer());
    container.setMaxTextMessageSize(Limits.SIZE_REQUEST);
    container.setMaxBinaryMessageSize(1);
    container.setMaxFrameSize(Limits.SIZE_REQUEST);
    container.setIdleTimeout(IDLE);
    container.setAutoFragment(false);
    super.doStart();
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Optional<Caller> caller = Http.caller(callers, request, response, callback);
    if (caller.isEmpty()) {
      return true;
    }
    if (caller.get().way() == Caller.Way.COOKIE
        && !request.getHeaders().contains(HttpHeader.ORIGIN)) {
      // 6455 §10.2: a browser says where it comes from, and that was looked at
      Http.problem(response, HttpStatus.FORBIDDEN_403, "A browser says its Origin.", callback);
      return true;
    }
    Optional<Turnstile.Pass> pass = connections.enter(caller.get().accountId());
    if (pass.isEmpty()) {
      Http.problem(response, HttpStatus.TOO_MANY_REQUESTS_429, "Too many connections.", callback);
      return true;
    }
    if (!begin(caller.get(), pass.get(), request, response, callback)) {
      pass.get().close();
    }
    return true;
  }

  /** False when there is no connection now, and the client was told so. */
  private boolean begin(
      Caller caller, Turnstile.Pass pass, Request request, Response response, Callback callback) {
    try {
      Optional<Login> login = live.login(caller);
      if (login.isEmpty()) {
        Http.problem(response, HttpStatus.UNAUTHORIZED_401, "Sign in again.", callback);
        return false;
      }
      if (!speaksJmap(request)) {
        return refused(response, callback);
      }
      boolean upgraded =
          container.upgrade(
              (upgrade, answer, problem) -> {
                answer.setAcceptedSubProtocol(PROTOCOL);
                return new JmapSocket(caller, login.get(), api, session, live, requests, pass);
              },
              request,
              response,
              callback);
      return upgraded || refused(response, callback);
    } catch (StoreException e) {
      LOG.warn("a WebSocket connection cannot begin", e);
      Http.problem(response, HttpStatus.SERVICE_UNAVAILABLE_503, "Try again later.", callback);
      return false;
    }
  }

  private static boolean speaksJmap(Request request) {
    return request
        .getHeaders()
        .getCSV(HttpHeader.SEC_WEBSOCKET_SUBPROTOCOL, false)
        .contains(PROTOCOL); // 8887 §4.1
  }

  private static boolean refused(Response response, Callback callback) {
    response.getHeaders().put(HttpHeader.UPGRADE, "websocket"); // 9110 §15.5.22
    Http.problem(
        response,
        HttpStatus.UPGRADE_REQUIRED_426,
        "Speak WebSocket, with the subprotocol jmap.",
        callback);
    return false;
  }
}
