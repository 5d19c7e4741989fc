package org.godwit.store.mailbox;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.MailboxPath;
import org.godwit.store.CutWire;
import org.godwit.store.Database;
import org.godwit.store.PostgresExtension;
import org.godwit.store.StoreUnavailable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class MailboxesAwayTest {

  /** And not "retries exhausted", which costs half a minute. */
  @Test
  void aMailboxIsNotCreatedAgainAndAgainWhileTheDatabaseIsAway() {
    CutWire.mend();
    try (Database cuttable =
        Database.open(CutWire.over(PostgresExtension.settings()).withPoolSize(3))) {
      Alice alice = new Alice(cuttable);
      CutWire.cutAfter(0);
      assertThatThrownBy(
              () ->
                  alice
                      .the(PostgresMailboxManager.class)
                      .createMailbox(MailboxPath.forUser(Alice.NAME, "new"), alice.session()))
          .isInstanceOf(MailboxException.class)
          .hasCauseInstanceOf(StoreUnavailable.class);
    } finally {
      CutWire.mend();
    }
  }
}
