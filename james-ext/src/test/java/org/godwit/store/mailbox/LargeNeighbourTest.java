package org.godwit.store.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.apache.james.mailbox.model.MessageRange;
import org.godwit.store.CountedDatabase;
import org.godwit.store.PostgresExtension;
import org.godwit.store.StatementsOfOneAccount;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What concerns one mailbox reads no other one, though that hold most of all mail. */
@ExtendWith({PostgresExtension.class, StoreInvariants.class})
class LargeNeighbourTest {

  private static void fill(Alice alice, CountedDatabase counted) throws Exception {
    for (int i = 0; i < 10; i++) {
      alice.create("small" + i);
    }
    alice.create("large");
    alice.append("large", "Subject: first\r\n\r\nbody\r\n");
    while (alice.open("large").getMessageCount(alice.session()) < 4096) {
      alice
          .manager()
          .copyMessages(
              MessageRange.all(), alice.path("large"), alice.path("large"), alice.session());
    }
    counted
        .database()
        .run(
            "counting anew",
            on -> {
              try (var statement = on.createStatement()) {
                return statement.execute("ANALYZE");
              }
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {AccountReading.UNSEEN, AccountReading.RANGE, MailboxRemoval.REMOVE})
  void isNotRead(String statement) throws Exception {
    try (CountedDatabase counted = new CountedDatabase()) {
      fill(new Alice(counted.database()), counted);

      List<String> reads = new ArrayList<>();
      collect(StatementsOfOneAccount.plan(statement), reads);

      assertThat(reads).isNotEmpty().allMatch(read -> read.matches(".*mailbox_id = \\$\\d+.*"));
    }
  }

  private static void collect(JsonNode plan, List<String> reads) {
    boolean scan = plan.path("Node Type").asText().contains("Scan");
    if (scan && plan.path("Relation Name").asText().equals("mailbox_message")) {
      reads.add(plan.path("Index Cond").asText() + plan.path("Recheck Cond").asText());
    }
    plan.path("Plans").forEach(child -> collect(child, reads));
  }
}
