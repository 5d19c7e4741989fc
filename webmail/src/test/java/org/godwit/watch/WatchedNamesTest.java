package org.godwit.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.godwit.command.AllParts;
import org.godwit.server.LineTalk;
import org.godwit.server.OneServer;
import org.godwit.server.Service;
import org.godwit.web.WebDoor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the rules and the dashboard ask for is what a running server tells. */
@ExtendWith(OneServer.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WatchedNamesTest {
  private static final Path FILES = Path.of("..", "docker", "prometheus");
  private static final Pattern NAME = Pattern.compile("\\b(?:godwit|jvm|process)_[a-z0-9_]+");

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

  @Test
  void theRulesNameWhatIsTold() throws Exception {
    String rules = Files.readString(FILES.resolve("alerts.yml"));
    Set<String> asked =
        rules
            .lines()
            .filter(line -> line.strip().startsWith("expr:"))
            .flatMap(line -> NAME.matcher(line).results())
            .map(found -> family(found.group()))
            .collect(Collectors.toSet());
    assertThat(asked).hasSizeGreaterThan(5);
    assertThat(told()).containsAll(asked);
  }

  @Test
  void theDashboardNamesWhatIsTold() throws Exception {
    Set<String> asked = new HashSet<>();
    for (JsonNode expression :
        new ObjectMapper().readTree(FILES.resolve("dashboard.json").toFile()).findValues("expr")) {
      NAME.matcher(expression.asText())
          .results()
          .forEach(found -> asked.add(family(found.group())));
    }
    assertThat(asked).hasSizeGreaterThan(7);
    assertThat(told()).containsAll(asked);
  }

  @Test
  void aServerThatIsWellSaysSo() throws Exception {
    assertThat(metrics()).contains("\ngodwit_ready 1.0\n");
  }

  @Test
  void loginsAreCountedByHowTheyEnd(OneServer mail) throws Exception {
    double attempts = value("godwit_login_attempts_total{protocol=\"imap\"}");
    double successes = value("godwit_logins_total{protocol=\"imap\"}");
    try (LineTalk talk = mail.talk(Service.IMAP)) {
      talk.line();
      talk.say("a LOGIN " + mail.address("alice") + " wrong").expect("a NO");
      talk.say("b LOGIN " + mail.address("alice") + " \"" + OneServer.PASSWORD + "\"");
      talk.expect("b OK");
    }
    assertThat(value("godwit_login_attempts_total{protocol=\"imap\"}")).isEqualTo(attempts + 2);
    assertThat(value("godwit_logins_total{protocol=\"imap\"}")).isEqualTo(successes + 1);
  }

  @Test
  void theTimeOfTheDatabaseIsToldInStepsAndByWhatWasDone(OneServer mail) throws Exception {
    double count = value("godwit_sql_seconds_count");
    mail.address("alice");
    assertThat(value("godwit_sql_seconds_count")).isGreaterThan(count);
    assertThat(value("godwit_sql_seconds_bucket{le=\"+Inf\"}"))
        .isGreaterThanOrEqualTo(value("godwit_sql_seconds_bucket{le=\"0.001\"}"));
    assertThat(metrics()).contains("godwit_sql_by_kind_seconds_count{doing=\"");
  }

  @Test
  void whatPeopleWaitForIsToldInStepsByWhatItIs(OneServer mail) throws Exception {
    String message = "godwit_smtp_message_seconds_count{door=\"smtp\"}";
    String select = "godwit_imap_command_seconds_count{command=\"SELECT\"}";
    String login = "godwit_login_seconds_count{protocol=\"imap\"}";
    double messages = orZero(message);
    double selects = orZero(select);
    double logins = orZero(login);
    mail.deliver("alice", "Subject: one\r\n\r\nhello\r\n");
    try (LineTalk talk = mail.talk(Service.IMAP)) {
      talk.line();
      talk.say("a LOGIN " + mail.address("alice") + " \"" + OneServer.PASSWORD + "\"");
      talk.expect("a OK");
      talk.say("b SELECT INBOX");
      String line = talk.line();
      while (!line.startsWith("b OK")) {
        line = talk.line();
      }
      talk.say("c XYZZY").expect("c BAD");
    }
    assertThat(orZero(message)).isEqualTo(messages + 1);
    assertThat(orZero(select)).isEqualTo(selects + 1);
    assertThat(orZero(login)).isEqualTo(logins + 1);
    assertThat(metrics()).as("no client makes a name").doesNotContain("XYZZY");
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> orZero("godwit_queue_seconds_count{queue=\"spool\"}") > 0);
    assertThat(orZero("godwit_http_request_seconds_count{path=\"/metrics\"}")).isPositive();
  }

  /** A histogram or summary has one name, and lines for its parts. */
  private static String family(String name) {
    return name.replaceAll("_(?:bucket|sum|count)$", "");
  }

  private double orZero(String name) throws Exception {
    return metrics().contains("\n" + name + " ") ? value(name) : 0;
  }

  private double value(String name) throws Exception {
    return metrics()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow();
  }

  /** Names, as Prometheus stores them: a line that is no comment begins with one. */
  private Set<String> told() throws Exception {
    // A queue without mail has no line of values; its name and type are told all the same.
    return metrics()
        .lines()
        .map(line -> line.startsWith("# TYPE ") ? line.substring("# TYPE ".length()) : line)
        .map(line -> line.split("[ {]", 2)[0])
        .collect(Collectors.toSet());
  }

  private String metrics() throws Exception {
    HttpResponse<String> answer = door.send(door.request("/metrics"));
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.body();
  }
}
