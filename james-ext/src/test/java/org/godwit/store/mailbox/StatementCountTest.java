package org.godwit.store.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.util.Date;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.mail.Flags;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageManager.FlagsUpdateMode;
import org.apache.james.mailbox.MessageManager.MailboxMetaData;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.ModSeq;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.FetchGroup;
import org.apache.james.mailbox.model.MessageRange;
import org.apache.james.mailbox.model.SearchQuery;
import org.godwit.store.CountedDatabase;
import org.godwit.store.PostgresExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What a command costs, in statements, whatever the number of messages. */
@ExtendWith({PostgresExtension.class, StoreInvariants.class})
class StatementCountTest {

  private static final int MESSAGES = 30;

  private final CountedDatabase counted = new CountedDatabase();
  private final Alice alice = new Alice(counted.database());

  @BeforeEach
  void setUp() throws MailboxException {
    alice.create("INBOX");
    alice.create("Archive");
    alice.appendMany("INBOX", MESSAGES);
    counted.clear();
  }

  @AfterEach
  void tearDown() throws Exception {
    counted.close();
  }

  @Test
  void anAppendFindsTheMailboxAndAddsTheMessage() throws Exception {
    alice.append("INBOX", "Subject: one more\r\nMessage-ID: <1@a>\r\n\r\nbody\r\n");
    assertThat(counted.statements()).hasSize(2);
    assertThat(counted.commits()).isZero();
  }

  @Test
  void aDeliveryIsTwoStatements() throws Exception {
    byte[] message = Alice.bytes("Subject: hello\r\n\r\nbody\r\n");
    Letter letter = Letter.of(() -> new ByteArrayInputStream(message), message.length);
    alice
        .the(MailboxDelivery.class)
        .deliver(
            new MailboxDelivery.Delivery(
                UUID.randomUUID(),
                Alice.NAME,
                alice.path("INBOX"),
                false,
                new byte[0],
                new Flags(),
                Date.from(Instant.EPOCH)),
            letter);
    assertThat(counted.statements()).hasSize(2);
    assertThat(counted.commits()).isZero();
  }

  @Test
  void aSecondSelectIsTwoStatements() throws Exception {
    select();
    counted.clear();
    MailboxMetaData metaData = select();
    assertThat(counted.statements()).hasSize(2);
    assertThat(metaData.getMessageCount()).isEqualTo(MESSAGES);
  }

  @Test
  void aSelectThatShowsRecentMessagesIsThree() throws Exception {
    select();
    alice.append("INBOX", "Subject: new\r\n\r\n");
    counted.clear();
    MailboxMetaData metaData = select();
    assertThat(counted.statements()).hasSize(3);
    assertThat(metaData.getRecent()).hasSize(1);
    assertThat(select().getRecent()).as("shown once").isEmpty();
  }

  /** As James's SELECT does it. */
  private MailboxMetaData select() throws MailboxException {
    MessageManager inbox = alice.open("INBOX");
    Mono.from(inbox.getApplicableFlagsReactive(alice.session())).block();
    Flux.from(inbox.search(SearchQuery.of(SearchQuery.all()), alice.session()))
        .collectList()
        .block();
    return inbox.getMetaData(
        MailboxMetaData.RecentMode.RESET,
        alice.session(),
        EnumSet.allOf(MailboxMetaData.Item.class));
  }

  @Test
  void fetchingFlagsOfAllIsOneStatement() throws Exception {
    MessageManager inbox = alice.open("INBOX");
    counted.clear();
    assertThat(
            Flux.from(inbox.listMessagesMetadata(MessageRange.all(), alice.session()))
                .collectList()
                .block())
        .hasSize(MESSAGES);
    assertThat(counted.statements()).hasSize(1);
  }

  @Test
  void fetchingHeadersOfAllIsOneStatement() throws Exception {
    alice.open("INBOX");
    counted.clear();
    assertThat(alice.fetch("INBOX", FetchGroup.HEADERS)).hasSize(MESSAGES);
    assertThat(counted.statements()).as("the mailbox, the messages").hasSize(2);
  }

  @Test
  void fetchingAllOfAllIsOneStatementForManySmallOnes() throws Exception {
    alice.fetch("INBOX", FetchGroup.FULL_CONTENT);
    assertThat(counted.statements()).as("the mailbox, the messages, no more").hasSize(3);
  }

  @Test
  void storingFlagsOfAllIsOneTransactionOfTwoStatements() throws Exception {
    MessageManager inbox = alice.open("INBOX");
    counted.clear();
    inbox.setFlags(
        new Flags(Flags.Flag.FLAGGED), FlagsUpdateMode.ADD, MessageRange.all(), alice.session());
    assertThat(counted.statements()).hasSize(2);
    assertThat(counted.commits()).isOne();
  }

