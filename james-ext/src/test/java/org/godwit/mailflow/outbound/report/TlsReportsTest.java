package org.godwit.mailflow.outbound.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.zip.GZIPInputStream;
import javax.mail.Session;
import javax.mail.internet.MimeMessage;
import javax.mail.internet.MimeMultipart;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.apache.james.core.Domain;
import org.apache.james.domainlist.api.DomainList;
import org.apache.mailet.Mail;
import org.godwit.mailflow.outbound.Certificates;
import org.godwit.store.Database;
import org.godwit.store.PostgresExtension;
import org.godwit.store.policy.TlsSessions;
import org.godwit.store.policy.TlsSessions.Alike;
import org.godwit.store.policy.TlsSessions.Day;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mockito.Mockito;

/** What other domains are told, and when (8460). */
@ExtendWith(PostgresExtension.class)
class TlsReportsTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-24T05:00:00Z"), ZoneOffset.UTC);
  private static final Day YESTERDAY = new Day(LocalDate.parse("2026-11-23"), "there.example");
  private static final Alike GOOD =
      new Alike("sts", "", "", "version: STSv1\nmode: enforce\nmx: *.there.example", "", "", 1);
  private static final Alike BAD =
      new Alike(
          "sts",
          "mx.there.example",
          "certificate-expired",
          "version: STSv1\nmode: enforce\nmx: *.there.example",
          "192.0.2.1",
          "it is over",
          1);

  private final Map<String, List<String>> texts = new HashMap<>();
  private final List<String> to = new ArrayList<>();
  private final List<MimeMessage> mails = new ArrayList<>();
  private boolean silent;
  private TlsSessions sessions;

  @BeforeEach
  void count(Database database) {
    sessions = new TlsSessions(database);
    sessions.over(LocalDate.parse("9999-01-01"), 1_000).forEach(sessions::forget);
    sessions.count(YESTERDAY, GOOD);
    sessions.count(YESTERDAY, GOOD);
    sessions.count(YESTERDAY, BAD);
  }

  private List<String> text(String name) throws IOException {
    if (silent) {
      throw new IOException("SERVFAIL");
    }
    return texts.getOrDefault(name, List.of());
  }

  private void put(Mail mail) throws javax.mail.MessagingException {
    to.addAll(mail.getRecipients().stream().map(Object::toString).toList());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      mail.getMessage().writeTo(bytes);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    mails.add(
        new MimeMessage(
            Session.getInstance(new Properties()), new ByteArrayInputStream(bytes.toByteArray())));
  }

  private void send(ReportPost post) throws Exception {
    DomainList domains = Mockito.mock(DomainList.class);
    Mockito.when(domains.getDefaultDomain()).thenReturn(Domain.of("here.example"));
    new TlsReports(sessions, this::text, new ReportMail(this::put, CLOCK), post, domains, CLOCK)
        .send();
  }

  private void send() throws Exception {
    try (ReportPost post = new ReportPost(host -> List.of())) {
      send(post);
    }
  }

  private List<Day> left() {
    return sessions.over(LocalDate.parse("2027-01-01"), 100);
  }

  private static JsonNode unpacked(InputStream in) throws IOException {
    return new ObjectMapper().readTree(new GZIPInputStream(in));
  }

  @Test
  void aDomainThatAsksForItIsToldByMail() throws Exception {
    texts.put("_smtp._tls.there.example", List.of("v=TLSRPTv1; rua=mailto:tls@there.example"));
    send();

    assertThat(to).containsExactly("tls@there.example");
    MimeMessage mail = mails.getFirst();
    assertThat(mail.getHeader("TLS-Report-Domain")).containsExactly("there.example");
    assertThat(mail.getHeader("TLS-Report-Submitter")).containsExactly("here.example");
    assertThat(mail.getContentType()).startsWith("multipart/report").contains("\"tlsrpt\"");
    MimeMultipart parts = (MimeMultipart) mail.getContent();
    assertThat(parts.getBodyPart(1).getContentType()).isEqualTo("application/tlsrpt+gzip");
    assertThat(parts.getBodyPart(1).getFileName())
        .isEqualTo("here.example!there.example!1795392000!1795478399!001.json.gz");
    JsonNode report = unpacked(parts.getBodyPart(1).getInputStream());
    assertThat(report.at("/date-range/start-datetime").asText()).isEqualTo("2026-11-23T00:00:00Z");
    assertThat(report.at("/date-range/end-datetime").asText()).isEqualTo("2026-11-23T23:59:59Z");
    assertThat(report.at("/policies/0/policy/policy-type").asText()).isEqualTo("sts");
    assertThat(report.at("/policies/0/policy/policy-domain").asText()).isEqualTo("there.example");
    assertThat(report.at("/policies/0/policy/mx-host/0").asText()).isEqualTo("*.there.example");
    assertThat(report.at("/policies/0/summary/total-successful-session-count").asInt())
        .isEqualTo(2);
    assertThat(report.at("/policies/0/summary/total-failure-session-count").asInt()).isEqualTo(1);
    assertThat(report.at("/policies/0/failure-details/0/result-type").asText())
        .isEqualTo("certificate-expired");
    assertThat(left()).isEmpty();
  }

  @Test
  void aDomainThatDoesNotAskIsForgotten() throws Exception {
    send();

    assertThat(mails).isEmpty();
    assertThat(left()).isEmpty();
  }

  @Test
  void todayIsNotOverYet() throws Exception {
    Day today = new Day(LocalDate.parse("2026-11-24"), "there.example");
    sessions.count(today, GOOD);
    send();

    assertThat(left()).containsExactly(today);
  }

  @Test
  void aDayWaitsWhileDnsDoesNotAnswerButNotForEver() throws Exception {
    silent = true;
    Day old = new Day(LocalDate.parse("2026-11-21"), "there.example");
    sessions.count(old, GOOD);
    send();

    assertThat(left()).containsExactly(YESTERDAY);
  }

  @Test
  void aDomainThatAsksForItIsToldOverTheWeb() throws Exception {
    texts.put("_smtp._tls.there.example", List.of("v=TLSRPTv1; rua=https://in.example/tls?a=b"));
    List<String> heads = new ArrayList<>();
    List<JsonNode> reports = new ArrayList<>();
    SSLContext server = Certificates.selfSigned("in.example");
    SSLContext client = SSLContext.getInstance("TLS");
    client.init(null, Certificates.everybodyVouches(), null);
    try (SSLServerSocket door =
            (SSLServerSocket)
                server
                    .getServerSocketFactory()
                    .createServerSocket(0, 5, InetAddress.getLoopbackAddress());
        ReportPost post =
            new ReportPost(
                host -> List.of(InetAddress.getLoopbackAddress()),
                client.getSocketFactory(),
                door.getLocalPort(),
                address -> true)) {
      Thread web = Thread.ofPlatform().daemon().start(() -> take(door, heads, reports));
      send(post);
      web.join();
    }

    assertThat(heads.getFirst())
        .startsWith("POST /tls?a=b HTTP/1.0\r\nHost: in.example\r\n")
        .contains("Content-Type: application/tlsrpt+gzip\r\n");
    assertThat(reports.getFirst().at("/policies").size()).isEqualTo(1);
    assertThat(left()).isEmpty();
  }

  private static void take(SSLServerSocket door, List<String> heads, List<JsonNode> reports) {
    try (SSLSocket one = (SSLSocket) door.accept()) {
      InputStream in = one.getInputStream();
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        head.append((char) in.read());
      }
      heads.add(head.toString());
      int length =
          Integer.parseInt(head.toString().replaceAll("(?s).*Content-Length: (\\d+).*", "$1"));
      reports.add(unpacked(new ByteArrayInputStream(in.readNBytes(length))));
      one.getOutputStream()
          .write("HTTP/1.1 201 Created\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void nobodyIsSentToWhereOnlyWeCouldReach() throws Exception {
    texts.put("_smtp._tls.there.example", List.of("v=TLSRPTv1; rua=https://in.example/"));
    List<String> asked = new ArrayList<>();
    try (ReportPost post =
        new ReportPost(
            host -> {
              asked.add(host);
              return List.of(InetAddress.getLoopbackAddress());
            })) {
      send(post);
    }

    assertThat(asked).containsExactly("in.example");
    assertThat(left()).containsExactly(YESTERDAY);
  }
}
