package org.godwit.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.godwit.server.OneServer.PASSWORD;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.godwit.command.AllParts;
import org.godwit.server.ImapTalk;
import org.godwit.server.OneServer;
import org.godwit.web.WebDoor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** People take their mail away as files, and can give it back. */
@ExtendWith(OneServer.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExportTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private WebDoor door;

  @BeforeAll
  void open() {
    door = WebDoor.open(OneServer.running(), callers -> AllParts.of(OneServer.running().server()));
  }

  @AfterAll
  void close() {
    door.close();
  }

  private HttpRequest.Builder asked(OneServer mail, String name, String path) {
    return door.request(path).header("Authorization", WebDoor.basic(mail.address(name), PASSWORD));
  }

  private HttpResponse<byte[]> get(OneServer mail, String name, String path) throws Exception {
    return door.sendForBytes(asked(mail, name, path));
  }

  private JsonNode jmap(OneServer mail, String call) throws IOException, InterruptedException {
    String account = account(mail);
    String request =
        ("{\"using\":[\"urn:ietf:params:jmap:core\",\"urn:ietf:params:jmap:mail\"],"
                + "\"methodCalls\":["
                + call.replace('\'', '"')
                + "]}")
            .replace("$A", account);
    return JSON.readTree(
            door.send(
                    asked(mail, "alice", "/jmap/api")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(request)))
                .body())
        .at("/methodResponses/0/1");
  }

  private String account(OneServer mail) throws IOException, InterruptedException {
    return JSON.readTree(door.send(asked(mail, "alice", "/jmap/session")).body())
        .at("/primaryAccounts/urn:ietf:params:jmap:mail")
        .textValue();
  }

  private String inbox(OneServer mail) throws Exception {
    return jmap(mail, "['Mailbox/query',{'accountId':'$A','filter':{'role':'inbox'}},'0']")
        .at("/ids/0")
        .textValue();
  }

  private void deliver(OneServer mail, String subject) throws Exception {
    String message =
        """
        From: Ann <ann@example.org>
        Subject: ../up: %s
        MIME-Version: 1.0
        Content-Type: text/plain

        From the sea
        >From quotes
        end
        """
            .formatted(subject);
    mail.deliver("alice", message.replace("\n", "\r\n"));
    await()
        .atMost(Duration.ofMinutes(2))
        .until(
            () ->
                jmap(
                        mail,
                        "['Email/query',{'accountId':'$A','filter':{'subject':'"
                            + subject
                            + "'}},'0']")
                    .path("ids")
                    .size(),
            count -> count == 1);
  }

  private static Map<String, String> unzip(byte[] zip) throws IOException {
    Map<String, String> files = new LinkedHashMap<>();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        files.put(entry.getName(), new String(in.readAllBytes(), StandardCharsets.ISO_8859_1));
      }
    }
    return files;
  }

  @Test
  void aFolderAsMboxQuotesLinesThatWouldBeginAMessage(OneServer mail) throws Exception {
    deliver(mail, "one");
    deliver(mail, "two");

    HttpResponse<byte[]> answer =
        get(mail, "alice", "/mail-export/" + account(mail) + "/" + inbox(mail) + ".mbox");

    String mbox = new String(answer.body(), StandardCharsets.ISO_8859_1);
    assertThat(answer.headers().firstValue("Content-Disposition").orElse(""))
        .startsWith("attachment; filename*=UTF-8''INBOX.mbox");
    assertThat(mbox).startsWith("From MAILER-DAEMON ").contains("\n>From the sea\n>>From quotes\n");
    assertThat(mbox.split("(?m)^From ", -1)).hasSize(3);
    assertThat(mbox).doesNotContain("\r");
  }

  @Test
  void allFoldersAreOneArchiveAndNoNameLeadsOutOfIt(OneServer mail) throws Exception {
    deliver(mail, "one");
    try (ImapTalk imap = mail.imap("alice")) {
      imap.ok("CREATE Work/Plans");
      imap.ok("SELECT INBOX");
      imap.ok("UID COPY 1 Work/Plans");
    }

    Map<String, String> files =
        unzip(get(mail, "alice", "/mail-export/" + account(mail) + "/all.zip").body());

    assertThat(files.keySet())
        .anyMatch(name -> name.matches("INBOX/\\d{4}-\\d\\d-\\d\\d _up_ one \\(1\\)\\.eml"))
        .anyMatch(name -> name.startsWith("Work/Plans/20"))
        .noneMatch(name -> name.contains(".."));
    assertThat(files.values())
        .anyMatch(text -> text.endsWith("From the sea\r\n>From quotes\r\nend\r\n"));
  }

  @Test
  void whatWasTakenAwayIsNotDoubledWhenItIsGivenBack(OneServer mail) throws Exception {
    deliver(mail, "one");
    byte[] eml =
        unzip(
                get(mail, "alice", "/mail-export/" + account(mail) + "/" + inbox(mail) + ".zip")
                    .body())
            .values()
            .stream()
            .filter(text -> text.contains("one"))
            .findAny()
            .orElseThrow()
            .getBytes(StandardCharsets.ISO_8859_1);
    String blob =
        JSON.readTree(
                door.send(
                        asked(mail, "alice", "/jmap/upload/" + account(mail) + "/")
                            .POST(BodyPublishers.ofByteArray(eml)))
                    .body())
            .get("blobId")
            .textValue();

    JsonNode answer =
        jmap(
            mail,
            "['Email/import',{'accountId':'$A','emails':{'e':{'blobId':'%s','mailboxIds':{'%s':true}}}},'0']"
                .formatted(blob, inbox(mail)));

    assertThat(answer.at("/notCreated/e/type").textValue()).isEqualTo("alreadyExists");
  }

  @Test
  void nobodyTakesAwayTheMailOfSomebodyElse(OneServer mail) throws Exception {
    String path = "/mail-export/" + account(mail) + "/all.zip";

    assertThat(get(mail, "bob", path).statusCode()).isEqualTo(404);
    assertThat(door.send(door.request(path)).statusCode()).isEqualTo(401);
  }

  @Test
  void whatIsNoFolderIsNotFound(OneServer mail) throws Exception {
    String account = account(mail);

    assertThat(get(mail, "alice", "/mail-export/" + account + "/all.mbox").statusCode())
        .isEqualTo(404);
    assertThat(get(mail, "alice", "/mail-export/" + account + "/m1-99.zip").statusCode())
        .isEqualTo(404);
  }
}
