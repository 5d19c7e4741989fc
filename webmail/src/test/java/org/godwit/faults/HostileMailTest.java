package org.godwit.faults;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.godwit.command.GodwitProcess;
import org.godwit.server.ImapTalk;
import org.godwit.server.LineTalk;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Messages that are made to hurt whoever reads them. A server with little memory, which would end
 * if it ran out, takes them and can be asked everything about them.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileMailTest {

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String CRLF = "\r\n";

  private final Household household = new Household(1);
  private GodwitProcess server;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    List<String> java = List.of("-Xmx256m", "-XX:+UseSerialGC");
    server = GodwitProcess.start(java, folder.resolve("data")).ready();
    household.moveIn(server);
  }

  @AfterAll
  void stop() {
    server.close();
  }

  static Stream<Arguments> bombs() {
    return Stream.of(
        bomb("10,000 levels", () -> levels(10_000)),
        bomb(
            "10,000 messages inside each other",
            () -> repeat("Content-Type: message/rfc822\r\n\r\n", 10_000) + "deep\r\n"),
        bomb(
            "10,000 parts",
            () ->
                "Content-Type: multipart/mixed; boundary=b\r\n\r\n"
                    + repeat("--b\r\n\r\nx\r\n", 10_000)
                    + "--b--\r\n"),
        bomb(
            "100,000 parts",
            () ->
                "Content-Type: multipart/mixed; boundary=b\r\n\r\n"
                    + repeat("--b\r\n\r\nx\r\n", 100_000)
                    + "--b--\r\n"),
        bomb(
            "parts with 250 KB of header each",
            () ->
                "Content-Type: multipart/mixed; boundary=b\r\n\r\n"
                    + repeat("--b\r\nSubject: " + repeat("x", 250_000) + "\r\n\r\nx\r\n", 150)
                    + "--b--\r\n"),
        bomb("a million fields", () -> repeat("X: y\r\n", 1_000_000) + "\r\nx\r\n"),
        bomb(
            "a million empty lines of a folded field",
            () -> "Subject: a\r\n" + repeat(" b\r\n", 1_000_000) + "\r\nx\r\n"),
        bomb("a field of 20 MB", () -> "Subject: " + repeat("x", 20_000_000) + "\r\n\r\nx\r\n"),
        bomb("a line of 20 MB", () -> "Subject: x\r\n\r\n" + repeat("x", 20_000_000) + CRLF),
        bomb(
            "100,000 addresses",
            () ->
                "To: "
                    + IntStream.range(0, 100_000)
                        .mapToObj(i -> "a" + i + "@example.org")
                        .collect(Collectors.joining(",\r\n "))
                    + "\r\n\r\nx\r\n"),
        bomb(
            "100,000 open comments",
            () -> "To: " + repeat("(", 100_000) + "\r\nSubject: x\r\n\r\nx\r\n"),
        bomb(
            "100,000 quotes and brackets",
            () -> "From: " + repeat("\"<@[:;", 40_000) + "\r\n\r\nx\r\n"),
        bomb(
            "100,000 parameters",
            () ->
                "Content-Type: text/plain"
                    + IntStream.range(0, 10_000)
                        .mapToObj(i -> ";\r\n a*" + i + "*=utf-8''%41")
                        .collect(Collectors.joining())
                    + "\r\n\r\nx\r\n"),
        bomb(
            "100,000 references",
            () ->
                "References: "
                    + IntStream.range(0, 100_000)
                        .mapToObj(i -> "<" + i + "@example.org>")
                        .collect(Collectors.joining("\r\n "))
                    + "\r\n\r\nx\r\n"),
        bomb(
            "encoded words",
            () ->
                "Subject: "
                    + repeat("=?utf-8?B?w7zDvMO8?=\r\n =?x-none?Q?=ff=?= ", 6_000)
                    + "\r\n\r\nx\r\n"),
        bomb(
            "words that never end",
            () ->
                "Subject: "
                    + repeat("=?", 100_000)
                    + "\r\nTo: "
                    + repeat("=?utf-8?q?", 20_000)
                    + "@x\r\n\r\nx\r\n"),
        bomb("NUL", () -> "Subject: a\0b\r\nX-\0: \0\r\n\r\n\0\0\0\r\n\0"),
        bomb(
            "charsets of no name",
            () ->
                "Content-Type: text/plain; charset=\"\0../../x\u00ff\"\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!!=\u00ff\r\n"),
        bomb(
            "charsets that lie",
            () ->
                "Content-Type: text/plain; charset=utf-16\r\nSubject: =?utf-7?Q?+AGEAYg-?= =?utf-16?B?2AA=?= \u00ff\u00fe\r\n\r\n\u00d8\u0000\u00d8\r\n"),
        bomb("no header", () -> "\r\n\r\n\r\n"),
        bomb(
            "a boundary of nothing",
            () ->
                "Content-Type: multipart/mixed; boundary=\"\"\r\n\r\n" + repeat("--\r\n", 50_000)),
        bomb("boundaries that begin alike", () -> alike(90)));
  }

  private static Arguments bomb(String name, java.util.function.Supplier<String> message) {
    return Arguments.of(name, message);
  }

  private static String repeat(String text, int times) {
    return text.repeat(times);
  }

  private static String levels(int levels) {
    StringBuilder deep = new StringBuilder();
    for (int i = 0; i < levels; i++) {
      deep.append("Content-Type: multipart/mixed; boundary=b").append(i);
      deep.append("\r\n\r\n--b").append(i).append(CRLF);
    }
    return deep.append("\r\ndeep\r\n").toString();
  }

  /** Each line has to be held against many open boundaries. */
  private static String alike(int levels) {
    StringBuilder deep = new StringBuilder();
    for (int i = 1; i <= levels; i++) {
      deep.append("Content-Type: multipart/mixed; boundary=\"").append(repeat("b", i));
      deep.append("\"\r\n\r\n--").append(repeat("b", i)).append(CRLF);
    }
    return deep.append(CRLF).append(repeat("--bb", 20).repeat(20_000)).append(CRLF).toString();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bombs")
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void isTakenAndCanBeAskedEverything(String name, java.util.function.Supplier<String> bomb)
      throws IOException {
    byte[] message = bomb.get().getBytes(ISO_8859_1);
    String person = household.people().get(0);
    deliver(person, message);
    try (ImapTalk imap = Household.imap(server, person)) {
      imap.raw().patience(PATIENCE);
      await()
          .atMost(PATIENCE)
          .until(() -> imap.ok("STATUS INBOX (MESSAGES)").lines().get(0).contains(" 1)"));
      imap.append("Archive", withoutNul(message));
      askInbox(imap, name);
    }
    askPop3(person);
    clear(person);
    assertThat(server.handle().isAlive()).as(server.output()).isTrue();
    assertThat(server.output()).doesNotContain("OutOfMemory").doesNotContain("StackOverflow");
  }

  private void clear(String person) throws IOException {
    try (ImapTalk imap = Household.imap(server, person)) {
      imap.raw().patience(PATIENCE);
      for (String mailbox : List.of("INBOX", "Archive")) {
        imap.ok("SELECT " + mailbox);
        imap.ok("STORE 1 +FLAGS.SILENT (\\Deleted)");
        imap.ok("EXPUNGE");
      }
    }
  }

  /** 9051 §4.3: NUL is not for IMAP's literals. */
  private static byte[] withoutNul(byte[] message) {
    return new String(message, ISO_8859_1).replace('\0', '0').getBytes(ISO_8859_1);
  }

  private void deliver(String person, byte[] message) throws IOException {
    try (LineTalk smtp = LineTalk.plain(server.address("smtp"))) {
      smtp.patience(PATIENCE).expect("220");
      smtp.say("EHLO client.example").expectAll("250");
      smtp.say("MAIL FROM:<sender@example.org>").expect("250");
      smtp.say("RCPT TO:<" + person + ">").expect("250");
      smtp.data(message).expect("250");
    }
  }

  private void askInbox(ImapTalk imap, String name) throws IOException {
    imap.ok("SELECT INBOX");
    for (String what :
        List.of(
            "ALL",
            "BODYSTRUCTURE",
            "BODY",
            "BODY.PEEK[HEADER.FIELDS (SUBJECT TO)]",
            "BODY.PEEK[1.1.1.MIME]",
            "BODY.PEEK[1]<0.100>",
            "BODY.PEEK[TEXT]<0.100>")) {
      ImapTalk.Reply reply = imap.ok("FETCH 1 " + what);
      assertThat(reply.untagged()).as("%s of %s", what, name).isNotEmpty();
    }
    for (String key :
        List.of("SUBJECT xyzzy", "TO xyzzy", "BODY xyzzy", "TEXT xyzzy", "HEADER X xyzzy")) {
      imap.ok("SEARCH " + key);
    }
  }

  private void askPop3(String person) throws IOException {
    try (LineTalk pop3 = LineTalk.plain(server.address("pop3"))) {
      pop3.patience(PATIENCE).expect("+OK");
      pop3.say("USER " + person).expect("+OK");
      pop3.say("PASS " + Household.PASSWORD).expect("+OK");
      pop3.say("TOP 1 10").expect("+OK");
      assertThat(pop3.multiline()).isNotEmpty();
      pop3.say("QUIT").expect("+OK");
    }
  }
}
