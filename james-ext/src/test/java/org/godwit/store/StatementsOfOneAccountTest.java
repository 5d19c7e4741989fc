package org.godwit.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(PostgresExtension.class)
class StatementsOfOneAccountTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT uid FROM mailbox_message WHERE account_id = ? AND mailbox_id = ?",
        "SELECT m.uid FROM account a JOIN mailbox_message m USING (account_id) WHERE a.name = ?",
        "UPDATE mailbox b SET name = ? FROM account a"
            + " WHERE a.account_id = ? AND b.account_id = a.account_id AND b.mailbox_id = ?",
        "DELETE FROM subscription WHERE account_id = ? AND mailbox LIKE 'account?%'",
        "INSERT INTO subscription (mailbox, account_id) VALUES (?, ?)",
        "INSERT INTO subscription (account_id, mailbox)"
            + " SELECT account_id, ? FROM account WHERE name = ?",
      })
  void aStatementThatNamesItsAccountIsLetPass(String statement) throws SQLException {
    assertThat(StatementsOfOneAccount.accountless(statement)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT uid FROM mailbox_message WHERE mailbox_id = ?",
        "SELECT uid FROM mailbox_message WHERE account_id > ?",
        "SELECT count(*) FROM account",
        "SELECT b.name FROM account a JOIN mailbox b USING (account_id) WHERE b.name = ?",
        "SELECT m.uid FROM mailbox b JOIN mailbox_message m USING (mailbox_id)"
            + " WHERE b.account_id = ?",
        "UPDATE mailbox SET name = ? WHERE mailbox_id = ?",
        "DELETE FROM subscription WHERE mailbox = ?",
        "INSERT INTO subscription (account_id, mailbox) SELECT mailbox_id, ? FROM mailbox"
            + " WHERE account_id = ?",
      })
  void aStatementThatDoesNotIsFound(String statement) throws SQLException {
    assertThat(StatementsOfOneAccount.accountless(statement)).isNotEmpty();
  }
}
