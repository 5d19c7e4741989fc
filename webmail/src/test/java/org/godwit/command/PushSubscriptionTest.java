package org.godwit.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.godwit.server.OneServer.PASSWORD;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.SignedJWT;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.james.core.Username;
import org.godwit.jmap.push.PushReader;
import org.godwit.jmap.push.PushService;
import org.godwit.jmap.push.PushTargets;
import org.godwit.server.ImapTalk;
import org.godwit.server.OneServer;
import org.godwit.store.account.Accounts;
import org.godwit.trust.Certificates;
import org.godwit.web.WebDoor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Clients that are away are told by a push service (8620 §7.2), which the test is. */
@ExtendWith(OneServer.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PushSubscriptionTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private WebDoor door;
  private PushService service;

  @BeforeAll
  void open() throws Exception {
    OneServer mail = OneServer.running();
    service = new PushService(mail.server().service(Certificates.class).context());
    door =
        WebDoor.open(
            mail,
            callers ->
                JmapParts.of(
                    mail.server(),
                    callers,
                    new PushTargets(true),
                    mail.trusting().getSocketFactory()));
  }

  @AfterAll
  void close() {
    door.close();
    service.close();
  }

  @Test
  void aChangeIsPushedEncryptedAndSignedOnceTheClientHasProvenThatItArrives(OneServer mail)
      throws Exception {
    PushReader client = PushReader.fresh();
    String id = subscribe(mail, "alice", "/one", client, "[\"Mailbox\"]");

    PushService.Received first = service.next();
    assertThat(first.path()).isEqualTo("/one");
    assertThat(first.headers()).containsKeys("ttl").containsEntry("content-encoding", "aes128gcm");
    mustBeSigned(mail, first.headers().get("authorization"));
    JsonNode verification = JSON.readTree(client.read(first.content()));
    assertThat(verification.get("@type").textValue()).isEqualTo("PushVerification");
    assertThat(verification.get("pushSubscriptionId").textValue()).isEqualTo(id);

    try (ImapTalk phone = mail.imap("alice")) {
      phone.ok("CREATE Early");
      assertThat(service.soon()).as("nothing before it is verified").isEmpty();

      String code = verification.get("verificationCode").textValue();
      assertThat(update(mail, "alice", id, "{\"verificationCode\":\"wrong\"}").at("/notUpdated"))
          .hasToString(
              "{\"%s\":{\"type\":\"invalidProperties\",\"description\":\"It is not what was sent.\","
                      .formatted(id)
                  + "\"properties\":[\"verificationCode\"]}}");
      update(mail, "alice", id, "{\"verificationCode\":\"" + code + "\"}");
      JsonNode shown = get(mail, "alice", "null").get("list").get(0);
      assertThat(shown.get("verificationCode").textValue()).isEqualTo(code);
      assertThat(shown.has("url") || shown.has("keys")).isFalse();

      PushService.Received push = pushed(phone);
      assertThat(push.headers()).containsKey("topic");
      JsonNode change = JSON.readTree(client.read(push.content()));
      assertThat(change.get("@type").textValue()).isEqualTo("StateChange");
      JsonNode types = change.get("changed").elements().next();
      assertThat(types.properties()).extracting(Map.Entry::getKey).containsExactly("Mailbox");
    }
    destroy(mail, "alice", id);
  }

  @Test
  void aSubscriptionThatItsServiceKnowsNoMoreEnds(OneServer mail) throws Exception {
    verified(mail, "alice", "/gone");
    service.answer(410);
    try (ImapTalk phone = mail.imap("alice")) {
      pushed(phone);
      await().until(() -> get(mail, "alice", "null").get("list").isEmpty());
    } finally {
      service.answer(201);
    }
  }

  @Test
  void aSubscriptionEndsWithThePasswordThatMadeIt(OneServer mail) throws Exception {
    verified(mail, "alice", "/password");
    mail.server()
        .service(Accounts.class)
        .password(Username.of(mail.address("alice")), "another one");
    mail.server().service(Accounts.class).password(Username.of(mail.address("alice")), PASSWORD);
    assertThat(get(mail, "alice", "null").get("list")).isEmpty();
  }

  @Test
  void othersSeeNothingOfIt(OneServer mail) throws Exception {
    String id = verified(mail, "alice", "/mine");
    assertThat(get(mail, "bob", "null").get("list")).isEmpty();
    assertThat(get(mail, "bob", "[\"" + id + "\"]").get("notFound").get(0).textValue())
        .isEqualTo(id);
    assertThat(update(mail, "bob", id, "{\"types\":null}").at("/notUpdated/" + id + "/type"))
        .hasToString("\"notFound\"");
    assertThat(set(mail, "bob", "\"destroy\":[\"" + id + "\"]").at("/notDestroyed/" + id + "/type"))
        .hasToString("\"notFound\"");
    destroy(mail, "alice", id);
  }

  @Test
  void whatIsWrongIsRefusedByName(OneServer mail) throws Exception {
    String good = "\"deviceClientId\":\"d\",\"url\":\"" + service.url("/x") + "\"";
    for (Map.Entry<String, String> bad :
        Map.of(
                "\"deviceClientId\":\"d\"",
                "url",
                "\"url\":\"" + service.url("/x") + "\"",
                "deviceClientId",
                "\"deviceClientId\":\"d\",\"url\":\"ftp://localhost/\"",
                "url",
                good + ",\"keys\":{\"p256dh\":\"AAAA\",\"auth\":\"AAAA\"}",
                "keys",
                good + ",\"verificationCode\":\"x\"",
                "verificationCode",
                good + ",\"expires\":\"soon\"",
                "expires",
                good + ",\"types\":\"Email\"",
                "types",
                good + ",\"colour\":\"red\"",
                "colour")
            .entrySet()) {
      JsonNode answer = set(mail, "alice", "\"create\":{\"c\":{" + bad.getKey() + "}}");
      assertThat(answer.at("/notCreated/c/properties/0").asText())
          .as(bad.getKey())
          .isEqualTo(bad.getValue());
    }
    assertThat(call(mail, "alice", "PushSubscription/get", "{\"properties\":[\"url\"]}").toString())
        .contains("forbidden");
    assertThat(call(mail, "alice", "PushSubscription/get", "{\"accountId\":\"a1\"}").toString())
        .contains("invalidArguments");
    assertThat(service.soon()).isEmpty();
  }

  @Test
  void oneLastsAWeekAtMostAndAnAccountHasTwenty(OneServer mail) throws Exception {
    String create = "\"create\":{\"c\":{\"deviceClientId\":\"d\",\"url\":\"%s\",\"expires\":%s}}";
    JsonNode far =
        set(mail, "alice", create.formatted(service.url("/x"), "\"2099-01-01T00:00:00Z\""));
    assertThat(Instant.parse(far.at("/created/c/expires").textValue()))
        .isBefore(Instant.now().plusSeconds(8 * 24 * 3600));
    for (int i = 1; i < 20; i++) {
      assertThat(set(mail, "alice", create.formatted(service.url("/x"), "null")).has("created"))
          .isTrue();
    }
    assertThat(
            set(mail, "alice", create.formatted(service.url("/x"), "null"))
                .at("/notCreated/c/type"))
        .hasToString("\"overQuota\"");
    for (int i = 0; i < 20; i++) {
      service.next();
    }
  }

  private String verified(OneServer mail, String who, String path) throws Exception {
    PushReader client = PushReader.fresh();
    String id = subscribe(mail, who, path, client, "null");
    String code =
        JSON.readTree(client.read(service.next().content())).get("verificationCode").textValue();
    update(mail, who, id, "{\"verificationCode\":\"" + code + "\"}");
    return id;
  }

  /** Makes changes until one of them is pushed: the subscription is taken over a moment later. */
  private PushService.Received pushed(ImapTalk phone) throws Exception {
    for (int i = 0; ; i++) {
      phone.ok("CREATE Change" + i);
      Optional<PushService.Received> push = service.soon();
      if (push.isPresent()) {
        return push.get();
      }
    }
  }

  @Test
  void whatIsSentInClearIsSignedToo(OneServer mail) throws Exception { // 9749 §4
    set(
        mail,
        "alice",
        "\"create\":{\"c\":{\"deviceClientId\":\"d\",\"url\":\"%s\"}}"
            .formatted(service.url("/clear")));
    PushService.Received first = service.next();
    while (!first.path().equals("/clear")) {
      first = service.next(); // for a subscription of another test
    }
    assertThat(first.headers()).doesNotContainKey("content-encoding");
    mustBeSigned(mail, first.headers().get("authorization"));
  }

  private String subscribe(OneServer mail, String who, String path, PushReader client, String types)
      throws Exception {
    JsonNode answer =
        set(
            mail,
            who,
            "\"create\":{\"c\":{\"deviceClientId\":\"d\",\"url\":\"%s\",\"types\":%s,"
                    .formatted(service.url(path), types)
                + "\"keys\":{\"p256dh\":\"%s\",\"auth\":\"%s\"}}}"
                    .formatted(client.p256dh(), client.auth()));
    return answer.at("/created/c/id").textValue();
  }

  private void mustBeSigned(OneServer mail, String authorization) throws Exception {
    assertThat(authorization).startsWith("vapid t=");
    String[] parts = authorization.substring("vapid t=".length()).split(", k=", -1);
    JsonNode session = JSON.readTree(send(mail, "alice", "/jmap/session", null));
    assertThat(
            session
                .at("/capabilities/urn:ietf:params:jmap:webpush-vapid/applicationServerKey")
                .textValue())
        .isEqualTo(parts[1]);
    byte[] point = Base64.getUrlDecoder().decode(parts[1]);
    JWSVerifier verifier =
        new ECDSAVerifier(
            new ECKey.Builder(
                    Curve.P_256,
                    Base64URL.encode(Arrays.copyOfRange(point, 1, 33)),
                    Base64URL.encode(Arrays.copyOfRange(point, 33, 65)))
                .build());
    SignedJWT token = SignedJWT.parse(parts[0]);
    assertThat(token.verify(verifier)).isTrue();
    assertThat(token.getJWTClaimsSet().getAudience()).isEqualTo(List.of(service.url("")));
    assertThat(token.getJWTClaimsSet().getSubject()).startsWith("mailto:");
    assertThat(token.getJWTClaimsSet().getExpirationTime().toInstant())
        .isAfter(Instant.now())
        .isBefore(Instant.now().plusSeconds(24 * 3600));
  }

  private JsonNode get(OneServer mail, String who, String ids) throws Exception {
    return call(mail, who, "PushSubscription/get", "{\"ids\":" + ids + "}").get(1);
  }

  private JsonNode update(OneServer mail, String who, String id, String patch) throws Exception {
    return set(mail, who, "\"update\":{\"" + id + "\":" + patch + "}");
  }

  private void destroy(OneServer mail, String who, String id) throws Exception {
    assertThat(set(mail, who, "\"destroy\":[\"" + id + "\"]").at("/destroyed/0").textValue())
        .isEqualTo(id);
  }

  private JsonNode set(OneServer mail, String who, String arguments) throws Exception {
    return call(mail, who, "PushSubscription/set", "{" + arguments + "}").get(1);
  }

  private JsonNode call(OneServer mail, String who, String method, String arguments)
      throws Exception {
    String request =
        "{\"using\":[\"urn:ietf:params:jmap:core\"],\"methodCalls\":[[\"%s\",%s,\"c\"]]}"
            .formatted(method, arguments);
    return JSON.readTree(send(mail, who, "/jmap/api", request)).at("/methodResponses/0");
  }

  private String send(OneServer mail, String who, String path, String content) throws Exception {
    var request =
        door.request(path).header("Authorization", WebDoor.basic(mail.address(who), PASSWORD));
    if (content != null) {
      request.header("Content-Type", "application/json").POST(BodyPublishers.ofString(content));
    }
    return door.send(request).body();
  }
}
