package org.godwit.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.godwit.server.OneServer.PASSWORD;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.godwit.server.OneServer;
import org.godwit.web.WebDoor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** JMAP as a program meets it: over a socket, from the session on (8620 §2, §6). */
@ExtendWith(OneServer.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JmapPartsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private WebDoor door;

  @BeforeAll
  void open() {
    OneServer mail = OneServer.running();
    door = WebDoor.open(mail, callers -> JmapParts.of(mail.server(), callers));
  }

  @AfterAll
  void close() {
    door.close();
  }

  @Test
  void theSessionLeadsToRequests(OneServer mail) throws Exception {
    String account = account(mail, "alice");
    String request =
        """
        {"using": ["urn:ietf:params:jmap:core", "urn:ietf:params:jmap:mail"],
         "methodCalls": [["Mailbox/get", {"accountId": "%s"}, "m"]]}
        """
            .formatted(account);
    HttpResponse<String> answer =
        send(
            mail,
            "alice",
            door.request("/jmap/api")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(request)));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("\"Mailbox/get\"").contains("\"inbox\"");
  }

  @Test
  void whatIsUploadedComesBackSafely(OneServer mail) throws Exception {
    String account = account(mail, "alice");
    HttpResponse<String> kept =
        send(
            mail,
            "alice",
            door.request("/jmap/upload/" + account + "/")
                .header("Content-Type", "text/html")
                .POST(BodyPublishers.ofString("<script>alert(1)</script>")));
    assertThat(kept.statusCode()).isBetween(200, 201);
    String blob = JSON.readTree(kept.body()).get("blobId").textValue();
    String path = "/jmap/download/" + account + "/" + blob + "/a%20b.html?type=text/html";

    HttpResponse<String> whole = send(mail, "alice", door.request(path));
    assertThat(whole.statusCode()).isEqualTo(200);
    assertThat(whole.body()).isEqualTo("<script>alert(1)</script>");
    assertThat(whole.headers().firstValue("content-disposition"))
        .hasValueSatisfying(
            value -> assertThat(value).startsWith("attachment").contains("a%20b.html"));
    assertThat(whole.headers().firstValue("content-security-policy"))
        .hasValueSatisfying(value -> assertThat(value).contains("sandbox"));
    assertThat(whole.headers().firstValue("x-content-type-options")).hasValue("nosniff");

    HttpResponse<String> part =
        send(mail, "alice", door.request(path).header("Range", "bytes=1-6"));
    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(part.body()).isEqualTo("script");
  }

  @Test
  void nobodyGetsTheBlobsOfOthers(OneServer mail) throws Exception {
    String account = account(mail, "alice");
    HttpResponse<String> kept =
        send(
            mail,
            "alice",
            door.request("/jmap/upload/" + account + "/")
                .header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString("a secret")));
    String blob = JSON.readTree(kept.body()).get("blobId").textValue();

    for (String whose : new String[] {account, account(mail, "bob")}) {
      HttpResponse<String> answer =
          send(mail, "bob", door.request("/jmap/download/" + whose + "/" + blob + "/x"));
      assertThat(answer.statusCode()).isEqualTo(404);
      assertThat(answer.body()).doesNotContain("secret");
    }
    assertThat(door.send(door.request("/jmap/download/" + account + "/" + blob + "/x")))
        .extracting(HttpResponse::statusCode)
        .isEqualTo(401);
  }

  private String account(OneServer mail, String user) throws Exception {
    JsonNode session = JSON.readTree(send(mail, user, door.request("/jmap/session")).body());
    return session.get("primaryAccounts").get("urn:ietf:params:jmap:mail").textValue();
  }

  private HttpResponse<String> send(OneServer mail, String user, HttpRequest.Builder request)
      throws Exception {
    return door.send(request.header("Authorization", WebDoor.basic(mail.address(user), PASSWORD)));
  }
}
