package org.godwit.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyManagementException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Type;

/** A server gets its certificate from a real authority, by each kind of proof. */
class AcmeTest {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir private Path folder;
  private TestZone zone;

  @BeforeEach
  void names() throws IOException {
    zone =
        new TestZone()
            .add("mail.example.test.", Type.A, "127.0.0.1")
            .add("mta-sts.example.test.", Type.A, "127.0.0.1")
            .add("autoconfig.example.test.", Type.A, "192.0.2.1");
  }

  @AfterEach
  void noNames() throws IOException {
    zone.close();
  }

  @Test
  void byAPageAndRenewedUnderStandingSessions() throws Exception {
    Pebble.Doors doors = new Pebble.Doors(Pebble.freePort(), Pebble.freePort());
    try (Pebble pebble = Pebble.start(folder, doors, zone.address());
        GodwitProcess godwit = serve(pebble, doors, "http")) {
      awaitCertificate(godwit);
      assertThat(godwit.run("tls", "status", "--json").out())
          .contains("mail.example.test", "mta-sts.example.test", "an authority")
          .doesNotContain("autoconfig.example.test");
      X509Certificate before = shown(godwit, "imaps");
      try (Socket standing = tls(godwit, "imaps")) {
        GodwitProcess.Said said = godwit.run("tls", "renew");
        assertThat(said.exitCode()).as(said.error()).isZero();
        List<X509Certificate> now = new ArrayList<>();
        for (String door : List.of("imaps", "submissions", "pop3s", "https")) {
          now.add(shown(godwit, door));
        }
        for (Map.Entry<String, String> door :
            Map.of("smtp", "STARTTLS", "imap", "a STARTTLS", "managesieve", "STARTTLS")
                .entrySet()) {
          now.add(shownAfter(godwit, door.getKey(), door.getValue()));
        }
        assertThat(now).doesNotContain(before).hasSize(7).containsOnly(now.getFirst());
        assertThat(lines(standing, "b NOOP", "b OK")).isNotEmpty();
      }
    }
  }

  @Test
  void byAHandshakeThatNobodyElseNotices() throws Exception {
    Pebble.Doors doors = new Pebble.Doors(Pebble.freePort(), Pebble.freePort());
    try (Pebble pebble = Pebble.start(folder, doors, zone.address());
        GodwitProcess godwit = serve(pebble, doors, "tls")) {
      awaitCertificate(godwit);
      assertThat(shown(godwit, "https")).isEqualTo(shown(godwit, "imaps"));
    }
  }

  @Test
  void byARecordThatIsTakenOutAgainAndAfterARestartItIsShownAtOnce() throws Exception {
    Pebble.Doors doors = new Pebble.Doors(Pebble.freePort(), Pebble.freePort());
    Path key = Files.writeString(folder.resolve("tsig"), TestZone.KEY + "\n");
    String[] dns = {
      "--acme.dns_server",
      "127.0.0.1:" + zone.address().getPort(),
      "--acme.dns_key_file",
      key.toString(),
      "--acme.dns_wait",
      "0s"
    };
    X509Certificate before;
    try (Pebble pebble = Pebble.start(folder, doors, zone.address());
        GodwitProcess godwit = serve(pebble, doors, "dns", dns)) {
      awaitCertificate(godwit);
      List<String> put = zone.history().stream().filter(each -> each.startsWith("+ ")).toList();
      assertThat(put)
          .hasSize(2)
          .anyMatch(each -> each.startsWith("+ _acme-challenge.mail.example.test. "));
      await()
          .untilAsserted(
              () ->
                  assertThat(zone.history())
                      .containsAll(put.stream().map(each -> each.replace('+', '-')).toList()));
      before = shown(godwit, "imaps");
    }
    String nobody = "https://127.0.0.1:" + Pebble.freePort() + "/dir";
    try (GodwitProcess godwit = serve(nobody, key, 0, 0, "dns", dns)) {
      assertThat(shown(godwit, "imaps")).isEqualTo(before);
      GodwitProcess.Said said = godwit.run("tls", "renew");
      assertThat(said.exitCode()).isEqualTo(1);
      assertThat(said.error()).contains("acme.ca_file").doesNotContain("Exception");
      assertThat(shown(godwit, "imaps")).isEqualTo(before);
    }
  }

