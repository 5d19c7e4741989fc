package org.godwit.admin.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Optional;
import org.apache.james.core.Username;
import org.godwit.command.AllParts;
import org.godwit.server.OneServer;
import org.godwit.store.Database;
import org.godwit.store.account.Accounts;
import org.godwit.store.admin.AuditLog;
import org.godwit.store.admin.FirstRun;
import org.godwit.web.WebDoor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** The link of the first start: what it opens, once, and what it does not. */
@ExtendWith(OneServer.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SetupTest {
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

  private static FirstRun firstRun(OneServer mail) {
    return mail.server().service(FirstRun.class);
  }

  private HttpRequest.Builder request(String what, String json) {
    return door.request(SetupHandler.PATH + "/" + what)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(json.replace('\'', '"')));
  }

  private HttpResponse<String> ask(String what, String json) throws Exception {
    return door.send(request(what, json).header("Sec-Fetch-Site", "same-origin"));
  }

  private static String wish(String secret, String address) {
    return "{'secret':'%s','domain':'example.test','address':'%s','password':'long enough'}"
        .formatted(secret, address);
  }

  @Test
  void theLinkMakesOneAdministratorAndIsUsedUp(OneServer mail) throws Exception {
    String secret = firstRun(mail).offer();
    assertThat(ask("look", "{'secret':'" + secret + "'}").body()).contains("hostname");
    HttpResponse<String> made = ask("account", wish(secret, "setup-one@example.test"));
    assertThat(made.statusCode()).as(made.body()).isEqualTo(200);
    assertThat(made.headers().firstValue("set-cookie").orElse("")).startsWith("__Host-godwit=");
    assertThat(
            mail.server()
                .service(Accounts.class)
                .find(Username.of("setup-one@example.test"))
                .orElseThrow()
                .admin())
        .isTrue();
    assertThat(ask("account", wish(secret, "setup-two@example.test")).statusCode()).isEqualTo(403);
    assertThat(mail.server().service(Accounts.class).find(Username.of("setup-two@example.test")))
        .isEmpty();
    assertThat(firstRun(mail).isPending()).isFalse();
    assertThat(
            mail.server()
                .service(AuditLog.class)
                .newest(Optional.empty(), 1)
                .getFirst()
                .deed()
                .operation())
        .isEqualTo("first start");
  }

  @Test
  void anotherSecretAnOldOneAndNoneOpenNothing(OneServer mail) throws Exception {
    String replaced = firstRun(mail).offer();
    String old = firstRun(mail).offer();
    mail.server()
        .service(Database.class)
        .run(
            "ageing",
            on -> on.createStatement().executeUpdate("UPDATE first_run SET expires_at = now()"));
    for (String secret : new String[] {replaced, old, "", "x"}) {
      for (String what : new String[] {"look", "hostname", "account"}) {
        assertThat(ask(what, wish(secret, "evil@example.test")).statusCode())
            .as(what + " " + secret)
            .isEqualTo(403);
      }
    }
    assertThat(mail.server().service(Accounts.class).find(Username.of("evil@example.test")))
        .isEmpty();
    firstRun(mail).done();
  }

  @Test
  void whatCannotBeMadeLeavesTheLinkGood(OneServer mail) throws Exception {
    String secret = firstRun(mail).offer();
    for (String address : new String[] {"no address", "ann@elsewhere.example", ""}) {
      assertThat(ask("account", wish(secret, address)).statusCode()).as(address).isEqualTo(400);
    }
    String empty = wish(secret, "setup-three@example.test").replace("long enough", "");
    assertThat(ask("account", empty).statusCode()).isEqualTo(409);
    assertThat(ask("hostname", "{'secret':'" + secret + "','hostname':'a\\nb'}").statusCode())
        .isEqualTo(400);
    assertThat(firstRun(mail).knows(secret)).isTrue();
    firstRun(mail).done();
  }

  @Test
  void aPageOfAnotherSiteCannotUseIt(OneServer mail) throws Exception {
    String secret = firstRun(mail).offer();
    String json = wish(secret, "forged@example.test");
    assertThat(door.send(request("account", json)).statusCode()).isEqualTo(403);
    assertThat(
            door.send(request("account", json).header("Sec-Fetch-Site", "cross-site")).statusCode())
        .isEqualTo(403);
    assertThat(
            door.send(request("account", json).header("Origin", "https://evil.example"))
                .statusCode())
        .isEqualTo(403);
    assertThat(firstRun(mail).knows(secret)).isTrue();
    firstRun(mail).done();
  }
}
