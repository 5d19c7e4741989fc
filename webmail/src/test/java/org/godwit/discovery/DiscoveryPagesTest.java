package org.godwit.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.StringReader;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.godwit.server.OneServer;
import org.godwit.trust.Certificates;
import org.godwit.web.WebDoor;
import org.godwit.web.WebPart;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

/** What mail programs are told, by bytes on the web door. */
@ExtendWith(OneServer.class)
class DiscoveryPagesTest {
  private static final Site SITE =
      new Site(
          "mail.example.test",
          List.of(
              new Site.Offer(Site.Kind.IMAP, 993, true),
              new Site.Offer(Site.Kind.POP3, 995, true),
              new Site.Offer(Site.Kind.SMTP, 465, true),
              new Site.Offer(Site.Kind.SMTP, 587, false)));

  private WebDoor door;
  private Certificates certificates;

  @BeforeEach
  void open(OneServer mail) {
    certificates = mail.server().service(Certificates.class);
    DiscoveryPages pages =
        new DiscoveryPages(SITE, () -> true, "example.test"::equals, certificates::sign);
    door =
        WebDoor.open(
            mail,
            callers -> DiscoveryPages.PATHS.stream().map(path -> WebPart.of(path, pages)).toList());
  }

  @AfterEach
  void close() {
    door.close();
  }

  private HttpResponse<String> get(String path) throws Exception {
    return door.send(door.request(path));
  }

  private String atHost(String host, String path) throws Exception {
    URI uri = door.clear(path);
    try (Socket socket = new Socket(uri.getHost(), uri.getPort());
        InputStream in = socket.getInputStream()) {
      socket.setSoTimeout(30_000);
      String request =
          "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n".formatted(path, host);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static Document xml(String text) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
    return factory.newDocumentBuilder().parse(new InputSource(new StringReader(text)));
  }

  private HttpResponse<String> outlook(String body) throws Exception {
    HttpRequest.Builder request =
        door.request("/autodiscover/autodiscover.xml").POST(BodyPublishers.ofString(body));
    return door.send(request);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/mail/config-v1.1.xml", "/.well-known/autoconfig/mail/config-v1.1.xml"})
  void thunderbirdLearnsTheServersOfADomain(String path) throws Exception {
    Document config = xml(get(path + "?emailaddress=ann%40example.test").body());

    assertThat(config.getElementsByTagName("domain").item(0).getTextContent())
        .isEqualTo("example.test");
    assertThat(config.getElementsByTagName("incomingServer").item(0).getTextContent())
        .containsSubsequence("mail.example.test", "993", "SSL", "%EMAILADDRESS%");
    assertThat(config.getElementsByTagName("outgoingServer").item(1).getTextContent())
        .containsSubsequence("587", "STARTTLS");
  }

  @Test
  void thunderbirdLearnsThemFromTheHostItAsks() throws Exception {
    assertThat(atHost("autoconfig.example.test", "/mail/config-v1.1.xml")).contains("200 OK");
    assertThat(atHost("autoconfig.other.test", "/mail/config-v1.1.xml")).contains("404");
  }

  @Test
  void everyAddressOfADomainIsToldTheSame() throws Exception {
    assertThat(get("/mail/config-v1.1.xml?emailaddress=nobody@example.test").body())
        .isEqualTo(get("/mail/config-v1.1.xml?emailaddress=ann@example.test").body());
    assertThat(get("/mail/config-v1.1.xml?emailaddress=ann@other.test").statusCode())
        .isEqualTo(404);
  }

  @Test
  void outlookLearnsThemByXml() throws Exception {
    HttpResponse<String> answer =
        outlook(
            "<Autodiscover xmlns=\"x\"><Request><EMailAddress>o'neil&amp;co@example.test"
                + "</EMailAddress></Request></Autodiscover>");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(xml(answer.body()).getElementsByTagName("LoginName").item(0).getTextContent())
        .isEqualTo("o'neil&co@example.test");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "?Email=ann%40example.test&Protocol=AutodiscoverV1              | 200 | \"Url\":\"https://mail.example.test/autodiscover/autodiscover.xml\"",
        "/v1.0/ann%40example.test?Protocol=autodiscoverv1&RedirectCount=1 | 200 | \"Protocol\":\"AutodiscoverV1\"",
        "/v1.0/ann%40example.test?Protocol=ActiveSync                    | 400 | InvalidProtocol",
        "?Email=ann%40example.test                                       | 400 | MandatoryParameterMissing",
        "?Protocol=AutodiscoverV1                                        | 400 | InvalidUserId",
        "?Email=ann%40other.test&Protocol=AutodiscoverV1                 | 404 | InvalidUserId",
        "/v1.0/?Protocol=AutodiscoverV1                                  | 404 | InvalidUserId",
        "/nonsense?Protocol=AutodiscoverV1                               | 400 | InvalidUserId"
      })
  void outlookLearnsByJsonWhereTheXmlIs(String asked, int status, String part) throws Exception {
    HttpResponse<String> answer = get("/autodiscover/autodiscover.json" + asked);

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(answer.body()).contains(part);
  }

  @Test
  void whoeverAsksInClearIsLedToWhereItCanBeProven() throws Exception {
    assertThat(atHost("autodiscover.example.test", "/autodiscover/autodiscover.xml"))
        .contains("302 Found")
        .contains("Location: https://mail.example.test/autodiscover/autodiscover.xml");
    assertThat(get("/autodiscover/autodiscover.xml").statusCode()).isEqualTo(405);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "<a><EMailAddress>ann@other.test</EMailAddress></a>",
        "<a><EMailAddress>ann&lt;x&gt;@example.test</EMailAddress></a>",
        "<a><EMailAddress><b>ann@example.test</b></EMailAddress></a>",
        "<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/hostname\">]>"
            + "<a><EMailAddress>&e;@example.test</EMailAddress></a>",
        "<!DOCTYPE a [<!ENTITY e \"ann\">]><a><EMailAddress>&e;@example.test</EMailAddress></a>"
      })
  void whatIsNoQuestionGetsNoAnswer(String body) throws Exception {
    assertThat(outlook(body).statusCode()).isEqualTo(404);
  }

