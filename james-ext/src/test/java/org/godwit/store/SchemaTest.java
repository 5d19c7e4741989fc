package org.godwit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class SchemaTest {

  @AfterEach
  void forgetTheFuture(Database database) {
    execute(database, "DELETE FROM schema_version WHERE version = '9999'");
  }

  @Test
  void aDatabaseThatANewerVersionHasWrittenIsLeftAlone(Database database) {
    execute(
        database,
        """
        INSERT INTO schema_version (installed_rank, version, description, type, script, checksum,
                                    installed_by, execution_time, success)
        VALUES (9999, '9999', 'from the future', 'SQL', 'V9999__from_the_future.sql', 1,
                'godwit', 1, true)
        """);

    assertThatThrownBy(() -> Database.open(PostgresExtension.settings()).close())
        .isInstanceOf(StoreException.class)
        .rootCause()
        .hasMessageContaining("a newer Godwit has been here (schema 9999")
        .hasMessageContaining("or restore a backup");
  }

  @Test
  void aDatabaseOfThisVersionOpensAgain(Database database) {
    try (Database again = Database.open(PostgresExtension.settings())) {
      assertThat(again).isNotNull();
    }
  }

  private static void execute(Database database, String sql) {
    database.run(
        "testing",
        connection -> {
          try (Statement statement = connection.createStatement()) {
            return statement.execute(sql);
          }
        });
  }
}
