package org.godwit.mailflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Statement;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.james.queue.api.MailQueue.MailQueueException;
import org.godwit.store.CutWire;
import org.godwit.store.Database;
import org.godwit.store.PostgresExtension;
import org.godwit.store.queue.QueueAdmin.QueuedMail;
import org.godwit.store.queue.QueueAdmin.State;
import org.godwit.store.queue.Queues;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Accepts and processes a mail, and is killed at message 1, 2, 3 … to the database, until it gets
 * through; then another process finishes. Whatever was accepted is in each mailbox once and goes
 * out once; whatever was not is nowhere, or, when only the answer was lost, whole.
 */
@ExtendWith(PostgresExtension.class)
class KilledBetweenStepsTest {

  private static Database database;

  @BeforeAll
  static void open() {
    database = PostgresExtension.database();
  }

  @AfterAll
  static void close() {
    CutWire.mend();
  }

  /** Some, others each time; {@code -Dgodwit.cut.step=1} tries each of them, in some minutes. */
  private static final int STEP = Integer.getInteger("godwit.cut.step", 9);

  @BeforeEach
  void mended() {
    CutWire.mend();
  }

  @ParameterizedTest(name = "only the answer is lost: {0}")
  @ValueSource(booleans = {false, true})
  void everyAcceptedMailArrivesOnceWhereverTheProcessIsKilled(boolean answerOnly) throws Exception {
    for (int cut = ThreadLocalRandom.current().nextInt(STEP); ; cut += STEP) {
      PostgresExtension.empty();
      boolean accepted = acceptAndDie(cut, answerOnly);
      boolean wasCut = CutWire.mend();

      finish();

      assertOnceOrNever(cut, accepted, answerOnly);
      if (!wasCut) {
        assertThat(cut).as("messages to the database").isGreaterThan(10);
        return;
      }
    }
  }

  /** A process that does its best until its wire is cut; it never comes back. */
  private static boolean acceptAndDie(int cut, boolean answerOnly) throws Exception {
    boolean accepted = false;
    Database cuttable = CutWire.impatient(PostgresExtension.settings().withPoolSize(3));
    MailflowHouse house = new MailflowHouse(cuttable);
    try {
      house.people("anna@example.test", "bert@example.test");
      house
          .rewrites()
          .addForwardMapping(MailflowHouse.source("bert@example.test"), "far@example.org");
      house
          .rewrites()
          .addForwardMapping(MailflowHouse.source("bert@example.test"), "bert@example.test");
      house.stopWaiting();
      arm(cut, answerOnly);
      house
          .queue("spool")
          .enQueue(
              Queues.mail(
                  "hello", "anna@example.test", "bert@example.test", "nobody@example.test"));
      accepted = true;
      house.work();
    } catch (MailQueueException | org.godwit.store.StoreException killed) {
      // as far as it came
    } finally {
      house.kill();
      cuttable.close();
    }
    return accepted;
  }

  private static void arm(int cut, boolean answerOnly) {
    if (answerOnly) {
      CutWire.cutAnswerAfter(cut);
    } else {
      CutWire.cutAfter(cut);
    }
  }

  /** The next process. */
  private static void finish() throws Exception {
    database.run(
        "letting time pass",
        connection -> {
          try (Statement statement = connection.createStatement()) {
            return statement.executeUpdate("DELETE FROM queue_node");
          }
        });
    try (MailflowHouse house = new MailflowHouse(database)) {
      house.work();
      house.workOnRetries();
      house.workOnRetries();
      assertThat(house.spool()).as("left in the spool").isEmpty();
      assertThat(house.outgoing())
          .extracting(QueuedMail::state)
          .as("held for ever")
          .doesNotContain(State.HELD);
    }
  }

  private static void assertOnceOrNever(int cut, boolean accepted, boolean answerOnly)
      throws Exception {
    int anna = DeliveredMail.of("anna@example.test").size();
    int bert = DeliveredMail.of("bert@example.test").size();
    List<String> outgoing;
    try (Queues queues = new Queues(database)) {
      outgoing =
          queues.admin().list(java.util.Optional.of("outgoing"), 0, 100).stream()
              .flatMap(mail -> mail.recipients().stream())
              .sorted()
              .toList();
    }
    String where = "cut at message " + cut;
    if (accepted || (answerOnly && anna > 0)) {
      assertThat(anna).as(where).isEqualTo(1);
      assertThat(bert).as(where).isEqualTo(1);
      assertThat(outgoing)
          .as(where + ": the forward, and the report on nobody")
          .containsExactly("far@example.org", "sender@example.org");
    } else {
      assertThat(anna + bert).as(where).isZero();
      assertThat(outgoing).as(where).isEmpty();
    }
  }
}
