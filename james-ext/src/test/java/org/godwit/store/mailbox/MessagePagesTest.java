package org.godwit.store.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Statement;
import java.util.List;
import org.apache.james.mailbox.model.FetchGroup;
import org.apache.james.mailbox.model.MessageRange;
import org.apache.james.mailbox.model.MessageResult;
import org.godwit.store.CountedDatabase;
import org.godwit.store.PostgresExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Flux;

@ExtendWith({PostgresExtension.class, StoreInvariants.class})
class MessagePagesTest {

  /** Copies of one message within the mailbox: as good as appended ones, and quickly made. */
  private static void fill(Alice alice, int count) throws Exception {
    alice.create("INBOX");
    alice.append("INBOX", "Subject: first\r\n\r\nbody\r\n");
    while (alice.open("INBOX").getMessageCount(alice.session()) < count) {
      alice
          .manager()
          .copyMessages(
              MessageRange.all(), alice.path("INBOX"), alice.path("INBOX"), alice.session());
    }
  }

  @Test
  void aThousandFlagsOrHeadersAreOneStatement() throws Exception {
    try (CountedDatabase counted = new CountedDatabase()) {
      Alice alice = new Alice(counted.database());
      fill(alice, 2048);
      counted.clear();

      assertThat(alice.fetch("INBOX", FetchGroup.HEADERS)).hasSize(2048);

      assertThat(counted.statements()).as("the mailbox, and three pages").hasSize(4);
    }
  }

  @Test
  void nobodyReadsAPageThatIsNotAskedFor() throws Exception {
    try (CountedDatabase counted = new CountedDatabase()) {
      Alice alice = new Alice(counted.database());
      fill(alice, 2048);
      Flux<MessageResult> messages =
          Flux.from(
              alice
                  .open("INBOX")
                  .getMessagesReactive(MessageRange.all(), FetchGroup.HEADERS, alice.session()));
      counted.clear();

      assertThat(messages.take(10).collectList().block()).hasSize(10);

      assertThat(counted.statements()).hasSize(1);
    }
  }

  @Test
  void wholeMessagesComeInBatchesOfBytes() throws Exception {
    try (CountedDatabase counted = new CountedDatabase()) {
      Alice alice = new Alice(counted.database());
      alice.create("INBOX");
      String big = "Subject: big\r\n\r\n" + "0123456789abcdef\r\n".repeat(200_000); // 3.6 MB
      for (int i = 0; i < 7; i++) {
        alice.append("INBOX", big);
      }
      counted.clear();

      List<MessageResult> all = alice.fetch("INBOX", FetchGroup.FULL_CONTENT);

      assertThat(all).hasSize(7);
      for (MessageResult message : all) {
        assertThat(message.getFullContent().getInputStream()).hasContent(big);
      }
      assertThat(counted.statements())
          .as("the mailbox; three, three and one message; nothing more")
          .hasSize(5);
    }
  }

  @Test
  void aHeaderTooLongToBeKeptIsReadFromTheBytes() throws Exception {
    Alice alice = new Alice(PostgresExtension.database());
    alice.create("INBOX");
    String header = "Subject: long\r\nX-Long: " + "x".repeat(100_000) + "\r\n\r\n";
    alice.append("INBOX", header + "body");

    MessageResult message = alice.fetch("INBOX", FetchGroup.HEADERS).getFirst();
    assertThat(message.getHeaders().getInputStream()).hasContent(header);
    boolean kept =
        PostgresExtension.database()
            .run(
                "looking",
                on -> {
                  try (Statement select = on.createStatement();
                      var row = select.executeQuery("SELECT header IS NOT NULL FROM message")) {
                    row.next();
                    return row.getBoolean(1);
                  }
                });
    assertThat(kept).isFalse();
  }

  @Test
  void aMessageOfBareLineFeedsHasAHeaderAndABody() throws Exception {
    Alice alice = new Alice(PostgresExtension.database());
    alice.create("INBOX");
    alice.append("INBOX", "Subject: unix\nFrom: a\n\nbody\n");

    MessageResult message = alice.fetch("INBOX", FetchGroup.FULL_CONTENT).getFirst();
    assertThat(message.getBody().getInputStream()).hasContent("body\n");
  }

  @Test
  void aMessageWithoutABodyIsAllHeader() throws Exception {
    Alice alice = new Alice(PostgresExtension.database());
    alice.create("INBOX");
    alice.append("INBOX", "Subject: nothing\r\n");

    MessageResult message = alice.fetch("INBOX", FetchGroup.HEADERS).getFirst();
    assertThat(message.getHeaders().getInputStream()).hasContent("Subject: nothing\r\n");
  }
}
