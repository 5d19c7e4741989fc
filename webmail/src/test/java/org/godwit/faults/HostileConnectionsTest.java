package org.godwit.faults;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.godwit.command.GodwitProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Bytes that no client sends, on every port of a server with little memory. Whatever comes of that
 * connection, the next client is greeted.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileConnectionsTest {

  private static final int PATIENCE = 60_000;
  private static final int CROWD = 60;

  private static final Map<String, byte[]> ATTACKS = new LinkedHashMap<>();

  static {
    ATTACKS.put("random bytes", random(200_000));
    ATTACKS.put("NUL bytes", new byte[200_000]);
    ATTACKS.put("a line without end", filled(8_000_000, 'a'));
    ATTACKS.put("lines of nothing", "\r\n".repeat(100_000).getBytes(ISO_8859_1));
    ATTACKS.put("a flood of nonsense", "xyzzy plugh\r\n".repeat(50_000).getBytes(ISO_8859_1));
    ATTACKS.put("half a TLS hello", hello(120));
    ATTACKS.put("a TLS record that is longer than it says", hello(40_000));
    ATTACKS.put(
        "a header without end",
        ("GET / HTTP/1.1\r\nHost: x\r\n" + "X-A: b\r\n".repeat(200_000)).getBytes(ISO_8859_1));
    ATTACKS.put("a huge literal", "a LOGIN {2147483647+}\r\nxx".getBytes(ISO_8859_1));
    ATTACKS.put("a huge chunk", "EHLO x\r\nBDAT 999999999999999 LAST\r\nxx".getBytes(ISO_8859_1));
  }

  private final Household household = new Household(1);
  private GodwitProcess server;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    List<String> java = List.of("-Xmx256m", "-XX:+UseSerialGC");
    server = GodwitProcess.start(java, folder.resolve("data")).ready();
    household.moveIn(server);
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(7).nextBytes(bytes);
    return bytes;
  }

  private static byte[] filled(int size, char with) {
    byte[] bytes = new byte[size];
    Arrays.fill(bytes, (byte) with);
    return bytes;
  }

  /** A handshake record of 200 bytes, of which some come, or more. */
  private static byte[] hello(int size) {
    byte[] record = random(size);
    byte[] head = {22, 3, 1, 0, (byte) 200, 1, 0, 0, (byte) 196, 3, 3};
    System.arraycopy(head, 0, record, 0, head.length);
    return record;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "smtp",
        "submission",
        "submissions",
        "lmtp",
        "imap",
        "imaps",
        "pop3",
        "pop3s",
        "managesieve",
        "http",
        "https"
      })
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void theNextClientIsGreeted(String service) throws Exception {
    for (Map.Entry<String, byte[]> attack : ATTACKS.entrySet()) {
      assail(service, attack.getValue());
      assertThat(greeted(service)).as("after %s", attack.getKey()).isTrue();
    }
    List<Socket> crowd = new ArrayList<>();
    try {
      for (int i = 0; i < CROWD; i++) { // half-closed at once, and never read from
        Socket silent = new Socket();
        silent.connect(server.address(service), PATIENCE);
        silent.shutdownOutput();
        crowd.add(silent);
      }
      assertThat(greeted(service)).as("beside a silent crowd").isTrue();
    } finally {
      for (Socket silent : crowd) {
        silent.close();
      }
    }
    assertThat(server.handle().isAlive()).as(server.output()).isTrue();
    assertThat(server.output()).doesNotContain("OutOfMemory").doesNotContain("\tat ");
  }

  /** A new handshake costs a server more than whoever asks for it. */
  @ParameterizedTest
  @ValueSource(strings = {"submissions", "imaps", "pop3s", "https"})
  void nobodyHasKeysNegotiatedAnew(String service) throws Exception {
    AtomicInteger handshakes = new AtomicInteger();
    try (SSLSocket client = (SSLSocket) connect(service)) {
      client.setSoTimeout(PATIENCE);
      client.setEnabledProtocols(new String[] {"TLSv1.2"}); // 8446 §4.1.2: 1.3 has no such thing
      client.addHandshakeCompletedListener(done -> handshakes.incrementAndGet());
      client.startHandshake();
      client.startHandshake(); // this one is only sent; the answer is read below
      readAll(client);
    }
    assertThat(handshakes).hasValue(1);
    assertThat(greeted(service)).isTrue();
  }

  /** Sends the bytes for as long as they are taken, then closes without reading all answers. */
  private void assail(String service, byte[] bytes) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(server.address(service), PATIENCE);
      socket.setSoTimeout(PATIENCE);
      Thread reader = Thread.startVirtualThread(() -> readAll(socket));
      try {
        OutputStream out = socket.getOutputStream();
        for (int at = 0; at < bytes.length; at += 65_536) {
          out.write(bytes, at, Math.min(65_536, bytes.length - at));
        }
        reader.join(200);
      } catch (IOException hungUp) {
        // which is an answer
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static void readAll(Socket socket) {
    try {
      socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (IOException closed) {
      // the attack is over
    }
  }

  private boolean greeted(String service) throws Exception {
    try (Socket socket = connect(service)) {
      socket.setSoTimeout(PATIENCE);
      if (service.startsWith("http")) {
        OutputStream out = socket.getOutputStream();
        out.write("GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(ISO_8859_1));
        out.flush();
      }
      InputStream in = socket.getInputStream();
      return in.read() > 0;
    }
  }

  private Socket connect(String service) throws Exception {
    if (!service.endsWith("s") || service.equals("managesieve")) {
      Socket socket = new Socket();
      socket.connect(server.address(service), PATIENCE);
      return socket;
    }
    SSLContext anybody = SSLContext.getInstance("TLS");
    anybody.init(null, new TrustManager[] {new Anybody()}, null);
    return anybody
        .getSocketFactory()
        .createSocket(server.address(service).getAddress(), server.address(service).getPort());
  }

  /** Whether the certificate is good is not asked here. */
  private static final class Anybody implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
