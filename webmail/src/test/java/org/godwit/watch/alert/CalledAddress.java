package org.godwit.watch.alert;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An administrator's address on loopback: keeps what it is sent, and says what a test says. */
final class CalledAddress implements AutoCloseable {
  private final ServerSocket socket;
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private volatile String answer = "";

  /** What was sent. */
  record Request(String head, String body) {
    String header(String name) {
      return head.lines()
          .filter(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith(name + ": "))
          .map(line -> line.substring(name.length() + 2))
          .findFirst()
          .orElse("");
    }
  }

  CalledAddress() throws IOException {
    socket = new ServerSocket(0, 20, InetAddress.getLoopbackAddress());
    Thread.ofPlatform().daemon().start(this::serve);
  }

  InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort());
  }

  /** To each request; empty is never. */
  void answers(String bytes) {
    answer = bytes;
  }

  List<Request> requests() {
    return List.copyOf(requests);
  }

  private void serve() {
    try {
      while (true) {
        Socket one = socket.accept();
        open.add(one);
        Thread.ofVirtual().start(() -> serve(one));
      }
    } catch (IOException closed) {
      // the test is over
    }
  }

  private void serve(Socket one) {
    try {
      InputStream in = new BufferedInputStream(one.getInputStream());
      while (true) {
        requests.add(read(in));
        one.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
      }
    } catch (IOException | UncheckedIOException ended) {
      // whoever asked has gone
    }
  }

  private static Request read(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("ended");
      }
      head.append((char) next);
    }
    Request without = new Request(head.toString(), "");
    int length = Integer.parseInt(without.header("content-length"));
    return new Request(without.head(), new String(in.readNBytes(length), StandardCharsets.UTF_8));
  }

  @Override
  public void close() throws IOException {
    socket.close();
    for (Socket one : open) {
      one.close();
    }
  }
}
