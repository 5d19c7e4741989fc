package org.godwit.store.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.godwit.store.Database;
import org.godwit.store.PostgresExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class HeldLeasesTest {

  private final UUID node = UUID.randomUUID();
  private final HeldLeases leases = new HeldLeases(Duration.ZERO);
  private Queues queues;

  @BeforeEach
  void open(Database database) {
    queues = new Queues(database);
  }

  @AfterEach
  void close() {
    queues.close();
  }

  /** What a node has that lost the answer to its question for a mail. */
  private MailRow leased(Database database, String mail) throws Exception {
    queues.put("spool", mail, "a@example.org");
    database.run(
        "living",
        connection ->
            execute(
                connection.prepareStatement(
                    "INSERT INTO queue_node (node, host, pid, started_at) VALUES (?, 'here', 1, now())"
                        + " ON CONFLICT DO NOTHING")));
    return database
        .run("leasing", connection -> QueueTable.lease(connection, "spool", node))
        .orElseThrow();
  }

  private boolean execute(PreparedStatement statement) throws SQLException {
    try (statement) {
      statement.setObject(1, node);
      return statement.execute();
    }
  }

  private void look(Database database) {
    database.run(
        "looking",
        connection -> {
          leases.giveBackStrays(connection, node);
          return null;
        });
  }

  @Test
  void aLeaseThatNobodyWorksOnGoesBack(Database database) throws Exception {
    MailRow held = leased(database, "held");
    leased(database, "stray");
    leases.hold(held);

    look(database);

    assertThat(queues.content()).containsExactly("spool held ACTIVE", "spool stray READY");
  }

  @Test
  void whatAStrayLeaseCausedGoesWithIt(Database database) throws Exception {
    MailRow stray = leased(database, "stray");
    QueueTable.Parent parent = new QueueTable.Parent(stray.id(), stray.token(), 0);
    database.run(
        "causing",
        connection ->
            QueueTable.insert(
                connection,
                "outgoing",
                UUID.randomUUID(),
                stray.envelope(),
                Optional.empty(),
                Duration.ZERO,
                Optional.of(parent),
                Optional.empty()));

    look(database);

    assertThat(queues.content()).containsExactly("spool stray READY");
  }

  @Test
  void aLeaseThatWasLetGoIsAStray(Database database) throws Exception {
    MailRow row = leased(database, "mail");
    leases.hold(row);
    leases.drop(row);

    look(database);

    assertThat(queues.content()).containsExactly("spool mail READY");
  }

  @Test
  void aLeaseOfAMomentIsLeftToWhoeverIsAboutToHoldIt(Database database) throws Exception {
    leased(database, "mail");
    HeldLeases patient = new HeldLeases(Duration.ofHours(1));
    for (int i = 0; i < 2; i++) {
      database.run(
          "looking",
          connection -> {
            patient.giveBackStrays(connection, node);
            return null;
          });
    }
    assertThat(queues.content()).containsExactly("spool mail ACTIVE");
  }

  @Test
  void theNextLeaseOfAMailIsToldApartFromOneThatTheDatabaseForgot(Database database)
      throws Exception {
    MailRow forgotten = leased(database, "mail");
    database.run(
        "forgetting",
        connection -> {
          try (PreparedStatement update =
              connection.prepareStatement(
                  "UPDATE mail_queue SET lease_owner = NULL, lease_token = 0")) {
            return update.executeUpdate();
          }
        });
    MailRow next =
        database
            .run("leasing", connection -> QueueTable.lease(connection, "spool", node))
            .orElseThrow();

    assertThat(next.token()).isNotEqualTo(forgotten.token());
  }
}
