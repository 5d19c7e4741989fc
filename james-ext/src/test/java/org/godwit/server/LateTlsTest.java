package org.godwit.server;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A client on a busy machine begins TLS some time after it was invited. */
@ExtendWith(OneServer.class)
class LateTlsTest {

  private static final Duration LATE = Duration.ofSeconds(11); // Netty would have waited for 10

  /** What begins TLS, and what is said then. */
  private record Words(String startTls, String ready, String hello, String answer) {}

  private static final Map<Service, Words> DOORS =
      Map.of(
          Service.SMTP, new Words("STARTTLS", "220", "EHLO me", "250"),
          Service.POP3, new Words("STLS", "+OK", "CAPA", "+OK"),
          Service.IMAP, new Words("a STARTTLS", "a OK", "b NOOP", "b OK"));

  @Test
  void isWaitedFor(OneServer server) throws Exception {
    Map<Service, LineTalk> invited = new LinkedHashMap<>();
    try {
      for (Map.Entry<Service, Words> door : DOORS.entrySet()) {
        LineTalk talk = server.talk(door.getKey());
        invited.put(door.getKey(), talk);
        talk.line();
        talk.say(door.getValue().startTls()).expect(door.getValue().ready());
      }
      LineTalk implicit = LineTalk.plain(server.address(Service.IMAPS));
      invited.put(Service.IMAPS, implicit);
      LineTalk submissions = LineTalk.plain(server.address(Service.SUBMISSIONS));
      invited.put(Service.SUBMISSIONS, submissions);

      Thread.sleep(LATE);

      for (Map.Entry<Service, Words> door : DOORS.entrySet()) {
        LineTalk talk = invited.get(door.getKey());
        talk.startTls(server.trusting());
        talk.say(door.getValue().hello()).expect(door.getValue().answer());
      }
      implicit.startTls(server.trusting());
      implicit.expect("* OK");
      submissions.startTls(server.trusting());
      submissions.expect("220");
    } finally {
      for (LineTalk talk : invited.values()) {
        talk.close();
      }
    }
  }
}