  private GodwitProcess serve(Pebble pebble, Pebble.Doors doors, String challenge, String... more)
      throws IOException {
    return serve(
        pebble.directory(), pebble.certificate(), doors.http(), doors.https(), challenge, more);
  }

  private GodwitProcess serve(
      String directory, Path trusted, int http, int https, String challenge, String... more)
      throws IOException {
    List<String> options = new ArrayList<>();
    options.addAll(List.of("--server.hostname", "mail.example.test"));
    options.addAll(List.of("--listen.http", String.valueOf(http)));
    options.addAll(List.of("--listen.https", String.valueOf(https)));
    options.addAll(List.of("--dns.server", "127.0.0.1:" + zone.address().getPort()));
    options.addAll(List.of("--acme.directory", directory, "--acme.terms_agreed", "yes"));
    options.addAll(List.of("--acme.ca_file", trusted.toString()));
    options.addAll(List.of("--acme.challenge", challenge));
    options.addAll(List.of(more));
    return GodwitProcess.start(folder.resolve("data"), options.toArray(String[]::new)).ready();
  }

  private static void awaitCertificate(GodwitProcess godwit) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(300))
        .untilAsserted(
            () ->
                assertThat(shown(godwit, "imaps").getIssuerX500Principal().getName())
                    .as(godwit.output())
                    .contains("Pebble"));
  }

  private static X509Certificate shown(GodwitProcess godwit, String door) throws Exception {
    try (SSLSocket socket = tls(godwit, door)) {
      return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }
  }

  private static X509Certificate shownAfter(GodwitProcess godwit, String door, String command)
      throws Exception {
    InetSocketAddress at = godwit.address(door);
    try (Socket plain = new Socket(at.getAddress(), at.getPort())) {
      plain.setSoTimeout(20_000);
      BufferedReader in = reader(plain);
      if (door.equals("managesieve")) {
        String line = in.readLine();
        while (!line.startsWith("OK")) {
          line = in.readLine();
        }
      } else {
        in.readLine();
      }
      plain.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
      in.readLine();
      try (SSLSocket secure =
          (SSLSocket)
              anybody().getSocketFactory().createSocket(plain, "localhost", at.getPort(), true)) {
        secure.startHandshake();
        return (X509Certificate) secure.getSession().getPeerCertificates()[0];
      }
    }
  }

  private static List<String> lines(Socket socket, String said, String end) throws IOException {
    BufferedReader in = reader(socket);
    socket.getOutputStream().write((said + "\r\n").getBytes(StandardCharsets.US_ASCII));
    List<String> lines = new ArrayList<>();
    do {
      lines.add(in.readLine());
    } while (lines.getLast() != null && !lines.getLast().startsWith(end));
    assertThat(lines).doesNotContainNull();
    return lines;
  }

  private static BufferedReader reader(Socket socket) throws IOException {
    return new BufferedReader(
        new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
  }

  private static SSLSocket tls(GodwitProcess godwit, String door) throws Exception {
    InetSocketAddress at = godwit.address(door);
    SSLSocket socket =
        (SSLSocket) anybody().getSocketFactory().createSocket(at.getAddress(), at.getPort());
    socket.setSoTimeout(20_000);
    socket.startHandshake();
    return socket;
  }

  private static SSLContext anybody() throws NoSuchAlgorithmException, KeyManagementException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new Anybody()}, new SecureRandom());
    return context;
  }

  /** The test looks at what is shown; Pebble's root is another one at each start. */
  private static final class Anybody implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {
      throw new UnsupportedOperationException("we are the client");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {
      assertThat(chain).isNotEmpty();
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
