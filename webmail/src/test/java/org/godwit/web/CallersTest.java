package org.godwit.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.godwit.server.OneServer.PASSWORD;
import static org.godwit.web.WebDoor.basic;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import org.apache.james.core.Username;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.godwit.server.OneServer;
import org.godwit.store.account.Accounts;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who makes a request, found out on real sockets from real accounts. */
@ExtendWith(OneServer.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CallersTest {
  private WebDoor door;

  @BeforeAll
  void open() {
    door =
        WebDoor.open(
            OneServer.running(),
            callers ->
                List.of(
                    WebPart.of("/signin/whoami", new WhoAmI(callers)),
                    WebPart.of("/change", new Change(callers))));
  }

  @AfterAll
  void close() {
    door.close();
  }

  @Test
  void knowsAUserByNameAndPassword(OneServer mail) throws Exception {
    HttpResponse<String> answer = ask(basic(mail.address("alice"), PASSWORD));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains(mail.address("alice")).contains("basic");
  }

  @Test
  void knowsAUserWhoWritesTheAddressInCapitals(OneServer mail) throws Exception {
    HttpResponse<String> answer =
        ask(basic(mail.address("alice").toUpperCase(java.util.Locale.ROOT), PASSWORD));
    assertThat(answer.body()).contains(mail.address("alice"));
  }

  @Test
  void asksWhoIsNobodyForAPasswordAndSaysWhyInJson(OneServer mail) throws Exception {
    for (HttpRequest.Builder request :
        List.of(
            door.request("/signin/whoami"),
            door.request("/signin/whoami").header("Authorization", "Basic !!!"),
            door.request("/signin/whoami").header("Authorization", "Bearer x"),
            door.request("/signin/whoami")
                .header("Authorization", basic(mail.address("alice"), "wrong")),
            door.request("/signin/whoami")
                .header("Authorization", basic("nobody@example.test", PASSWORD)))) {
      HttpResponse<String> answer = door.send(request);
      assertThat(answer.statusCode()).isEqualTo(401);
      assertThat(answer.headers().firstValue("www-authenticate").orElse(""))
          .startsWith("Basic realm=");
      assertThat(answer.headers().firstValue("content-type")).contains("application/problem+json");
      assertThat(answer.body()).contains("\"status\":401").doesNotContain("java");
    }
  }

  @Test
  void makesNoBrowserAskForAPasswordByItself() throws Exception {
    HttpResponse<String> answer =
        door.send(
            door.request("/signin/whoami")
                .header("Sec-Fetch-Site", "same-origin")
                .header("Sec-Fetch-Mode", "cors"));
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("www-authenticate")).isEmpty();
  }

  @Test
  void forgetsAPasswordTheMomentItIsChanged(OneServer mail) throws Exception {
    assertThat(ask(basic(mail.address("carol"), PASSWORD)).statusCode()).isEqualTo(200);
    mail.server()
        .service(Accounts.class)
        .password(Username.of(mail.address("carol")), "another one");
    assertThat(ask(basic(mail.address("carol"), PASSWORD)).statusCode()).isEqualTo(401);
    assertThat(ask(basic(mail.address("carol"), "another one")).statusCode()).isEqualTo(200);
  }

  @Test
  void anotherSitesPageCanDoNothingInAUsersName(OneServer mail) throws Exception {
    String alice = basic(mail.address("alice"), PASSWORD);
    for (List<String> header :
        List.of(
            List.of("Sec-Fetch-Site", "cross-site"),
            List.of("Sec-Fetch-Site", "same-site"),
            List.of("Sec-Fetch-Site", "none"),
            List.of("Origin", "https://evil.example"),
            List.of("Origin", "null"),
            List.of("Origin", "http://localhost"))) {
      HttpResponse<String> answer =
          door.send(
              door.request("/change")
                  .header("Authorization", alice)
                  .header(header.get(0), header.get(1))
                  .POST(BodyPublishers.ofString("{}")));
      assertThat(answer.statusCode()).as("%s", header).isEqualTo(403);
      assertThat(answer.headers().firstValue("access-control-allow-origin")).isEmpty();
    }
    String ours = door.uri("").toString();
    assertThat(
            door.send(
                    door.request("/change")
                        .header("Authorization", alice)
                        .header("Origin", ours)
                        .header("Sec-Fetch-Site", "same-origin")
                        .POST(BodyPublishers.ofString("{}")))
                .statusCode())
        .isEqualTo(200);
  }

  @Test
  void slowsDownWhoGuesses(OneServer mail) throws Exception {
    String victim = mail.address("victim");
    int slowed = 0;
    for (int i = 0; i < 14; i++) {
      HttpResponse<String> answer = ask(basic(victim, "guess " + i));
      if (answer.statusCode() == 429) {
        assertThat(answer.headers().firstValue("retry-after")).isPresent();
        slowed++;
      }
    }
    assertThat(slowed).isPositive();
  }

  private HttpResponse<String> ask(String authorization) throws Exception {
    return door.send(door.request("/signin/whoami").header("Authorization", authorization));
  }

  /** Something that changes something. */
  private static final class Change extends Handler.Abstract {
    private final Callers callers;

    Change(Callers callers) {
      this.callers = callers;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      callers
          .find(request, response, callback)
          .ifPresent(who -> Answers.text(response, HttpStatus.OK_200, "changed", callback));
      return true;
    }
  }
}
