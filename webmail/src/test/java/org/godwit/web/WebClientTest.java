package org.godwit.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.godwit.server.OneServer.PASSWORD;

import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.godwit.server.OneServer;
import org.godwit.store.account.SignIn;
import org.godwit.store.account.WebSessions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** How the browser client reaches a browser: the page, its files, their headers. */
@ExtendWith(OneServer.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebClientTest {
  private static final Pattern SCRIPT = Pattern.compile("src=\"(/assets/[^\"]+\\.js)\"");

  private WebDoor door;
  private String cookie;

  @BeforeAll
  void open() throws Exception {
    OneServer mail = OneServer.running();
    SignInPages login =
        new SignInPages(
            mail.server().service(SignIn.class),
            mail.server().service(WebSessions.class),
            WebDoor.entrance(mail.server()),
            Optional.empty());
    door =
        WebDoor.open(
            mail,
            callers ->
                List.of(
                    WebPart.of("/", new WebClient(callers, (request, me) -> told(me.name()))),
                    WebPart.of("/login", login, SignInPages.MOST_BYTES)));
    cookie = signIn(mail.address("alice"), "");
  }

  /** A session as JSON whose name would end the script that carries it. */
  private static String told(String name) {
    return "{\"username\":\"" + name + "</script><b>\"}";
  }

  @AfterAll
  void close() {
    door.close();
  }

  @Test
  void whoIsNotSignedInIsSentToTheFormsFromEveryScreen() throws Exception {
    for (String path :
        List.of("/", "/mail/inbox", "/search?q=x", "/compose", "/settings/general")) {
      HttpResponse<String> answer = door.send(door.request(path));
      assertThat(answer.statusCode()).as(path).isEqualTo(303);
      assertThat(answer.headers().firstValue("location").orElse("")).isEqualTo("/login");
    }
  }

  @Test
  void signingInLeadsToThePageThatWasAskedForAndToNoOtherHost() throws Exception {
    HttpResponse<String> refused = door.send(door.request("/mail/sent/t1?unread"));
    String kept = refused.headers().firstValue("set-cookie").orElse("").replaceFirst(";.*", "");
    HttpResponse<String> in = form(OneServer.running().address("alice"), "", kept);
    assertThat(in.headers().firstValue("location").orElse("")).isEqualTo("/mail/sent/t1?unread");
    assertThat(in.headers().allValues("set-cookie").toString()).contains("godwit-page=;");
    String name = kept.replaceFirst("=.*", "=");
    for (String evil :
        List.of("//evil.example/", "/%5Cevil.example", "https://evil.example/", "x", "%", "/%0A")) {
      HttpResponse<String> answer = form(OneServer.running().address("alice"), "", name + evil);
      assertThat(answer.headers().firstValue("location").orElse("")).as(evil).isEqualTo("/");
    }
  }

  @Test
  void everyScreenIsThePageThatCarriesTheSessionAndIsNotKept() throws Exception {
    for (String path : List.of("/", "/mail/inbox/t1", "/search?q=x", "/print/e1", "/a/a2/mail/m")) {
      HttpResponse<String> page = page(path);
      assertThat(page.statusCode()).as(path).isEqualTo(200);
      assertThat(page.headers().firstValue("cache-control")).contains("no-store");
      assertThat(page.body()).contains("id=\"session\"").contains("{\"username\":\"alice");
    }
  }

  @Test
  void thePageSaysWhetherTheDeviceMayKeepMail(OneServer mail) throws Exception {
    assertThat(page("/").body()).contains("data-own=\"false\"");
    String stays = signIn(mail.address("alice"), "&stays=yes");
    assertThat(door.send(door.request("/").header("Cookie", stays)).body())
        .contains("data-own=\"true\"");
  }

  @Test
  void whatTheSessionSaysCannotLeaveItsPlaceInThePage() throws Exception {
    assertThat(page("/").body())
        .contains("\\u003c/script>\\u003cb>")
        .doesNotContain("</script><b>");
  }

  @Test
  void thePageLetsOnlyOurOwnScriptsRunAndNobodyFrameIt() throws Exception {
    assertThat(page("/").headers().firstValue("content-security-policy").orElse(""))
        .contains("default-src 'none'")
        .contains("script-src 'self';")
        .contains("style-src 'self';")
        .contains("frame-ancestors 'none'")
        .contains("require-trusted-types-for 'script'")
        .doesNotContain("unsafe")
        .doesNotContain("http");
    assertThat(page("/").body()).doesNotContainPattern("<script>|<style|\\son\\w+=");
  }

  @Test
  void scriptsAreKeptForEverAndComeCompressedToWhoCanReadThat() throws Exception {
    String script = script();
    HttpResponse<String> plain = door.send(door.request(script));
    assertThat(plain.headers().firstValue("cache-control"))
        .contains("public, max-age=31536000, immutable");
    assertThat(plain.headers().firstValue("content-type"))
        .contains("text/javascript;charset=utf-8");
    assertThat(plain.headers().firstValue("vary")).contains("Accept-Encoding");
    assertThat(plain.headers().firstValue("content-encoding")).isEmpty();
    for (String coding : List.of("br", "gzip")) {
      HttpResponse<String> packed =
          door.send(door.request(script).header("Accept-Encoding", "x, " + coding + ";q=0.5"));
      assertThat(packed.headers().firstValue("content-encoding")).contains(coding);
      assertThat(length(packed)).isLessThan(length(plain) / 2);
    }
    HttpResponse<String> unwilling =
        door.send(door.request(script).header("Accept-Encoding", "br;q=0, gzip;q=0"));
    assertThat(unwilling.headers().firstValue("content-encoding")).isEmpty();
  }

  @Test
  void theWorkerAndTheManifestAreAskedForAnewEachTime() throws Exception {
    for (String path : List.of("/sw.js", "/manifest.webmanifest", "/icon.svg", "/licences.txt")) {
      HttpResponse<String> answer = door.send(door.request(path));
      assertThat(answer.statusCode()).as(path).isEqualTo(200);
      assertThat(answer.headers().firstValue("cache-control")).as(path).contains("no-cache");
    }
  }

  @Test
  void whatIsNoScreenAndNoFileIsNotThere() throws Exception {
    for (String path : List.of("/nothing", "/assets/none.js", "/index.html.br")) {
      assertThat(door.send(door.request(path)).statusCode()).as(path).isEqualTo(404);
    }
  }

  @Test
  void nothingCanBeSentThere() throws Exception {
    assertThat(door.send(door.request("/").POST(BodyPublishers.ofString("x"))).statusCode())
        .isEqualTo(405);
  }

  private String script() throws Exception {
    Matcher found = SCRIPT.matcher(page("/").body());
    assertThat(found.find()).isTrue();
    return found.group(1);
  }

  private static long length(HttpResponse<String> answer) {
    return answer.headers().firstValueAsLong("content-length").orElseThrow();
  }

  private HttpResponse<String> page(String path) throws Exception {
    return door.send(door.request(path).header("Cookie", cookie));
  }

  private String signIn(String user, String more) throws Exception {
    HttpResponse<String> answer = form(user, more, "");
    return answer.headers().firstValue("set-cookie").orElseThrow().split(";", 2)[0];
  }

  private HttpResponse<String> form(String user, String more, String cookies) throws Exception {
    HttpRequest.Builder request =
        door.request("/login")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Origin", door.uri("").toString())
            .header("Sec-Fetch-Site", "same-origin")
            .POST(
                BodyPublishers.ofString(
                    "user="
                        + URLEncoder.encode(user, StandardCharsets.UTF_8)
                        + "&password="
                        + PASSWORD
                        + more));
    return door.send(cookies.isEmpty() ? request : request.header("Cookie", cookies));
  }
}
