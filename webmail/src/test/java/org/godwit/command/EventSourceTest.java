package org.godwit.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.godwit.server.OneServer.PASSWORD;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.UUID;
import org.apache.james.core.Username;
import org.godwit.jmap.push.EventClient;
import org.godwit.jmap.push.EventClient.Event;
import org.godwit.server.ImapTalk;
import org.godwit.server.OneServer;
import org.godwit.store.account.Accounts;
import org.godwit.store.account.WebSessions;
import org.godwit.store.mailbox.AccountIds;
import org.godwit.web.WebDoor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Changes as they happen, whoever makes them (8620 §7.3): one client acts, another one sees. */
@ExtendWith(OneServer.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EventSourceTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ALL = "?types=*&closeafter=no&ping=0";

  private WebDoor door;

  @BeforeAll
  void open() {
    OneServer mail = OneServer.running();
    door = WebDoor.open(mail, callers -> JmapParts.of(mail.server(), callers));
  }

  @AfterAll
  void close() {
    door.close();
  }

  @Test
  void aFlagSetByImapIsToldWithTheStateThatGetTells(OneServer mail) throws Exception {
    append(mail, "alice", "one");
    try (EventClient browser = stream(mail, "alice", ALL);
        ImapTalk phone = mail.imap("alice")) {
      assertThat(browser.status()).isEqualTo(200);
      assertThat(browser.headers()).contains("text/event-stream").contains("no-store");
      assertThat(browser.next().data()).as("an id alone, and no event").isNull();

      phone.ok("SELECT INBOX");
      phone.ok("STORE 1 +FLAGS.SILENT (\\Flagged)");

      JsonNode change = browser.next("state").data();
      assertThat(change.get("@type").textValue()).isEqualTo("StateChange");
      JsonNode changed = change.get("changed").get(account(mail, "alice"));
      assertThat(changed.get("Email").textValue()).isEqualTo(state(mail, "alice", "Email"));
      assertThat(changed.get("Mailbox").textValue()).isEqualTo(state(mail, "alice", "Mailbox"));
      assertThat(changed.has("Thread")).isTrue();
      assertThat(changed.has("EmailDelivery")).as("nothing came").isFalse();
    }
  }

  @Test
  void aMailThatIsDeliveredIsTold(OneServer mail) throws Exception {
    try (EventClient browser = stream(mail, "alice", "?types=EmailDelivery&closeafter=no&ping=0");
        ImapTalk phone = mail.imap("alice")) {
      browser.next();
      phone.ok("CREATE Elsewhere"); // a change, but no delivery

      mail.deliver("alice", "Subject: hello\r\n\r\nhello\r\n");

      JsonNode changed = browser.next("state").data().get("changed").elements().next();
      assertThat(names(changed)).containsExactly("EmailDelivery");
    }
  }

  @Test
  void aChangeByJmapIsToldToOtherClients(OneServer mail) throws Exception {
    String account = account(mail, "alice");
    try (EventClient browser = stream(mail, "alice", "?types=Mailbox&closeafter=no&ping=0")) {
      browser.next();
      String answer =
          jmap(
              mail,
              "alice",
              "[\"Mailbox/set\",{\"accountId\":\"%s\",\"create\":{\"m\":{\"name\":\"New\"}}},\"c\"]"
                  .formatted(account));
      JsonNode changed = browser.next("state").data().get("changed").get(account);
      assertThat(names(changed)).as("only what was asked for").containsExactly("Mailbox");
      assertThat(answer).contains("\"newState\":\"" + changed.get("Mailbox").textValue() + "\"");
    }
  }

  @Test
  void aStreamForOneChangeEndsWithIt(OneServer mail) throws Exception {
    try (EventClient browser = stream(mail, "alice", "?types=*&closeafter=state&ping=0");
        ImapTalk phone = mail.imap("alice")) {
      browser.next();
      phone.ok("CREATE One");
      phone.ok("CREATE Two");
      assertThat(browser.next().name()).isEqualTo("state");
      assertThat(browser.ends()).isTrue();
      assertThatThrownBy(browser::next).isInstanceOf(EOFException.class);
    }
  }

  @Test
  void whoComesBackHearsWhatWasMissed(OneServer mail) throws Exception {
    String left;
    try (EventClient browser = stream(mail, "alice", ALL)) {
      left = browser.next().id();
    }
    try (EventClient back = stream(mail, "alice", ALL, "Last-Event-ID: " + left)) {
      assertThat(back.next().data()).isNull();
      assertThat(back.within(500)).as("nothing was missed").isEmpty();
    }
    append(mail, "alice", "while nobody listens");
    String id;
    try (EventClient back = stream(mail, "alice", ALL, "Last-Event-ID: " + left)) {
      back.next();
      Event missed = back.next();
      JsonNode changed = missed.data().get("changed").get(account(mail, "alice"));
      assertThat(changed.get("Email").textValue()).isEqualTo(state(mail, "alice", "Email"));
      assertThat(changed.has("EmailDelivery")).isTrue();
      id = missed.id();
    }
    try (EventClient back = stream(mail, "alice", ALL, "Last-Event-ID: " + id)) {
      back.next();
      assertThat(back.within(500)).isEmpty();
    }
    try (EventClient strange = stream(mail, "alice", ALL, "Last-Event-ID: x.y-zzz.9.9")) {
      assertThat(strange.status()).isEqualTo(200);
    }
  }

  @Test
  void theLastStateOfManyChangesIsTold(OneServer mail) throws Exception {
    String account = account(mail, "alice");
    try (EventClient browser = stream(mail, "alice", "?types=Email&closeafter=no&ping=0");
        ImapTalk phone = mail.imap("alice")) {
      append(mail, "alice", "one");
      phone.ok("SELECT INBOX");
      for (int i = 0; i < 100; i++) {
        phone.ok("STORE 1 " + (i % 2 == 0 ? "+" : "-") + "FLAGS.SILENT (\\Flagged)");
      }
      String last = state(mail, "alice", "Email");
      String told = "";
      while (!told.equals(last)) {
        told = browser.next("state").data().get("changed").get(account).get("Email").textValue();
      }
      assertThat(browser.within(300)).as("nothing is told twice").isEmpty();
    }
  }

  @Test
  void pingsComeAsOftenAsAskedFor(OneServer mail) throws Exception {
    try (EventClient browser = stream(mail, "alice", "?types=*&closeafter=no&ping=1");
        EventClient silent = stream(mail, "alice", ALL)) {
      Event ping = browser.next("ping");
      assertThat(ping.data().get("interval").intValue()).isEqualTo(1);
      browser.next("ping");
      silent.next();
      assertThat(silent.within(200)).isEmpty();
    }
    try (EventClient rare = stream(mail, "alice", "?types=*&closeafter=no&ping=999999999")) {
      assertThat(rare.status()).as("we ping more often then").isEqualTo(200);
    }
  }

  @Test
  void whatIsSharedIsToldAsLongAsItIsShared(OneServer mail) throws Exception {
    String account = account(mail, "alice");
    try (EventClient browser = stream(mail, "bob", "?types=Mailbox&closeafter=no&ping=0");
        ImapTalk alice = mail.imap("alice")) {
      browser.next();
      alice.ok("CREATE Team");
      assertThat(browser.within(300)).as("it is hers alone").isEmpty();

      alice.ok("SETACL Team " + mail.address("bob") + " lr");
      awaitSharing(mail, "bob", account, true);
      while (browser.within(500).isEmpty()) { // until the stream has seen the right, too
        alice.ok("SETMETADATA Team (/private/comment \"x\")");
        alice.ok("RENAME Team Team2");
        alice.ok("RENAME Team2 Team");
      }

      alice.ok("DELETEACL Team " + mail.address("bob"));
      awaitSharing(mail, "bob", account, false);
      while (browser.within(500).isPresent()) {
        // what was under way
      }
      alice.ok("CREATE Secret");
      assertThat(browser.within(500)).isEmpty();
    }
  }

  @Test
  void aStreamEndsWithTheSessionItStandsOn(OneServer mail) throws Exception {
    WebSessions sessions = mail.server().service(WebSessions.class);
    long account = mail.server().service(AccountIds.class).of(mail.address("alice"));
    String token =
        sessions
            .begin(
                new WebSessions.Begin(
                    mail.address("alice"),
                    WebSessions.Shown.ENOUGH,
                    false,
                    "x",
                    InetAddress.getLoopbackAddress()))
            .orElseThrow();
    UUID id = sessions.list(account).getFirst().id();
    try (EventClient browser =
            new EventClient(
                at(), path(ALL), "Cookie: __Host-godwit=" + token, "Sec-Fetch-Site: same-origin");
        EventClient program = stream(mail, "alice", ALL)) {
      assertThat(browser.status()).isEqualTo(200);
      sessions.end(account, id);
      assertThat(browser.ends()).isTrue();
      program.next();
      assertThat(program.within(300)).as("another sign-in goes on").isEmpty();

      mail.server()
          .service(Accounts.class)
          .password(Username.of(mail.address("alice")), "another one");
      assertThat(program.ends()).isTrue();
    }
  }

  @Test
  void nobodyHearsAnythingAndBadWishesAreRefused(OneServer mail) throws Exception {
    try (EventClient nobody = new EventClient(at(), path(ALL))) {
      assertThat(nobody.status()).isEqualTo(401);
    }
    for (String bad : List.of("?ping=x", "?ping=-1", "?closeafter=never")) {
      try (EventClient browser = stream(mail, "alice", bad)) {
        assertThat(browser.status()).as(bad).isEqualTo(400);
        assertThat(browser.headers()).contains("application/problem+json");
      }
    }
    try (EventClient foreign =
        stream(mail, "alice", ALL, "Origin: https://evil.example", "Sec-Fetch-Site: cross-site")) {
      assertThat(foreign.status()).isEqualTo(403);
    }
  }

  @Test
  void streamsEndAsTheyShouldWhenTheServerStops(OneServer mail) throws Exception {
    WebDoor other = WebDoor.open(mail, callers -> JmapParts.of(mail.server(), callers));
    URI there = other.clear("/");
    try (EventClient browser =
        new EventClient(
            new InetSocketAddress(there.getHost(), there.getPort()),
            path(ALL),
            "Authorization: " + WebDoor.basic(mail.address("alice"), PASSWORD))) {
      assertThat(browser.status()).isEqualTo(200);
      other.close();
      assertThat(browser.ends()).isTrue();
    } finally {
      other.close();
    }
  }

  private void awaitSharing(OneServer mail, String who, String account, boolean shared)
      throws Exception {
    boolean seen = !shared;
    while (seen != shared) {
      String session =
          door.send(
                  door.request("/jmap/session")
                      .header("Authorization", WebDoor.basic(mail.address(who), PASSWORD)))
              .body();
      seen = JSON.readTree(session).get("accounts").has(account);
    }
  }

  private EventClient stream(OneServer mail, String who, String query, String... more)
      throws IOException {
    String[] headers = java.util.Arrays.copyOf(more, more.length + 1);
    headers[more.length] = "Authorization: " + WebDoor.basic(mail.address(who), PASSWORD);
    return new EventClient(at(), path(query), headers);
  }

  private static void append(OneServer mail, String who, String message) throws IOException {
    try (ImapTalk imap = mail.imap(who)) {
      imap.ok("APPEND INBOX {%d+}\r\n%s".formatted(message.length(), message));
    }
  }

  private static List<String> names(JsonNode object) {
    return object.properties().stream().map(java.util.Map.Entry::getKey).toList();
  }

  private static String path(String query) {
    return "/jmap/eventsource" + query;
  }

  private InetSocketAddress at() {
    URI clear = door.clear("/");
    return new InetSocketAddress(clear.getHost(), clear.getPort());
  }

  private static String account(OneServer mail, String who) {
    return "a" + mail.server().service(AccountIds.class).of(mail.address(who));
  }

  private String state(OneServer mail, String who, String type) throws Exception {
    String answer =
        jmap(
            mail,
            who,
            "[\"%s/get\",{\"accountId\":\"%s\",\"ids\":[]},\"c\"]"
                .formatted(type, account(mail, who)));
    return JSON.readTree(answer).at("/methodResponses/0/1/state").textValue();
  }

  private String jmap(OneServer mail, String who, String call) throws Exception {
    String request =
        "{\"using\":[\"urn:ietf:params:jmap:core\",\"urn:ietf:params:jmap:mail\"],"
            + "\"methodCalls\":["
            + call
            + "]}";
    return door.send(
            door.request("/jmap/api")
                .header("Content-Type", "application/json")
                .header("Authorization", WebDoor.basic(mail.address(who), PASSWORD))
                .POST(BodyPublishers.ofString(request)))
        .body();
  }
}
