package org.godwit.mailflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.godwit.store.CutWire;
import org.godwit.store.Database;
import org.godwit.store.PostgresExtension;
import org.godwit.store.queue.Lease;
import org.godwit.store.queue.Queues;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** While the database is away, nothing that happens to a mail is the mail's fault. */
@ExtendWith(PostgresExtension.class)
class DatabaseAwayTest {

  private Database cuttable;
  private MailflowHouse house;

  @BeforeEach
  void open() throws Exception {
    CutWire.mend();
    cuttable = Database.open(CutWire.over(PostgresExtension.settings()).withPoolSize(3));
    house = new MailflowHouse(cuttable);
    house.people("anna@example.test");
  }

  @AfterEach
  void close() {
    CutWire.mend();
    house.close();
    cuttable.close();
  }

  @Test
  void aMailInWorkWaitsAndItsAttemptDoesNotCount() throws Exception {
    house.queue("spool").enQueue(Queues.mail("hello", "anna@example.test"));
    Lease lease = house.lease().orElseThrow();
    CutWire.cutAfter(0);
    Thread worker = Thread.ofPlatform().start(() -> house.process(lease));
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> isIn(worker, SpoolWork.class) && isIn(worker, Thread.class));
    assertThat(DeliveredMail.of("anna@example.test")).isEmpty();

    CutWire.mend();
    worker.join();

    assertThat(house.spool())
        .singleElement()
        .satisfies(
            mail -> {
              assertThat(mail.attempts()).isZero();
              assertThat(mail.nextTry()).isPresent();
            });
    house.workOnRetries();
    assertThat(DeliveredMail.of("anna@example.test")).hasSize(1);
    assertThat(house.spool()).isEmpty();
  }

  private static boolean isIn(Thread thread, Class<?> type) {
    for (StackTraceElement frame : thread.getStackTrace()) {
      if (frame.getClassName().equals(type.getName())
          && (type != Thread.class || frame.getMethodName().startsWith("sleep"))) {
        return true;
      }
    }
    return false;
  }
}
