package org.godwit.filelink;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.godwit.server.OneServer;
import org.godwit.store.Database;
import org.godwit.store.link.FileLinks;
import org.godwit.store.link.LinkEnds;
import org.godwit.store.mailbox.StorePromises;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** A file goes as a link: whoever has the address gets it until it ends, and nobody else. */
@ExtendWith(OneServer.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FileLinkTest {
  private LinkedFiles files;

  @BeforeAll
  void open() {
    files = new LinkedFiles(OneServer.running());
  }

  @AfterAll
  void close() {
    files.close();
  }

  @AfterEach
  void theQuotaCountsWhatIsThere() {
    String broken =
        StorePromises.BROKEN.get(
            "an account's use is that of its mailboxes, and of its files behind links");
    assertThat(files.ask(broken)).isEmpty();
  }

  private static String path(JsonNode made) {
    return made.get("path").textValue();
  }

  @Test
  void aStrangerGetsTheFileAsItIs(OneServer mail) throws Exception {
    JsonNode made = files.made("übersicht.pdf", "first ", "second ", "third");
    HttpResponse<String> answer = files.follow(path(made));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("first second third");
    assertThat(answer.headers().firstValue("Content-Disposition"))
        .contains("attachment; filename*=UTF-8''%C3%BCbersicht.pdf");
    assertThat(answer.headers().firstValueAsLong("Content-Length")).hasValue(18);
    assertThat(files.list("alice").get(0).get("downloads").asInt()).isOne();
  }

  @Test
  void partsOfItCanBeAskedForAcrossTheUploadedOnes(OneServer mail) throws Exception {
    String path = path(files.made("a.bin", "0123", "4567", "89"));
    HttpResponse<String> middle = files.follow(path, "Range", "bytes=2-8");
    assertThat(middle.statusCode()).isEqualTo(206);
    assertThat(middle.body()).isEqualTo("2345678");
    assertThat(middle.headers().firstValue("Content-Range")).contains("bytes 2-8/10");
    assertThat(files.follow(path, "Range", "bytes=-3").body()).isEqualTo("789");
    assertThat(files.follow(path, "Range", "bytes=8-").body()).isEqualTo("89");
    assertThat(files.follow(path, "Range", "bytes=10-").statusCode()).isEqualTo(416);
    assertThat(files.follow(path, "Range", "bytes=9-2").statusCode()).isEqualTo(416);
    assertThat(files.follow(path, "Range", "bytes=0-1", "If-Range", "\"other\"").body())
        .isEqualTo("0123456789");
    assertThat(files.list("alice").get(0).get("downloads").asInt()).as("begun anew").isOne();
  }

  @Test
  void aHeadSaysHowLongItIsAndCountsNothing(OneServer mail) throws Exception {
    HttpResponse<String> answer = files.ask("HEAD", path(files.made("a.bin", "0123")));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValueAsLong("Content-Length")).hasValue(4);
    assertThat(files.list("alice").get(0).get("downloads").asInt()).isZero();
  }

  @Test
  void whatWouldRunInABrowserIsBytesToKeep(OneServer mail) throws Exception {
    for (String name : List.of("a.html", "a.svg", "a.xhtml", "a.xml", "a.js", "a.pdf")) {
      HttpResponse<String> answer =
          files.follow(path(files.made(name, "<svg onload='alert(1)'>")), "Cookie", "a=b");
      assertThat(answer.headers().map())
          .containsEntry("content-type", List.of("application/octet-stream"))
          .containsEntry("x-content-type-options", List.of("nosniff"))
          .containsEntry("content-security-policy", List.of("sandbox; default-src 'none'"))
          .containsEntry("cross-origin-resource-policy", List.of("same-origin"))
          .containsEntry("referrer-policy", List.of("no-referrer"))
          .containsEntry("cache-control", List.of("no-store"))
          .doesNotContainKey("set-cookie");
      assertThat(answer.headers().firstValue("Content-Disposition").orElse(""))
          .startsWith("attachment;");
    }
  }

  @Test
  void aNameSaysNothingInTheHeaderButAName(OneServer mail) throws Exception {
    String evil = "a\"\r\nSet-Cookie: x=1\r\n\r\n<b>; filename=../../b\u202Efdp.exe\u0000";
    HttpResponse<String> answer = files.follow(path(files.made(evil, "x")));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().map()).doesNotContainKey("set-cookie");
    assertThat(answer.headers().firstValue("Content-Disposition").orElse(""))
        .matches("attachment; filename\\*=UTF-8''[A-Za-z0-9._%-]+")
        .doesNotContainIgnoringCase("%0D", "%0A", "%2F", "%E2%80%AE", "%00");
  }

  @Test
  void aRevokedLinkSaysSoInTheLanguageOfTheVisitor(OneServer mail) throws Exception {
    JsonNode made = files.made("a.bin", "0123");
    assertThat(files.bytesInUse("alice")).isEqualTo(4);
    assertThat(files.revoke("alice", made.get("id").textValue()).get("destroyed")).hasSize(1);
    HttpResponse<String> german = files.follow(path(made), "Accept-Language", "de-CH, en;q=0.5");
    assertThat(german.statusCode()).isEqualTo(410);
    assertThat(german.body()).contains("lang=\"de\"", "Dieser Link ist abgelaufen");
    assertThat(files.follow(path(made), "Accept-Language", "ar").body())
        .contains("dir=\"rtl\"", "انتهت");
    assertThat(files.bytesInUse("alice")).as("the file is gone at once").isZero();
    assertThat(files.list("alice").get(0).get("isRevoked").booleanValue()).isTrue();
    assertThat(files.revoke("alice", made.get("id").textValue()).at("/notDestroyed")).hasSize(1);
  }

  @Test
  void anExpiredLinkEndsAtOnceAndItsFileGoesWithTheNextCleaning(OneServer mail) throws Exception {
    String path = path(files.made("a.bin", "0123", "4567"));
    files.expire("alice");
    assertThat(files.follow(path).statusCode()).isEqualTo(410);
    assertThat(files.bytesInUse("alice")).isEqualTo(8);
    LinkEnds ends = new LinkEnds(mail.server().service(Database.class));
    assertThat(ends.purge(Instant.now())).isOne();
    assertThat(ends.purge(Instant.now())).as("once").isZero();
    assertThat(files.bytesInUse("alice")).isZero();
    assertThat(files.follow(path).statusCode()).as("it is still known").isEqualTo(410);
    ends.purge(Instant.now().plus(Duration.ofDays(31)));
    assertThat(files.follow(path).statusCode()).as("it is forgotten").isEqualTo(404);
  }

  @Test
  void aLinkIsKeptForAnotherTimeByItsOwnerWhileItLives(OneServer mail) throws Exception {
    JsonNode made = files.made("a.bin", "0123");
    String id = made.get("id").textValue();
    Instant week = Instant.now().plus(Duration.ofDays(7)).truncatedTo(ChronoUnit.SECONDS);
    assertThat(files.keep("alice", id, week.toString()).at("/updated").has(id)).isTrue();
    assertThat(files.list("alice").get(0).get("expires").textValue()).isEqualTo(week.toString());
    assertThat(files.follow(path(made)).statusCode()).isEqualTo(200);
    assertThat(refused(files.keep("bob", id, week.toString()), id)).isEqualTo("notFound");
    assertThat(refused(files.keep("alice", "nothing", week.toString()), "nothing"))
        .isEqualTo("notFound");
    assertThat(refused(files.keep("alice", id, "2200-01-01T00:00:00Z"), id))
        .isEqualTo("invalidProperties");
    files.revoke("alice", id);
    assertThat(refused(files.keep("alice", id, week.toString()), id)).isEqualTo("notFound");
    assertThat(files.follow(path(made)).statusCode()).isEqualTo(410);
  }

  private static String refused(JsonNode answer, String id) {
    return answer.at("/notUpdated/" + id + "/type").textValue();
  }

  @Test
  void nobodyElseEndsOrSeesALink(OneServer mail) throws Exception {
    JsonNode made = files.made("a.bin", "0123");
    String id = made.get("id").textValue();
    assertThat(files.revoke("bob", id).at("/notDestroyed/" + id + "/type").textValue())
        .isEqualTo("notFound");
    assertThat(files.list("bob")).isEmpty();
    assertThat(files.call("bob", "FileLink/set", files.arguments("alice")).get("type").textValue())
        .isEqualTo("accountNotFound");
    assertThat(files.follow(path(made)).statusCode()).isEqualTo(200);
  }

  @Test
  void whatSomebodyElseUploadedCannotBeSent(OneServer mail) throws Exception {
    String blob = files.upload("bob", "secret".getBytes(StandardCharsets.UTF_8));
    JsonNode refusal = files.make("alice", LinkedFiles.wanted("a", blob)).at("/notCreated/l");
    assertThat(refusal.get("type").textValue()).isEqualTo("invalidProperties");
    assertThat(refusal.at("/properties/0").textValue()).isEqualTo("blobIds");
  }

  @Test
  void guessesAndPathsLeadNowhereAndAllLookTheSame(OneServer mail) throws Exception {
    JsonNode made = files.made("a.bin", "0123");
    String path = path(made);
    String last = path.endsWith("A") ? "B" : "A";
    String none = files.follow("/file/" + "A".repeat(43)).body();
    for (String wrong :
        List.of(
            path.substring(0, path.length() - 1) + last,
            path.substring(0, path.length() - 1),
            path + "A",
            path + "/",
            "/file/",
            "/file/" + made.get("id").textValue(),
            "/file/%2e%2e/jmap/session",
            "/file/..%2f..%2fetc%2fpasswd",
            "/file/'%20OR%201=1--",
            "/file/" + path.substring(6).toUpperCase(java.util.Locale.ROOT))) {
      HttpResponse<String> answer = files.follow(wrong);
      assertThat(answer.statusCode()).as(wrong).isIn(400, 404);
      if (answer.statusCode() == 404) {
        assertThat(answer.body()).as(wrong).isEqualTo(none);
      }
    }
    for (String method : List.of("POST", "PUT", "DELETE", "OPTIONS")) {
      assertThat(files.ask(method, path).statusCode()).isEqualTo(405);
    }
  }

  @Test
  void theAddressIsKeptNowhere(OneServer mail) throws Exception {
    String secret = path(files.made("a.bin", "0123")).substring("/file/".length());
    assertThat(secret).hasSize(43);
    assertThat(files.ask("SELECT l::text FROM file_link l")).doesNotContain(secret).isNotEmpty();
    assertThat(files.list("alice").toString()).doesNotContain(secret);
  }

  @Test
  void aFileCountsInTheQuotaAndMustFitIntoIt(OneServer mail) throws Exception {
    String person = mail.address("alice");
    files.change("INSERT INTO quota_limit (name, bytes) VALUES ('" + person + "', 10)");
    assertThat(files.made("a.bin", "012345").has("path")).isTrue();
    String blob = files.upload("alice", "678901".getBytes(StandardCharsets.UTF_8));
    assertThat(
            files
                .make("alice", LinkedFiles.wanted("b.bin", blob))
                .at("/notCreated/l/type")
                .textValue())
        .isEqualTo("overQuota");
    assertThat(files.bytesInUse("alice")).isEqualTo(6);
  }

  @Test
  void limitsAreToldAndKept(OneServer mail) throws Exception {
    JsonNode told =
        files
            .session("alice")
            .at("/accounts/" + files.account("alice") + "/accountCapabilities")
            .get("urn:x-godwit:params:jmap:links");
    assertThat(told.get("days").asInt()).isEqualTo(30);
    assertThat(told.get("maxDays").asInt()).isEqualTo(90);
    String blob = files.upload("alice", new byte[1]);
    for (String until : List.of("2020-01-01T00:00:00Z", "2200-01-01T00:00:00Z", "tomorrow")) {
      assertThat(
              files
                  .make("alice", LinkedFiles.wanted("a", blob).put("expires", until))
                  .at("/notCreated/l/properties/0")
                  .textValue())
          .as(until)
          .isEqualTo("expires");
    }
    String large = files.upload("alice", new byte[(int) FileLinks.LONGEST_PART + 1]);
    for (var wrong :
        List.of(
            LinkedFiles.wanted("a", large),
            LinkedFiles.wanted("a"),
            LinkedFiles.wanted("", blob),
            LinkedFiles.wanted("a".repeat(256), blob),
            LinkedFiles.wanted("a", "nothing"),
            LinkedFiles.wanted("a", blob).put("downloads", 5))) {
      assertThat(files.make("alice", wrong).at("/notCreated/l/type").textValue())
          .as(wrong.toString())
          .isEqualTo("invalidProperties");
    }
  }
}
