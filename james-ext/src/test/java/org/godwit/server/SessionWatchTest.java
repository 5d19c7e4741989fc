package org.godwit.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.james.core.Username;
import org.godwit.store.Database;
import org.godwit.store.account.Accounts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who may not log in any more does not stay in either. */
@ExtendWith(OneServer.class)
class SessionWatchTest {

  private final List<LineTalk> open = new ArrayList<>();

  @AfterEach
  void hangUp() throws IOException {
    for (LineTalk each : open) {
      each.close();
    }
  }

  @Test
  void aSuspensionEndsTheSessionsAtEachDoor(OneServer server) throws IOException {
    LineTalk imap = imap(server, "alice");
    LineTalk idle = imap(server, "alice");
    idle.say("i IDLE").expect("+");
    LineTalk pop3 = pop3(server, "alice");
    LineTalk submission = submission(server, "alice");
    LineTalk bob = imap(server, "bob");

    accounts(server).suspend(name(server, "alice"), true);

    imap.expect("* BYE");
    idle.expect("* BYE");
    for (LineTalk talk : List.of(imap, idle, pop3, submission)) {
      assertThat(talk.isClosedByServer()).isTrue();
    }
    bob.say("b NOOP").expect("b OK");
  }

  @Test
  void anotherPasswordEndsTheSessionsOfTheOldOne(OneServer server) throws IOException {
    LineTalk before = imap(server, "alice");
    accounts(server).password(name(server, "alice"), "another password");
    before.expect("* BYE");
    assertThat(before.isClosedByServer()).isTrue();
  }

  @Test
  void aDeletedPersonIsSentAway(OneServer server) throws IOException {
    LineTalk talk = imap(server, "alice");
    accounts(server).delete(name(server, "alice"));
    talk.expect("* BYE");
  }

  @Test
  void whatAnotherNodeChangedIsSeenToo(OneServer server) throws IOException {
    LineTalk submission = submission(server, "alice");
    LineTalk imap = imap(server, "alice");
    update(server, "UPDATE person SET suspended = true WHERE name = ?");
    imap.expect("* BYE");
    assertThat(submission.isClosedByServer()).isTrue();
  }

  private static void update(OneServer server, String sql) {
    server
        .server()
        .service(Database.class)
        .run(
            "being another node",
            connection -> {
              try (PreparedStatement update = connection.prepareStatement(sql)) {
                update.setString(1, server.address("alice"));
                return update.executeUpdate();
              }
            });
  }

  private static Accounts accounts(OneServer server) {
    return server.server().service(Accounts.class);
  }

  private static Username name(OneServer server, String name) {
    return Username.of(server.address(name));
  }

  private LineTalk talk(OneServer server, Service door) throws IOException {
    LineTalk talk = server.talk(door).patience(Duration.ofSeconds(60));
    open.add(talk);
    talk.line();
    return talk;
  }

  private LineTalk imap(OneServer server, String name) throws IOException {
    LineTalk imap = talk(server, Service.IMAP);
    imap.say("a LOGIN " + server.address(name) + " \"" + OneServer.PASSWORD + "\"").expect("a OK");
    return imap;
  }

  private LineTalk pop3(OneServer server, String name) throws IOException {
    LineTalk pop3 = talk(server, Service.POP3);
    pop3.say("USER " + server.address(name)).expect("+OK");
    pop3.say("PASS " + OneServer.PASSWORD).expect("+OK");
    return pop3;
  }

  private LineTalk submission(OneServer server, String name) throws IOException {
    LineTalk submission = talk(server, Service.SUBMISSION);
    submission.say("EHLO client").expectAll("250");
    submission.say("AUTH PLAIN " + MailServerTest.plain(server.address(name))).expect("235");
    return submission;
  }
}
