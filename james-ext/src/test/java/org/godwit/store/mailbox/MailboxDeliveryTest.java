package org.godwit.store.mailbox;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.mail.Flags;
import org.apache.james.core.Username;
import org.apache.james.core.quota.QuotaCountLimit;
import org.apache.james.events.Event;
import org.apache.james.events.EventBus;
import org.apache.james.events.EventListener;
import org.apache.james.events.Group;
import org.apache.james.mailbox.events.MailboxEvents.Added;
import org.apache.james.mailbox.exception.MailboxNotFoundException;
import org.apache.james.mailbox.exception.OverQuotaException;
import org.apache.james.mailbox.model.FetchGroup;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.MessageResult;
import org.godwit.store.Database;
import org.godwit.store.PostgresExtension;
import org.godwit.store.blob.Blobs;
import org.godwit.store.blob.EncodedBlob;
import org.godwit.store.mailbox.MailboxDelivery.Delivery;
import org.godwit.store.mailbox.MailboxDelivery.Outcome;
import org.godwit.store.message.MessageSummary;
import org.godwit.store.message.SummaryFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({PostgresExtension.class, StoreInvariants.class})
class MailboxDeliveryTest {

  private static final String MESSAGE =
      "From: bob@example.test\r\nSubject: hello\r\n\r\nThe body.\r\n";
  private static final String PREFIX = "Return-Path: <bob@example.test>\r\n";

  private final Database database = PostgresExtension.database();
  private Alice alice;
  private MailboxDelivery deliveries;

  @BeforeEach
  void setUp() {
    alice = new Alice(database);
    deliveries = alice.the(MailboxDelivery.class);
  }

  private static Letter letter(String message) throws IOException {
    return Letter.of(() -> new ByteArrayInputStream(message.getBytes(US_ASCII)), message.length());
  }

  private static Delivery to(MailboxPath target, UUID id) {
    return new Delivery(
        id,
        target.getUser(),
        target,
        true,
        PREFIX.getBytes(US_ASCII),
        new Flags(),
        Date.from(Instant.EPOCH));
  }

  @Test
  void thePrefixStandsBeforeTheMessage() throws Exception {
    deliveries.deliver(to(alice.path("INBOX"), UUID.randomUUID()), letter(MESSAGE));

    MessageResult message = alice.fetch("INBOX", FetchGroup.FULL_CONTENT).getFirst();
    assertThat(message.getFullContent().getInputStream()).hasContent(PREFIX + MESSAGE);
    assertThat(message.getSize()).isEqualTo(PREFIX.length() + MESSAGE.length());
    assertThat(message.getBody().getInputStream()).hasContent("The body.\r\n");
    assertThat(message.getFlags().contains(Flags.Flag.RECENT)).isTrue();
    MessageResult header = alice.fetch("INBOX", FetchGroup.HEADERS).getFirst();
    assertThat(header.getHeaders().getInputStream())
        .hasContent(PREFIX + MESSAGE.substring(0, MESSAGE.indexOf("The body")));
  }

  @Test
  void theSummaryIsOfThePrefixedMessage() throws Exception {
    deliveries.deliver(to(alice.path("INBOX"), UUID.randomUUID()), letter(MESSAGE));

    byte[] summary =
        database.run(
            "reading the summary",
            on -> {
              try (Statement select = on.createStatement();
                  ResultSet row = select.executeQuery("SELECT summary FROM message")) {
                row.next();
                return row.getBytes(1);
              }
            });
    byte[] whole = (PREFIX + MESSAGE).getBytes(US_ASCII);
    assertThat(SummaryFormat.read(summary))
        .contains(MessageSummary.of(new ByteArrayInputStream(whole)));
  }

  @Test
  void deliveredAgainItIsThereOnce() throws Exception {
    Delivery delivery = to(alice.path("INBOX"), UUID.randomUUID());
    Letter letter = letter(MESSAGE);

    assertThat(deliveries.deliver(delivery, letter)).isEqualTo(Outcome.ADDED);
    assertThat(deliveries.deliver(delivery, letter)).isEqualTo(Outcome.THERE_ALREADY);

    assertThat(alice.uids("INBOX")).containsExactly(1L);
  }

  @Test
  void deliveredAgainAfterItWasExpungedItStaysGone() throws Exception {
    Delivery delivery = to(alice.path("INBOX"), UUID.randomUUID());
    deliveries.deliver(delivery, letter(MESSAGE));
    alice.open("INBOX").delete(List.of(org.apache.james.mailbox.MessageUid.of(1)), alice.session());

    assertThat(deliveries.deliver(delivery, letter(MESSAGE))).isEqualTo(Outcome.THERE_ALREADY);

    assertThat(alice.uids("INBOX")).isEmpty();
  }

  @Test
  void oneDeliveryMayGoToTwoMailboxes() throws Exception {
    UUID id = UUID.randomUUID();
    deliveries.deliver(to(alice.path("INBOX"), id), letter(MESSAGE));
    deliveries.deliver(to(alice.path("Lists.godwit"), id), letter(MESSAGE));

    assertThat(alice.uids("INBOX")).hasSize(1);
    assertThat(alice.uids("Lists.godwit")).hasSize(1);
  }

