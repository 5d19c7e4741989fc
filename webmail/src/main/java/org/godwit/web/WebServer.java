package org.godwit.web;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.io.WindowRateControl;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.DetectorConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running web door. Safe for many threads; closing it lets answers that are due be sent. */
public final class WebServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);
  private static final int HEADER_BYTES = 16 * 1024;
  private static final long IDLE_MILLIS = 60_000; // no octet in either direction
  private static final int UNREAD_CONTENT = 16; // chunks that are read away after an early answer
  private static final long STOP_MILLIS = 5_000;
  private static final OpenConnections.Patience PATIENCE =
      new OpenConnections.Patience(
          Certificates.HANDSHAKE, Duration.ofMinutes(2), Duration.ofSeconds(15));
  private static final Duration SWEEP = Duration.ofSeconds(1);

  // 9113 §10.5: what one HTTP/2 connection may make us keep, and how often it may make us work for
  // nothing (settings, pings, resets, empty frames: CVE-2023-44487 and its family).
  private static final int STREAMS = 100;
  private static final int EVENTS_A_SECOND = 128;
  private static final int WINDOW_BYTES = 1024 * 1024;
  private static final int STREAM_WINDOW_BYTES = 256 * 1024;
  private static final long YEAR_SECONDS = 365L * 24 * 3600;

  private final Server server;
  private final Map<String, ServerConnector> doors;
  private final ScheduledExecutorService sweeper =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("web-sweep").factory());

  private WebServer(Server server, Map<String, ServerConnector> doors) {
    this.server = server;
    this.doors = doors;
  }

  /**
   * Opens the door.
   *
   * @param parts what answers at which path; nothing answers elsewhere
   * @throws WebProblem with a line for the admin; nothing is left running
   */
  public static WebServer start(
      WebSettings settings, Certificates certificates, List<WebPart> parts) throws WebProblem {
    return start(settings, certificates, Optional.empty(), parts, PATIENCE);
  }

  /**
   * The same, where certificate authorities ask for proofs by a handshake.
   *
   * @param proofs what such a handshake shows
   */
  public static WebServer start(
      WebSettings settings, Certificates certificates, SSLContext proofs, List<WebPart> parts)
      throws WebProblem {
    return start(settings, certificates, Optional.of(proofs), parts, PATIENCE);
  }

  static WebServer start(
      WebSettings settings,
      Certificates certificates,
      List<WebPart> parts,
      OpenConnections.Patience patience)
      throws WebProblem {
    return start(settings, certificates, Optional.empty(), parts, patience);
  }

  private static WebServer start(
      WebSettings settings,
      Certificates certificates,
      Optional<SSLContext> proofs,
      List<WebPart> parts,
      OpenConnections.Patience patience)
      throws WebProblem {
    Server server = new Server(threads());
    Map<String, ServerConnector> doors = new LinkedHashMap<>();
    settings.http().ifPresent(at -> doors.put("http", connector(server, at, clear())));
    settings
        .https()
        .ifPresent(
            at -> doors.put("https", connector(server, at, withProofs(tls(certificates), proofs))));
    OpenConnections connections =
        new OpenConnections(settings.connectionsPerAddress(), patience, handlers(parts, patience));
    doors.values().forEach(door -> door.addBean(connections, false));
    doors.values().forEach(server::addConnector);
    server.addBean(new NetworkConnectionLimit(settings.connections(), server));
    server.setHandler(new GracefulHandler(connections));
    server.setErrorHandler(new PlainErrors());
    server.setStopTimeout(STOP_MILLIS);
    WebServer started = new WebServer(server, doors);
    try {
      for (Map.Entry<String, ServerConnector> door : doors.entrySet()) {
        open(door.getKey(), door.getValue());
      }
      server.start();
      started.sweep(connections);
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

  private static Handler handlers(List<WebPart> parts, OpenConnections.Patience patience) {
    PathMappingsHandler paths = new PathMappingsHandler();
    for (WebPart part : parts) {
      SizeLimitHandler limit = new SizeLimitHandler(part.mostBytes(), -1);
      limit.setHandler(part.handler());
      paths.addMapping(part.path(), limit);
    }
    return new SecurityHeaders(new RequestLimits(patience.content(), paths));
  }

  private static HttpConfiguration limits() {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setSendDateHeader(true);
    http.setRequestHeaderSize(HEADER_BYTES);
    http.setResponseHeaderSize(HEADER_BYTES);
    http.setMaxUnconsumedRequestContentReads(UNREAD_CONTENT);
    http.setHttpCompliance(HttpCompliance.RFC9110);
    http.setUriCompliance(UriCompliance.RFC3986);
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
      http2(https),
      new HttpConnectionFactory(https)
    };
  }

  private static ConnectionFactory[] withProofs(
      ConnectionFactory[] tls, Optional<SSLContext> proofs) {
    if (proofs.isEmpty()) {
      return tls;
    }
    List<ConnectionFactory> all = new ArrayList<>(List.of(tls));
    SslConnectionFactory usual = (SslConnectionFactory) all.getFirst();
    all.addFirst(new DetectorConnectionFactory(new AcmeHandshake(proofs.get()), usual));
    all.add(new AcmeHandshake.Nothing());
    return all.toArray(ConnectionFactory[]::new);
  }

  private static HTTP2ServerConnectionFactory http2(HttpConfiguration https) {
    HTTP2ServerConnectionFactory http2 = new HTTP2ServerConnectionFactory(https);
    http2.setMaxConcurrentStreams(STREAMS);
    http2.setRateControlFactory(new WindowRateControl.Factory(EVENTS_A_SECOND));
    http2.setMaxHeaderBlockFragment(HEADER_BYTES);
    http2.setInitialSessionRecvWindow(WINDOW_BYTES);
    http2.setInitialStreamRecvWindow(STREAM_WINDOW_BYTES);
    http2.setStreamIdleTimeout(IDLE_MILLIS);
    return http2;
  }

  private static ServerConnector connector(
      Server server, InetSocketAddress at, ConnectionFactory[] protocols) {
    ServerConnector connector = new ServerConnector(server, 1, 1, protocols);
    connector.setHost(at.getAddress().getHostAddress());
    connector.setPort(at.getPort());
    connector.setIdleTimeout(IDLE_MILLIS);
    return connector;
  }

  @SuppressWarnings("FutureReturnValueIgnored") // it ends with the sweeper
  private void sweep(OpenConnections connections) {
    sweeper.scheduleWithFixedDelay(
        connections::sweep, SWEEP.toMillis(), SWEEP.toMillis(), TimeUnit.MILLISECONDS);
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
    sweeper.shutdownNow();
    try {
      server.stop();
    } catch (TimeoutException late) { // all is stopped by then, as Server.doStop goes on
      LOG.warn("the web door has closed before all answers were sent");
    } catch (Exception e) { // Jetty's stop throws anything
      throw new IllegalStateException("the web door does not stop", e);
    } finally {
      doors.values().forEach(ServerConnector::close); // opened, and perhaps never started
    }
  }
}
