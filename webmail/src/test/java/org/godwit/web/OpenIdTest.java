package org.godwit.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.james.core.Username;
import org.godwit.server.LineTalk;
import org.godwit.server.MailServer;
import org.godwit.server.OneServer;
import org.godwit.server.Service;
import org.godwit.store.account.Accounts;
import org.godwit.store.account.NewAccount;
import org.godwit.store.account.WebSessions;
import org.godwit.store.mailbox.AccountIds;
import org.godwit.trust.Certificates;
import org.godwit.trust.oidc.OidcSettings;
import org.godwit.trust.sasl.Sasl;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** An OpenID provider says who people are: in a browser, with a token, at the mail protocols. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenIdTest {
  private static final InetSocketAddress ANY =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  private static final String ALICE = "alice@example.test";
  private static final String US = "godwit";

  @TempDir private static Path folder;

  private TestProvider provider;
  private MailServer mail;
  private WebServer web;
  private final HttpClient client = HttpClient.newHttpClient();

  @BeforeAll
  void start() throws Exception {
    provider = new TestProvider();
    provider.user = ALICE;
    mail =
        MailServer.start(
            OneServer.settings(folder, OneServer.database("godwit_openid"))
                .with(
                    new OidcSettings(
                        provider.issuer(), US, Optional.empty(), Set.of(US), "email", "Example")));
    mail.service(Accounts.class).create(new NewAccount(Username.of(ALICE), "unused"));
    Callers callers =
        new Callers(
            mail.service(Sasl.class),
            mail.service(AccountIds.class),
            mail.service(WebSessions.class));
    web =
        WebServer.start(
            new WebSettings(Optional.of(ANY), Optional.empty(), 100, 100, Optional.empty()),
            mail.service(Certificates.class),
            List.of(
                WebPart.of("/signin/whoami", new WhoAmI(callers)),
                WebPart.of(
                    "/login/oidc/*",
                    new ProviderPages(mail.provider().orElseThrow(), WebDoor.entrance(mail)))));
  }

  @AfterAll
  void stop() {
    web.close();
    mail.close();
    provider.close();
  }

  @Test
  void aTokenOfTheProviderForUsNamesItsUser() throws Exception {
    HttpResponse<String> answer = withToken(provider.sign(provider.claims(US).build()));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains(ALICE).contains("bearer");
  }

  @Test
  void aTokenThatIsNotGoodNamesNobody() throws Exception {
    Date past = Date.from(Instant.now().minusSeconds(600));
    JWTClaimsSet good = provider.claims(US).build();
    for (String bad :
        List.of(
            "rubbish",
            provider.sign(provider.claims("somebody else").build()),
            provider.sign(provider.claims(US).issuer("https://evil.example").build()),
            provider.sign(provider.claims(US).expirationTime(past).build()),
            provider.sign(provider.claims(US).expirationTime(null).build()),
            provider.sign(provider.claims(US).claim("email_verified", false).build()),
            provider.sign(provider.claims(US).claim("email", "nobody@example.test").build()),
            provider.sign(
                provider
                    .claims(US)
                    .notBeforeTime(Date.from(Instant.now().plusSeconds(600)))
                    .build()),
            TestProvider.sign(good, TestProvider.newKey()),
            new PlainJWT(good).serialize())) {
      assertThat(withToken(bad).statusCode()).as(bad).isEqualTo(401);
    }
    withToken(provider.sign(good)); // so that this address is not slowed down for the other tests
  }

  @Test
  void aNewKeyOfTheProviderCountsWithoutARestart() throws Exception {
    assertThat(withToken(provider.sign(provider.claims(US).build())).statusCode()).isEqualTo(200);
    provider.rotate();
    // at once, but when strangers' keys have made us ask a moment ago
    await()
        .atMost(Duration.ofMinutes(2))
        .until(() -> withToken(provider.sign(provider.claims(US).build())).statusCode() == 200);
  }

  @Test
  void aBrowserGoesThereAndComesBackSignedIn() throws Exception {
    HttpResponse<String> start = get(here("/login/oidc/start"), "");
    assertThat(start.statusCode()).isEqualTo(303);
    String walk = cookie(start, "__Host-godwit-oidc");
    String address = start.headers().firstValue("location").orElseThrow();
    assertThat(address).contains("code_challenge_method=S256").contains("nonce=");
    HttpResponse<String> there = get(URI.create(address), "");
    URI back = URI.create(there.headers().firstValue("location").orElseThrow());

    HttpResponse<String> stranger = get(back, "");
    assertThat(stranger.headers().allValues("set-cookie"))
        .as("another browser with the same address")
        .noneMatch(set -> set.startsWith(SessionCookie.NAME + "="));
    URI forged = URI.create(back.toString().replaceFirst("state=[^&]*", "state=x"));
    assertThat(get(forged, walk).headers().allValues("set-cookie"))
        .noneMatch(set -> set.startsWith(SessionCookie.NAME + "="));

    HttpResponse<String> done = get(back, walk);
    assertThat(done.headers().firstValue("location").orElse("")).endsWith("/");
    String session = cookie(done, SessionCookie.NAME);
    assertThat(get(here("/signin/whoami"), session).body()).contains(ALICE);
    assertThat(get(back, walk).headers().allValues("set-cookie"))
        .as("the same code again")
        .noneMatch(set -> set.startsWith(SessionCookie.NAME + "="));
  }

  @Test
  void imapTakesTokensAndRefusesBadOnes() throws Exception {
    for (String mechanism : List.of("OAUTHBEARER", "XOAUTH2")) {
      try (LineTalk talk = LineTalk.plain(mail.addresses().get(Service.IMAP))) {
        assertThat(talk.line()).contains("AUTH=" + mechanism);
        talk.say("a AUTHENTICATE " + mechanism + " " + message(mechanism, ALICE, "rubbish"));
        String challenge = talk.line();
        assertThat(
                new String(
                    Base64.getDecoder().decode(challenge.substring(2)), StandardCharsets.UTF_8))
            .contains("invalid_token"); // 7628 §3.2.2
        talk.say("AQ==").expect("a NO");
        String token = provider.sign(provider.claims(US).build());
        talk.say(
            "b AUTHENTICATE " + mechanism + " " + message(mechanism, "bob@example.test", token));
        talk.line();
        talk.say("AQ==").expect("b NO");
        talk.say("c AUTHENTICATE " + mechanism + " " + message(mechanism, ALICE, token));
        talk.expect("c OK");
      }
    }
  }

  @Test
  void submissionPop3AndManageSieveTakeTokens() throws Exception {
    String token = provider.sign(provider.claims(US).build());
    for (String mechanism : List.of("OAUTHBEARER", "XOAUTH2")) {
      String message = message(mechanism, ALICE, token);
      try (LineTalk smtp = LineTalk.plain(mail.addresses().get(Service.SUBMISSION))) {
        smtp.expect("220");
        assertThat(String.join(" ", smtp.say("EHLO x.example").expectAll("250")))
            .contains(mechanism);
        smtp.say("AUTH " + mechanism + " " + message).expect("235");
      }
      try (LineTalk pop3 = LineTalk.plain(mail.addresses().get(Service.POP3))) {
        pop3.expect("+OK");
        pop3.say("AUTH " + mechanism + " " + message).expect("+OK");
      }
      try (LineTalk sieve = LineTalk.plain(mail.addresses().get(Service.MANAGESIEVE))) {
        while (!sieve.line().startsWith("OK")) {
          // what it can
        }
        sieve.say("AUTHENTICATE \"" + mechanism + "\" \"" + message + "\"").expect("OK");
      }
    }
  }

  private static String message(String mechanism, String user, String token) {
    String text =
        mechanism.equals("XOAUTH2")
            ? "user=" + user + "\u0001auth=Bearer " + token + "\u0001\u0001"
            : "n,a=" + user + ",\u0001host=x\u0001auth=Bearer " + token + "\u0001\u0001";
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private HttpResponse<String> withToken(String token) throws Exception {
    return client.send(
        HttpRequest.newBuilder(here("/signin/whoami"))
            .header("Authorization", "Bearer " + token)
            .build(),
        BodyHandlers.ofString());
  }

  private HttpResponse<String> get(URI at, String cookie) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(at);
    if (!cookie.isEmpty()) {
      request.header("Cookie", cookie);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private URI here(String path) {
    return URI.create("http://127.0.0.1:" + web.http().orElseThrow().getPort() + path);
  }

  private static String cookie(HttpResponse<String> answer, String name) {
    return answer.headers().allValues("set-cookie").stream()
        .filter(set -> set.startsWith(name + "=") && !set.startsWith(name + "=;"))
        .map(set -> set.split(";", 2)[0])
        .findFirst()
        .orElseThrow();
  }
}
