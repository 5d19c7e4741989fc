package org.godwit.store.mailbox;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;
import javax.mail.Flags;
import org.apache.james.mailbox.MessageManager.FlagsUpdateMode;
import org.apache.james.mailbox.model.MessageRange;
import org.godwit.store.PostgresExtension;
import org.godwit.store.mailbox.MailboxDelivery.Delivery;
import org.godwit.store.mailbox.MailboxDelivery.Outcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Answers in a conversation that bears {@code $muted} go past the inbox. */
@ExtendWith({PostgresExtension.class, StoreInvariants.class})
class MutedThreadTest {

  private static final String FIRST = "Message-ID: <1@x>\r\nSubject: plan\r\n\r\nx\r\n";
  private static final String ANSWER =
      "Message-ID: <2@x>\r\nIn-Reply-To: <1@x>\r\nSubject: Re: plan\r\n\r\nx\r\n";

  private Alice alice;

  @BeforeEach
  void setUp() throws Exception {
    alice = new Alice(PostgresExtension.database());
    alice.the(FirstMailboxes.class).ensure(alice.path("INBOX").getUser());
    deliver("INBOX", FIRST);
  }

  private Delivery delivery(String mailbox) {
    return new Delivery(
        UUID.randomUUID(),
        alice.path(mailbox).getUser(),
        alice.path(mailbox),
        true,
        new byte[0],
        new Flags(),
        Date.from(Instant.EPOCH));
  }

  private static Letter letter(String message) throws Exception {
    return Letter.of(() -> new ByteArrayInputStream(message.getBytes(US_ASCII)), message.length());
  }

  private void deliver(String mailbox, String message) throws Exception {
    alice.the(MailboxDelivery.class).deliver(delivery(mailbox), letter(message));
  }

  private void mute(FlagsUpdateMode mode) throws Exception {
    alice.open("INBOX").setFlags(new Flags("$Muted"), mode, MessageRange.all(), alice.session());
  }

  @Test
  void anAnswerSkipsTheInboxAndTheArchiveHasIt() throws Exception {
    mute(FlagsUpdateMode.ADD);
    deliver("INBOX", ANSWER);
    assertThat(alice.uids("INBOX")).hasSize(1);
    assertThat(alice.uids("Archive")).hasSize(1);
  }

  @Test
  void deliveredAgainItIsThereOnceAlsoWhenTheConversationIsHeardAgain() throws Exception {
    mute(FlagsUpdateMode.ADD);
    Delivery delivery = delivery("INBOX");
    MailboxDelivery deliveries = alice.the(MailboxDelivery.class);
    assertThat(deliveries.deliver(delivery, letter(ANSWER))).isEqualTo(Outcome.ADDED);
    mute(FlagsUpdateMode.REMOVE);
    assertThat(deliveries.deliver(delivery, letter(ANSWER))).isEqualTo(Outcome.THERE_ALREADY);
    assertThat(alice.uids("INBOX")).hasSize(1);
  }

  @Test
  void otherMailAndAnswersElsewhereComeAsEver() throws Exception {
    mute(FlagsUpdateMode.ADD);
    deliver("INBOX", "Message-ID: <3@x>\r\nIn-Reply-To: <9@x>\r\nSubject: other\r\n\r\nx\r\n");
    deliver("INBOX", "Message-ID: <4@x>\r\nIn-Reply-To: <1@x>\r\nSubject: Moved on\r\n\r\nx\r\n");
    deliver("Lists", ANSWER);
    assertThat(alice.uids("INBOX")).hasSize(3);
    assertThat(alice.uids("Lists")).hasSize(1);
    assertThat(alice.uids("Archive")).isEmpty();
  }

  @Test
  void withoutAnArchiveItStaysInTheInbox() throws Exception {
    alice.manager().deleteMailbox(alice.path("Archive"), alice.session());
    mute(FlagsUpdateMode.ADD);
    deliver("INBOX", ANSWER);
    assertThat(alice.uids("INBOX")).hasSize(2);
  }
}
