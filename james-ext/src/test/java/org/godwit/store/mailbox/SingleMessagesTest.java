package org.godwit.store.mailbox;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.Optional;
import javax.mail.Flags;
import org.apache.james.mailbox.MessageManager.FlagsUpdateMode;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.MessageRange;
import org.godwit.store.CountedDatabase;
import org.godwit.store.PostgresExtension;
import org.godwit.store.mailbox.MessageReading.Wanted;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({PostgresExtension.class, StoreInvariants.class})
class SingleMessagesTest {

  private static final String HEADER = "Subject: one\r\nMessage-ID: <one@example.org>\r\n\r\n";
  private static final String MESSAGE = HEADER + "body of many words. ".repeat(40_000) + "\r\n";

  private static final Wanted BYTES = new Wanted(false, false, false, true);
  private static final Wanted PARTS = new Wanted(false, true, true, true);
  private static final Wanted FLAGS_AND_BYTES = new Wanted(true, false, false, true);
  private static final Wanted HEADER_ONLY = new Wanted(false, false, true, false);

  private final CountedDatabase counted = new CountedDatabase();
  private final Alice alice = new Alice(counted.database());
  private MessageUid uid;

  @BeforeEach
  void setUp() throws MailboxException {
    alice.create("INBOX");
    uid = alice.append("INBOX", MESSAGE);
    counted.clear();
  }

  @AfterEach
  void tearDown() throws Exception {
    counted.close();
  }

  @Test
  void aMessageThatIsTakenPieceByPieceIsReadOnce() throws Exception {
    assertThat(octets(read(BYTES))).isEqualTo(MESSAGE);
    assertThat(messageStatements()).isOne();

    MessageView again = read(PARTS).orElseThrow();

    assertThat(messageStatements()).isOne();
    assertThat(octets(Optional.of(again))).isEqualTo(MESSAGE);
    assertThat(new String(again.header().orElseThrow(), US_ASCII)).isEqualTo(HEADER);
    assertThat(again.summary().orElseThrow().root().bodyStart()).isEqualTo(HEADER.length());
    assertThat(new String(read(HEADER_ONLY).orElseThrow().header().orElseThrow(), US_ASCII))
        .isEqualTo(HEADER);
    assertThat(messageStatements()).isOne();
  }

  @Test
  void flagsAreThoseOfNowAndTheBytesAreNotReadAgain() throws Exception {
    read(BYTES);
    alice
        .open("INBOX")
        .setFlags(
            new Flags(Flags.Flag.FLAGGED),
            FlagsUpdateMode.ADD,
            MessageRange.one(uid),
            alice.session());
    counted.clear();

    Optional<MessageView> message = read(FLAGS_AND_BYTES);

    assertThat(message.orElseThrow().flags().contains(Flags.Flag.FLAGGED)).isTrue();
    assertThat(octets(message)).isEqualTo(MESSAGE);
    assertThat(counted.statements()).noneMatch(text -> text.contains("blob"));
    assertThat(messageStatements()).isOne();
  }

  @Test
  void whatWasExpungedIsGoneForWhoeverAsksForItsFlags() throws Exception {
    read(BYTES);
    alice
        .open("INBOX")
        .setFlags(
            new Flags(Flags.Flag.DELETED),
            FlagsUpdateMode.ADD,
            MessageRange.one(uid),
            alice.session());
    alice.open("INBOX").expunge(MessageRange.one(uid), alice.session());

    assertThat(read(FLAGS_AND_BYTES)).isEmpty();
  }

  @Test
  void aMessageThatIsNotThereIsNotThereAfterwards() throws Exception {
    MessageUid other = uid.next();
    assertThat(read(other, BYTES)).isEmpty();

    alice.append("INBOX", HEADER + "later\r\n");

    assertThat(octets(read(other, BYTES))).isEqualTo(HEADER + "later\r\n");
  }

  @Test
  void withoutAKeptSummaryThePartsAreFoundInTheBytes() throws Exception {
    counted
        .database()
        .run(
            "forgetting",
            on ->
                on.createStatement()
                    .executeUpdate(
                        "UPDATE message SET summary = NULL WHERE account_id = (SELECT account_id FROM account WHERE"
                            + " name = '"
                            + Alice.NAME
                            + "')"));
    read(BYTES);

    assertThat(read(PARTS).orElseThrow().summary().orElseThrow().root().bodyStart())
        .isEqualTo(HEADER.length());
  }

  private Optional<MessageView> read(Wanted wanted) throws MailboxException {
    return read(uid, wanted);
  }

  private Optional<MessageView> read(MessageUid which, Wanted wanted) throws MailboxException {
    Iterator<MessageView> found =
        alice
            .the(MessageReader.class)
            .read(alice.session(), alice.open("INBOX").getId(), MessageRange.one(which), wanted);
    return found.hasNext() ? Optional.of(found.next()) : Optional.empty();
  }

  private static String octets(Optional<MessageView> message) throws IOException {
    try (InputStream in = message.orElseThrow().bytes().open()) {
      return new String(in.readAllBytes(), US_ASCII);
    }
  }

  private long messageStatements() {
    return counted.statements().stream().filter(text -> text.contains("m.message_id")).count();
  }
}
