package org.godwit.jmap.push;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.eclipse.jetty.util.NanoTime;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.StatusCode;
import org.godwit.jmap.Api;
import org.godwit.jmap.Http;
import org.godwit.jmap.Json;
import org.godwit.jmap.Limits;
import org.godwit.jmap.RequestError;
import org.godwit.jmap.Turnstile;
import org.godwit.store.StoreException;
import org.godwit.web.Caller;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection (RFC 8887): requests one after the other, each answered before the next is read,
 * and changes once the client wants to hear of them.
 */
public final class JmapSocket extends Session.Listener.Abstract implements Live.Connection {
  private static final Logger LOG = LoggerFactory.getLogger(JmapSocket.class);
  private static final Duration PING = Duration.ofSeconds(30);
  private static final Duration MESSAGE = Duration.ofSeconds(60); // from its first to its last part

  private final Caller caller;
  private final Login login;
  private final Api api;
  private final org.godwit.jmap.Session about;
  private final Live live;
  private final Turnstile requests;
  private final Turnstile.Pass pass;
  private final StringBuilder message = new StringBuilder();
  private final Follower follower;
  private Predicate<String> types = none -> false;
  private boolean pushing;
  private boolean ended;
  private long lastPing = NanoTime.now();
  private volatile long messageSince; // 0 when none is under way

  JmapSocket(
      Caller caller,
      Login login,
      Api api,
      org.godwit.jmap.Session about,
      Live live,
      Turnstile requests,
      Turnstile.Pass pass) {
    this.caller = caller;
    this.login = login;
    this.api = api;
    this.about = about;
    this.live = live;
    this.requests = requests;
    this.pass = pass;
    this.follower = live.idle(caller, type -> types.test(type), this::go);
  }

  @Override
  public void onWebSocketOpen(Session session) {
    super.onWebSocketOpen(session);
    live.add(this);
    session.demand();
  }

  @Override
  public void onWebSocketPartialText(String part, boolean last) {
    if (messageSince == 0) {
      messageSince = NanoTime.now();
    }
    if (message.length() + part.length() > Limits.SIZE_REQUEST) {
      getSession().close(StatusCode.MESSAGE_TOO_LARGE, "maxSizeRequest", Callback.NOOP);
      return;
    }
    message.append(part);
    if (!last) {
      getSession().demand();
      return;
    }
    String whole = message.toString();
    message.setLength(0);
    message.trimToSize();
    messageSince = 0;
    live.run(() -> take(whole));
  }

  @Override
  public void onWebSocketPartialBinary(
      java.nio.ByteBuffer payload, boolean last, Callback callback) {
    callback.succeed();
    getSession().close(StatusCode.BAD_DATA, "JMAP is text", Callback.NOOP); // 8887 §4.2
  }

  private void take(String text) {
    String id = null;
    ObjectNode answer;
    try {
      JsonNode json =
          Json.read(text.getBytes(StandardCharsets.UTF_8)).orElseThrow(RequestError::notJson);
      id = json.path("id").textValue();
      answer = answer(json);
    } catch (RequestError e) {
      answer = e.json().put("@type", "RequestError"); // 8887 §4.3.3
    } catch (StoreException e) {
      LOG.warn("a request over WebSocket waits for the database", e);
      answer =
          Json.object()
              .put("@type", "RequestError")
              .put("type", "about:blank")
              .put("status", 503)
              .put("detail", "Try again later.");
    }
    if (answer == null) {
      getSession().demand();
      return;
    }
    if (id != null) {
      answer.put("requestId", id);
    }
    send(answer, Callback.from(getSession()::demand, this::failed));
  }

  /** Null when there is nothing to say. */
  private ObjectNode answer(JsonNode json) throws RequestError {
    switch (json.path("@type").asText()) {
      case "Request" -> {
        return request(json);
      }
      case "WebSocketPushEnable" -> enable(json);
      case "WebSocketPushDisable" -> listen(none -> false);
      default -> throw RequestError.notRequest("@type is none of RFC 8887's.");
    }
    go();
    return null;
  }

  private ObjectNode request(JsonNode json) throws RequestError {
    Optional<Turnstile.Pass> entered = requests.enter(caller.accountId());
    if (entered.isEmpty()) {
      throw RequestError.limit(429, "maxConcurrentRequests");
    }
    try {
      var viewer = Http.viewer(caller);
      ObjectNode response = Json.object().put("@type", "Response"); // 8887 §4.3.2
      return response.setAll(api.run(viewer, json, about.state(viewer)));
    } finally {
      entered.get().close();
    }
  }

  /** 8887 §4.3.5.2. */
  private void enable(JsonNode json) throws RequestError {
    JsonNode names = json.path("dataTypes");
    if (!names.isMissingNode() && !names.isNull() && !names.isArray()) {
      throw RequestError.notRequest("dataTypes is an array of names, or null.");
    }
    Set<String> wanted = new HashSet<>();
    for (JsonNode name : names) {
      if (!name.isTextual()) {
        throw RequestError.notRequest("dataTypes is an array of names, or null.");
      }
      wanted.add(name.textValue());
    }
    Map<Long, Long> since = EventId.parse(json.path("pushState").textValue());
    listen(names.isArray() ? wanted::contains : any -> true);
    live.begin(follower, since);
  }

  private synchronized void listen(Predicate<String> wanted) {
    types = wanted;
  }

  /** Tells what has changed, unless that is under way. */
  private void go() {
    ObjectNode change;
    synchronized (this) {
      if (pushing || ended || getSession() == null) {
        return;
      }
      Optional<ObjectNode> next = follower.take();
      if (next.isEmpty()) {
        return;
      }
      pushing = true;
      change = next.get().put("pushState", follower.id()); // 8887 §4.3.5.1
    }
    send(change, Callback.from(this::pushed, this::failed));
  }

  private void pushed() {
    synchronized (this) {
      pushing = false;
    }
    go();
  }

  private void send(ObjectNode json, Callback callback) {
    getSession().sendText(new String(Json.write(json), StandardCharsets.UTF_8), callback);
  }

  private void failed(Throwable why) {
    LOG.debug("a WebSocket client is away", why);
    getSession().disconnect();
  }

  @Override
  public Login login() {
    return login;
  }

  @Override
  public Follower follower() {
    return follower;
  }

  @Override
  public void tick() {
    long since = messageSince;
    if (since != 0 && NanoTime.since(since) > MESSAGE.toNanos()) {
      getSession().close(StatusCode.POLICY_VIOLATION, "too slow", Callback.NOOP);
    } else if (NanoTime.since(lastPing) > PING.toNanos()) {
      lastPing = NanoTime.now();
      getSession().sendPing(java.nio.ByteBuffer.allocate(0), Callback.NOOP);
    }
  }

  @Override
  public void end() {
    getSession().close(StatusCode.SHUTDOWN, "sign in again", Callback.NOOP);
  }

  @Override
  public void onWebSocketClose(int code, String reason, Callback callback) {
    synchronized (this) {
      if (ended) {
        callback.succeed();
        return;
      }
      ended = true;
    }
    live.remove(this);
    pass.close();
    callback.succeed();
  }

  @Override
  public void onWebSocketError(Throwable cause) {
    LOG.debug("a WebSocket connection fails", cause);
  }
}
