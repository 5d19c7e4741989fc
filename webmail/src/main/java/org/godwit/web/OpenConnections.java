package org.godwit.web;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.NanoTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All connections of the web door, with two limits that Jetty does not have. One address (IPv6: one
 * /64) has a number of them; loopback is not counted, since a proxy comes from there. And whoever
 * sends no whole request for a while is cut off, however often a byte of one arrives: that is what
 * an idle timeout alone does not do.
 *
 * <p>Safe for many threads.
 */
final class OpenConnections extends Handler.Wrapper implements Connection.Listener {
  private static final Logger LOG = LoggerFactory.getLogger(OpenConnections.class);

  /**
   * How long we wait for a client.
   *
   * @param first until a new connection has sent a whole request
   * @param between until the next one
   * @param content in all, while content comes more slowly than it must
   */
  record Patience(Duration first, Duration between, Duration content) {}

  private static final class Open {
    private final AtomicInteger requests = new AtomicInteger();
    private volatile long quietSince = NanoTime.now();
    private volatile boolean used;
    private volatile boolean upgraded; // it speaks WebSocket, which has limits of its own
  }

  private final int mostPerAddress;
  private final Patience patience;
  private final Map<EndPoint, Open> open = new ConcurrentHashMap<>();
  private final Map<String, Integer> perAddress = new ConcurrentHashMap<>();

  OpenConnections(int mostPerAddress, Patience patience, Handler next) {
    super(next);
    this.mostPerAddress = mostPerAddress;
    this.patience = patience;
  }

  @Override
  public void onOpened(Connection connection) {
    EndPoint end = bottom(connection.getEndPoint());
    if (open.putIfAbsent(end, new Open()) != null) { // TLS below, HTTP above: one connection
      return;
    }
    String from = network(end);
    if (perAddress.merge(from, 1, Integer::sum) > mostPerAddress && !from.isEmpty()) {
      LOG.info("too many web connections, refused one from {}", end.getRemoteSocketAddress());
      end.close();
    }
  }

  @Override
  public void onClosed(Connection connection) {
    EndPoint end = bottom(connection.getEndPoint());
    if (!end.isOpen() && open.remove(end) != null) {
      perAddress.computeIfPresent(network(end), (same, count) -> count == 1 ? null : count - 1);
    }
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    Open connection = open.get(bottom(endPoint(request)));
    if (connection == null) {
      return super.handle(request, response, callback);
    }
    connection.requests.incrementAndGet();
    connection.used = true;
    Request.addCompletionListener(request, failure -> left(connection, response.getStatus()));
    return super.handle(request, response, callback);
  }

  private static void left(Open connection, int status) {
    connection.upgraded |= status == HttpStatus.SWITCHING_PROTOCOLS_101;
    connection.quietSince = NanoTime.now();
    connection.requests.decrementAndGet();
  }

  /** Cuts off who has sent no whole request in time. Quick, and never waits. */
  void sweep() {
    open.forEach(
        (end, connection) -> {
          Duration most = connection.used ? patience.between() : patience.first();
          if (connection.requests.get() == 0
              && NanoTime.since(connection.quietSince) > most.toNanos()
              && !connection.upgraded) {
            end.close();
          }
        });
  }

  private static EndPoint endPoint(Request request) {
    return request.getConnectionMetaData().getConnection().getEndPoint();
  }

  private static EndPoint bottom(EndPoint end) {
    return end instanceof EndPoint.Wrapper wrapper ? bottom(wrapper.unwrap()) : end;
  }

  /** The address, or the network that one IPv6 customer has; empty for this machine. */
  private static String network(EndPoint end) {
    if (!(end.getRemoteSocketAddress() instanceof InetSocketAddress from)
        || from.getAddress() == null
        || from.getAddress().isLoopbackAddress()) {
      return "";
    }
    InetAddress address = from.getAddress();
    byte[] bytes = address.getAddress();
    return HexFormat.of()
        .formatHex(address instanceof Inet6Address ? Arrays.copyOf(bytes, 8) : bytes);
  }

  int count() {
    return open.size();
  }
}
