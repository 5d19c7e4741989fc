package org.godwit.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.godwit.imap.command.ImapCommands;
import org.godwit.store.mailbox.MessageFinding;
import org.junit.jupiter.api.Test;

/** A client whose command takes long is told that it is under way (RFC 9585). */
class ProgressTest {

  /** Answers nothing before the client has heard that it will take long. */
  private static ImapCommands.Ground slow(CountDownLatch heard) {
    ImapCommands.Ground ground = new MemoryMailbox("alice").ground();
    MessageFinding finding =
        (session, mailbox, query, wanted) -> {
          try {
            heard.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          return ground.finding().find(session, mailbox, query, wanted);
        };
    return new ImapCommands.Ground(
        ground.mailboxes(),
        ground.events(),
        ground.subscriptions(),
        ground.quota(),
        ground.quotaRoots(),
        ground.metrics(),
        ground.specialUses(),
        ground.facts(),
        ground.messages(),
        ground.sets(),
        finding,
        Optional.of(URI.create("https://mail.example.org/jmap/session")));
  }

  @Test
  void aLongSearchSaysThatItIsUnderWay() throws Exception {
    CountDownLatch heard = new CountDownLatch(1);
    ImapLimits limits = ImapLimits.standard().withProgress(Duration.ofMillis(20));
    try (ImapFixture imap = new ImapFixture(limits, slow(heard));
        Wire alice = imap.login("alice")) {
      alice.ok("SELECT INBOX");
      alice.send("a\"b SEARCH ALL\r\n"); // no tag that could be repeated: only answered
      assertThat(alice.line()).contains("BAD");
      alice.send("slow SEARCH ALL\r\n");
      String told = "* OK [INPROGRESS (\"slow\" NIL NIL)] still under way";
      assertThat(alice.line()).isEqualTo(told);
      assertThat(alice.line()).as("again").isEqualTo(told);
      heard.countDown();
      Wire.Reply rest = alice.until("slow");
      assertThat(rest.untagged()).contains("* SEARCH");
    }
  }
}
