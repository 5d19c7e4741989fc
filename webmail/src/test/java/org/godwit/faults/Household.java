package org.godwit.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.godwit.command.GodwitProcess;
import org.godwit.server.ImapTalk;
import org.godwit.server.LineTalk;

/** Some people of one server and what was promised to them, beyond the lives of its processes. */
final class Household {

  static final String PASSWORD = "correct horse battery staple";
  static final List<String> MAILBOXES = List.of("INBOX", "Archive", "Trash");

  private static final Pattern UID = Pattern.compile("UID (\\d+)");

  private final Map<String, Ledger> ledgers = new LinkedHashMap<>();
  private final AtomicInteger letters = new AtomicInteger();

  Household(int people) {
    for (int i = 0; i < people; i++) {
      ledgers.put("person" + i + "@example.test", new Ledger());
    }
  }

  void moveIn(GodwitProcess server) throws IOException {
    for (String person : ledgers.keySet()) {
      server.account(person, PASSWORD);
    }
  }

  List<String> people() {
    return List.copyOf(ledgers.keySet());
  }

  Ledger ledger(String person) {
    return ledgers.get(person);
  }

  int nextLetter() {
    return letters.incrementAndGet();
  }

  /** Somebody, logged in. */
  static ImapTalk imap(GodwitProcess server, String person) throws IOException {
    ImapTalk talk = new ImapTalk(LineTalk.plain(server.address("imap")));
    ImapTalk.Reply reply = talk.ask("LOGIN " + person + " \"" + PASSWORD + "\"");
    if (!reply.status().equals("OK")) {
      talk.close();
      throw new IOException("no login: " + reply.lines());
    }
    return talk;
  }

  /** Holds all that is there against all that was promised. Nobody else may talk to the server. */
  void settle(GodwitProcess server) throws IOException {
    await()
        .atMost(Duration.ofMinutes(3))
        .pollInterval(Duration.ofMillis(500))
        .untilAsserted(() -> assertThat(queue(server)).as(server.output()).isEqualTo("[]"));
    for (String person : people()) {
      List<Ledger.Found> found = new ArrayList<>();
      try (ImapTalk imap = imap(server, person)) {
        for (String mailbox : MAILBOXES) {
          ImapTalk.Reply selected = imap.ok("SELECT " + mailbox);
          ledger(person).modseq(mailbox, selected.code("HIGHESTMODSEQ"));
          ledger(person).uidNext(mailbox, selected.code("UIDNEXT"));
          found.addAll(messages(imap, mailbox));
        }
      }
      ledger(person).settle(found);
    }
  }

  private static String queue(GodwitProcess server) {
    GodwitProcess.Said said = server.run("queue", "list", "--json");
    assertThat(said.exitCode()).as(said.error()).isZero();
    return said.out().replaceAll("\\s", "");
  }

  private static List<Ledger.Found> messages(ImapTalk imap, String mailbox) throws IOException {
    List<Ledger.Found> found = new ArrayList<>();
    ImapTalk.Reply reply = imap.ok("UID FETCH 1:* BODY.PEEK[]");
    List<String> fetched =
        reply.untagged().stream().filter(line -> line.contains(" FETCH ")).toList();
    assertThat(fetched).hasSameSizeAs(reply.literals());
    for (int i = 0; i < fetched.size(); i++) {
      byte[] bytes = reply.literals().get(i);
      int letter = Letters.number(bytes);
      byte[] sent = Letters.make(letter);
      assertThat(bytes).as("letter %d of %s", letter, mailbox).endsWith(sent);
      assertThat(bytes.length - sent.length)
          .as("our trace before letter %d", letter)
          .isLessThan(1_000);
      Matcher uid = UID.matcher(fetched.get(i));
      assertThat(uid.find()).isTrue();
      found.add(new Ledger.Found(mailbox, Long.parseLong(uid.group(1)), letter));
    }
    return found;
  }

  /** Promises so far. */
  long acknowledged() {
    return ledgers.values().stream().mapToLong(Ledger::acknowledged).sum();
  }

  @Override
  public String toString() {
    return letters + " letters, " + acknowledged() + " promises kept";
  }
}