  @Test
  void eightWorkersDeliverItOnce() throws Exception {
    alice.create("INBOX");
    Delivery delivery = to(alice.path("INBOX"), UUID.randomUUID());
    Letter letter = letter(MESSAGE);
    List<Callable<Outcome>> tries = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      // Each as if on a node of its own: they have only the database in common.
      MailboxDelivery node = new Alice(database).the(MailboxDelivery.class);
      tries.add(() -> node.deliver(delivery, letter));
    }
    List<Outcome> outcomes = new ArrayList<>();
    try (ExecutorService workers = Executors.newFixedThreadPool(8)) {
      for (Future<Outcome> done : workers.invokeAll(tries)) {
        outcomes.add(done.get());
      }
    }
    assertThat(outcomes).containsOnlyOnce(Outcome.ADDED).hasSize(8);
    assertThat(alice.uids("INBOX")).containsExactly(1L);
  }

  @Test
  void manyRecipientsShareTheBytes() throws Exception {
    EncodedBlob blob =
        EncodedBlob.of(new ByteArrayInputStream(MESSAGE.getBytes(US_ASCII)), MESSAGE.length());
    database.run(
        "storing the bytes, as a queue does",
        on -> {
          Blobs.put(on, blob);
          return true;
        });
    Letter letter =
        Letter.of(
            blob.hash(),
            blob.size(),
            Optional.empty(),
            () -> new ByteArrayInputStream(MESSAGE.getBytes(US_ASCII)));
    for (int i = 0; i < 5; i++) {
      Username user = Username.of("user" + i + "@example.test");
      deliveries.deliver(to(MailboxPath.inbox(user), UUID.randomUUID()), letter);
    }
    assertThat(count("message")).isEqualTo(5);
    assertThat(count("blob")).isOne();
  }

  @Test
  void bytesThatAreGoneAreNoDelivery() throws Exception {
    alice.create("INBOX");
    EncodedBlob never =
        EncodedBlob.of(new ByteArrayInputStream(MESSAGE.getBytes(US_ASCII)), MESSAGE.length());
    Letter letter =
        Letter.of(
            never.hash(),
            never.size(),
            Optional.empty(),
            () -> new ByteArrayInputStream(MESSAGE.getBytes(US_ASCII)));

    assertThatThrownBy(() -> deliveries.deliver(to(alice.path("INBOX"), UUID.randomUUID()), letter))
        .isInstanceOf(org.godwit.store.StoreException.class);

    assertThat(alice.uids("INBOX")).isEmpty();
  }

  private long count(String table) {
    return database.run(
        "counting",
        on -> {
          try (Statement select = on.createStatement();
              ResultSet row = select.executeQuery("SELECT count(*) FROM " + table)) {
            row.next();
            return row.getLong(1);
          }
        });
  }

  @Test
  void aFullAccountRefusesAndTakesNothing() throws Exception {
    alice.the(QuotaLimits.class).setGlobalMaxMessage(QuotaCountLimit.count(1));
    deliveries.deliver(to(alice.path("INBOX"), UUID.randomUUID()), letter(MESSAGE));

    assertThatThrownBy(
            () -> deliveries.deliver(to(alice.path("INBOX"), UUID.randomUUID()), letter(MESSAGE)))
        .isInstanceOf(OverQuotaException.class);

    assertThat(alice.uids("INBOX")).hasSize(1);
  }

  @Test
  void aMailboxThatIsNotToBeCreatedIsNot() throws Exception {
    Delivery asked = to(alice.path("Nowhere"), UUID.randomUUID());
    Delivery delivery =
        new Delivery(
            asked.id(),
            asked.user(),
            asked.target(),
            false,
            asked.prefix(),
            asked.flags(),
            asked.internalDate());

    assertThatThrownBy(() -> deliveries.deliver(delivery, letter(MESSAGE)))
        .isInstanceOf(MailboxNotFoundException.class);
  }

  @Test
  void whoListensHearsOfItOnce() throws Exception {
    Ears ears = new Ears();
    alice.the(EventBus.class).register(ears);
    Delivery delivery = to(alice.path("INBOX"), UUID.randomUUID());

    deliveries.deliver(delivery, letter(MESSAGE));
    deliveries.deliver(delivery, letter(MESSAGE));

    assertThat(ears.heard)
        .singleElement()
        .satisfies(
            added -> {
              assertThat(added.isDelivery()).isTrue();
              assertThat(added.getMailboxPath()).isEqualTo(alice.path("INBOX"));
            });
  }

  /** Keeps what was added. */
  private static final class Ears implements EventListener.GroupEventListener {
    private static final class EarsGroup extends Group {}

    private final List<Added> heard = new ArrayList<>();

    @Override
    public Group getDefaultGroup() {
      return new EarsGroup();
    }

    @Override
    public void event(Event event) {
      if (event instanceof Added added) {
        heard.add(added);
      }
    }
  }
}
