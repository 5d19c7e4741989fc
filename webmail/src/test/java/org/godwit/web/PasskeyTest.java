package org.godwit.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.godwit.server.OneServer.PASSWORD;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.james.core.Username;
import org.godwit.server.OneServer;
import org.godwit.store.account.Accounts;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Passkeys: made, used, renamed, removed; and attacks on all of that. */
@ExtendWith(OneServer.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PasskeyTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PROOF = "{\"password\":\"" + PASSWORD + "\"}";

  private WebDoor door;

  @BeforeAll
  void open() {
    door = WebDoor.forSigningIn(OneServer.running());
  }

  @AfterAll
  void close() {
    door.close();
  }

  /** What a browser is asked, and the cookie by which it is known again. */
  private record Question(JsonNode options, String cookie) {}

  private SoftKey key() throws Exception {
    return new SoftKey(door.uri("").toString());
  }

  private SoftKey register(String session) throws Exception {
    SoftKey key = key();
    HttpResponse<String> answer = add(session, key, options(session));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return key;
  }

  private JsonNode options(String session) throws Exception {
    HttpResponse<String> answer = api(session, "POST", "/options", PROOF);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }

  private HttpResponse<String> add(String session, SoftKey key, JsonNode options) throws Exception {
    return add(session, key.create(options), options);
  }

  private HttpResponse<String> add(String session, String credential, JsonNode options)
      throws Exception {
    return api(
        session,
        "POST",
        "",
        "{\"label\":\"Laptop\",\"user\":\"%s\",\"credential\":%s}"
            .formatted(options.at("/user/id").asText(), credential));
  }

  private Question question() throws Exception {
    HttpResponse<String> answer = post("/login/passkey/options", "", "{}");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return new Question(JSON.readTree(answer.body()), cookie(answer));
  }

  private HttpResponse<String> in(Question question, SoftKey key) throws Exception {
    return in(question.cookie(), key.get(question.options()));
  }

  private HttpResponse<String> in(String cookie, String credential) throws Exception {
    return post("/login/passkey/in", cookie, "{\"credential\":" + credential + "}");
  }

  private int status(SoftKey key) throws Exception {
    return in(question(), key).statusCode();
  }

  private JsonNode list(String session) throws Exception {
    return JSON.readTree(api(session, "GET", "", "").body()).get("passkeys");
  }

  @Test
  void aPasskeyThatWasMadeSignsIn(OneServer mail) throws Exception {
    String name = mail.address("keyholder");
    SoftKey key = register(signIn(name));
    HttpResponse<String> in = in(question(), key);
    assertThat(in.statusCode()).as(in.body()).isEqualTo(200);
    String session = session(in);
    assertThat(whoAmI(session)).contains(name).contains("cookie");
    JsonNode row = list(session).get(0);
    assertThat(row.get("label").asText()).isEqualTo("Laptop");
    assertThat(row.get("lastUsed").isNull()).isFalse();
  }

  @Test
  void aBrowserIsAskedForTheUserAndForNoKeyThatIsThere(OneServer mail) throws Exception {
    String session = signIn(mail.address("asked"));
    SoftKey key = register(session);
    JsonNode options = options(session);
    assertThat(options.at("/excludeCredentials/0/id").asText()).isEqualTo(key.id());
    assertThat(options.at("/user/id").asText()).as("the same user").isEqualTo(key.handle);
    assertThat(options.at("/authenticatorSelection/userVerification").asText())
        .isEqualTo("required");
    assertThat(options.at("/authenticatorSelection/residentKey").asText()).isEqualTo("required");
    assertThat(options.at("/rp/id").asText()).isEqualTo("localhost");
    Question question = question();
    assertThat(question.options().get("userVerification").asText()).isEqualTo("required");
    assertThat(question.options().get("allowCredentials")).isEmpty();
  }

  @Test
  void anAnswerIsGoodOnce(OneServer mail) throws Exception {
    SoftKey key = register(signIn(mail.address("replayed")));
    Question question = question();
    String answer = key.get(question.options());
    assertThat(in(question.cookie(), answer).statusCode()).isEqualTo(200);
    assertThat(in(question.cookie(), answer).statusCode()).isEqualTo(403);
  }

  @Test
  void aChallengeIsForTheBrowserThatGotIt(OneServer mail) throws Exception {
    SoftKey key = register(signIn(mail.address("phished")));
    String answer = key.get(question().options());
    assertThat(in(question().cookie(), answer).statusCode()).isEqualTo(403);
    assertThat(in("", answer).statusCode()).isEqualTo(403);
    Question question = question();
    assertThat(
            in(question.cookie(), key.get(JSON.readTree("{\"challenge\":\"AAAA\"}"))).statusCode())
        .as("a challenge that we did not make")
        .isEqualTo(403);
  }

  @Test
  void aChallengeForMakingAPasskeySignsNobodyIn(OneServer mail) throws Exception {
    String session = signIn(mail.address("crossed"));
    SoftKey key = register(session);
    String id = JSON.readTree(sessions(session)).at("/sessions/0/id").asText();
    String answer = key.get(options(session));
    assertThat(in("__Host-godwit-passkey=" + id + key.handle, answer).statusCode()).isEqualTo(403);
  }

  @Test
  void anotherSiteCannotUseAPasskey(OneServer mail) throws Exception {
    SoftKey key = register(signIn(mail.address("lured")));
    String origin = key.origin;
    for (String evil :
        List.of("https://evil.example", "https://localhost", "http" + origin.substring(5))) {
      key.origin = evil;
      assertThat(status(key)).as(evil).isEqualTo(403);
    }
    key.origin = origin;
    key.site = "evil.example";
    assertThat(status(key)).as("a key that belongs to another name").isEqualTo(403);
    key.site = "localhost";
    assertThat(status(key)).as("the honest one").isEqualTo(200);
  }

  @Test
  void aKeyOfOneUserIsNoneOfAnothers(OneServer mail) throws Exception {
    SoftKey alice = register(signIn(mail.address("first")));
    SoftKey bob = register(signIn(mail.address("second")));
    String handle = alice.handle;
    alice.handle = bob.handle;
    assertThat(status(alice)).as("says that it is bob's").isEqualTo(403);
    alice.handle = "";
    assertThat(status(alice)).as("says not whose it is").isEqualTo(403);
    alice.handle = handle;
    Question question = question();
    String forged = bob.get(question.options()).replace(bob.id(), alice.id());
    assertThat(in(question.cookie(), forged.replace(bob.handle, alice.handle)).statusCode())
        .as("bob signs in alice's name")
        .isEqualTo(403);
    assertThat(status(key())).as("a key that nobody registered").isEqualTo(403);
  }

  @Test
  void aCounterThatDoesNotGoUpIsThatOfACopy(OneServer mail) throws Exception {
    SoftKey key = register(signIn(mail.address("cloned")));
    assertThat(status(key)).as("does not count").isEqualTo(200);
    key.counter = 7;
    assertThat(status(key)).isEqualTo(200);
    assertThat(status(key)).as("stands still").isEqualTo(403);
    key.counter = 6;
    assertThat(status(key)).as("goes back").isEqualTo(403);
    key.counter = 0;
    assertThat(status(key)).as("counts no more").isEqualTo(403);
  }

  @Test
  void whoWasNotVerifiedIsNobody(OneServer mail) throws Exception {
    String session = signIn(mail.address("borrowed"));
    SoftKey key = register(session);
    key.verifies = false;
    assertThat(status(key)).isEqualTo(403);
    SoftKey weak = key();
    weak.verifies = false;
    assertThat(add(session, weak, options(session)).statusCode()).isEqualTo(403);
  }

  @Test
  void makingOneNeedsThePasswordAndTheSessionThatAsked(OneServer mail) throws Exception {
    String session = signIn(mail.address("careful"));
    assertThat(api(session, "POST", "/options", "{\"password\":\"wrong\"}").statusCode())
        .isEqualTo(403);
    JsonNode options = options(session);
    SoftKey key = key();
    assertThat(add(signIn(mail.address("careful")), key, options).statusCode())
        .as("another session")
        .isEqualTo(403);
    assertThat(add(session, key.create(question().options()), options).statusCode())
        .as("a challenge for signing in")
        .isEqualTo(403);
    String made = key.create(options);
    assertThat(add(session, made, options).statusCode()).isEqualTo(200);
    assertThat(add(session, made, options).statusCode()).as("again").isEqualTo(403);
    assertThat(add(session, key, options(session)).statusCode())
        .as("a key that is there")
        .isEqualTo(403);
    assertThat(list(session)).hasSize(1);
  }

  @Test
  void oneIsRenamedAndRemovedByItsOwnerAlone(OneServer mail) throws Exception {
    String session = signIn(mail.address("owner"));
    SoftKey key = register(session);
    String id = "/" + list(session).at("/0/id").asText();
    String other = signIn(mail.address("stranger"));
    assertThat(api(other, "PUT", id, "{\"label\":\"Mine\"}").statusCode()).isEqualTo(404);
    assertThat(api(other, "DELETE", id, "{}").statusCode()).isEqualTo(404);
    assertThat(api(session, "PUT", id, "{\"label\":\" \"}").statusCode()).isEqualTo(400);
    assertThat(api(session, "PUT", id, "{\"label\":\"Phone\"}").statusCode()).isEqualTo(200);
    assertThat(list(session).at("/0/label").asText()).isEqualTo("Phone");
    assertThat(api(session, "DELETE", id, "{}").statusCode()).isEqualTo(200);
    assertThat(list(session)).isEmpty();
    assertThat(status(key)).isEqualTo(403);
  }

  @Test
  void whoIsSuspendedDoesNotComeIn(OneServer mail) throws Exception {
    SoftKey key = register(signIn(mail.address("paused")));
    mail.server().service(Accounts.class).suspend(Username.of(mail.address("paused")), true);
    assertThat(status(key)).isEqualTo(403);
  }

  @Test
  void aDeletedAccountsPasskeysAreGone(OneServer mail) throws Exception {
    String name = mail.address("leaving");
    SoftKey key = register(signIn(name));
    mail.server().service(Accounts.class).delete(Username.of(name));
    assertThat(status(key)).isEqualTo(403);
  }

  @Test
  void nonsenseIsRefusedAndNothingElse() throws Exception {
    Question question = question();
    for (String nonsense :
        List.of(
            "{}",
            "{\"id\":\"AA\"}",
            "{\"id\":7,\"response\":[]}",
            "{\"id\":\"AA\",\"rawId\":\"AA\",\"type\":\"public-key\",\"response\":"
                + "{\"clientDataJSON\":\"AA\",\"authenticatorData\":\"AA\",\"signature\":\"AA\"}}",
            "{\"id\":\"!\",\"rawId\":\"!\",\"type\":\"x\",\"response\":{\"clientDataJSON\":\"e30\","
                + "\"authenticatorData\":\"\",\"signature\":\"\",\"userHandle\":\"%\"}}")) {
      assertThat(in(question.cookie(), nonsense).statusCode()).as(nonsense).isEqualTo(403);
    }
    assertThat(in(question.cookie(), "[]").statusCode()).isEqualTo(400);
    assertThat(post("/login/passkey/in", "", "x").statusCode()).isEqualTo(400);
    assertThat(post("/login/passkey/else", "", "{}").statusCode()).isEqualTo(404);
  }

  @Test
  void onlyAPageOfOursMayAsk() throws Exception {
    for (HttpRequest.Builder foreign :
        List.of(
            door.request("/login/passkey/options"),
            door.request("/login/passkey/options").header("Sec-Fetch-Site", "cross-site"),
            door.request("/login/passkey/options").header("Origin", "https://evil.example"))) {
      HttpRequest.Builder json =
          foreign.header("Content-Type", "application/json").POST(BodyPublishers.ofString("{}"));
      assertThat(door.send(json).statusCode()).isEqualTo(403);
    }
    assertThat(
            door.send(
                    door.request("/login/passkey/options")
                        .header("Sec-Fetch-Site", "same-origin")
                        .POST(BodyPublishers.ofString("{}")))
                .statusCode())
        .isEqualTo(415);
  }

  private String signIn(String name) throws Exception {
    HttpResponse<String> answer =
        door.send(
            door.request("/login")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Sec-Fetch-Site", "same-origin")
                .POST(
                    BodyPublishers.ofString(
                        "user="
                            + URLEncoder.encode(name, StandardCharsets.UTF_8)
                            + "&password="
                            + URLEncoder.encode(PASSWORD, StandardCharsets.UTF_8))));
    return cookie(answer);
  }

  private HttpResponse<String> post(String path, String cookie, String json) throws Exception {
    HttpRequest.Builder request =
        door.request(path)
            .header("Content-Type", "application/json")
            .header("Sec-Fetch-Site", "same-origin")
            .POST(BodyPublishers.ofString(json));
    return door.send(cookie.isEmpty() ? request : request.header("Cookie", cookie));
  }

  private HttpResponse<String> api(String session, String method, String path, String json)
      throws Exception {
    return door.send(
        door.request("/signin/passkeys" + path)
            .header("Cookie", session)
            .header("Content-Type", "application/json")
            .header("Sec-Fetch-Site", "same-origin")
            .method(
                method, json.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(json)));
  }

  private String sessions(String session) throws Exception {
    return door.send(door.request("/signin/sessions").header("Cookie", session)).body();
  }

  private String whoAmI(String session) throws Exception {
    return door.send(door.request("/signin/whoami").header("Cookie", session)).body();
  }

  private static String cookie(HttpResponse<String> answer) {
    return answer.headers().firstValue("set-cookie").orElseThrow().split(";", 2)[0];
  }

  private static String session(HttpResponse<String> answer) {
    return answer.headers().allValues("set-cookie").stream()
        .map(text -> text.split(";", 2)[0])
        .filter(text -> text.startsWith("__Host-godwit="))
        .findFirst()
        .orElseThrow();
  }
}
