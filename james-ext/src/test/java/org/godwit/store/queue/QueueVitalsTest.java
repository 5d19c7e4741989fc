package org.godwit.store.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.PreparedStatement;
import java.util.List;
import java.util.UUID;
import org.godwit.store.Database;
import org.godwit.store.PostgresExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the age of a queue's mail says, and what it does not. */
@ExtendWith(PostgresExtension.class)
class QueueVitalsTest {

  /**
   * Puts mail of two hours ago into a queue.
   *
   * @param due as SQL
   */
  private static void mail(Database database, String to, String stage, String due, int attempts) {
    database.run(
        "queueing for a test",
        on -> {
          try (PreparedStatement insert =
              on.prepareStatement(
                  """
                  INSERT INTO mail_queue (queue, stage, priority, origin, name, recipients,
                                          attributes, size, queued_at, attempts, due_at)
                  VALUES ('outgoing', ?, 5, ?, 'a-mail', ARRAY[?], '{}', 1,
                          now() - interval '2 hours', ?, %s)
                  """
                      .formatted(due))) {
            insert.setString(1, stage);
            insert.setObject(2, UUID.randomUUID());
            insert.setString(3, to);
            insert.setInt(4, attempts);
            return insert.executeUpdate();
          }
        });
  }

  private static QueueAdmin.Queue only(Database database) {
    List<QueueAdmin.Queue> queues = new QueueAdmin(database, null).queues();
    assertThat(queues).hasSize(1);
    return queues.getFirst();
  }

  @Test
  void mailInQuarantineHasNoAge(Database database) {
    mail(database, "a@b.example", "quarantine", "NULL", 9);
    assertThat(only(database).quarantined()).isEqualTo(1);
    assertThat(only(database).oldest()).isEmpty();
    assertThat(only(database).overdue()).isEmpty();
  }

  @Test
  void mailThatIsToLeaveLaterHasNoAge(Database database) {
    mail(database, "a@b.example", "ready", "now() + interval '1 hour'", 0);
    assertThat(only(database).oldest()).isEmpty();
    assertThat(only(database).overdue()).isEmpty();
  }

  @Test
  void mailThatWaitsForItsNextTryIsOldAndNotOverdue(Database database) {
    mail(database, "a@b.example", "ready", "now() + interval '1 hour'", 1);
    assertThat(only(database).oldest()).isPresent();
    assertThat(only(database).overdue()).isEmpty();
  }

  @Test
  void mailThatNobodyHasTakenIsOverdue(Database database) {
    mail(database, "a@b.example", "ready", "NULL", 0);
    assertThat(only(database).overdue()).isPresent();
  }

  @Test
  void destinationsThatCannotBeReachedAreCountedOnce(Database database) {
    mail(database, "a@b.example", "ready", "now() + interval '1 hour'", 1);
    mail(database, "c@b.example", "ready", "now() + interval '1 hour'", 3);
    mail(database, "a@d.example", "ready", "now() + interval '1 hour'", 1);
    mail(database, "a@e.example", "ready", "NULL", 0);
    assertThat(only(database).failing()).isEqualTo(2);
  }
}
