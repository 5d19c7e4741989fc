package org.godwit.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import org.godwit.command.GodwitProcess;
import org.godwit.server.LineTalk;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** An OpenID provider that {@code godwit serve} is told of by its settings. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServedOpenIdTest {
  private static final String ANN = "ann@example.test";
  private static final String US = "mail";

  @TempDir private static Path folder;

  private final HttpClient client = HttpClient.newHttpClient();
  private TestProvider provider;
  private GodwitProcess served;
  private String here;

  @BeforeAll
  void serve() throws Exception {
    provider = new TestProvider();
    provider.user = ANN;
    provider.secret = "between us: 100 %+";
    Path secret = Files.writeString(folder.resolve("secret"), provider.secret + "\n");
    served =
        GodwitProcess.start(
            List.of("-Xmx256m"),
            folder.resolve("data"),
            "--oidc.issuer",
            provider.issuer().toString(),
            "--oidc.client_id",
            US,
            "--oidc.client_secret_file",
            secret.toString());
    served.ready().account(ANN, "long enough for anybody");
    here = "http://127.0.0.1:" + served.address("http").getPort();
  }

  @AfterAll
  void stop() {
    served.close();
    provider.close();
  }

  @Test
  void aBrowserGoesThereAndComesBackSignedIn() throws Exception {
    HttpResponse<String> start = get(URI.create(here + "/login/oidc/start"), "", "");
    assertThat(start.statusCode()).as(served.output()).isEqualTo(303);
    HttpResponse<String> there = get(URI.create(location(start)), "", "");
    HttpResponse<String> done =
        get(URI.create(location(there)), "Cookie", cookie(start, "__Host-godwit-oidc"));
    HttpResponse<String> me =
        get(URI.create(here + "/signin/whoami"), "Cookie", cookie(done, SessionCookie.NAME));
    assertThat(me.body()).contains(ANN);
  }

  @Test
  void aTokenForUsOpensJmapAndNoOtherDoes() throws Exception {
    assertThat(withToken(good()).body()).contains("\"username\":\"" + ANN + "\"");
    Date past = Date.from(Instant.now().minusSeconds(600));
    for (String bad :
        List.of(
            provider.sign(provider.claims("somebody else").build()),
            provider.sign(provider.claims(US).expirationTime(past).build()),
            TestProvider.sign(provider.claims(US).build(), TestProvider.newKey()))) {
      assertThat(withToken(bad).statusCode()).isEqualTo(401);
    }
    assertThat(withToken(good()).statusCode()).isEqualTo(200);
  }

  @Test
  void aNewKeyOfTheProviderCountsWithoutARestart() throws Exception {
    assertThat(withToken(good()).statusCode()).isEqualTo(200);
    provider.rotate();
    await().atMost(Duration.ofMinutes(2)).until(() -> withToken(good()).statusCode() == 200);
  }

  @Test
  void allMailProtocolsTakeTokensAndRefuseThoseOfOthers() throws Exception {
    String others = provider.sign(provider.claims("somebody else").build());
    for (String mechanism : List.of("OAUTHBEARER", "XOAUTH2")) {
      for (boolean mine : List.of(true, false)) {
        String message = message(mechanism, mine ? good() : others);
        assertThat(imap(mechanism, message)).as("%s %s", mechanism, mine).isEqualTo(mine);
        assertThat(submission(mechanism, message)).as("%s %s", mechanism, mine).isEqualTo(mine);
        assertThat(pop3(mechanism, message)).as("%s %s", mechanism, mine).isEqualTo(mine);
        assertThat(sieve(mechanism, message)).as("%s %s", mechanism, mine).isEqualTo(mine);
      }
    }
  }

  private String good() {
    return provider.sign(provider.claims(US).build());
  }

  private boolean imap(String mechanism, String message) throws Exception {
    try (LineTalk imap = LineTalk.plain(served.address("imap"))) {
      imap.line();
      imap.say("a AUTHENTICATE " + mechanism + " " + message);
      return last(imap, "a OK", "a NO");
    }
  }

  private boolean submission(String mechanism, String message) throws Exception {
    try (LineTalk smtp = LineTalk.plain(served.address("submission"))) {
      smtp.expect("220");
      smtp.say("EHLO x.example").expectAll("250");
      smtp.say("AUTH " + mechanism + " " + message);
      return last(smtp, "235", "535");
    }
  }

  private boolean pop3(String mechanism, String message) throws Exception {
    try (LineTalk pop3 = LineTalk.plain(served.address("pop3"))) {
      pop3.expect("+OK");
      pop3.say("AUTH " + mechanism + " " + message);
      return last(pop3, "+OK", "-ERR");
    }
  }

  private boolean sieve(String mechanism, String message) throws Exception {
    try (LineTalk sieve = LineTalk.plain(served.address("managesieve"))) {
      while (!sieve.line().startsWith("OK")) {
        // what it can
      }
      sieve.say("AUTHENTICATE \"" + mechanism + "\" \"" + message + "\"");
      return last(sieve, "OK", "NO");
    }
  }

  /** The outcome; a challenge that tells why not (7628 §3.2.2) is answered as clients do. */
  private static boolean last(LineTalk talk, String yes, String no) throws Exception {
    for (int lines = 0; lines < 10; lines++) {
      String line = talk.line();
      if (line.startsWith(yes) || line.startsWith(no)) {
        return line.startsWith(yes);
      }
      if (line.startsWith("+ ") || line.startsWith("334 ")) {
        talk.say("AQ==");
      } else if (line.startsWith("\"")) {
        talk.say("\"AQ==\"");
      }
    }
    throw new AssertionError("no outcome");
  }

  private static String message(String mechanism, String token) {
    String text =
        mechanism.equals("XOAUTH2")
            ? "user=" + ANN + "\u0001auth=Bearer " + token + "\u0001\u0001"
            : "n,a=" + ANN + ",\u0001auth=Bearer " + token + "\u0001\u0001";
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private HttpResponse<String> withToken(String token) throws Exception {
    return get(URI.create(here + "/jmap/session"), "Authorization", "Bearer " + token);
  }

  private HttpResponse<String> get(URI at, String header, String value) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(at);
    if (!header.isEmpty()) {
      request.header(header, value);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private static String location(HttpResponse<String> answer) {
    return answer.headers().firstValue("location").orElseThrow();
  }

  private static String cookie(HttpResponse<String> answer, String name) {
    return answer.headers().allValues("set-cookie").stream()
        .filter(set -> set.startsWith(name + "=") && !set.startsWith(name + "=;"))
        .map(set -> set.split(";", 2)[0])
        .findFirst()
        .orElseThrow(() -> new AssertionError(answer + " " + answer.headers().map()));
  }
}
