package org.godwit.browser;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The only way out of a browser: a proxy that leads to one server and remembers who wanted to go
 * elsewhere, whether a page asked for it or the browser by itself (prefetch, preconnect, sockets).
 */
final class Outlet implements AutoCloseable {
  private static final int LONGEST_HEAD = 16 * 1024;

  /** Asked by Chromium itself before each form, of a service that tells it what fields mean. */
  private static final String CHROMIUMS_OWN = "CONNECT content-autofill.googleapis.com:443 ";

  private final InetSocketAddress ours;
  private final ServerSocket door;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final ConcurrentLinkedQueue<String> refused = new ConcurrentLinkedQueue<>();
  private final Set<Socket> browsers = ConcurrentHashMap.newKeySet();
  private volatile boolean cut;

  /** Opens one before the server that listens at {@code ours}, which pages call localhost. */
  Outlet(InetSocketAddress ours) throws IOException {
    this.ours = ours;
    door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    threads.execute(this::accept);
  }

  String address() {
    return "http://127.0.0.1:" + door.getLocalPort();
  }

  /** What was asked for beside the server, in a proxy's words. */
  List<String> refused() {
    return List.copyOf(refused);
  }

  void forget() {
    refused.clear();
  }

  /** From here on nothing gets through, and what was on its way does not arrive. */
  void cut() throws IOException {
    cut = true;
    for (Socket browser : browsers) {
      browser.close();
    }
  }

  void heal() {
    cut = false;
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        Socket browser = door.accept();
        threads.execute(() -> serve(browser));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket browser) {
    browsers.add(browser);
    try (browser) {
      if (cut) {
        return;
      }
      String wanted = head(browser.getInputStream()).lines().findFirst().orElse("");
      if (!wanted.startsWith("CONNECT localhost:" + ours.getPort() + " ")) {
        if (!wanted.startsWith(CHROMIUMS_OWN)) {
          refused.add(wanted);
        }
        say(browser, "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        return;
      }
      try (Socket server = new Socket(ours.getAddress(), ours.getPort())) {
        say(browser, "HTTP/1.1 200 Connected\r\n\r\n");
        threads.execute(() -> pump(server, browser));
        pump(browser, server);
      }
    } catch (IOException gone) {
      // one of the two hung up, as they may
    } finally {
      browsers.remove(browser);
    }
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0 && head.length() < LONGEST_HEAD) {
      int octet = in.read();
      if (octet < 0) {
        break;
      }
      head.append((char) octet);
    }
    return head.toString();
  }

  private static void say(Socket to, String text) throws IOException {
    to.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static void pump(Socket from, Socket to) {
    try {
      OutputStream out = to.getOutputStream();
      from.getInputStream().transferTo(out);
      to.shutdownOutput();
    } catch (IOException gone) {
      // one of the two hung up, as they may
    }
  }

  @Override
  public void close() throws IOException {
    door.close();
    threads.shutdownNow();
  }
}
