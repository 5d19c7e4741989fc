package org.godwit.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.model.MessageRange;
import org.godwit.imap.command.ImapCommands;
import org.godwit.store.mailbox.MessageReading;
import org.godwit.store.mailbox.MessageView;
import org.junit.jupiter.api.Test;

/** Clients that wait, and clients that do not read, cost little. */
class ManyClientsTest {
  private static final int IDLE = 1_000;

  @Test
  void aThousandIdleClientsHaveNoThreadsAndAreAllTold() throws Exception {
    try (ImapFixture imap = new ImapFixture()) {
      List<Wire> waiting = new ArrayList<>();
      try {
        int threads = Thread.activeCount();
        for (int i = 0; i < IDLE; i++) {
          Wire wire = imap.login("alice");
          waiting.add(wire);
          wire.ok("SELECT INBOX");
          wire.send("i IDLE\r\n");
          assertThat(wire.line()).startsWith("+ ");
        }
        assertThat(Thread.activeCount()).isLessThan(threads + 60);
        try (Wire sender = imap.login("alice")) {
          sender.append("INBOX", "Subject: x\r\n\r\nhello\r\n");
        }
        for (Wire wire : waiting) {
          assertThat(wire.line()).isEqualTo("* 1 EXISTS");
        }
      } finally {
        for (Wire wire : waiting) {
          wire.close();
        }
      }
    }
  }

  @Test
  void aClientThatDoesNotReadHoldsAHandfulOfMessages() throws Exception {
    MemoryMailbox mailbox = new MemoryMailbox("alice");
    Counting reading = new Counting(new MemoryMessages(mailbox.manager));
    try (ImapFixture imap =
            new ImapFixture(ImapLimits.standard(), reading.instead(mailbox.ground()));
        Wire alice = imap.login("alice")) {
      String message = "Subject: x\r\n\r\n" + "0123456789".repeat(100_000);
      for (int i = 0; i < 40; i++) {
        alice.append("INBOX", message);
      }
      alice.ok("SELECT INBOX");
      alice.send("f FETCH 1:* BODY.PEEK[]\r\n");
      await().until(() -> reading.read.get() > 0);
      await().during(Duration.ofSeconds(1)).until(() -> reading.read.get() < 20);
      assertThat(alice.until("f").untagged()).hasSize(40).allMatch(line -> line.contains(message));
    }
  }

  @Test
  void aClientThatHangsUpEndsItsFetch() throws Exception {
    MemoryMailbox mailbox = new MemoryMailbox("alice");
    Counting reading = new Counting(new MemoryMessages(mailbox.manager));
    try (ImapFixture imap =
        new ImapFixture(ImapLimits.standard(), reading.instead(mailbox.ground()))) {
      try (Wire alice = imap.login("alice")) {
        for (int i = 0; i < 40; i++) {
          alice.append("INBOX", "Subject: x\r\n\r\n" + "0123456789".repeat(100_000));
        }
        alice.ok("SELECT INBOX");
        alice.send("f FETCH 1:* BODY.PEEK[]\r\n");
        await().until(() -> reading.read.get() > 0);
      }
      await().during(Duration.ofMillis(500)).until(() -> reading.read.get() < 30);
    }
  }

  /** Counts messages as they are taken. */
  private static final class Counting implements MessageReading {
    private final AtomicInteger read = new AtomicInteger();
    private final MessageReading messages;

    Counting(MessageReading messages) {
      this.messages = messages;
    }

    ImapCommands.Ground instead(ImapCommands.Ground ground) {
      return new ImapCommands.Ground(
          ground.mailboxes(),
          ground.events(),
          ground.subscriptions(),
          ground.quota(),
          ground.quotaRoots(),
          ground.metrics(),
          ground.specialUses(),
          ground.facts(),
          this,
          ground.sets(),
          ground.finding(),
          Optional.of(URI.create("https://mail.example.org/jmap/session")));
    }

    @Override
    public Iterator<MessageView> read(
        MailboxSession session, MailboxId mailbox, MessageRange range, Wanted wanted)
        throws MailboxException {
      Iterator<MessageView> found = messages.read(session, mailbox, range, wanted);
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return found.hasNext();
        }

        @Override
        public MessageView next() {
          read.incrementAndGet();
          return found.next();
        }
      };
    }
  }
}
