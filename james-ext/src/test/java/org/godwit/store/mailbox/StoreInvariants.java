package org.godwit.store.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.godwit.store.PostgresExtension;
import org.godwit.store.StatementsOfOneAccount;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** After each test, what the store promises of its tables must hold, whatever the test did. */
public final class StoreInvariants implements AfterEachCallback {

  @Override
  public void afterEach(ExtensionContext context) {
    check();
    StatementsOfOneAccount.check();
  }

  /** Fails with the rows that break a promise. */
  public static void check() {
    for (Map.Entry<String, String> promise : StorePromises.BROKEN.entrySet()) {
      List<String> broken =
          PostgresExtension.database().run("checking", on -> rows(on, promise.getValue()));
      assertThat(broken).as(promise.getKey()).isEmpty();
    }
  }

  private static List<String> rows(Connection connection, String query) throws SQLException {
    try (Statement select = connection.createStatement();
        ResultSet row = select.executeQuery(query)) {
      List<String> rows = new ArrayList<>();
      while (row.next()) {
        StringBuilder text = new StringBuilder();
        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
          text.append(row.getMetaData().getColumnName(i)).append('=').append(row.getString(i));
          text.append(' ');
        }
        rows.add(text.toString());
      }
      return rows;
    }
  }
}
