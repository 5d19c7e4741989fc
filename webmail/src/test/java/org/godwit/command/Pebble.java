package org.godwit.command;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.godwit.trust.Certificates;
import org.junit.jupiter.api.Assumptions;

/**
 * Let's Encrypt's test authority, as a process: it sends every fifth request away with a bad nonce,
 * as it is meant to.
 */
final class Pebble implements AutoCloseable {
  private final Process process;
  private final int port;
  private final Path certificate;

  private Pebble(Process process, int port, Path certificate) {
    this.process = process;
    this.port = port;
    this.certificate = certificate;
  }

  /** Which doors it asks at for proofs. */
  record Doors(int http, int https) {}

  static Pebble start(Path folder, Doors doors, InetSocketAddress names) throws Exception {
    Optional<Path> program = program();
    Assumptions.assumeTrue(
        program.isPresent(),
        "NOT TESTED: certificates of a real ACME server; install one: apt-get install pebble");
    Certificates.selfSigned(folder.resolve("pebble"), "localhost").close();
    int port = freePort();
    Path certificate = folder.resolve("pebble/certificate.pem");
    Path settings =
        Files.writeString(
            folder.resolve("pebble.json"),
            """
            {"pebble": {"listenAddress": "127.0.0.1:%d", "managementListenAddress": "127.0.0.1:%d",
              "certificate": "%s", "privateKey": "%s", "httpPort": %d, "tlsPort": %d,
              "ocspResponderURL": "", "externalAccountBindingRequired": false}}
            """
                .formatted(
                    port,
                    freePort(),
                    certificate,
                    folder.resolve("pebble/key.pem"),
                    doors.http(),
                    doors.https()));
    ProcessBuilder builder =
        new ProcessBuilder(
                program.get().toString(),
                "-config",
                settings.toString(),
                "-dnsserver",
                names.getAddress().getHostAddress() + ":" + names.getPort())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("pebble.log").toFile());
    builder.environment().put("PEBBLE_VA_NOSLEEP", "1");
    builder.environment().put("PEBBLE_WFE_NONCEREJECT", "20");
    Pebble pebble = new Pebble(builder.start(), port, certificate);
    await().atMost(Duration.ofSeconds(20)).until(pebble::answers);
    return pebble;
  }

  private static Optional<Path> program() {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":", -1))
        .map(folder -> Path.of(folder, "pebble"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private boolean answers() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  String directory() {
    return "https://localhost:" + port + "/dir";
  }

  /** Who vouches for its site. */
  Path certificate() {
    return certificate;
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
