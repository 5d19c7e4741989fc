package org.godwit.mailflow.outbound.sts;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Fetches policies from {@code https://mta-sts.DOMAIN/.well-known/mta-sts.txt} (8461 §3.3): the
 * server has to prove that name, no redirect is followed, and all of it takes no longer and is no
 * larger than it may. Blocks; safe for many threads.
 */
public final class HttpsWeb implements StsPolicies.Web, AutoCloseable {
  private static final int MOST_BYTES = 64 * 1024; // 8461 §3.3: "a maximum policy size"
  private static final int MOST_HEAD = 16 * 1024;

  /** Addresses of a name. */
  @FunctionalInterface
  public interface Addresses {
    List<InetAddress> of(String host) throws IOException;
  }

  private final Addresses addresses;
  private final SSLSocketFactory tls;
  private final int port;
  private final Duration patience;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("mta-sts").factory());

  /** Of the world; proof is a certificate that this Java's own list of authorities leads to. */
  public HttpsWeb(Addresses addresses) {
    this(
        addresses,
        (SSLSocketFactory) SSLSocketFactory.getDefault(),
        443,
        Duration.ofSeconds(15)); // 8461 §3.3: "a timeout of one minute" at most
  }

  HttpsWeb(Addresses addresses, SSLSocketFactory tls, int port, Duration patience) {
    this.addresses = addresses;
    this.tls = tls;
    this.port = port;
    this.patience = patience;
  }

  @Override
  public String fetch(String domain) throws IOException {
    String host = "mta-sts." + domain;
    List<InetAddress> found = addresses.of(host);
    if (found.isEmpty()) {
      throw new IOException(host + " has no address");
    }
    try (Socket plain = new Socket()) {
      ScheduledFuture<?> end =
          clock.schedule(() -> cut(plain), patience.toMillis(), TimeUnit.MILLISECONDS);
      try {
        plain.connect(new InetSocketAddress(found.getFirst(), port), (int) patience.toMillis());
        return ask(plain, host);
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

  private String ask(Socket plain, String host) throws IOException {
    try (SSLSocket socket = (SSLSocket) tls.createSocket(plain, host, port, true)) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS"); // 9110 §4.3.4
      parameters.setServerNames(List.of(new SNIHostName(host))); // 8461 §3.3
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      String request =
          "GET /.well-known/mta-sts.txt HTTP/1.0\r\nHost: %s\r\nAccept: text/plain\r\n\r\n"
              .formatted(host);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      InputStream in = new BufferedInputStream(socket.getInputStream());
      head(in);
      byte[] body = in.readNBytes(MOST_BYTES + 1);
      if (body.length > MOST_BYTES) {
        throw new IOException("the policy is too long");
      }
      return new String(body, StandardCharsets.UTF_8);
    }
  }

  /** Reads the head of an answer, which has to be 200 with a text (8461 §3.3). */
  private static void head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
      int next = in.read();
      if (next < 0 || head.length() > MOST_HEAD) {
        throw new IOException("no answer in HTTP");
      }
      head.append((char) next);
    }
    if (!head.toString().matches("(?s)HTTP/1\\.[01] 200(?: .*|\r\n.*)")) {
      throw new IOException("the answer is " + head.toString().lines().findFirst().orElse(""));
    }
    boolean text =
        head.toString()
            .lines()
            .map(line -> line.toLowerCase(Locale.ROOT).replace(" ", ""))
            .anyMatch(
                line ->
                    line.equals("content-type:text/plain")
                        || line.startsWith("content-type:text/plain;"));
    boolean coded = head.toString().toLowerCase(Locale.ROOT).contains("transfer-encoding:");
    if (!text || coded) { // nobody may chunk an answer to 1.0 (9112 §6.1)
      throw new IOException("the answer is no plain text");
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
