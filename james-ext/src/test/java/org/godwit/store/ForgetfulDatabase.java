package org.godwit.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The test database, whose connection breaks before it answers some statements that it has done.
 */
public final class ForgetfulDatabase implements AutoCloseable {

  private final Database database;

  /**
   * @param before is told each statement before it runs, and may fail
   * @param lost whose answers are lost
   */
  public ForgetfulDatabase(Consumer<String> before, Predicate<String> lost) {
    DatabaseSettings settings = PostgresExtension.settings();
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(settings.url());
    source.setUser(settings.user());
    source.setPassword(settings.password());
    HikariConfig config = new HikariConfig();
    config.setMaximumPoolSize(4);
    config.setDataSource(
        new StatementWatch(
                before,
                done -> {
                  if (lost.test(done)) {
                    throw new SQLException("the connection broke", "08006");
                  }
                })
            .over(source));
    database = Database.over(new HikariDataSource(config));
  }

  public Database database() {
    return database;
  }

  @Override
  public void close() {
    database.close();
  }
}
