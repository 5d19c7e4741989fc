package org.godwit.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.godwit.store.Database;
import org.godwit.store.PostgresExtension;
import org.godwit.store.event.ChangedElsewhere;
import org.godwit.store.mailbox.StoreMailboxId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Where nothing can be heard, a node looks. */
@ExtendWith(PostgresExtension.class)
class PollingTest {

  @Test
  void tellsOfAccountsThatHaveMovedAndOfNoOthers(Database database) {
    execute(
        database, "INSERT INTO account (account_id, name, modseq) VALUES (1, 'a', 5), (2, 'b', 5)");
    StoreMailboxId first = new StoreMailboxId(1, 1);
    Polling polling = new Polling(database, () -> Set.of(first, new StoreMailboxId(2, 1)));
    List<ChangedElsewhere> told = new ArrayList<>();
    polling.look(told::add);
    told.clear();

    polling.look(told::add);
    assertThat(told).as("nothing has moved").isEmpty();

    execute(database, "UPDATE account SET modseq = 6 WHERE account_id = 1");
    polling.look(told::add);
    assertThat(told).hasSize(1);
    assertThat(told.getFirst().mailboxes()).isEqualTo(Set.of(first));
  }

  private static void execute(Database database, String sql) {
    database.run(
        "being another node",
        on -> {
          try (Statement statement = on.createStatement()) {
            return statement.executeUpdate(sql);
          }
        });
  }
}