  @Test
  void addingFlagsThatAllHaveWritesNothing() throws Exception {
    MessageManager inbox = alice.open("INBOX");
    Flags flags = new Flags(Flags.Flag.FLAGGED);
    flags.add("$Work");
    inbox.setFlags(flags, FlagsUpdateMode.ADD, MessageRange.all(), alice.session());
    ModSeq before = select().getHighestModSeq();
    counted.clear();

    Map<MessageUid, Flags> told =
        inbox.setFlags(flags, FlagsUpdateMode.ADD, MessageRange.all(), alice.session());

    assertThat(counted.statements()).hasSize(2).noneMatch(text -> text.contains("changed AS"));
    assertThat(told).hasSize(MESSAGES).allSatisfy((uid, has) -> assertThat(has).isEqualTo(flags));
    assertThat(select().getHighestModSeq()).isEqualTo(before);
  }

  @Test
  void addingAFlagThatTheOneMessageHasIsOneStatement() throws Exception {
    MessageManager inbox = alice.open("INBOX");
    Flags flags = new Flags(Flags.Flag.SEEN);
    flags.add("$Work");
    MessageUid uid = MessageUid.of(alice.uids("INBOX").getFirst());
    store(inbox, uid, flags);
    counted.clear();

    MessageSets.Stored again = store(inbox, uid, flags);

    assertThat(counted.statements()).hasSize(1);
    assertThat(counted.commits()).isZero();
    assertThat(again.stored())
        .singleElement()
        .satisfies(told -> assertThat(told.getNewFlags().contains(flags)).isTrue());
    flags.add("$More");
    assertThat(store(inbox, uid, flags).stored())
        .singleElement()
        .satisfies(told -> assertThat(told.getNewFlags().contains(flags)).isTrue());
  }

  private MessageSets.Stored store(MessageManager inbox, MessageUid uid, Flags flags)
      throws MailboxException {
    return alice
        .the(MessageSets.class)
        .store(
            inbox, List.of(uid), flags, FlagsUpdateMode.ADD, MessageSets.ALWAYS, alice.session());
  }

  @Test
  void oneThatLacksAFlagGetsIt() throws Exception {
    MessageManager inbox = alice.open("INBOX");
    Flags flags = new Flags("$Work");
    inbox.setFlags(flags, FlagsUpdateMode.ADD, MessageRange.all(), alice.session());
    MessageUid last = alice.append("INBOX", "Subject: new\r\n\r\n");

    inbox.setFlags(flags, FlagsUpdateMode.ADD, MessageRange.all(), alice.session());

    assertThat(
            Flux.from(inbox.listMessagesMetadata(MessageRange.one(last), alice.session()))
                .blockFirst()
                .getFlags()
                .contains("$Work"))
        .isTrue();
  }

  @Test
  void seeingAllAlsoLooksForTheNextUnseen() throws Exception {
    MessageManager inbox = alice.open("INBOX");
    counted.clear();
    inbox.setFlags(
        new Flags(Flags.Flag.SEEN), FlagsUpdateMode.ADD, MessageRange.all(), alice.session());
    assertThat(counted.statements()).hasSize(3);
    assertThat(counted.commits()).isOne();
  }

  @Test
  void expungingAllIsFourStatements() throws Exception {
    MessageManager inbox = alice.open("INBOX");
    inbox.setFlags(
        new Flags(Flags.Flag.DELETED), FlagsUpdateMode.ADD, MessageRange.all(), alice.session());
    counted.clear();
    assertThat(inbox.expunge(MessageRange.all(), alice.session())).toIterable().hasSize(MESSAGES);
    assertThat(counted.statements()).as("which, lock, remove, next unseen").hasSize(4);
    assertThat(counted.commits()).isOne();
  }

  @Test
  void copyingAllIsFiveStatementsAndNoBytes() throws Exception {
    alice
        .manager()
        .copyMessages(
            MessageRange.all(), alice.path("INBOX"), alice.path("Archive"), alice.session());
    assertThat(counted.statements()).as("two mailboxes, the messages, two to copy").hasSize(5);
    assertThat(counted.statements()).noneMatch(text -> text.contains("INTO blob"));
    assertThat(alice.uids("Archive")).hasSize(MESSAGES);
  }

  @Test
  void movingAllIsSevenStatements() throws Exception {
    alice
        .manager()
        .moveMessages(
            MessageRange.all(), alice.path("INBOX"), alice.path("Archive"), alice.session());
    assertThat(counted.statements()).as("two mailboxes, the messages, four to move").hasSize(7);
    assertThat(alice.uids("INBOX")).isEmpty();
    assertThat(alice.uids("Archive")).hasSize(MESSAGES);
  }
}
