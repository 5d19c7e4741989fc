package org.godwit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Statement;
import java.time.Duration;
import org.godwit.cluster.Membership;
import org.godwit.store.Database;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Two nodes serve one database as if they were one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TwoNodesTest {
  private TwoServers nodes;

  @BeforeAll
  void start() throws StartProblem {
    nodes = new TwoServers("godwit_two_nodes");
  }

  @AfterAll
  void stop() {
    nodes.close();
  }

  @Test
  void eachKnowsOfTheOther() {
    for (OneServer node : new OneServer[] {nodes.here(), nodes.there()}) {
      assertThat(node.server().service(Membership.class).nodes()).hasSize(2);
      assertThat(node.server().service(Membership.class).alone()).isFalse();
    }
  }

  @Test
  void whatComesInHereIsReadThere() throws IOException {
    nodes.here().address("reader");
    nodes.here().deliver("reader", "Subject: one\r\n\r\none\r\n");
    try (ImapTalk there = nodes.there().imap("reader")) {
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> there.ok("STATUS INBOX (MESSAGES)").lines().get(0).contains("MESSAGES 1"));
    }
  }

  @Test
  void aMaildropThatIsOpenHereIsLockedThere() throws IOException { // 1939 §8
    nodes.here().address("popper");
    try (LineTalk here = pop3(nodes.here());
        LineTalk there = pop3(nodes.there())) {
      here.say("PASS " + OneServer.PASSWORD).expect("+OK");
      there.say("PASS " + OneServer.PASSWORD).expect("-ERR [IN-USE]"); // 2449 §8.1.1
      here.say("QUIT").expect("+OK");
    }
    try (LineTalk there = pop3(nodes.there())) {
      there.say("PASS " + OneServer.PASSWORD).expect("+OK");
    }
  }

  @Test
  void anIdleClientThereHearsWhatHappensHere() throws IOException { // 9051 §6.3.13
    nodes.here().address("idler");
    try (ImapTalk here = nodes.here().imap("idler");
        ImapTalk other = nodes.there().imap("idler")) {
      other.ok("SELECT INBOX");
      LineTalk there = other.raw();
      there.say("i IDLE").expect("+");
      append(here, "Subject: one\r\n\r\none\r\n");
      hears(there, "* 1 EXISTS");
      here.ok("SELECT INBOX");
      here.ok("STORE 1 +FLAGS (\\Flagged)");
      hears(there, "* 1 FETCH (FLAGS (\\Flagged");
      append(here, "Subject: two\r\n\r\ntwo\r\n");
      hears(there, "* 2 EXISTS");
      here.ok("STORE 1 +FLAGS (\\Deleted)");
      hears(there, "* 1 FETCH (FLAGS (\\Deleted \\Flagged");
      here.ok("EXPUNGE");
      hears(there, "* 1 EXPUNGE");
    }
  }

  @Test
  void whatHappenedWhileTheConnectionForNewsWasCutIsHeardAfterwards() throws Exception {
    nodes.here().address("cut");
    try (ImapTalk here = nodes.here().imap("cut");
        ImapTalk other = nodes.there().imap("cut")) {
      other.ok("SELECT INBOX");
      other.raw().say("i IDLE").expect("+");
      for (int i = 1; i <= 3; i++) {
        cutTheNews();
        append(here, "Subject: one\r\n\r\none\r\n");
        hears(other.raw(), "* " + i + " EXISTS");
        other.raw().expect("* " + i + " RECENT");
      }
    }
  }

  private void cutTheNews() {
    nodes
        .here()
        .server()
        .service(Database.class)
        .run(
            "cutting connections",
            on -> {
              try (Statement statement = on.createStatement()) {
                return statement.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        + " WHERE application_name = 'godwit-hearing'");
              }
            });
  }

  @Test
  void whoAskedForNoticeThereHearsOfMailboxesMadeHere() throws IOException { // 5465 §5.4
    nodes.here().address("notified");
    try (ImapTalk here = nodes.here().imap("notified");
        ImapTalk there = nodes.there().imap("notified")) {
      there.ok("NOTIFY SET (personal (MessageNew MessageExpunge MailboxName))");
      here.ok("CREATE Made");
      there.raw().expect("* LIST (");
      here.append("Made", "Subject: one\r\n\r\none\r\n".getBytes(StandardCharsets.US_ASCII));
      there.raw().expect("* STATUS \"Made\" (MESSAGES 1 ");
    }
  }

  /** Messages get numbers in the order of their UIDs, on whichever node they come. */
  @Test
  void messagesThatComeOnBothNodesHaveTheSameNumbersThere() throws Exception {
    nodes.here().address("both");
    try (ImapTalk here = nodes.here().imap("both");
        ImapTalk there = nodes.there().imap("both");
        ImapTalk watchHere = nodes.here().imap("both");
        ImapTalk watchThere = nodes.there().imap("both")) {
      watchHere.ok("SELECT INBOX");
      watchThere.ok("SELECT INBOX");
      for (int i = 0; i < 20; i++) {
        append(here, "Subject: here " + i + "\r\n\r\nx\r\n");
        append(there, "Subject: there " + i + "\r\n\r\nx\r\n");
        watchHere.ok("NOOP");
        watchThere.ok("NOOP");
      }
      for (ImapTalk watch : new ImapTalk[] {watchHere, watchThere}) {
        await()
            .atMost(Duration.ofSeconds(30))
            .until(
                () -> {
                  watch.ok("NOOP");
                  return watch.ok("FETCH * UID").lines().get(0).contains("* 40 FETCH (UID 40)");
                });
        for (int i = 1; i <= 40; i++) {
          assertThat(watch.ok("FETCH " + i + " UID").lines().get(0))
              .isEqualTo("* " + i + " FETCH (UID " + i + ")");
        }
      }
    }
  }

  /** What is recent is whoever's was first. */
  private static void hears(LineTalk talk, String start) throws IOException {
    String line = talk.line();
    while (line.endsWith(" RECENT")) {
      line = talk.line();
    }
    assertThat(line).startsWith(start);
  }

  private static void append(ImapTalk talk, String message) throws IOException {
    talk.append("INBOX", message.getBytes(StandardCharsets.US_ASCII));
  }

  private static LineTalk pop3(OneServer node) throws IOException {
    LineTalk talk = node.talk(Service.POP3);
    talk.expect("+OK");
    talk.say("USER " + node.address("popper")).expect("+OK");
    return talk;
  }
}
