package org.godwit.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What stands behind STARTTLS in the same packet was sent in clear, by anybody on the way: it is
 * never answered (3207 §6, 2595 §4, 9051 §11.1, 5804 §2.2).
 */
@ExtendWith(OneServer.class)
class StartTlsInjectionTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "SMTP,       STARTTLS,    220, EHLO injected, EHLO genuine, 250",
    "SUBMISSION, STARTTLS,    220, EHLO injected, EHLO genuine, 250",
    "LMTP,       STARTTLS,    220, LHLO injected, LHLO genuine, 250",
    "POP3,       STLS,        +OK, QUIT,          NOOP,         -ERR",
    "IMAP,       a1 STARTTLS, a1 OK, a2 NOOP,     a3 NOOP,      a3 OK",
  })
  void whatIsSentBehindStartTlsIsForgotten(
      Service door,
      String startTls,
      String ready,
      String injected,
      String genuine,
      String answer,
      OneServer server)
      throws IOException {
    try (LineTalk talk = server.talk(door)) {
      talk.line();
      if (door != Service.IMAP && door != Service.POP3) {
        talk.say(genuine).expectAll("250");
      }
      talk.send(startTls + "\r\n" + injected + "\r\n").expect(ready);
      talk.startTls(server.trusting());

      String first = talk.say(genuine).line();
      assertThat(first).startsWith(answer);
      if (answer.equals("250")) {
        while (first.startsWith("250-")) {
          first = talk.line();
        }
      }
      assertThat(talk.say(genuine).line()).as("one answer for one command").startsWith(answer);
    }
  }
}
