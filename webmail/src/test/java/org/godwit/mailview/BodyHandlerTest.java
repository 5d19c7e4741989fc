package org.godwit.mailview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.godwit.server.OneServer.PASSWORD;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.godwit.command.AllParts;
import org.godwit.server.OneServer;
import org.godwit.web.WebDoor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A mail that came by SMTP as the page that a browser gets of it. */
@ExtendWith(OneServer.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BodyHandlerTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private WebDoor door;

  @BeforeAll
  void open() {
    door = WebDoor.open(OneServer.running(), callers -> AllParts.of(OneServer.running().server()));
  }

  @AfterAll
  void close() {
    door.close();
  }

  private HttpResponse<String> get(OneServer mail, String name, String path) throws Exception {
    return door.send(
        door.request(path).header("Authorization", WebDoor.basic(mail.address(name), PASSWORD)));
  }

  private String account(OneServer mail, String name) throws Exception {
    JsonNode session = JSON.readTree(get(mail, name, "/jmap/session").body());
    return session.get("primaryAccounts").get("urn:ietf:params:jmap:mail").textValue();
  }

  /** Delivers a mail to Alice; the path of its HTML. */
  private String deliver(OneServer mail, String message) throws Exception {
    mail.deliver("alice", message.replace("\n", "\r\n"));
    String account = account(mail, "alice");
    String request =
        """
        {"using": ["urn:ietf:params:jmap:core", "urn:ietf:params:jmap:mail"], "methodCalls": [
          ["Email/query", {"accountId": "%1$s"}, "q"],
          ["Email/get", {"accountId": "%1$s", "properties": ["id", "htmlBody"],
            "#ids": {"resultOf": "q", "name": "Email/query", "path": "/ids"}}, "g"]]}
        """
            .formatted(account);
    JsonNode email =
        await()
            .atMost(Duration.ofMinutes(2))
            .until(() -> first(mail, request), found -> !found.isMissingNode());
    return "/mail-body/%s/%s/%s"
        .formatted(
            account,
            email.get("id").textValue(),
            email.get("htmlBody").get(0).get("partId").textValue());
  }

  private JsonNode first(OneServer mail, String request) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        door.send(
            door.request("/jmap/api")
                .header("Authorization", WebDoor.basic(mail.address("alice"), PASSWORD))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(request)));
    return JSON.readTree(answer.body()).at("/methodResponses/1/1/list/0");
  }

  private static final String RELATED =
      """
      From: a@example.org
      To: b@example.org
      Subject: x
      MIME-Version: 1.0
      Content-Type: multipart/related; boundary=x

      --x
      Content-Type: text/html; charset=utf-8
      Content-Transfer-Encoding: quoted-printable

      <p onclick=3D"x()">Gr=C3=BC=C3=9Fe<img src=3D"cid:one@example.org"><img =
      src=3D"https://pictures.example.org/a.png"><img src=3D"https://t.example.org/" =
      width=3D1 height=3D1><script>x()</script>
      --x
      Content-Type: image/png
      Content-ID: <one@example.org>
      Content-Transfer-Encoding: base64

      iVBORw0KGgo=
      --x--
      """;

  @Test
  void aMailIsAPageOfItsOwnThatMayDoNothing(OneServer mail) throws Exception {
    String path = deliver(mail, RELATED);
    HttpResponse<String> page = get(mail, "alice", path);
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body())
        .contains("<p>Grüße<img src=\"/jmap/download/")
        .contains("data-trackers=\"1\" data-remote-images=\"1\" data-removed=\"scripts=2\"")
        .doesNotContain("example.org");
    assertThat(page.headers().firstValue("content-security-policy").orElseThrow())
        .startsWith(
            "sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox;"
                + " default-src 'none'; style-src 'unsafe-inline'; img-src data: https://localhost:")
        .endsWith("; base-uri 'none'; form-action 'none'; frame-ancestors 'self'")
        .doesNotContain("/mail-image");
    assertThat(page.headers().map())
        .containsEntry("referrer-policy", java.util.List.of("no-referrer"))
        .containsEntry("x-content-type-options", java.util.List.of("nosniff"))
        .containsEntry("cross-origin-resource-policy", java.util.List.of("same-origin"))
        .containsEntry("x-frame-options", java.util.List.of("SAMEORIGIN"));
    String inside = page.body().replaceAll("(?s).*<img src=\"([^\"]*)\".*", "$1");
    HttpResponse<String> picture = get(mail, "alice", inside.replace("&amp;", "&"));
    assertThat(picture.statusCode()).isEqualTo(200);
    assertThat(picture.headers().firstValue("content-type")).hasValue("image/png");
  }

  @Test
  void picturesOfOthersAreSignedWhenTheReaderAsksAndTrackersNever(OneServer mail) throws Exception {
    String path = deliver(mail, RELATED);
    HttpResponse<String> page = get(mail, "alice", path + "?images=proxy");
    assertThat(page.body())
        .contains("<img src=\"/mail-image?u=https%3A%2F%2Fpictures.example.org%2Fa.png&amp;s=")
        .doesNotContain("t.example.org");
    assertThat(page.headers().firstValue("content-security-policy").orElseThrow())
        .contains("/mail-image;");
  }

  @Test
  void whatWasRemovedCanBeAskedFor(OneServer mail) throws Exception {
    String path = deliver(mail, RELATED);
    assertThat(JSON.readTree(get(mail, "alice", path + "?about").body()))
        .isEqualTo(
            JSON.readTree(
                """
                {"removed": {"scripts": 2}, "remoteImages": 1, "trackers": 1,
                 "knowsDark": false, "truncated": false}
                """));
  }

  @Test
  void nobodyReadsTheMailOfOthers(OneServer mail) throws Exception {
    String path = deliver(mail, RELATED);
    assertThat(get(mail, "bob", path).statusCode()).isEqualTo(404);
    String bobs = path.replaceFirst("/a\\d+/", "/" + account(mail, "bob") + "/");
    assertThat(get(mail, "bob", bobs).statusCode()).isEqualTo(404);
    assertThat(door.send(door.request(path)).statusCode()).isEqualTo(401);
    assertThat(get(mail, "alice", path + "9").statusCode()).isEqualTo(404);
    assertThat(get(mail, "alice", path.replaceFirst("/1$", "/2")).statusCode())
        .as("a picture is no text")
        .isEqualTo(404);
  }

  @Test
  void plainTextHasLinksAndNoElements(OneServer mail) throws Exception {
    String path =
        deliver(
            mail,
            "From: a@example.org\nSubject: x\n\nSee <b> (https://example.org/a?b&c). Or not\n");
    assertThat(get(mail, "alice", path).body())
        .contains(
            "See &lt;b&gt; (<a href=\"https://example.org/a?b&amp;c\" target=\"_blank\""
                + " rel=\"noopener noreferrer\">https://example.org/a?b&amp;c</a>). Or not");
  }

  @ParameterizedTest
  @ValueSource(strings = {"utf-7", "x-none", "iso-2022-jp", "hz-gb-2312", "\"\""})
  void aCharsetThatHidesElementsHidesNothing(String charset, OneServer mail) throws Exception {
    String path =
        deliver(
            mail,
            "From: a@example.org\nMIME-Version: 1.0\nContent-Type: text/html; charset="
                + charset
                + "\n\n<p>+ADw-script+AD4-x()+ADw-/script+AD4-</p>\n");
    assertThat(get(mail, "alice", path).body()).doesNotContain("<script");
  }
}
