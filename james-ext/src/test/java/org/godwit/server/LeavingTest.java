package org.godwit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.apache.james.core.Username;
import org.godwit.mailflow.outbound.SmtpPeer;
import org.godwit.store.account.Accounts;
import org.godwit.store.account.NewAccount;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mail for others leaves by the smart host, and what it refuses comes back. */
class LeavingTest {
  private static final String ALICE = "alice@example.test";
  private static final String MESSAGE =
      "From: alice@example.test\r\nTo: bob@there.example\r\nSubject: out\r\n\r\n.dot\r\nend\r\n";

  @TempDir Path directory;
  private SmtpPeer peer;
  private MailServer server;

  @BeforeEach
  void setUp() throws Exception {
    peer = SmtpPeer.start();
    ServerSettings usual = OneServer.settings(directory, OneServer.database("godwit_leaving"));
    server =
        MailServer.start(
            usual.with(
                usual
                    .outbound()
                    .through(
                        new ServerSettings.SmartHost(
                            "localhost",
                            peer.port(),
                            false,
                            false,
                            ServerSettings.SmartHost.Verify.PASSWORD,
                            Optional.empty()))));
    server.service(Accounts.class).create(new NewAccount(Username.of(ALICE), OneServer.PASSWORD));
  }

  @AfterEach
  void tearDown() throws Exception {
    server.close();
    peer.close();
  }

  private void submit(String rcpt) throws IOException {
    try (LineTalk talk = LineTalk.plain(server.addresses().get(Service.SUBMISSION))) {
      talk.expect("220");
      talk.say("EHLO client").expectAll("250");
      talk.say("AUTH PLAIN " + MailServerTest.plain(ALICE)).expect("235");
      talk.say("MAIL FROM:<" + ALICE + "> ENVID=one").expect("250");
      talk.say("RCPT TO:" + rcpt).expect("250");
      talk.data(MESSAGE.getBytes(StandardCharsets.US_ASCII)).expect("250");
    }
  }

  @Test
  void submittedMailLeavesByteForByteWithItsParameters() throws Exception {
    peer.offering("DSN", "8BITMIME");
    submit("<bob@there.example> NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;bob+2Btag@there.example");
    await().atMost(Duration.ofSeconds(30)).until(() -> peer.mails().size() == 1);

    SmtpPeer.Received mail = peer.mails().getFirst();
    assertThat(mail.mail()).isEqualTo("MAIL FROM:<" + ALICE + "> ENVID=one");
    assertThat(mail.recipients())
        .containsExactly(
            "RCPT TO:<bob@there.example> NOTIFY=SUCCESS,FAILURE"
                + " ORCPT=rfc822;bob+2Btag@there.example");
    assertThat(mail.data()).endsWith(MESSAGE.replace("\r\n.", "\r\n.."));
  }

  @Test
  void refusedMailComesBackToItsSender() throws Exception {
    peer.answering("RCPT", "550 5.1.1 nobody here");
    submit("<bob@there.example>");

    try (ImapTalk imap = new ImapTalk(LineTalk.plain(server.addresses().get(Service.IMAP)))) {
      imap.ok("LOGIN " + ALICE + " \"" + OneServer.PASSWORD + "\"");
      String report = new String(MailServerTest.firstMessage(imap), StandardCharsets.ISO_8859_1);
      assertThat(report)
          .contains("Content-Type: multipart/report; report-type=delivery-status")
          .contains("Original-Envelope-Id: one")
          .contains("Diagnostic-Code: smtp; 550 5.1.1 nobody here")
          .contains(MESSAGE);
    }
  }
}
