package org.godwit.trust.acme;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.godwit.trust.Certificates;

/**
 * An ACME server that asks for no proofs and does what its mood says. (Pebble, in the tests of the
 * whole server, does everything right and checks us.)
 */
final class MoodyAuthority implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpsServer server;
  private final Certificates site;
  private final Path siteFile;
  private final IssuedByTests issuer = new IssuedByTests();
  private final ExecutorService workers = Executors.newCachedThreadPool();
  private final CountDownLatch end = new CountDownLatch(1);
  private final AtomicInteger nonces = new AtomicInteger();
  private final AtomicInteger orders = new AtomicInteger();
  private volatile Mood mood = Mood.WELL;
  private volatile String issued = "";
  private volatile String identifiers = "[]";
  private volatile List<String> names = List.of();
  private volatile String replaced = "";
  private volatile String advice = "";
  private final Map<String, Integer> accounts = Collections.synchronizedMap(new HashMap<>());
  private final Set<String> ended = ConcurrentHashMap.newKeySet();
  private volatile boolean tellsAtOnce;
  private final Set<String> unreachable = ConcurrentHashMap.newKeySet();
  private final Set<String> visited = ConcurrentHashMap.newKeySet();

  MoodyAuthority(Path folder) throws Exception {
    site = Certificates.selfSigned(folder, "localhost");
    siteFile = folder.resolve("certificate.pem");
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 20);
    server.setHttpsConfigurator(new HttpsConfigurator(site.context()));
    server.setExecutor(workers);
    server.createContext("/", this::serve);
    server.start();
  }

  void become(Mood other) {
    mood = other;
  }

  URI directory() {
    return URI.create(at("/dir"));
  }

  Path siteCertificate() {
    return siteFile;
  }

  /** How many orders came. */
  int orders() {
    return orders.get();
  }

  private String at(String path) {
    return "https://localhost:" + server.getAddress().getPort() + path;
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getResponseHeaders().add("Replay-Nonce", "nonce" + nonces.incrementAndGet());
      byte[] body = exchange.getRequestBody().readAllBytes();
      switch (exchange.getRequestURI().getPath()) {
        case "/dir" -> directory(exchange);
        case "/nonce" -> exchange.sendResponseHeaders(200, -1);
        case "/account" -> newAccount(exchange, header(body).path("jwk").toString());
        case "/order" -> {
          if (ended.contains(header(body).path("kid").asText())) {
            problem(exchange, 401, "unauthorized", "this account has ended");
          } else {
            newOrder(exchange, payload(body));
          }
        }
        case "/order/1" -> json(exchange, 200, order());
        case "/finalize" -> {
          issue(payload(body));
          json(exchange, 200, order());
        }
        case "/certificate" ->
            send(
                exchange,
                200,
                "application/pem-certificate-chain",
                mood == Mood.NO_CERTIFICATE ? "-----BEGIN CERTIFICATE-----\nAAAA\n" : issued);
        default -> named(exchange, exchange.getRequestURI().getPath());
      }
    }
  }

  private void named(HttpExchange exchange, String path) throws IOException {
    String name = path.substring(path.lastIndexOf('/') + 1);
    if (path.startsWith("/proof/")) {
      json(exchange, 200, proof(mood == Mood.OTHER_PROOFS ? "bank.example" : name));
    } else if (path.startsWith("/challenge/")) {
      visited.add(name);
      json(exchange, 200, challenge(name));
    } else if (path.startsWith("/account/")) {
      json(
          exchange,
          200,
          "{\"status\":\"%s\"}".formatted(ended.contains(at(path)) ? "revoked" : "valid"));
    } else if (path.startsWith("/advice/")) {
      json(exchange, 200, advice);
    } else {
      problem(exchange, 404, "malformed", "no such place");
    }
  }

  private void newAccount(HttpExchange exchange, String key) throws IOException {
    int number = accounts.computeIfAbsent(key, unknown -> accounts.size() + 1);
    String place = at("/account/" + number);
    if (tellsAtOnce && ended.contains(place)) {
      problem(exchange, 403, "unauthorized", "the account of this key has ended");
      return;
    }
    exchange.getResponseHeaders().add("Location", place);
    json(exchange, 201, "{\"status\":\"valid\"}");
  }

  /**
   * From now on who has an account has none.
   *
   * @param atOnce whether it is told to who comes with the same key, or at the next order only
   */
  void endAccounts(boolean atOnce) {
    tellsAtOnce = atOnce;
    accounts.values().forEach(number -> ended.add(at("/account/" + number)));
  }

  private String proof(String name) {
    String status = !unreachable.contains(name) ? "valid" : tried(name);
    return "{\"status\":\"%s\",\"challenges\":[%s],\"identifier\":{\"type\":\"dns\",\"value\":\"%s\"}}"
        .formatted(status, challenge(name), name);
  }

  private String challenge(String name) {
    return """
        {"type":"http-01","url":"%s","token":"a-token-of-128-bits-or-more","status":"%s",
         "error":{"type":"urn:ietf:params:acme:error:connection","detail":"nobody is there"}}
        """
        .formatted(at("/challenge/" + name), tried(name));
  }

  private String tried(String name) {
    return visited.contains(name) ? "invalid" : "pending";
  }

  /** From now on these names do not lead to us. */
  void cannotReach(String name) {
    unreachable.add(name);
  }

  /** From now on it says when it would like to see a certificate renewed. */
  void advise(Instant from, Instant until) {
    advice = "{\"suggestedWindow\":{\"start\":\"%s\",\"end\":\"%s\"}}".formatted(from, until);
  }

  private void directory(HttpExchange exchange) throws IOException {
    if (mood == Mood.ELSEWHERE) {
      exchange.getResponseHeaders().add("Location", at("/other"));
      exchange.sendResponseHeaders(302, -1);
      return;
    }
    if (mood == Mood.NO_JSON) {
      json(exchange, 200, "<html>welcome</html>");
      return;
    }
    String order = mood == Mood.WITHOUT_TLS ? "http://localhost:1/order" : at("/order");
    json(
        exchange,
        200,
        "{\"newNonce\":\"%s\",\"newAccount\":\"%s\",\"newOrder\":\"%s\"%s}"
            .formatted(
                at("/nonce"),
                at("/account"),
                order,
                advice.isEmpty() ? "" : ",\"renewalInfo\":\"" + at("/advice") + "\""));
  }

  private void newOrder(HttpExchange exchange, JsonNode asked) throws IOException {
    orders.incrementAndGet();
    identifiers = asked.path("identifiers").toString();
    replaced = asked.path("replaces").asText();
    names = asked.path("identifiers").findValuesAsText("value");
    switch (mood) {
      case BUSY -> send(exchange, 503, "text/html", "<html>later</html>");
      case NONCES_NEVER_FIT -> problem(exchange, 400, "badNonce", "this nonce does not fit");
      case TERMINAL_CODES -> problem(exchange, 403, "unauthorized", "no\\u001b[31m\\nway");
      case SILENT -> await();
      case LIMITED -> limited(exchange, "7200");
      case LIMITED_FOR_EVER -> limited(exchange, "999999999");
      case TRICKLING -> trickle(exchange);
      case HUGE -> send(exchange, 201, "application/json", "[" + " ".repeat(600_000) + "]");
      default -> {
        exchange.getResponseHeaders().add("Location", at("/order/1"));
        json(exchange, 201, order());
      }
    }
  }

  private void limited(HttpExchange exchange, String seconds) throws IOException {
    exchange.getResponseHeaders().add("Retry-After", seconds);
    problem(exchange, 429, "rateLimited", "too many certificates");
  }

  private void trickle(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(201, 0);
    OutputStream out = exchange.getResponseBody();
    while (end.getCount() > 0) {
      out.write(' ');
      out.flush();
      pause();
    }
  }

  private String order() {
    String status =
        switch (mood) {
          case NEVER_READY -> "processing";
          case GIVES_UP -> "invalid";
          default -> issued.isEmpty() ? "ready" : "valid";
        };
    return """
        {"status":"%s","identifiers":%s,"authorizations":[%s],"finalize":"%s","certificate":"%s"}
        """
        .formatted(status, identifiers, proofs(), at("/finalize"), at("/certificate"));
  }

  private String proofs() {
    return names.stream()
        .map(name -> '"' + at("/proof/" + name) + '"')
        .collect(Collectors.joining(","));
  }

  /** What the last order says it comes after; empty is nothing. */
  String replaced() {
    return replaced;
  }

  private void issue(JsonNode asked) throws IOException {
    byte[] request = Base64.getUrlDecoder().decode(asked.path("csr").asText());
    issued = issuer.chain(mood, new PKCS10CertificationRequest(request));
  }

  /** Before each order. */
  void forget() {
    issued = "";
  }

  private static JsonNode payload(byte[] jws) throws IOException {
    return part(jws, "payload");
  }

  private static JsonNode header(byte[] jws) throws IOException {
    return part(jws, "protected");
  }

  private static JsonNode part(byte[] jws, String name) throws IOException {
    return JSON.readTree(Base64.getUrlDecoder().decode(JSON.readTree(jws).path(name).asText()));
  }

  private static void problem(HttpExchange exchange, int status, String type, String detail)
      throws IOException {
    send(
        exchange,
        status,
        "application/problem+json",
        "{\"type\":\"urn:ietf:params:acme:error:%s\",\"detail\":\"%s\"}".formatted(type, detail));
  }

  private static void json(HttpExchange exchange, int status, String text) throws IOException {
    send(exchange, status, "application/json", text);
  }

  private static void send(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", type);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private void await() {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    end.countDown();
    server.stop(0);
    workers.shutdownNow();
    site.close();
  }
}
