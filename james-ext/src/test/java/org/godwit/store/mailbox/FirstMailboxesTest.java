package org.godwit.store.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.inject.TypeLiteral;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import org.apache.james.mailbox.SubscriptionManager;
import org.apache.james.mailbox.model.MailboxPath;
import org.godwit.store.CountedDatabase;
import org.godwit.store.Database;
import org.godwit.store.PostgresExtension;
import org.godwit.store.account.AccountHook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({PostgresExtension.class, StoreInvariants.class})
class FirstMailboxesTest {

  @Test
  void aNewAccountHasThemSubscribed() throws Exception {
    Alice alice = new Alice(PostgresExtension.database());
    alice.the(FirstMailboxes.class).ensure(Alice.NAME);

    List<MailboxPath> expected =
        List.of("INBOX", "Sent", "Drafts", "Junk", "Trash", "Archive").stream()
            .map(alice::path)
            .toList();
    assertThat(alice.manager().list(alice.session())).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(alice.the(SubscriptionManager.class).subscriptions(alice.session()))
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void whatTheirOwnerDeletedStaysDeleted() throws Exception {
    Alice alice = new Alice(PostgresExtension.database());
    alice.the(FirstMailboxes.class).ensure(Alice.NAME);
    alice.manager().deleteMailbox(alice.path("Trash"), alice.session());

    new Alice(PostgresExtension.database()).the(FirstMailboxes.class).ensure(Alice.NAME);

    assertThat(alice.manager().list(alice.session())).doesNotContain(alice.path("Trash"));
  }

  @Test
  void anAccountThatHadMailBeforeGetsWhatIsMissing() throws Exception {
    Alice alice = new Alice(PostgresExtension.database());
    alice.manager().createMailbox(alice.path("Archive"), alice.session());
    alice.the(FirstMailboxes.class).ensure(Alice.NAME);
    assertThat(alice.manager().list(alice.session())).hasSize(6);
  }

  @Test
  void aNewAccountCostsOneStatement() throws Exception {
    try (CountedDatabase counted = new CountedDatabase()) {
      FirstMailboxes first = new Alice(counted.database()).the(FirstMailboxes.class);
      counted.clear();
      first.ensure(Alice.NAME);
      assertThat(counted.statements()).hasSize(1);
    }
  }

  @Test
  void aSecondTimeAsksNothing() throws Exception {
    try (CountedDatabase counted = new CountedDatabase()) {
      FirstMailboxes first = new Alice(counted.database()).the(FirstMailboxes.class);
      first.ensure(Alice.NAME);
      counted.clear();
      first.ensure(Alice.NAME);
      assertThat(counted.statements()).isEmpty();
    }
  }

  @Test
  void withTheAccountAllItsMailGoes() throws Exception {
    Database database = PostgresExtension.database();
    Alice alice = new Alice(database);
    Set<AccountHook> hooks = alice.all(new TypeLiteral<>() {});
    hooks.forEach(hook -> hook.created(Alice.NAME));
    alice.appendMany("INBOX", 3);
    alice.manager().deleteMailbox(alice.path("Trash"), alice.session());

    hooks.forEach(hook -> hook.removed(Alice.NAME));

    for (String table :
        List.of("account", "mailbox", "mailbox_message", "message", "subscription")) {
      assertThat(rows(database, table)).as(table).isZero();
    }
    hooks.forEach(hook -> hook.created(Alice.NAME));
    assertThat(alice.manager().list(alice.session())).hasSize(6);
  }

  private static long rows(Database database, String table) {
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
}
