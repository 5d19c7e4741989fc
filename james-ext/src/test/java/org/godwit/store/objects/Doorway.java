package org.godwit.store.objects;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A way to a server that can be shut: then nobody is connected, and nobody gets in. */
public final class Doorway implements AutoCloseable {

  private final InetSocketAddress target;
  private final int port;
  private final Set<Socket> through = ConcurrentHashMap.newKeySet();
  private volatile ServerSocket door;

  /** Opens one. */
  public Doorway(URI target) throws IOException {
    this.target = new InetSocketAddress(target.getHost(), target.getPort());
    this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.port = door.getLocalPort();
    listen(door);
  }

  /** How to reach the server by it. */
  public URI address() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** Shuts it on everybody. */
  public void shut() throws IOException {
    door.close();
    for (Socket socket : through) {
      socket.close();
    }
  }

  /** Opens it again, at the same address. */
  public void open() throws IOException {
    door = new ServerSocket();
    door.setReuseAddress(true);
    door.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    listen(door);
  }

  private void listen(ServerSocket open) {
    Thread.ofVirtual()
        .start(
            () -> {
              while (!open.isClosed()) {
                try {
                  connect(open.accept());
                } catch (IOException e) {
                  if (!open.isClosed()) {
                    throw new UncheckedIOException(e);
                  }
                }
              }
            });
  }

  private void connect(Socket client) throws IOException {
    Socket server = new Socket();
    through.add(client);
    through.add(server);
    server.connect(target);
    Thread.ofVirtual().start(() -> pump(client, server));
    Thread.ofVirtual().start(() -> pump(server, client));
  }

  private void pump(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      return; // shut, or one of the two has enough: both are closed
    } finally {
      through.remove(from);
    }
  }

  @Override
  public void close() throws IOException {
    shut();
  }
}
