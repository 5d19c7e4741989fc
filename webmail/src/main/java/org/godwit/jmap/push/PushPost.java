package org.godwit.jmap.push;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.jetty.util.NanoTime;

/**
 * One message to a push service (RFC 8030, section 5): a connection to an address that was looked
 * at, a request, and the head of the answer. No redirect is followed, nothing else is read, and all
 * of it takes no longer than it may. Blocks; safe for many threads.
 *
 * <p>An HTTP client of the library would resolve the name once more, and could be led elsewhere.
 */
final class PushPost {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int MOST_BYTES = 16 * 1024;
  private static final int LONGEST_PAUSE = 3_600;

  /**
   * What a push service says.
   *
   * @param retryAfter seconds; 0 when it says nothing of it
   */
  record Answer(int status, int retryAfter) {}

  private final PushTargets targets;
  private final SSLSocketFactory tls;

  PushPost(PushTargets targets, SSLSocketFactory tls) {
    this.targets = targets;
    this.tls = tls;
  }

  /**
   * Sends it.
   *
   * @throws IOException when no answer came, or we do not go there
   */
  Answer send(URI to, Map<String, String> headers, byte[] content) throws IOException {
    long until = NanoTime.now() + PATIENCE.toNanos();
    InetAddress address = targets.resolve(to);
    try (Socket plain = new Socket()) {
      plain.connect(new InetSocketAddress(address, PushTargets.port(to)), left(until));
      plain.setSoTimeout(left(until));
      try (Socket socket = "https".equals(to.getScheme()) ? encrypted(plain, to) : plain) {
        OutputStream out = socket.getOutputStream();
        out.write(head(to, headers, content.length));
        out.write(content);
        out.flush();
        return answer(socket, until);
      }
    }
  }

  private SSLSocket encrypted(Socket plain, URI to) throws IOException {
    String host = to.getHost();
    SSLSocket socket = (SSLSocket) tls.createSocket(plain, host, PushTargets.port(to), true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS"); // 9110 §4.3.4
    if (!host.startsWith("[") && !host.matches("[0-9.]+")) {
      parameters.setServerNames(java.util.List.of(new SNIHostName(host)));
    }
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  private static byte[] head(URI to, Map<String, String> headers, int length) {
    String path = to.getRawPath() == null || to.getRawPath().isEmpty() ? "/" : to.getRawPath();
    String query = to.getRawQuery() == null ? "" : "?" + to.getRawQuery();
    StringBuilder head =
        new StringBuilder("POST %s%s HTTP/1.1\r\n".formatted(path, query))
            .append("Host: %s\r\n".formatted(to.getRawAuthority()))
            .append("Connection: close\r\nContent-Length: %d\r\n".formatted(length));
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    return head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static Answer answer(Socket socket, long until) throws IOException {
    InputStream in = new BufferedInputStream(socket.getInputStream(), 1_024);
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int ends = 0;
    while (ends < 2) {
      socket.setSoTimeout(left(until));
      int octet = in.read();
      if (octet < 0 || head.size() > MOST_BYTES) {
        throw new IOException("a push service gives no whole answer");
      }
      head.write(octet);
      if (octet == '\n') {
        ends++;
      } else if (octet != '\r') {
        ends = 0;
      }
    }
    return parse(head.toString(StandardCharsets.ISO_8859_1));
  }

  static Answer parse(String head) throws IOException {
    String[] lines = head.split("\r?\n", -1);
    if (!lines[0].matches("HTTP/1\\.[01] [1-5][0-9][0-9]( .*)?")) {
      throw new IOException("a push service does not speak HTTP");
    }
    int status = Integer.parseInt(lines[0].substring(9, 12));
    int retry = 0;
    for (String line : lines) {
      String low = line.toLowerCase(Locale.ROOT);
      if (low.matches("retry-after: *[0-9]{1,9} *")) {
        retry = Math.min(Integer.parseInt(low.substring(12).strip()), LONGEST_PAUSE);
      }
    }
    return new Answer(status, retry);
  }

  private static int left(long until) throws SocketTimeoutException {
    long millis = NanoTime.until(until) / 1_000_000;
    if (millis <= 0) {
      throw new SocketTimeoutException("a push service is too slow");
    }
    return Math.toIntExact(millis);
  }
}
