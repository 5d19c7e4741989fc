package org.godwit.store.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.ResultSet;
import org.apache.james.mailbox.SubscriptionManager;
import org.apache.james.mailbox.exception.MailboxException;
import org.godwit.store.Database;
import org.godwit.store.PostgresExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** JMAP tells a subscription as a property of the mailbox: who subscribes changes the mailbox. */
@ExtendWith({PostgresExtension.class, StoreInvariants.class})
class SubscriptionModseqTest {
  private Database database;
  private Alice alice;
  private SubscriptionManager subscriptions;

  @BeforeEach
  void setUp(Database godwits) throws MailboxException {
    database = godwits;
    alice = new Alice(database);
    alice.create("INBOX");
    alice.create("Archive");
    subscriptions = alice.the(SubscriptionManager.class);
  }

  private long modseq(String mailbox) {
    return database.run(
        "reading a modseq",
        on -> {
          String query = "SELECT modseq FROM mailbox WHERE name = '" + mailbox + "'";
          try (ResultSet row = on.createStatement().executeQuery(query)) {
            row.next();
            return row.getLong(1);
          }
        });
  }

  @Test
  void whatIsSubscribedAndUnsubscribedHasChanged() throws Exception {
    long inbox = modseq("INBOX");
    long before = modseq("Archive");
    subscriptions.subscribe(alice.session(), alice.path("Archive"));
    long subscribed = modseq("Archive");
    assertThat(subscribed).isGreaterThan(before);
    subscriptions.subscribe(alice.session(), alice.path("Archive"));
    assertThat(modseq("Archive")).as("it was subscribed").isEqualTo(subscribed);
    subscriptions.unsubscribe(alice.session(), alice.path("Archive"));
    assertThat(modseq("Archive")).isGreaterThan(subscribed);
    assertThat(modseq("INBOX")).as("another").isEqualTo(inbox);
  }

  @Test
  void whatIsNotThereCanBeSubscribed() throws Exception {
    long inbox = modseq("INBOX");
    subscriptions.subscribe(alice.session(), alice.path("Nowhere"));
    assertThat(subscriptions.subscriptions(alice.session())).contains(alice.path("Nowhere"));
    subscriptions.unsubscribe(alice.session(), alice.path("Nowhere"));
    assertThat(subscriptions.subscriptions(alice.session())).isEmpty();
    assertThat(modseq("INBOX")).isEqualTo(inbox);
  }
}
