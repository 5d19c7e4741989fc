package org.godwit.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.james.core.Username;
import org.apache.james.core.quota.QuotaSizeLimit;
import org.apache.james.mailbox.model.QuotaRoot;
import org.apache.james.mailbox.quota.MaxQuotaManager;
import org.apache.james.mailbox.quota.UserQuotaRootResolver;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A mailbox without room says so to the sending server (1870 §6.2, 3463 §3.3). */
@ExtendWith(OneServer.class)
class FullMailboxTest {
  private static final byte[] LARGE =
      ("Subject: x\r\n\r\n" + "a line of text\r\n".repeat(1_000))
          .getBytes(StandardCharsets.US_ASCII);

  private static void limit(OneServer server, String name) throws Exception {
    QuotaRoot root =
        server
            .server()
            .service(UserQuotaRootResolver.class)
            .forUser(Username.of(server.address(name)));
    server.server().service(MaxQuotaManager.class).setMaxStorage(root, QuotaSizeLimit.size(10_000));
  }

  private static LineTalk greeted(OneServer server, Service door) throws Exception {
    LineTalk talk = server.talk(door);
    talk.expect("220");
    talk.say((door == Service.LMTP ? "LHLO" : "EHLO") + " client").expectAll("250");
    return talk;
  }

  @ParameterizedTest
  @EnumSource(names = {"SMTP", "LMTP"})
  void atRcptWhenTheDeclaredSizeDoesNotFit(Service door, OneServer server) throws Exception {
    limit(server, "alice");
    try (LineTalk talk = greeted(server, door)) {
      talk.say("MAIL FROM:<a@example.org> SIZE=20000").expect("250");
      talk.say("RCPT TO:<" + server.address("alice") + ">").expect("552 5.2.2");
      talk.say("RCPT TO:<" + server.address("bob") + ">").expect("250");
      talk.say("RSET").expect("250");
      talk.say("MAIL FROM:<a@example.org> SIZE=2000").expect("250");
      talk.say("RCPT TO:<" + server.address("alice") + ">").expect("250");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"SMTP", "LMTP"})
  void behindDataWhenNoSizeWasDeclared(Service door, OneServer server) throws Exception {
    limit(server, "alice");
    try (LineTalk talk = greeted(server, door)) {
      talk.say("MAIL FROM:<a@example.org>").expect("250");
      talk.say("RCPT TO:<" + server.address("alice") + ">").expect("250");
      talk.data(LARGE).expect("552 5.2.2");
      talk.say("MAIL FROM:<a@example.org>").expect("250");
      talk.say("RCPT TO:<" + server.address("alice") + ">").expect("250");
      talk.data("Subject: small\r\n\r\n".getBytes(StandardCharsets.US_ASCII)).expect("250");
    }
  }

  @Test
  void smtpTakesItWhileSomebodyElseHasRoomSomebodyElseHasRoom(OneServer server) throws Exception {
    limit(server, "alice");
    try (LineTalk talk = greeted(server, Service.SMTP)) {
      talk.say("MAIL FROM:<a@example.org>").expect("250");
      talk.say("RCPT TO:<" + server.address("alice") + ">").expect("250");
      talk.say("RCPT TO:<" + server.address("bob") + ">").expect("250");
      talk.data(LARGE).expect("250");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void lmtpSaysItOfEachRecipient(boolean chunked, OneServer server) throws Exception {
    limit(server, "alice");
    try (LineTalk talk = greeted(server, Service.LMTP)) {
      talk.say("MAIL FROM:<a@example.org>").expect("250");
      for (String name : List.of("bob", "alice", "cleo", "alice")) {
        talk.say("RCPT TO:<" + server.address(name) + ">").expect("250");
      }
      if (chunked) {
        talk.say("BDAT " + LARGE.length + " LAST").send(LARGE);
      } else {
        talk.data(LARGE);
      }
      for (String answer : List.of("250 2", "552 5.2.2", "250 2", "552 5.2.2")) { // 2033 §4.2
        talk.expect(answer);
      }
      talk.say("NOOP").expect("250");
    }
    assertThat(inbox(server, "bob")).isOne();
    assertThat(inbox(server, "cleo")).isOne();
    assertThat(inbox(server, "alice")).isZero();
  }

  /** How many messages are there, once one is, or when delivery had the time of the others. */
  private static long inbox(OneServer server, String name) throws Exception {
    try (ImapTalk imap = server.imap(name)) {
      if (!name.equals("alice")) {
        Awaitility.await().until(() -> exists(imap) > 0);
      }
      return exists(imap);
    }
  }

  private static long exists(ImapTalk imap) throws Exception {
    return imap.ok("SELECT INBOX").untagged().stream()
        .filter(line -> line.endsWith(" EXISTS"))
        .mapToLong(line -> Long.parseLong(line.split(" ", -1)[1]))
        .findFirst()
        .orElseThrow();
  }
}
