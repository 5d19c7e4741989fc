package org.godwit.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.godwit.store.CutWire;
import org.godwit.store.Database;
import org.godwit.store.PostgresExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** While the database is away every command says so, and the connection stays. */
@ExtendWith(PostgresExtension.class)
class StoreAwayImapTest {
  private static final List<String> COMMANDS =
      List.of(
          "SELECT INBOX",
          "STATUS INBOX (MESSAGES)",
          "LIST \"\" *",
          "LSUB \"\" *",
          "CREATE new",
          "DELETE Trash",
          "RENAME Trash Bin",
          "SUBSCRIBE Trash",
          "APPEND INBOX {3+}\r\nabc",
          "FETCH 1 (FLAGS BODY[])",
          "STORE 1 +FLAGS (\\Seen)",
          "COPY 1 Trash",
          "MOVE 1 Trash",
          "EXPUNGE",
          "SEARCH SUBJECT x",
          "GETACL INBOX",
          "SETACL INBOX bob lr",
          "DELETEACL INBOX bob",
          "LISTRIGHTS INBOX bob",
          "MYRIGHTS INBOX",
          "GETQUOTA #private&alice",
          "GETQUOTAROOT INBOX",
          "SETMETADATA INBOX (/private/comment \"x\")",
          "UNSUBSCRIBE Trash",
          "EXAMINE Trash",
          "UID EXPUNGE 1",
          "REPLACE 1 INBOX {3+}\r\nabc",
          "GETMETADATA INBOX /private/comment");

  private Database cuttable;
  private ImapFixture imap;

  @BeforeEach
  void start() throws Exception {
    CutWire.mend();
    cuttable = Database.open(CutWire.over(PostgresExtension.settings()).withPoolSize(3));
    imap = new ImapFixture(cuttable);
    try (Wire alice = imap.login("alice")) {
      alice.append("INBOX", "Subject: x\r\n\r\nhello\r\n");
    }
  }

  @AfterEach
  void stop() {
    CutWire.mend();
    imap.close();
    cuttable.close();
  }

  @Test
  void everyCommandSaysUnavailableAndWorksAgainAfterwards() throws Exception {
    Map<String, Wire> clients = new LinkedHashMap<>();
    try {
      for (String command : COMMANDS) {
        clients.put(command, client());
      }
      CutWire.cutAfter(0);
      for (Map.Entry<String, Wire> client : clients.entrySet()) {
        client.getValue().send("c " + client.getKey() + "\r\n");
      }
      Map<String, String> answers = new LinkedHashMap<>();
      for (Map.Entry<String, Wire> client : clients.entrySet()) {
        answers.put(client.getKey(), client.getValue().until("c").last());
      }
      assertThat(answers.values())
          .as("%s", answers)
          .allSatisfy(answer -> assertThat(answer).startsWith("c NO [UNAVAILABLE]"));
      CutWire.mend();
      for (Wire client : clients.values()) {
        selectAgain(client);
        assertThat(client.ok("STATUS INBOX (MESSAGES)").text()).contains("MESSAGES 1");
      }
    } finally {
      for (Wire client : clients.values()) {
        client.close();
      }
    }
  }

  /** The pool looks for a database that is away every five seconds. */
  private static void selectAgain(Wire client) {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              client.send("s SELECT INBOX\r\n");
              return client.until("s").last().startsWith("s OK");
            });
  }

  private Wire client() throws Exception {
    Wire client = imap.login("alice");
    client.socket().setSoTimeout(120_000); // each wait for the database takes its time
    client.ok("SELECT INBOX");
    return client;
  }
}