  @Test
  void aLongQuestionIsNotRead() throws Exception {
    assertThat(outlook("<a>" + "x".repeat(200_000) + "</a>").statusCode()).isEqualTo(413);
  }

  @Test
  void applesProfileIsSignedByOurCertificate() throws Exception {
    HttpRequest request = door.request("/apple.mobileconfig?email=ann%40example.test").build();
    byte[] bytes;
    try (java.net.http.HttpClient client =
        java.net.http.HttpClient.newBuilder().sslContext(OneServer.running().trusting()).build()) {
      HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
      assertThat(answer.headers().firstValue("Content-Type"))
          .hasValue("application/x-apple-aspen-config");
      bytes = answer.body();
    }
    CMSSignedData signed = new CMSSignedData(bytes);
    X509Certificate ours = certificates.chain().getFirst();
    for (SignerInformation signer : signed.getSignerInfos()) {
      assertThat(signer.verify(new JcaSimpleSignerInfoVerifierBuilder().build(ours))).isTrue();
    }
    String profile =
        new String((byte[]) signed.getSignedContent().getContent(), StandardCharsets.UTF_8);
    assertThat(xml(profile).getElementsByTagName("string").item(0).getTextContent())
        .isEqualTo("Configuration");
    assertThat(profile).contains("<string>ann@example.test</string>", "<integer>465</integer>");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a</string><x>@example.test", "a\r\nb@example.test", "@example.test", "ann"})
  void aProfileIsForAnAddressOnly(String address) throws Exception {
    String encoded = URLEncoder.encode(address, StandardCharsets.UTF_8);

    assertThat(get("/apple.mobileconfig?email=" + encoded).statusCode()).isEqualTo(404);
  }

  @Test
  void otherServersFindThePolicyAtItsHostOnly() throws Exception {
    assertThat(atHost("mta-sts.example.test", "/.well-known/mta-sts.txt"))
        .contains("200 OK")
        .endsWith(
            "version: STSv1\r\nmode: enforce\r\nmx: mail.example.test\r\nmax_age: 604800\r\n");
    assertThat(atHost("mta-sts.other.test", "/.well-known/mta-sts.txt")).contains("404");
    assertThat(atHost("example.test", "/.well-known/mta-sts.txt")).contains("404");
  }
}
