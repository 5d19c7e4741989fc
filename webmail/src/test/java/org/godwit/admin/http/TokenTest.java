package org.godwit.admin.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Optional;
import org.apache.james.core.Domain;
import org.apache.james.core.Username;
import org.godwit.command.AllParts;
import org.godwit.server.OneServer;
import org.godwit.store.Database;
import org.godwit.store.account.Accounts;
import org.godwit.store.account.WebSessions.Shown;
import org.godwit.store.admin.AdminRoles;
import org.godwit.store.admin.Grant;
import org.godwit.store.admin.Role;
import org.godwit.web.WebDoor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Programs that administer with a token, and what they cannot do with it. */
@ExtendWith(OneServer.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TokenTest {
  private WebDoor door;

  @BeforeAll
  void open() {
    OneServer mail = OneServer.running();
    door = WebDoor.open(mail, callers -> AllParts.of(mail.server()));
  }

  @AfterAll
  void close() {
    door.close();
  }

  private AdminBrowser browser(OneServer mail, String name, Grant grant) {
    mail.server().service(AdminRoles.class).grant(Username.of(mail.address(name)), grant);
    return new AdminBrowser(door, mail, mail.address(name), Shown.STRONG);
  }

  private static String token(AdminBrowser browser, String role, String more) throws Exception {
    HttpResponse<String> answer =
        browser.post(
            "/token/create", "{\"label\":\"report\",\"role\":\"%s\"%s}".formatted(role, more));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return AdminBrowser.json(answer).path("token").asText();
  }

  private HttpResponse<String> get(String path, String token) throws Exception {
    return door.send(
        door.request(ApiHandler.PATH + path).header("Authorization", "Bearer " + token));
  }

  private HttpResponse<String> post(String path, String token, String json) throws Exception {
    return door.send(
        door.request(ApiHandler.PATH + path)
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json)));
  }

  @Test
  void aTokenDoesWhatItsRoleMayAndNoMore(OneServer mail) throws Exception {
    String token = token(browser(mail, "root", Grant.ALL), "auditor", "");
    assertThat(get("/status", token).statusCode()).isEqualTo(200);
    String ann = "{\"address\":\"" + mail.address("ann") + "\"}";
    assertThat(post("/account/delete", token, ann).statusCode()).isEqualTo(403);
    assertThat(AdminBrowser.json(get("/role/mine", token)).path("way").asText()).isEqualTo("token");
  }

  @Test
  void aTokenOfOneDomainDoesNotReachAnother(OneServer mail) throws Exception {
    String token =
        token(browser(mail, "root", Grant.ALL), "helpdesk", ",\"domain\":[\"elsewhere.example\"]");
    assertThat(get("/account/show?address=" + mail.address("ann"), token).statusCode())
        .isEqualTo(403);
    assertThat(AdminBrowser.json(get("/account/list", token))).isEmpty();
  }

  @Test
  void nobodyMakesATokenThatMayMoreThanTheyMay(OneServer mail) throws Exception {
    Grant grant = new Grant(Role.DOMAIN_ADMIN, Optional.of(Domain.of("example.test")));
    AdminBrowser browser = browser(mail, "keeper", grant);
    for (String wish :
        new String[] {
          "\"role\":\"superadmin\"",
          "\"role\":\"auditor\"",
          "\"role\":\"helpdesk\"",
          "\"role\":\"helpdesk\",\"domain\":[\"other.example\"]",
          "\"role\":\"helpdesk\",\"domain\":[\"example.test\"],\"owner\":\"x@example.test\""
        }) {
      HttpResponse<String> answer = browser.post("/token/create", "{\"label\":\"x\"," + wish + "}");
      assertThat(answer.statusCode()).as(wish + " " + answer.body()).isEqualTo(403);
    }
    token(browser, "helpdesk", ",\"domain\":[\"example.test\"]");
  }

  @Test
  void aTokenMakesNoOtherToken(OneServer mail) throws Exception {
    String token = token(browser(mail, "root", Grant.ALL), "superadmin", "");
    assertThat(post("/token/create", token, "{\"label\":\"x\",\"role\":\"auditor\"}").statusCode())
        .isEqualTo(403);
  }

  @Test
  void aTokenEndsWithItsTimeItsOwnersRoleAndWhenItIsTakenBack(OneServer mail) throws Exception {
    AdminBrowser root = browser(mail, "root", Grant.ALL);
    String taken = token(root, "auditor", "");
    JsonNode list = AdminBrowser.json(root.get("/token/list"));
    root.post("/token/revoke", "{\"id\":\"" + list.get(0).path("id").asText() + "\"}");
    assertThat(get("/status", taken).statusCode()).isEqualTo(401);

    String old = token(root, "auditor", "");
    assertThat(get("/status", old).statusCode()).isEqualTo(200);
    mail.server()
        .service(Database.class)
        .run(
            "ageing",
            on -> on.createStatement().executeUpdate("UPDATE admin_token SET expires_at = now()"));
    assertThat(get("/status", old).statusCode()).isEqualTo(401);

    String demoted = token(root, "auditor", "");
    mail.server().service(Accounts.class).admin(Username.of(mail.address("root")), false);
    assertThat(get("/status", demoted).statusCode()).isEqualTo(403);
  }

  @Test
  void aSuspendedOwnersTokenCountsNoMore(OneServer mail) throws Exception {
    String token = token(browser(mail, "gone", Grant.ALL), "auditor", "");
    mail.server().service(Accounts.class).suspend(Username.of(mail.address("gone")), true);
    assertThat(get("/status", token).statusCode()).isEqualTo(401);
  }

  @Test
  void whoeverGuessesTokensHasToWait() throws Exception {
    try (WebDoor other =
        WebDoor.open(OneServer.running(), callers -> AllParts.of(OneServer.running().server()))) {
      int status = 401;
      int tries = 0;
      while (status == 401 && tries++ < 200) {
        status =
            other
                .send(
                    other
                        .request(ApiHandler.PATH + "/status")
                        .header("Authorization", "Bearer godwit-admin-" + tries))
                .statusCode();
      }
      assertThat(status).isEqualTo(429);
      assertThat(tries).isLessThan(100);
    }
  }
}
