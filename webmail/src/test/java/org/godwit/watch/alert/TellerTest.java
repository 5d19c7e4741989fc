package org.godwit.watch.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.apache.james.domainlist.api.DomainList;
import org.godwit.server.LineTalk;
import org.godwit.server.MailServer;
import org.godwit.server.OneServer;
import org.godwit.server.Service;
import org.godwit.store.Database;
import org.godwit.store.admin.AdminRoles;
import org.godwit.store.alert.AlertBook;
import org.godwit.store.alert.AlertCalls;
import org.godwit.store.alert.AlertKind;
import org.godwit.store.alert.Sighting;
import org.godwit.store.queue.PostgresMailQueueFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is wrong is told by mail and by a call: once, and once more when it is over. */
@ExtendWith(OneServer.class)
class TellerTest {
  private static final String TAKEN = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

  private CalledAddress address;
  private Webhook webhook;

  @BeforeEach
  void open(OneServer mail) throws Exception {
    address = new CalledAddress();
    address.answers(TAKEN);
    URI uri = URI.create("http://127.0.0.1:" + address.address().getPort() + "/");
    webhook = new Webhook(new AlertSettings.Target(uri, "secret"), InstantSource.system());
    sql(mail, "DELETE FROM alert");
    sql(mail, "DELETE FROM alert_call");
  }

  @AfterEach
  void close() throws Exception {
    webhook.close();
    address.close();
  }

  private Teller teller(OneServer mail, String to) {
    MailServer server = mail.server();
    AlertMail letters =
        new AlertMail(
            List.of(to),
            server.service(AdminRoles.class),
            server.service(DomainList.class),
            server.service(PostgresMailQueueFactory.class));
    return new Teller(
        "mx1.example.test",
        server.service(AlertBook.class),
        server.service(AlertCalls.class),
        letters,
        Optional.of(webhook));
  }

  private static void sql(OneServer mail, String sql) {
    mail.server()
        .service(Database.class)
        .run(
            "preparing a test",
            on -> {
              try (Statement change = on.createStatement()) {
                return change.executeUpdate(sql);
              }
            });
  }

  private static void see(OneServer mail, String words) {
    mail.server()
        .service(AlertBook.class)
        .saw("", List.of(Sighting.of(AlertKind.QUARANTINE, "spool", words)));
  }

  private List<String> events() {
    return address.requests().stream()
        .map(TellerTest::json)
        .map(it -> it.path("event").asText())
        .toList();
  }

  private static JsonNode json(CalledAddress.Request request) {
    try {
      return new ObjectMapper().readTree(request.body());
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void itIsToldOnceByMailAndByACall(OneServer mail) throws Exception {
    see(mail, "3 mails wait");
    Teller one = teller(mail, mail.address("alice"));
    Teller other = teller(mail, mail.address("alice"));
    one.tell();
    other.tell();
    one.tell();

    assertThat(events()).containsExactly("raised");
    JsonNode call = json(address.requests().getFirst());
    assertThat(call.path("kind").asText()).isEqualTo("quarantine");
    assertThat(call.path("text").asText()).isEqualTo("3 mails wait");
    assertThat(call.path("severity").asText()).isEqualTo("warning");
    assertThat(letter(mail))
        .contains("Subject: [mx1.example.test] warning: 3 mails wait")
        .contains("Auto-Submitted: auto-generated")
        .contains("From: Godwit <postmaster@example.test>");
  }

  @Test
  void itIsToldAgainInADay(OneServer mail) {
    see(mail, "3 mails wait");
    Teller teller = teller(mail, mail.address("alice"));
    teller.tell();
    sql(mail, "UPDATE alert SET told_at = told_at - interval '25 hours'");
    see(mail, "5 mails wait");
    teller.tell();
    assertThat(events()).containsExactly("raised", "reminder");
  }

  @Test
  void theEndIsToldWhenNobodyHasSeenItForAWhile(OneServer mail) throws Exception {
    see(mail, "3 mails wait");
    Teller teller = teller(mail, mail.address("alice"));
    teller.tell();
    sql(mail, "UPDATE alert SET seen_at = seen_at - interval '10 minutes'");
    teller.tell();
    assertThat(events()).as("this node has not looked for long enough").containsExactly("raised");
    teller.steadyFor(Duration.ofMinutes(6));
    teller.tell();
    assertThat(events()).containsExactly("raised", "over");
    assertThat(mail.server().service(AlertBook.class).all().alerts()).isEmpty();
  }

  @Test
  void aCallThatFailsIsRepeatedAndTheNextNodeGoesOnWithIt(OneServer mail) {
    address.answers("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n");
    see(mail, "3 mails wait");
    teller(mail, mail.address("alice")).tell();
    address.answers(TAKEN);
    Teller next = teller(mail, mail.address("alice"));
    next.tell();
    assertThat(events()).as("not before its time").containsExactly("raised");
    sql(mail, "UPDATE alert_call SET due_at = now()");
    next.tell();
    assertThat(events()).containsExactly("raised", "raised");
    assertThat(address.requests())
        .extracting(CalledAddress.Request::body)
        .as("the same, so that it can be told from another")
        .containsOnly(address.requests().getFirst().body());
    sql(mail, "UPDATE alert_call SET due_at = now()");
    next.tell();
    assertThat(events()).hasSize(2);
  }

  private static String letter(OneServer mail) throws Exception {
    try (LineTalk imap = mail.talk(Service.IMAP)) {
      imap.line();
      imap.say("a LOGIN " + mail.address("alice") + " \"" + OneServer.PASSWORD + "\"");
      imap.expectAll("a OK");
      await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () -> {
                imap.say("b STATUS INBOX (MESSAGES)");
                boolean there = imap.line().contains("MESSAGES 1");
                imap.expect("b OK");
                return there;
              });
      imap.say("c SELECT INBOX");
      until(imap, "c OK");
      imap.say("d FETCH 1 BODY.PEEK[]");
      return until(imap, "d OK");
    }
  }

  private static String until(LineTalk imap, String end) throws java.io.IOException {
    StringBuilder all = new StringBuilder();
    String line = imap.line();
    while (!line.startsWith(end)) {
      all.append(line).append('\n');
      line = imap.line();
    }
    return all.toString();
  }
}
