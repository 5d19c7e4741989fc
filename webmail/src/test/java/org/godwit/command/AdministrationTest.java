package org.godwit.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.godwit.command.GodwitProcess.Said;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** The commands of an admin, against one running server. Each test uses names of its own. */
@TestInstance(Lifecycle.PER_CLASS)
class AdministrationTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private GodwitProcess server;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    server = GodwitProcess.start(folder.resolve("data")).ready();
  }

  @AfterAll
  void stop() throws InterruptedException {
    server.close();
  }

  @Test
  void domainsComeAndGo() throws IOException {
    assertThat(done("domain", "add", "one.example")).isEqualTo("added one.example\n");
    assertThat(refused("domain", "add", "ONE.example")).contains("exists already");
    assertThat(json("domain", "list").findValuesAsText("domain"))
        .contains("example.test", "one.example");
    assertThat(done("domain", "remove", "one.example")).contains("removed");
    assertThat(refused("domain", "remove", "one.example")).contains("no such domain");
  }

  @Test
  void aDomainHasKeysFromItsFirstDayAndTheyCanBeChanged() throws IOException {
    done("domain", "add", "keys.example");
    JsonNode first = json("domain", "dkim", "keys.example");
    assertThat(first.findValuesAsText("state")).containsExactly("signing", "signing");
    assertThat(first.get(1).path("record").asText()).startsWith("v=DKIM1; k=ed25519; p=");
    assertThat(json("domain", "dkim-rotate", "keys.example").findValuesAsText("state"))
        .containsExactly("signing", "signing", "next", "next");
    assertThat(done("domain", "dkim-activate", "keys.example")).contains("leave the old records");
    assertThat(refused("domain", "dkim-activate", "keys.example")).contains("no new keys");
    String old = first.get(0).path("selector").asText();
    assertThat(done("domain", "dkim-forget", "keys.example", old)).contains("forgot " + old);
    assertThat(refused("domain", "dkim", "nobody.example")).contains("no such domain");
  }

  @Test
  void aDomainsRecordsAreShownForPeopleAndForZoneFiles() throws IOException {
    done("domain", "add", "records.example");
    JsonNode records = json("domain", "dns", "records.example");
    assertThat(row(records, "purpose", "SPF").path("value").asText()).startsWith("v=spf1 mx a:");
    assertThat(row(records, "purpose", "DKIM rsa").path("name").asText())
        .endsWith("._domainkey.records.example");
    assertThat(done("domain", "dns", "records.example", "--zone"))
        .contains("_dmarc.records.example. IN TXT \"v=DMARC1; p=quarantine;")
        .contains("_imaps._tcp.records.example. IN SRV 0 1 993 ");
    assertThat(refused("domain", "dns", "nobody.example")).contains("no such domain");
  }

  @Test
  void theMainDomainAndOneWithPeopleStay() {
    done("domain", "add", "two.example");
    withInput("secret\n", "account", "create", "ann@two.example", "--password-stdin");
    assertThat(refused("domain", "remove", "two.example")).contains("1 accounts have addresses");
    assertThat(refused("domain", "remove", "example.test")).contains("main domain");
  }

  @Test
  void aNewPersonCanLogInAndOneWithAnotherPasswordNoMore() throws IOException {
    withInput("first secret\n", "account", "create", "bob@example.test", "--password-stdin");
    assertThat(login("bob@example.test", "first secret")).contains("OK");
    withInput("second secret\n", "account", "password", "bob@example.test", "--password-stdin");
    assertThat(login("bob@example.test", "first secret")).contains("NO");
    assertThat(login("bob@example.test", "second secret")).contains("OK");
  }

  @Test
  void aPasswordIsMadeWhenNobodyGivesOne() throws IOException {
    JsonNode answer = json("account", "create", "cleo@example.test");
    assertThat(login("cleo@example.test", answer.path("password").asText())).contains("OK");
  }

  @Test
  void aSuspendedPersonCannotLogIn() throws IOException {
    withInput("secret\n", "account", "create", "dan@example.test", "--password-stdin");
    done("account", "suspend", "dan@example.test");
    assertThat(login("dan@example.test", "secret")).contains("NO");
    done("account", "resume", "dan@example.test");
    assertThat(login("dan@example.test", "secret")).contains("OK");
  }

  @Test
  void peopleAreListedAndDeleted() throws IOException {
    withInput("secret\n", "account", "create", "eve@example.test", "--password-stdin", "--admin");
    JsonNode eve = row(json("account", "list"), "address", "eve@example.test");
    assertThat(eve.path("admin").asBoolean()).isTrue();
    assertThat(done("account", "list"))
        .containsPattern("(?m)^ADDRESS +ADMIN +SUSPENDED +SHARED +CREATED +LAST LOGIN$")
        .containsPattern("(?m)^eve@example.test +yes +no ");
    done("account", "delete", "eve@example.test");
    assertThat(json("account", "list").findValuesAsText("address"))
        .doesNotContain("eve@example.test");
    assertThat(refused("account", "delete", "eve@example.test"))
        .contains("`account restore` brings it back");
    assertThat(refused("account", "delete", "nobody@example.test")).contains("no such account");
  }

  @Test
  void searchTellsWhatItHasReadAndReadsAnew() throws IOException {
    withInput("s\n", "account", "create", "ida@example.test", "--password-stdin");
    JsonNode status = json("search", "status", "ida@example.test");
    assertThat(status.path("messages").asLong()).isEqualTo(status.path("indexed").asLong());
    assertThat(status.has("skipped")).isFalse();
    assertThat(json("search", "status", "ida@example.test", "--list").path("skipped")).isEmpty();
    assertThat(done("search", "status", "ida@example.test")).containsPattern("(?m)^why +-$");
    assertThat(done("search", "reindex", "ida@example.test")).contains("anew");
    assertThat(refused("search", "status", "nobody@example.test")).contains("no such account");
  }

  @Test
  void aQuotaIsSetShownAndLifted() throws IOException {
    withInput("s\n", "account", "create", "fay@example.test", "--password-stdin", "--quota", "2GB");
    assertThat(json("account", "quota", "fay@example.test").path("quotaBytes").asLong())
        .isEqualTo(2L * 1024 * 1024 * 1024);
    assertThat(done("account", "quota", "fay@example.test", "500 MB"))
        .containsPattern("(?m)^quota +500 MB$");
    assertThat(json("account", "quota", "fay@example.test", "none").path("quotaBytes").isNull())
        .isTrue();
  }

  @Test
  void anImportAddsTheGoodRowsAndNamesTheBadOnes(@TempDir Path folder) throws IOException {
    String rows =
        """
        address,password
        gus@example.test,one
        not an address,two
        hal@example.test,"with, comma"
        gus@example.test,again
        ida@elsewhere.example,three
        jim@example.test
        """;
    Path file = Files.writeString(folder.resolve("people.csv"), rows);
    Said said = server.run("account", "import", file.toString());
    assertThat(said.exitCode()).isEqualTo(1);
    assertThat(said.out()).isEqualTo("imported 2 accounts, refused 4 rows\n");
    assertThat(said.error().lines())
        .anyMatch(line -> line.startsWith("line 3: not an address: "))
        .anyMatch(line -> line.startsWith("line 5: gus@example.test: "))
        .anyMatch(line -> line.startsWith("line 6: ida@elsewhere.example: "))
        .anyMatch(line -> line.startsWith("line 7: jim@example.test: has 1 columns"));
    assertThat(login("hal@example.test", "with, comma")).contains("OK");
  }

  @Test
  void anImportOfManyIsStreamed(@TempDir Path folder) throws IOException {
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      rows.add("many%d@example.test,password-%d".formatted(i, i));
    }
    Path file = Files.write(folder.resolve("many.csv"), rows);
    JsonNode answer = json("account", "import", file.toString());
    assertThat(answer.path("imported").asInt()).isEqualTo(2_000);
    assertThat(login("many1999@example.test", "password-1999")).contains("OK");
  }

  @Test
  void aliasesComeAndGo() throws IOException {
    withInput("secret\n", "account", "create", "kim@example.test", "--password-stdin");
    done("alias", "add", "k@example.test", "kim@example.test");
    assertThat(json("alias", "list", "kim@example.test").findValuesAsText("alias"))
        .containsExactly("k@example.test");
    assertThat(refusedWith("x\n", "account", "create", "k@example.test", "--password-stdin"))
        .contains("in use already");
    done("alias", "remove", "k@example.test");
    assertThat(json("alias", "list", "kim@example.test")).isEmpty();
    assertThat(refused("alias", "remove", "k@example.test")).contains("no such alias");
  }

  @Test
  void membersLeaveHoweverTheirAddressIsWritten() throws IOException {
    String[] written = {"Leo@Example.Test", "\"mia\"@example.test", "j\u00f6rg@example.test"};
    done("group", "add", "all@example.test", written[0], written[1], written[2]);
    done("group", "remove", "all@example.test", "leo@example.test", "mia@example.test");
    assertThat(json("group", "members", "all@example.test").findValuesAsText("member"))
        .containsExactly(written[2]);
    done("group", "remove", "all@example.test", "\"J\u00f6rg\"@EXAMPLE.test");
    assertThat(refused("group", "members", "all@example.test")).contains("no such group");
  }

  @Test
  void groupsHaveMembers() throws IOException {
    done("group", "add", "team@example.test", "leo@example.test", "mia@elsewhere.example");
    assertThat(json("group", "members", "team@example.test").findValuesAsText("member"))
        .containsExactly("leo@example.test", "mia@elsewhere.example");
    assertThat(row(json("group", "list"), "group", "team@example.test").path("members").asInt())
        .isEqualTo(2);
    done("group", "remove", "team@example.test", "leo@example.test");
    assertThat(refused("group", "remove", "team@example.test", "leo@example.test"))
        .contains("leo@example.test is not in team@example.test");
    done("group", "remove", "team@example.test");
    assertThat(refused("group", "members", "team@example.test")).contains("no such group");
  }

  @Test
  void theQueueIsShownAndRefusesWhatIsNotThere() throws IOException {
    assertThat(json("queue", "list").isArray()).isTrue();
    assertThat(refused("queue", "retry", "999999999")).contains("999999999");
    assertThat(refused("queue", "show", "999999999")).contains("no such mail");
    assertThat(server.run("queue", "delete", "x").exitCode()).isEqualTo(2);
  }

  @Test
  void theStatusSaysWhereItListens() throws IOException {
    JsonNode status = json("status");
    assertThat(status.path("ready").asBoolean()).isTrue();
    assertThat(status.path("accounts").asInt()).isPositive();
    assertThat(status.path("listening").toString()).contains("imap 127.0.0.1:" + port("imap"));
  }

  @Test
  void theDoctorFindsARunningServer() throws IOException {
    Said said = server.run("doctor", "--json", "--server.domain", "example.test");
    JsonNode findings = JSON.readTree(said.out());
    assertThat(row(findings, "check", "server").path("result").asText()).isEqualTo("ok");
    assertThat(row(findings, "check", "certificate").path("finding").asText())
        .contains("self-signed");
    assertThat(said.exitCode()).as(said.out()).isZero();
  }

  @Test
  void whatIsNotUnderstoodEndsWithCode2AndOneLine() {
    for (String[] arguments :
        List.of(
            new String[] {"account", "create"},
            new String[] {"account", "quota", "ann@two.example", "much"},
            new String[] {"account", "delete", "nobody"},
            new String[] {"domain", "add", "-"},
            new String[] {"group", "add", "g@example.test"},
            new String[] {"queue", "lst"})) {
      Said said = server.run(arguments);
      assertThat(said.exitCode()).as(String.join(" ", arguments)).isEqualTo(2);
      assertThat(said.error().lines()).first().asString().startsWith("godwit: ");
    }
  }

  @Test
  void onlyTheServersUserReachesTheSocket() throws IOException {
    Path socket = server.data().resolve("admin/godwit.sock");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket.getParent())))
        .isEqualTo("rwx------");
  }

  @Test
  void aSecondServerOnTheSameDataIsRefusedInOneLine() throws Exception {
    try (GodwitProcess second = GodwitProcess.start(server.data())) {
      assertThat(second.ended()).isEqualTo(1);
      assertThat(second.output()).contains("godwit: another Godwit runs on the data directory");
    }
    assertThat(done("status")).as("the first is not disturbed").contains("ready");
  }

  @Test
  void aTakenPortIsNamedInOneLine(@TempDir Path folder) throws Exception {
    String taken = String.valueOf(port("imap"));
    try (GodwitProcess second = GodwitProcess.start(folder, "--listen.lmtp", taken)) {
      assertThat(second.ended()).isEqualTo(1);
      assertThat(second.output().lines().filter(line -> line.startsWith("godwit:")))
          .singleElement()
          .asString()
          .contains("lmtp", taken);
    }
  }

  private int port(String service) {
    return server.port(service);
  }

  private String done(String... arguments) {
    Said said = server.run(arguments);
    assertThat(said.exitCode()).as(said.error()).isZero();
    return said.out();
  }

  private String refused(String... arguments) {
    Said said = server.run(arguments);
    assertThat(said.exitCode()).as(said.out()).isEqualTo(1);
    assertThat(said.error()).hasLineCount(1);
    return said.error();
  }

  private String refusedWith(String input, String... arguments) {
    return readingInput(input, () -> refused(arguments));
  }

  private void withInput(String input, String... arguments) {
    readingInput(input, () -> done(arguments));
  }

  /** One test at a time runs in this JVM, so its standard input can be ours. */
  private static String readingInput(String input, java.util.function.Supplier<String> command) {
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
    try {
      return command.get();
    } finally {
      System.setIn(before);
    }
  }

  private JsonNode json(String... arguments) throws IOException {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--json");
    return JSON.readTree(done(all.toArray(String[]::new)));
  }

  private static JsonNode row(JsonNode rows, String key, String value) {
    for (JsonNode row : rows) {
      if (row.path(key).asText().equals(value)) {
        return row;
      }
    }
    throw new AssertionError(value + " is not in " + rows);
  }

  @Test
  void expungedMailComesBack() throws IOException {
    withInput("secret\n", "account", "create", "nic@example.test", "--password-stdin");
    String append = "APPEND INBOX {14+}\r\nSubject: x\r\n\r\n";
    imap(
        "nic@example.test",
        "secret",
        append,
        "SELECT INBOX",
        "STORE 1 +FLAGS (\\Deleted)",
        "EXPUNGE");
    JsonNode restored = json("account", "undelete", "nic@example.test", "--since", "1h");
    assertThat(row(restored, "mailbox", "INBOX").path("restored").asInt()).isEqualTo(1);
    assertThat(imap("nic@example.test", "secret", "SELECT INBOX")).contains("* 1 EXISTS");
    assertThat(json("account", "undelete", "nic@example.test")).isEmpty();
  }

  private String login(String user, String password) throws IOException {
    return imap(user, password);
  }

  /** Logs in, says these commands, and returns the lines of the last answer. */
  private String imap(String user, String password, String... commands) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port("imap"))) {
      socket.setSoTimeout(20_000);
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
      in.readLine();
      List<String> all = new ArrayList<>(List.of("LOGIN \"%s\" \"%s\"".formatted(user, password)));
      all.addAll(List.of(commands));
      StringBuilder answer = new StringBuilder();
      for (String command : all) {
        answer.setLength(0);
        socket
            .getOutputStream()
            .write(("a " + command + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        String line;
        do {
          line = in.readLine();
          answer.append(line).append('\n');
        } while (line != null && !line.startsWith("a "));
      }
      return answer.toString();
    }
  }
}
