package org.godwit.mailflow.outbound.report;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.godwit.mailflow.outbound.sts.HttpsWeb.Addresses;
import org.godwit.trust.PublicAddresses;

/**
 * Sends reports over the web (8460 §5.4). Strangers say where to, so it is no address that only we
 * could reach; what was looked at is what is connected to. Blocks; safe for many threads.
 */
final class ReportPost implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int LONGEST_LINE = 1_000;

  private final Addresses addresses;
  private final SSLSocketFactory tls;
  private final int port;
  private final Predicate<InetAddress> allowed;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("tls-report").factory());

  ReportPost(Addresses addresses) {
    this(
        addresses,
        (SSLSocketFactory) SSLSocketFactory.getDefault(),
        443,
        PublicAddresses::isElsewhere);
  }

  ReportPost(Addresses addresses, SSLSocketFactory tls, int port, Predicate<InetAddress> allowed) {
    this.addresses = addresses;
    this.tls = tls;
    this.port = port;
    this.allowed = allowed;
  }

  /**
   * Sends one.
   *
   * @throws IOException when it was not taken
   */
  void send(TlsReport report, URI to) throws IOException {
    List<InetAddress> found = addresses.of(to.getHost());
    if (found.isEmpty() || !found.stream().allMatch(allowed)) {
      throw new IOException(to.getHost() + " is not out in the world");
    }
    try (Socket plain = new Socket()) {
      ScheduledFuture<?> end =
          clock.schedule(() -> cut(plain), PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      try {
        plain.connect(new InetSocketAddress(found.getFirst(), port), (int) PATIENCE.toMillis());
        post(plain, to, report.compressed());
      } finally {
        end.cancel(false);
      }
    }
  }

  private static void cut(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // whoever reads from it hears the same
    }
  }

  private void post(Socket plain, URI to, byte[] content) throws IOException {
    try (SSLSocket socket = (SSLSocket) tls.createSocket(plain, to.getHost(), port, true)) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS"); // 9110 §4.3.4
      parameters.setServerNames(List.of(new SNIHostName(to.getHost())));
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      String path = to.getRawPath() == null || to.getRawPath().isEmpty() ? "/" : to.getRawPath();
      String query = to.getRawQuery() == null ? "" : "?" + to.getRawQuery();
      String head =
          """
          POST %s HTTP/1.0
          Host: %s
          Content-Type: application/tlsrpt+gzip
          Content-Length: %d

          """
              .replace("\n", "\r\n")
              .formatted(path + query, to.getHost(), content.length);
      OutputStream out = socket.getOutputStream();
      out.write(head.getBytes(StandardCharsets.US_ASCII));
      out.write(content);
      out.flush();
      String status = line(new BufferedInputStream(socket.getInputStream()));
      if (!status.matches("HTTP/1\\.[01] 2\\d\\d(?: .*)?")) {
        throw new IOException("the answer is " + status);
      }
    }
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
      if (line.length() >= LONGEST_LINE) {
        throw new IOException("no answer in HTTP");
      }
      line.append((char) next);
    }
    return line.toString().strip();
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
