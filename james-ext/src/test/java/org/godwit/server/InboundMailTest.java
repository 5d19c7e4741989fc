package org.godwit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.james.core.Username;
import org.godwit.mailflow.inbound.InboundSettings.Obedience;
import org.godwit.store.account.Accounts;
import org.godwit.store.account.NewAccount;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mail of strangers is looked at on port 25, with names from a name server of ours. */
class InboundMailTest {
  @TempDir static Path directory;
  private static TestNameServer names;
  private static MailServer server;

  @BeforeAll
  static void start() throws Exception {
    names =
        new TestNameServer()
            .add("good.example", "TXT", "\"v=spf1 ip4:127.0.0.1 -all\"")
            .add("_dmarc.good.example", "TXT", "\"v=DMARC1; p=reject\"")
            .add("_dmarc.bank.example", "TXT", "\"v=DMARC1; p=reject\"")
            .add("_dmarc.soft.example", "TXT", "\"v=DMARC1; p=quarantine\"");
    server =
        MailServer.start(
            OneServer.settings(directory, OneServer.database("godwit_inbound"))
                .with(
                    new ServerSettings.Inbound(
                        List.of(),
                        Obedience.APPLY,
                        ServerSettings.Dns.of(Optional.of(names.address())))));
    for (String name : List.of("alice", "bob", "cleo")) {
      server
          .service(Accounts.class)
          .create(new NewAccount(Username.of(name + "@example.test"), OneServer.PASSWORD));
    }
  }

  @AfterAll
  static void stop() {
    server.close();
    names.close();
  }

  /** What port 25 says behind the message. */
  private static String send(String sender, String recipient, String message) throws IOException {
    try (LineTalk smtp = LineTalk.plain(server.addresses().get(Service.SMTP))) {
      smtp.expect("220");
      smtp.say("EHLO mx.there.example").expectAll("250");
      smtp.say("MAIL FROM:<" + sender + ">").expect("250");
      smtp.say("RCPT TO:<" + recipient + "@example.test>").expect("250");
      smtp.data(message.getBytes(StandardCharsets.ISO_8859_1));
      return smtp.line();
    }
  }

  /** The first message of a folder, or nothing. */
  private static String first(String name, String folder) throws IOException {
    try (LineTalk imap = LineTalk.plain(server.addresses().get(Service.IMAP))) {
      imap.expect("* OK");
      imap.say("a LOGIN " + name + "@example.test \"" + OneServer.PASSWORD + "\"").expect("a OK");
      imap.say("b EXAMINE " + folder);
      StringBuilder text = new StringBuilder();
      for (String line = imap.line(); !line.startsWith("b "); line = imap.line()) {
        text.append(line);
      }
      if (!text.toString().contains("* 1 EXISTS")) {
        return "";
      }
      text.setLength(0);
      imap.say("c FETCH 1 BODY.PEEK[]");
      for (String line = imap.line(); !line.startsWith("c "); line = imap.line()) {
        text.append(line).append('\n');
      }
      return text.toString();
    }
  }

  private static String arrived(String name, String folder) throws IOException {
    await().until(() -> !first(name, folder).isEmpty());
    return first(name, folder);
  }

  @Test
  void honestMailArrivesWithItsResultsAndWithoutForgedOnes() throws Exception {
    String message =
        "X-First: 1\r\nAuthentication-Results: mail.example.test;\r\n\tdmarc=pass\r\n"
            + "From: ann@good.example\r\nSubject: honest\r\n\r\nHello\r\n";

    assertThat(send("ann@good.example", "alice", message)).startsWith("250");

    String arrived = arrived("alice", "INBOX");
    assertThat(arrived)
        .contains("spf=pass smtp.mailfrom=good.example")
        .contains("dmarc=pass (p=reject) header.from=good.example")
        .contains("X-First: 1\nFrom: ann@good.example\nSubject: honest\n\nHello\n");
    assertThat(arrived.split("Authentication-Results:", -1)).hasSize(2);
    assertThat(arrived.indexOf("Authentication-Results:")).isLessThan(arrived.indexOf("Received:"));
  }

  @Test
  void aForgeryIsRefusedBehindData() throws Exception {
    assertThat(send("eve@there.example", "bob", "From: info@bank.example\r\n\r\nx\r\n"))
        .startsWith("550 5.7.1");
  }

  @Test
  void whatItsOwnerWantsQuarantinedIsInJunk() throws Exception {
    assertThat(send("eve@there.example", "cleo", "From: info@soft.example\r\n\r\nx\r\n"))
        .startsWith("250");

    assertThat(arrived("cleo", "Junk")).contains("dmarc=fail (p=quarantine)");
    assertThat(first("cleo", "INBOX")).isEmpty();
  }
}
