package org.godwit.web;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http.pathmap.PathSpec;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.server.handler.PathMappingsHandler;
import org.eclipse.jetty.server.handler.SizeLimitHandler;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.VirtualThreadPool;
import org.godwit.trust.Certificates;

/** The running web door. Safe for many threads; closing it lets answers that are due be sent. */
public final class WebServer implements AutoCloseable {
  private static final int HEADER_BYTES = 16 * 1024;
  private static final long BODY_BYTES = 1024 * 1024;
  private static final long IDLE_MILLIS = 60_000;
  private static final long STOP_MILLIS = 5_000;
  private static final long YEAR_SECONDS = 365L * 24 * 3600;

  private final Server server;
  private final Map<String, ServerConnector> doors;

  private WebServer(Server server, Map<String, ServerConnector> doors) {
    this.server = server;
    this.doors = doors;
  }

  /**
   * Opens the door.
   *
   * @param parts who answers at which path; the longest path that fits wins
   * @throws WebProblem with a line for the admin; nothing is left running
   */
  public static WebServer start(
      WebSettings settings, Certificates certificates, Map<PathSpec, Handler> parts)
      throws WebProblem {
    Server server = new Server(threads());
    Map<String, ServerConnector> doors = new LinkedHashMap<>();
    settings.http().ifPresent(at -> doors.put("http", connector(server, at, clear())));
    settings.https().ifPresent(at -> doors.put("https", connector(server, at, tls(certificates))));
    doors.values().forEach(server::addConnector);
    server.setHandler(handlers(parts));
    server.setErrorHandler(new PlainErrors());
    server.setStopTimeout(STOP_MILLIS);
    WebServer started = new WebServer(server, doors);
    try {
      for (Map.Entry<String, ServerConnector> door : doors.entrySet()) {
        open(door.getKey(), door.getValue());
      }
      server.start();
      return started;
    } catch (WebProblem e) {
      started.close();
      throw e;
    } catch (Exception e) { // Jetty's start throws anything
      started.close();
      throw new WebProblem("the web door does not start: " + e.getMessage(), e);
    }
  }

  private static QueuedThreadPool threads() {
    QueuedThreadPool threads = new QueuedThreadPool(32, 4);
    threads.setName("web");
    VirtualThreadPool workers = new VirtualThreadPool();
    workers.setName("web-worker");
    threads.setVirtualThreadsExecutor(workers);
    return threads;
  }

  private static void open(String name, ServerConnector door) throws WebProblem {
    try {
      door.open();
    } catch (IOException e) {
      InetSocketAddress at = new InetSocketAddress(door.getHost(), door.getPort());
      boolean taken = e instanceof BindException || e.getCause() instanceof BindException;
      throw new WebProblem(
          "%s cannot listen on %s:%d%s; stop what listens there, or set another [listen] %s"
              .formatted(name, at.getHostString(), at.getPort(), taken ? " (in use)" : "", name),
          e);
    }
  }

  private static Handler handlers(Map<PathSpec, Handler> parts) {
    PathMappingsHandler paths = new PathMappingsHandler();
    parts.forEach(paths::addMapping);
    SizeLimitHandler limit = new SizeLimitHandler(BODY_BYTES, -1);
    limit.setHandler(new SecurityHeaders(paths));
    return new GracefulHandler(limit);
  }

  private static HttpConfiguration limits() {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setSendDateHeader(true);
    http.setRequestHeaderSize(HEADER_BYTES);
    http.setResponseHeaderSize(HEADER_BYTES);
    http.setIdleTimeout(IDLE_MILLIS);
    return http;
  }

  private static ConnectionFactory[] clear() {
    return new ConnectionFactory[] {new HttpConnectionFactory(limits())};
  }

  private static ConnectionFactory[] tls(Certificates certificates) {
    HttpConfiguration https = limits();
    SecureRequestCustomizer secure = new SecureRequestCustomizer(false);
    secure.setStsMaxAge(YEAR_SECONDS); // 6797 §8.1: browsers ignore it behind a self-signed one
    https.addCustomizer(secure);
    SslContextFactory.Server ssl = new SslContextFactory.Server();
    ssl.setSslContext(certificates.context());
    ssl.setIncludeProtocols(Certificates.PROTOCOLS.toArray(String[]::new));
    ssl.setIncludeCipherSuites(Certificates.CIPHERS.toArray(String[]::new));
    ssl.setExcludeProtocols();
    ssl.setExcludeCipherSuites();
    ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory();
    alpn.setDefaultProtocol("http/1.1");
    return new ConnectionFactory[] {
      new SslConnectionFactory(ssl, alpn.getProtocol()),
      alpn,
      new HTTP2ServerConnectionFactory(https),
      new HttpConnectionFactory(https)
    };
  }

  private static ServerConnector connector(
      Server server, InetSocketAddress at, ConnectionFactory[] protocols) {
    ServerConnector connector = new ServerConnector(server, 1, 1, protocols);
    connector.setHost(at.getAddress().getHostAddress());
    connector.setPort(at.getPort());
    connector.setIdleTimeout(IDLE_MILLIS);
    return connector;
  }

  /** Where it is reached without TLS. */
  public Optional<InetSocketAddress> http() {
    return address("http");
  }

  /** Where it is reached with TLS. */
  public Optional<InetSocketAddress> https() {
    return address("https");
  }

  private Optional<InetSocketAddress> address(String name) {
    return Optional.ofNullable(doors.get(name))
        .map(door -> new InetSocketAddress(door.getHost(), door.getLocalPort()));
  }

  /** Names and addresses of what is open. */
  public List<String> addresses() {
    return doors.entrySet().stream()
        .map(
            door ->
                "%s %s:%d"
                    .formatted(
                        door.getKey(), door.getValue().getHost(), door.getValue().getLocalPort()))
        .toList();
  }

  @Override
  public void close() {
    try {
      server.stop();
      doors.values().forEach(ServerConnector::close); // opened, and perhaps never started
    } catch (Exception e) { // Jetty's stop throws anything
      throw new IllegalStateException("the web door does not stop", e);
    }
  }
}
