package org.godwit.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.godwit.server.OneServer.PASSWORD;
import static org.godwit.web.WebDoor.basic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.commons.codec.binary.Base32;
import org.apache.james.core.Username;
import org.godwit.server.OneServer;
import org.godwit.store.Database;
import org.godwit.store.account.Accounts;
import org.godwit.trust.Totp;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Signing in with a browser: forms, cookies, second factors, and attacks on all of them. */
@ExtendWith(OneServer.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SignInTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private WebDoor door;

  @BeforeAll
  void open() {
    door = WebDoor.forSigningIn(OneServer.running());
  }

  @AfterAll
  void close() {
    door.close();
  }

  @Test
  void aRightPasswordGivesACookieThatOnlyThisHostAndNoScriptSees(OneServer mail) throws Exception {
    HttpResponse<String> answer = signIn(mail.address("alice"), PASSWORD, "");
    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(answer.headers().firstValue("location").orElse("")).endsWith("/");
    String cookie = answer.headers().firstValue("set-cookie").orElseThrow();
    assertThat(cookie)
        .startsWith("__Host-godwit=")
        .contains("Secure")
        .contains("HttpOnly")
        .contains("SameSite=Strict")
        .contains("Path=/")
        .doesNotContain("Domain")
        .as("gone when the browser is closed")
        .doesNotContain("Max-Age")
        .doesNotContain("Expires");
    assertThat(whoAmI(cookie(answer)).body()).contains(mail.address("alice")).contains("cookie");
    assertThat(signIn(mail.address("alice"), PASSWORD, "&stays=yes").headers().map().toString())
        .contains("Max-Age=");
  }

  @Test
  void aFormOfOursIsTakenThoughBrowsersHideItsOrigin(OneServer mail) throws Exception {
    String form =
        "user="
            + URLEncoder.encode(mail.address("alice"), StandardCharsets.UTF_8)
            + "&password="
            + URLEncoder.encode(PASSWORD, StandardCharsets.UTF_8);
    HttpRequest.Builder hidden =
        door.request("/login")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Origin", "null")
            .POST(BodyPublishers.ofString(form));
    assertThat(door.send(hidden.copy()).statusCode()).isEqualTo(403);
    assertThat(door.send(hidden.copy().header("Sec-Fetch-Site", "cross-site")).statusCode())
        .isEqualTo(403);
    assertThat(door.send(hidden.header("Sec-Fetch-Site", "same-origin")).statusCode())
        .isEqualTo(303);
  }

  @Test
  void aWrongPasswordGivesNothingAndTellsNothing(OneServer mail) throws Exception {
    HttpResponse<String> wrong = signIn(mail.address("alice"), "wrong", "");
    HttpResponse<String> nobody = signIn("nobody@example.test", "wrong", "");
    for (HttpResponse<String> answer : List.of(wrong, nobody)) {
      assertThat(answer.statusCode()).isEqualTo(403);
      assertThat(answer.headers().firstValue("set-cookie")).isEmpty();
      assertThat(answer.body()).contains("do not fit together");
    }
  }

  @Test
  void whatIsTypedComesBackAsTextAndNotAsAPage() throws Exception {
    String evil = "\"><script>alert(1)</script>{{form}}";
    HttpResponse<String> answer = signIn(evil, "x", "");
    assertThat(answer.body()).contains("&lt;script&gt;").doesNotContain("<script>");
  }

  @Test
  void theDatabaseHoldsNoTokenThatOpensASession(OneServer mail) throws Exception {
    String token = cookie(signIn(mail.address("alice"), PASSWORD, "")).split("=", 2)[1];
    byte[] bytes = java.util.Base64.getUrlDecoder().decode(token);
    byte[] secret = java.util.Arrays.copyOfRange(bytes, 24, bytes.length);
    boolean kept =
        mail.server()
            .service(Database.class)
            .run(
                "looking",
                on -> {
                  try (var select =
                      on.prepareStatement(
                          "SELECT 1 FROM web_session WHERE position(? in token_hash) > 0")) {
                    select.setBytes(1, secret);
                    return select.executeQuery().next();
                  }
                });
    assertThat(kept).isFalse();
    bytes[40] ^= 1;
    String forged = java.util.Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    assertThat(whoAmI("__Host-godwit=" + forged).statusCode()).isEqualTo(401);
    assertThat(whoAmI("__Host-godwit=x").statusCode()).isEqualTo(401);
  }

  @Test
  void signingOutEndsTheSessionOnTheServer(OneServer mail) throws Exception {
    String cookie = cookie(signIn(mail.address("alice"), PASSWORD, ""));
    HttpResponse<String> answer = door.send(post("/logout", "").header("Cookie", cookie));
    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(answer.headers().firstValue("clear-site-data")).isPresent();
    assertThat(whoAmI(cookie).statusCode()).isEqualTo(401);
  }

  @Test
  void aSessionEndsWithThePasswordTheAccountAndItsTime(OneServer mail) throws Exception {
    Accounts accounts = mail.server().service(Accounts.class);
    String changed = cookie(signIn(mail.address("changed"), PASSWORD, ""));
    accounts.password(Username.of(mail.address("changed")), "another one");
    assertThat(whoAmI(changed).statusCode()).isEqualTo(401);

    String suspended = cookie(signIn(mail.address("suspended"), PASSWORD, ""));
    accounts.suspend(Username.of(mail.address("suspended")), true);
    assertThat(whoAmI(suspended).statusCode()).isEqualTo(401);

    String deleted = cookie(signIn(mail.address("deleted"), PASSWORD, ""));
    accounts.delete(Username.of(mail.address("deleted")));
    assertThat(whoAmI(deleted).statusCode()).isEqualTo(401);

    for (String column : List.of("idle_until", "expires_at")) {
      String old = cookie(signIn(mail.address("old"), PASSWORD, ""));
      assertThat(whoAmI(old).statusCode()).isEqualTo(200);
      mail.server()
          .service(Database.class)
          .run(
              "ageing",
              on ->
                  on.createStatement()
                      .executeUpdate("UPDATE web_session SET " + column + " = now()"));
      assertThat(whoAmI(old).statusCode()).as(column).isEqualTo(401);
    }
  }

  @Test
  void anotherSiteCanDoNothingWithTheCookie(OneServer mail) throws Exception {
    String cookie = cookie(signIn(mail.address("alice"), PASSWORD, ""));
    String form = "label=x";
    for (HttpRequest.Builder attack :
        List.of(
            door.request("/logout").header("Sec-Fetch-Site", "cross-site"),
            door.request("/logout").header("Origin", "https://evil.example"),
            door.request("/logout"), // no word from a browser at all
            door.request("/signin/app-passwords").header("Sec-Fetch-Site", "cross-site"),
            door.request("/signin/app-passwords").header("Origin", "null"),
            door.request("/signin/app-passwords"))) {
      HttpResponse<String> answer =
          door.send(attack.header("Cookie", cookie).POST(BodyPublishers.ofString(form)));
      assertThat(answer.statusCode()).isIn(401, 403);
    }
    // even from our own origin a form is no JSON
    assertThat(door.send(post("/signin/app-passwords", form).header("Cookie", cookie)).statusCode())
        .isEqualTo(415);
    // nor may another site sign somebody in under its own name
    assertThat(
            door.send(
                    door.request("/login")
                        .header("Origin", "https://evil.example")
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString("user=a&password=b")))
                .statusCode())
        .isEqualTo(403);
    assertThat(whoAmI(cookie).statusCode()).as("all that did nothing").isEqualTo(200);
  }

  @Test
  void aSecondFactorIsAskedForAndEachCodeIsGoodOnce(OneServer mail) throws Exception {
    String name = mail.address("twofold");
    byte[] secret = turnOn(name);
    HttpResponse<String> first = signIn(name, PASSWORD, "");
    assertThat(first.headers().firstValue("location").orElse("")).endsWith("/login/code");
    String half = cookie(first);
    assertThat(whoAmI(half).statusCode()).as("half signed in is not signed in").isEqualTo(401);
    assertThat(code(half, "000000x").statusCode()).isEqualTo(403);

    String code = Totp.code(secret, Instant.now().plusSeconds(30)); // later than the one of set-up
    HttpResponse<String> done = code(half, code);
    assertThat(done.statusCode()).isEqualTo(303);
    assertThat(cookie(done)).isNotEqualTo(half);
    assertThat(whoAmI(cookie(done)).statusCode()).isEqualTo(200);
    assertThat(whoAmI(half).statusCode()).as("the token of before").isEqualTo(401);

    String again = cookie(signIn(name, PASSWORD, ""));
    assertThat(code(again, code).statusCode()).as("the same code again").isEqualTo(403);
    assertThat(
            door.send(door.request("/signin/whoami").header("Authorization", basic(name, PASSWORD)))
                .statusCode())
        .as("the password alone, by a program")
        .isEqualTo(401);
  }

  @Test
  void guessesAtTheSecondFactorAreFew(OneServer mail) throws Exception {
    String name = mail.address("guessed");
    byte[] secret = turnOn(name);
    String half = cookie(signIn(name, PASSWORD, ""));
    for (int i = 0; i < 5; i++) {
      code(half, "00000" + i + "x");
    }
    HttpResponse<String> right = code(half, Totp.code(secret, Instant.now().plusSeconds(30)));
    assertThat(right.headers().firstValue("location").orElse("")).endsWith("/login");
    assertThat(right.headers().firstValue("set-cookie")).isEmpty();
  }

  @Test
  void aRecoveryCodeIsGoodOnce(OneServer mail) throws Exception {
    String name = mail.address("lost");
    String cookie = cookie(signIn(name, PASSWORD, ""));
    JsonNode begun = api(cookie, "POST", "totp", "{\"password\":\"" + PASSWORD + "\"}");
    byte[] secret = new Base32().decode(begun.path("secret").asText());
    JsonNode codes =
        api(
            cookie,
            "POST",
            "totp/confirm",
            "{\"code\":\"" + Totp.code(secret, Instant.now()) + "\"}");
    String recovery = codes.path("recoveryCodes").path(0).asText();
    assertThat(codes.path("recoveryCodes")).hasSize(10);
    assertThat(code(cookie(signIn(name, PASSWORD, "")), recovery).statusCode()).isEqualTo(303);
    assertThat(code(cookie(signIn(name, PASSWORD, "")), recovery).statusCode()).isEqualTo(403);
  }

  @Test
  void turningASecondFactorOnNeedsThePasswordAndEndsOtherSessions(OneServer mail) throws Exception {
    String name = mail.address("strong");
    String other = cookie(signIn(name, PASSWORD, ""));
    String mine = cookie(signIn(name, PASSWORD, ""));
    assertThat(send(mine, "POST", "totp", "{\"password\":\"wrong\"}").statusCode()).isEqualTo(403);
    JsonNode begun = api(mine, "POST", "totp", "{\"password\":\"" + PASSWORD + "\"}");
    assertThat(begun.path("uri").asText()).startsWith("otpauth://totp/Godwit:strong");
    assertThat(begun.path("qr").asText()).startsWith("<svg").contains("<path");
    byte[] secret = new Base32().decode(begun.path("secret").asText());
    HttpResponse<String> confirmed =
        send(
            mine,
            "POST",
            "totp/confirm",
            "{\"code\":\"" + Totp.code(secret, Instant.now()) + "\"}");
    assertThat(confirmed.statusCode()).isEqualTo(200);
    assertThat(whoAmI(other).statusCode()).isEqualTo(401);
    assertThat(whoAmI(mine).statusCode()).as("the token of before").isEqualTo(401);
    assertThat(whoAmI(cookie(confirmed)).statusCode()).isEqualTo(200);
  }

  @Test
  void sessionsAreSeenAndEndedOneByOne(OneServer mail) throws Exception {
    String phone = cookie(signIn(mail.address("many"), PASSWORD, ""));
    String mine = cookie(signIn(mail.address("many"), PASSWORD, ""));
    JsonNode list = api(mine, "GET", "sessions", "").path("sessions");
    assertThat(list).hasSize(2);
    for (JsonNode each : list) {
      if (!each.path("current").asBoolean()) {
        api(mine, "DELETE", "sessions/" + each.path("id").asText(), "{}");
      }
    }
    assertThat(whoAmI(phone).statusCode()).isEqualTo(401);
    assertThat(whoAmI(mine).statusCode()).isEqualTo(200);
    String foreign = cookie(signIn(mail.address("foreign"), PASSWORD, ""));
    String id = api(foreign, "GET", "sessions", "").path("sessions").path(0).path("id").asText();
    assertThat(send(mine, "DELETE", "sessions/" + id, "{}").statusCode()).isEqualTo(404);
  }

  @Test
  void anAppPasswordIsMadeUsedSeenAndTakenBack(OneServer mail) throws Exception {
    String name = mail.address("apps");
    String cookie = cookie(signIn(name, PASSWORD, ""));
    JsonNode made =
        api(
            cookie,
            "POST",
            "app-passwords",
            "{\"password\":\"" + PASSWORD + "\",\"label\":\"Phone\",\"scopes\":[\"jmap\"]}");
    String password = made.path("password").asText();
    assertThat(
            door.send(door.request("/signin/whoami").header("Authorization", basic(name, password)))
                .statusCode())
        .isEqualTo(200);
    assertThat(
            door.send(
                    door.request("/signin/app-passwords")
                        .header("Authorization", basic(name, password)))
                .statusCode())
        .as("a program may not make itself passwords")
        .isEqualTo(403);
    JsonNode row = api(cookie, "GET", "app-passwords", "").path("appPasswords").path(0);
    assertThat(row.path("label").asText()).isEqualTo("Phone");
    assertThat(row.path("lastUsedFrom").asText()).isEqualTo("127.0.0.1");
    api(cookie, "DELETE", "app-passwords/" + made.path("id").asText(), "{}");
    assertThat(
            door.send(door.request("/signin/whoami").header("Authorization", basic(name, password)))
                .statusCode())
        .isEqualTo(401);
  }

  @Test
  void refusesAppPasswordsThatNobodyCouldUse(OneServer mail) throws Exception {
    String cookie = cookie(signIn(mail.address("odd"), PASSWORD, ""));
    for (String rest :
        List.of(
            "",
            ",\"label\":\"x\"",
            ",\"label\":\"x\",\"scopes\":[\"root\"]",
            ",\"label\":\"x\",\"scopes\":[\"imap\"],\"networks\":[\"example.org\"]",
            ",\"label\":\"x\",\"scopes\":[\"imap\"],\"networks\":[\"1.2.3.4/99\"]",
            ",\"label\":\"x\",\"scopes\":[\"imap\"],\"expires\":\"soon\"",
            ",\"label\":\"" + "x".repeat(200) + "\",\"scopes\":[\"imap\"]",
            ",\"label\":" + "[".repeat(1000) + "]".repeat(1000))) {
      assertThat(
              send(
                      cookie,
                      "POST",
                      "app-passwords",
                      "{\"password\":\"" + PASSWORD + "\"" + rest + "}")
                  .statusCode())
          .as(rest)
          .isEqualTo(400);
    }
  }

  @Test
  void manyFieldsAreNoSignIn() throws Exception {
    String many = "user=a&b=1&c=1&d=1&e=1&f=1&g=1&h=1&i=1&j=1&k=1&l=1&password=x";
    assertThat(door.send(post("/login", many)).statusCode()).isEqualTo(400);
    assertThat(door.send(post("/login", "user=" + "x".repeat(20_000))).statusCode()).isEqualTo(413);
  }

  @Test
  void thePageNeedsNoScriptAndHoldsNoneAndNoStyle() throws Exception {
    HttpResponse<String> page = door.send(door.request("/login"));
    assertThat(page.body())
        .contains("<form method=\"post\" action=\"/login\">")
        .doesNotContain("<script>")
        .doesNotContain("style=");
    assertThat(door.send(door.request("/login/signin.css")).headers().firstValue("content-type"))
        .contains("text/css;charset=utf-8");
  }

  private byte[] turnOn(String name) throws Exception {
    String cookie = cookie(signIn(name, PASSWORD, ""));
    JsonNode begun = api(cookie, "POST", "totp", "{\"password\":\"" + PASSWORD + "\"}");
    byte[] secret = new Base32().decode(begun.path("secret").asText());
    api(cookie, "POST", "totp/confirm", "{\"code\":\"" + Totp.code(secret, Instant.now()) + "\"}");
    return secret;
  }

  private HttpResponse<String> signIn(String user, String password, String more) throws Exception {
    return door.send(
        post(
            "/login",
            "user="
                + URLEncoder.encode(user, StandardCharsets.UTF_8)
                + "&password="
                + URLEncoder.encode(password, StandardCharsets.UTF_8)
                + more));
  }

  private HttpResponse<String> code(String cookie, String code) throws Exception {
    return door.send(post("/login/code", "code=" + code).header("Cookie", cookie));
  }

  private HttpRequest.Builder post(String path, String form) {
    return door.request(path)
        .header("Content-Type", "application/x-www-form-urlencoded")
        .header("Origin", door.uri("").toString())
        .header("Sec-Fetch-Site", "same-origin")
        .POST(BodyPublishers.ofString(form));
  }

  private JsonNode api(String cookie, String method, String path, String json) throws Exception {
    HttpResponse<String> answer = send(cookie, method, path, json);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }

  private HttpResponse<String> send(String cookie, String method, String path, String json)
      throws Exception {
    return door.send(
        door.request("/signin/" + path)
            .header("Cookie", cookie)
            .header("Content-Type", "application/json")
            .header("Sec-Fetch-Site", "same-origin")
            .method(
                method, json.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(json)));
  }

  private HttpResponse<String> whoAmI(String cookie) throws Exception {
    return door.send(door.request("/signin/whoami").header("Cookie", cookie));
  }

  private static String cookie(HttpResponse<String> answer) {
    Optional<String> set = answer.headers().firstValue("set-cookie");
    return set.map(text -> text.split(";", 2)[0]).orElseThrow();
  }
}
