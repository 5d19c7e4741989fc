package org.godwit.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.godwit.server.ImapTalk;
import org.godwit.server.LineTalk;

/**
 * Godwit as {@code docker/compose.yaml} starts it, with a gigabyte of memory, on free ports of
 * loopback. It, its volume and its network are gone when it is closed.
 */
final class OneContainer implements AutoCloseable {
  static final String IMAGE = "godwit:test";

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Docker docker;
  private final List<String> compose;

  private OneContainer(Docker docker, List<String> compose) {
    this.docker = docker;
    this.compose = compose;
  }

  /** Builds the image of the program that Maven made, and makes a container that is not started. */
  static OneContainer built(Path directory) throws IOException, InterruptedException {
    Docker docker =
        new Docker(
            Map.of(
                "GODWIT_IMAGE", IMAGE,
                "GODWIT_MEMORY", "1g",
                // Without what it learned in the rehearsal it does not start: so it can use that.
                "GODWIT_JAVA_OPTIONS", "-XX:AOTMode=on"));
    docker.run(
        "build",
        "--quiet",
        "--tag",
        IMAGE,
        "--file",
        "docker/Dockerfile",
        "--build-context",
        "app=webmail/target/app",
        ".");
    Path ports = Files.writeString(directory.resolve("ports.yaml"), freePorts());
    List<String> compose =
        List.of(
            "compose",
            "--project-name",
            "godwit-test-" + ProcessHandle.current().pid(),
            "--file",
            "docker/compose.yaml",
            "--file",
            ports.toString());
    return new OneContainer(docker, compose);
  }

  private static String freePorts() {
    return """
        services:
          godwit:
            ports: !override ["127.0.0.1::25", "127.0.0.1::993", "127.0.0.1::80"]
        """;
  }

  Docker docker() {
    return docker;
  }

  /** Starts it, and waits until Docker calls it healthy. */
  void start() throws IOException, InterruptedException {
    compose("up", "--detach", "--no-build");
    awaitHealth();
  }

  void awaitHealth() {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(
            () ->
                assertThat(inspect("{{.State.Health.Status}}"))
                    .as("%s", logs())
                    .isEqualTo("healthy"));
  }

  /** Sends SIGTERM, and kills what is still there after 20 seconds. */
  void stop() throws IOException, InterruptedException {
    compose("stop", "--timeout", "20");
  }

  /** One value, as a Go template. */
  String inspect(String template) throws IOException, InterruptedException {
    return docker.run("inspect", "--format", template, id());
  }

  String id() throws IOException, InterruptedException {
    return compose("ps", "--all", "--quiet", "godwit");
  }

  String logs() throws IOException, InterruptedException {
    Docker.Said said = docker.ask(List.of("logs", "--tail", "60", id()));
    return said.out() + said.err();
  }

  /** Runs a command inside. */
  String exec(String... command) throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of("exec", id()));
    arguments.addAll(List.of(command));
    return docker.run(arguments);
  }

  /** Puts a message into a mailbox as another server would. */
  void deliver(String recipient, String subject) throws IOException, InterruptedException {
    try (LineTalk smtp = LineTalk.plain(port(25))) {
      smtp.expectAll("220");
      smtp.say("EHLO client.example.net").expectAll("250");
      smtp.say("MAIL FROM:<sender@example.net>").expectAll("250");
      smtp.say("RCPT TO:<" + recipient + ">").expectAll("250");
      smtp.data(
              ("From: sender@example.net\r\nTo: "
                      + recipient
                      + "\r\nSubject: "
                      + subject
                      + "\r\n\r\nhi\r\n")
                  .getBytes(StandardCharsets.US_ASCII))
          .expect("250");
      smtp.say("QUIT").expectAll("221");
    }
  }

  /** Signed in, by TLS, as somebody on another machine has to be. */
  ImapTalk imap(String user, String password) throws Exception {
    LineTalk talk = LineTalk.plain(port(993));
    talk.startTls(trust());
    ImapTalk imap = new ImapTalk(talk);
    imap.ok("LOGIN " + user + " " + password);
    return imap;
  }

  private SSLContext trust() throws Exception {
    byte[] pem = exec("cat", "/data/tls/certificate.pem").getBytes(StandardCharsets.US_ASCII);
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry(
        "its",
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem)));
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  private InetSocketAddress port(int inside) throws IOException, InterruptedException {
    String shown = compose("port", "godwit", Integer.toString(inside)); // 127.0.0.1:32768
    int port = Integer.parseInt(shown.substring(shown.lastIndexOf(':') + 1));
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  private String compose(String... arguments) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(compose);
    all.addAll(List.of(arguments));
    return docker.run(all);
  }

  @Override
  public void close() throws IOException {
    try {
      compose("down", "--volumes", "--timeout", "5");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("the container is left behind", e);
    }
  }
}
