package org.godwit.faults;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.godwit.command.GodwitProcess;
import org.godwit.server.ImapTalk;
import org.godwit.server.LineTalk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A message of 50 MB never costs more than twice 50 MB of heap, whichever way it goes: a server
 * with 60 MB for itself and 100 MB for the message does not run out of memory, which would end it.
 */
class HeapPromiseTest {

  private static final int SIZE = 50_000_000;
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @TempDir private Path folder;
  private final Household household = new Household(10);

  @Test
  void aLargeMessageComesInAndGoesOutByEveryDoorInLittleMemory() throws Exception {
    byte[] message = incompressible();
    List<String> java = List.of("-Xmx160m", "-XX:+UseSerialGC");
    try (GodwitProcess server = GodwitProcess.start(java, folder.resolve("data")).ready()) {
      household.moveIn(server);
      deliver(server, message);
      for (String person : household.people()) {
        await().atMost(PATIENCE).until(() -> count(server, person) == 1);
      }
      String first = household.people().get(0);
      append(server, first, message);
      fetch(server, first, message);
      retrieve(server, first, message);
      assertThat(server.handle().isAlive()).as(server.output()).isTrue();
      assertThat(server.output()).doesNotContain("OutOfMemory").doesNotContain("Java heap space");
    }
  }

  /** Octets that no compression makes fewer, in lines. */
  private static byte[] incompressible() {
    byte[] message = new byte[SIZE];
    new Random(50).nextBytes(message);
    for (int i = 0; i < SIZE; i++) {
      if (message[i] == '\r' || message[i] == '\n' || message[i] == 0) {
        message[i] = 'x';
      }
      if (i % 900 == 898) {
        message[i] = '\r';
        message[i + 1] = '\n';
        i += 2;
        message[Math.min(i, SIZE - 1)] = 'y'; // and no dot
      }
    }
    byte[] header =
        "Subject: large\r\nContent-Transfer-Encoding: binary\r\n\r\n".getBytes(US_ASCII);
    System.arraycopy(header, 0, message, 0, header.length);
    message[SIZE - 2] = '\r';
    message[SIZE - 1] = '\n';
    return message;
  }

  private void deliver(GodwitProcess server, byte[] message) throws IOException {
    try (LineTalk smtp = LineTalk.plain(server.address("smtp"))) {
      smtp.patience(PATIENCE).expect("220");
      smtp.say("EHLO client.example").expectAll("250");
      smtp.say("MAIL FROM:<sender@example.org> BODY=8BITMIME").expect("250");
      for (String person : household.people()) {
        smtp.say("RCPT TO:<" + person + ">").expect("250");
      }
      smtp.say("DATA").expect("354");
      smtp.send(message).send(".\r\n").expect("250");
    }
  }

  private static int count(GodwitProcess server, String person) throws IOException {
    try (ImapTalk imap = Household.imap(server, person)) {
      String status = imap.ok("STATUS INBOX (MESSAGES)").untagged().get(0);
      return Integer.parseInt(status.replaceFirst(".*MESSAGES (\\d+).*", "$1"));
    }
  }

  private static void append(GodwitProcess server, String person, byte[] message)
      throws IOException {
    try (ImapTalk imap = Household.imap(server, person)) {
      imap.raw().patience(PATIENCE);
      imap.append("Archive", message);
      imap.ok("SELECT Archive");
      imap.ok("COPY 1 Trash");
      assertThat(imap.ok("FETCH 1 BODY.PEEK[TEXT]<49000000.9>").literals().get(0)).hasSize(9);
      assertThat(imap.ok("FETCH 1 (ENVELOPE BODYSTRUCTURE)").untagged()).hasSize(1);
    }
  }

  private static void fetch(GodwitProcess server, String person, byte[] message)
      throws IOException {
    try (ImapTalk imap = Household.imap(server, person)) {
      imap.raw().patience(PATIENCE);
      imap.ok("SELECT INBOX");
      String line = imap.raw().say("a FETCH 1 BODY.PEEK[]").expect("* 1 FETCH (BODY[] {");
      endsWith(message, imap.raw().bytes(sizeIn(line)));
      imap.raw().expect(")");
      imap.raw().expect("a OK");
    }
  }

  private static void retrieve(GodwitProcess server, String person, byte[] message)
      throws IOException {
    try (LineTalk pop3 = LineTalk.plain(server.address("pop3"))) {
      pop3.patience(PATIENCE).expect("+OK");
      pop3.say("USER " + person).expect("+OK");
      pop3.say("PASS " + Household.PASSWORD).expect("+OK");
      endsWith(message, pop3.bytes(sizeIn(pop3.say("RETR 1").expect("+OK"))));
      pop3.expect(".");
    }
  }

  private static int sizeIn(String line) {
    return Integer.parseInt(line.replaceFirst(".*\\D(\\d{6,})\\D*$", "$1"));
  }

  private static void endsWith(byte[] message, byte[] found) {
    int trace = found.length - message.length;
    assertThat(trace).isBetween(1, 1_000);
    assertThat(Arrays.equals(found, trace, found.length, message, 0, message.length))
        .as("the message that came out is the one that went in")
        .isTrue();
  }
}
