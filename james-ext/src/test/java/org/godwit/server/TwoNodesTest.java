package org.godwit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import org.godwit.cluster.Membership;
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

  private static LineTalk pop3(OneServer node) throws IOException {
    LineTalk talk = node.talk(Service.POP3);
    talk.expect("+OK");
    talk.say("USER " + node.address("popper")).expect("+OK");
    return talk;
  }
}
