package org.godwit.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.codahale.metrics.MetricRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.godwit.trust.Certificates;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The web door, on real sockets. */
class WebServerTest {
  private static final InetSocketAddress ANY =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  @TempDir private Path folder;

  private final MetricRegistry james = new MetricRegistry();
  private volatile List<String> problems = List.of();
  private Certificates certificates;
  private WebServer server;
  private HttpClient client;

  @BeforeEach
  void start() throws Exception {
    certificates = Certificates.selfSigned(folder, "mail.example.test");
    WebSettings settings =
        new WebSettings(Optional.of(ANY), Optional.of(ANY), 100, 100, Optional.of("open"));
    server =
        WebServer.start(
            settings,
            certificates,
            List.of(
                WebPart.of("/", new FrontPage()),
                WebPart.of("/health/*", new Health(() -> problems)),
                WebPart.of("/metrics", new Metrics(james, List.of(), settings.metricsToken()))));
    client = HttpClient.newBuilder().sslContext(trusting()).build();
  }

  @AfterEach
  void stop() {
    server.close();
    certificates.close();
  }

  @Test
  void readyIs200WhenAllIsWell() throws Exception {
    HttpResponse<String> answer = get("/health/ready");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{\"status\":\"ready\"}");
  }

  @Test
  void readyIs503WithTheReasonsWhenSomethingIsNot() throws Exception {
    problems = List.of("the database does not answer");
    HttpResponse<String> answer = get("/health/ready");
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).contains("\"reasons\":[\"the database does not answer\"]");
    assertThat(get("/health/live").statusCode()).as("live all the same").isEqualTo(200);
  }

  @Test
  void showsWhatJamesCountsToPrometheus() throws Exception {
    james.counter("imap.Sessions").inc(3);
    james.timer("smtp-DATA").update(250, TimeUnit.MILLISECONDS);
    james.meter("mail-in").mark(7);
    james.gauge("queueSize", () -> () -> 5);
    HttpResponse<String> answer = get("/metrics");
    assertThat(answer.headers().firstValue("content-type").orElse("")).startsWith("text/plain");
    assertThat(answer.body())
        .contains("godwit_imap_sessions 3.0")
        .contains("godwit_smtp_data_seconds{quantile=\"0.5\"} 0.25")
        .contains("godwit_smtp_data_seconds_count 1")
        .contains("godwit_mail_in_total 7.0")
        .contains("godwit_queuesize 5.0")
        .contains("jvm_memory_used_bytes");
  }

  @Test
  void showsNoMetricsToTheOtherSideOfAProxyButToWhoKnowsTheToken() throws Exception {
    assertThat(forwarded("/metrics", "").statusCode()).isEqualTo(403);
    assertThat(forwarded("/metrics", "Bearer wrong").statusCode()).isEqualTo(403);
    assertThat(forwarded("/metrics", "Bearer open").statusCode()).isEqualTo(200);
  }

  @Test
  void saysWhatItIsAtTheRootAndNothingElsewhere() throws Exception {
    assertThat(get("/").body()).contains("This is a mail server");
    assertThat(get("/nothing").statusCode()).isEqualTo(404);
    assertThat(get("/nothing").body()).isEqualTo("Not Found\n");
  }

  @Test
  void everyAnswerCarriesTheSecurityHeadersAndNoVersion() throws Exception {
    for (String path : List.of("/", "/health/live", "/metrics")) {
      Map<String, List<String>> headers = get(path).headers().map();
      assertThat(headers)
          .containsEntry("x-content-type-options", List.of("nosniff"))
          .containsEntry("referrer-policy", List.of("no-referrer"))
          .doesNotContainKey("server");
      assertThat(headers.get("content-security-policy")).first().asString().contains("'none'");
    }
  }

  @Test
  void takesNoPost() throws Exception {
    HttpRequest post =
        HttpRequest.newBuilder(http("/health/live")).POST(BodyPublishers.ofString("x")).build();
    assertThat(client.send(post, BodyHandlers.ofString()).statusCode()).isEqualTo(405);
  }

  @Test
  void refusesEndlessHeaders() throws IOException {
    assertThat(raw("GET / HTTP/1.1\r\nHost: x\r\nX: " + "x".repeat(20_000) + "\r\n\r\n"))
        .startsWith("HTTP/1.1 431");
  }

  @Test
  void refusesWhatIsNotHttp() throws IOException {
    assertThat(raw("EHLO example.org\r\n\r\n")).startsWith("HTTP/1.1 505").doesNotContain("java");
  }

  @Test
  void speaksHttp2AndStrictTransportSecurityOverTls() throws Exception {
    HttpResponse<String> answer =
        client.send(HttpRequest.newBuilder(https("/")).build(), BodyHandlers.ofString());
    assertThat(answer.version()).isEqualTo(Version.HTTP_2);
    assertThat(answer.headers().firstValue("strict-transport-security")).isPresent();
  }

  @Test
  void showsANewCertificateWithoutARestart() throws Exception {
    java.security.cert.X509Certificate old = certificates.chain().get(0);
    Path other = folder.resolve("other");
    try (Certificates renewed = Certificates.selfSigned(other, "mail.example.test")) {
      assertThat(renewed.chain().get(0)).isNotEqualTo(old);
    }
    for (String file : List.of("key.pem", "certificate.pem")) {
      java.nio.file.Files.move(
          other.resolve(file),
          folder.resolve(file),
          java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }
    certificates.reload();
    int port = server.https().orElseThrow().getPort();
    try (SSLSocket socket =
        (SSLSocket) trusting().getSocketFactory().createSocket("127.0.0.1", port)) {
      assertThat(socket.getSession().getPeerCertificates()[0])
          .isNotEqualTo(old)
          .isEqualTo(certificates.chain().get(0));
    }
  }

  @Test
  void speaksHttp11OverTls() throws Exception {
    HttpRequest request = HttpRequest.newBuilder(https("/")).version(Version.HTTP_1_1).build();
    assertThat(client.send(request, BodyHandlers.ofString()).version()).isEqualTo(Version.HTTP_1_1);
  }

  @Test
  void refusesOldTls() throws Exception {
    int port = server.https().orElseThrow().getPort();
    try (SSLSocket socket =
        (SSLSocket) trusting().getSocketFactory().createSocket("127.0.0.1", port)) {
      socket.setEnabledProtocols(new String[] {"TLSv1.1"});
      assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLHandshakeException.class);
    }
  }

  @Test
  void namesAPortThatIsTaken() {
    WebSettings settings = new WebSettings(server.http(), Optional.empty(), 1, 1, Optional.empty());
    int port = server.http().orElseThrow().getPort();
    assertThatThrownBy(() -> WebServer.start(settings, certificates, List.of()))
        .isInstanceOf(WebProblem.class)
        .hasMessage(
            "http cannot listen on 127.0.0.1:%d (in use); stop what listens there, or set another"
                + " [listen] http",
            port);
  }

  private HttpResponse<String> get(String path) throws Exception {
    return client.send(HttpRequest.newBuilder(http(path)).build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> forwarded(String path, String authorization) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(http(path)).header("X-Forwarded-For", "192.0.2.1");
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private String raw(String request) throws IOException {
    try (Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), server.http().orElseThrow().getPort())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  private URI http(String path) {
    return URI.create("http://127.0.0.1:" + server.http().orElseThrow().getPort() + path);
  }

  private URI https(String path) {
    return URI.create("https://localhost:" + server.https().orElseThrow().getPort() + path);
  }

  private SSLContext trusting() throws Exception {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    store.setCertificateEntry("ours", certificates.chain().get(0));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}
