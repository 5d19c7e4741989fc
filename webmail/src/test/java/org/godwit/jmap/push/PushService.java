package org.godwit.jmap.push;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;

/** A push service (RFC 8030) that keeps what it was sent, and answers what it is told to. */
public final class PushService implements AutoCloseable {

  /** A message as it came; header names in lower case. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Received(String path, Map<String, String> headers, byte[] content) {}

  private final HttpsServer server;
  private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
  private final AtomicInteger status = new AtomicInteger(201);

  public PushService(SSLContext tls) throws IOException {
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls));
    server.createContext("/", this::take);
    server.start();
  }

  private void take(HttpExchange exchange) throws IOException {
    Map<String, String> headers =
        exchange.getRequestHeaders().entrySet().stream()
            .collect(
                Collectors.toMap(
                    entry -> entry.getKey().toLowerCase(java.util.Locale.ROOT),
                    entry -> entry.getValue().getFirst()));
    byte[] content = exchange.getRequestBody().readAllBytes();
    received.add(new Received(exchange.getRequestURI().toString(), headers, content));
    exchange.sendResponseHeaders(status.get(), -1);
    exchange.close();
  }

  /** Answers this from now on. */
  public void answer(int code) {
    status.set(code);
  }

  public String url(String path) {
    return "https://localhost:" + server.getAddress().getPort() + path;
  }

  /** The next message, when it comes within a minute. */
  public Received next() throws InterruptedException {
    Received next = received.poll(60, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("nothing was pushed");
    }
    return next;
  }

  /** The next message, when it comes soon. */
  public Optional<Received> soon() throws InterruptedException {
    return Optional.ofNullable(received.poll(1, TimeUnit.SECONDS));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
