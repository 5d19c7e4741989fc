package org.godwit.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.postgresql.ds.PGSimpleDataSource;

/** The test database, with a note of every statement and every commit that is sent to it. */
public final class CountedDatabase implements AutoCloseable {

  private final List<String> sent = Collections.synchronizedList(new ArrayList<>());
  private final Database database;

  public CountedDatabase() {
    DatabaseSettings settings = PostgresExtension.settings();
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(settings.url());
    source.setUser(settings.user());
    source.setPassword(settings.password());
    HikariConfig config = new HikariConfig();
    config.setMaximumPoolSize(4);
    config.setDataSource(
        new StatementWatch(text -> sent.add(text.strip().replaceAll("\\s+", " "))).over(source));
    database = Database.over(new HikariDataSource(config));
  }

  public Database database() {
    return database;
  }

  /** Forgets what was sent so far. */
  public void clear() {
    sent.clear();
  }

  /** The statements since, without the commits. */
  public List<String> statements() {
    return sent.stream().filter(text -> !text.equals(StatementWatch.COMMIT)).toList();
  }

  /** How many transactions of more than one statement were committed since. */
  public long commits() {
    return sent.stream().filter(StatementWatch.COMMIT::equals).count();
  }

  @Override
  public void close() throws SQLException {
    database.close();
  }
}
