package org.godwit.mailflow.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;

/** Mail goes out by SMTP (5321). */
class RelayTest {

  @Test
  void aMailReachesTheServerOfItsDomainByteForByte() throws Exception {
    String message =
        "From: a@here.example\r\nSubject:  two  blanks\r\nX-Fold: a\r\n\tb\r\n\r\n"
            + ".dot\r\n..two\r\nno dot\r\n\r\n.\r\nlast \t\r\n";
    try (SmtpPeer peer = SmtpPeer.start();
        Site site = new Site(peer.port()).start()) {
      site.dns.mx("there.example", 10, "mx.there.example").host("mx.there.example", "127.0.0.1");
      site.send(message, mail -> {}, "bob@there.example");

      await().until(() -> peer.mails().size() == 1);
      SmtpPeer.Received mail = peer.mails().getFirst();
      assertThat(mail.mail()).startsWith("MAIL FROM:<alice@here.example>");
      assertThat(mail.recipients()).containsExactly("RCPT TO:<bob@there.example>");
      assertThat(mail.data()).isEqualTo(message.replace("\r\n.", "\r\n.."));
      await().until(() -> site.outgoing().rows().isEmpty());
    }
  }
}
