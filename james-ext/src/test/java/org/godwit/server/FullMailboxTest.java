package org.godwit.server;

import java.nio.charset.StandardCharsets;
import org.apache.james.core.Username;
import org.apache.james.core.quota.QuotaSizeLimit;
import org.apache.james.mailbox.model.QuotaRoot;
import org.apache.james.mailbox.quota.MaxQuotaManager;
import org.apache.james.mailbox.quota.UserQuotaRootResolver;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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

  @ParameterizedTest
  @EnumSource(names = {"SMTP", "LMTP"})
  void butNotWhileSomebodyElseHasRoom(Service door, OneServer server) throws Exception {
    limit(server, "alice");
    try (LineTalk talk = greeted(server, door)) {
      talk.say("MAIL FROM:<a@example.org>").expect("250");
      talk.say("RCPT TO:<" + server.address("alice") + ">").expect("250");
      talk.say("RCPT TO:<" + server.address("bob") + ">").expect("250");
      talk.data(LARGE).expect("250");
    }
  }
}
