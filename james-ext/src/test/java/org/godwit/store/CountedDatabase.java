package org.godwit.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** The test database, with a note of every statement and every commit that is sent to it. */
public final class CountedDatabase implements AutoCloseable {

  private static final String COMMIT = "COMMIT";

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
        proxy(
            DataSource.class,
            (method, arguments) -> {
              Object result = call(source, method, arguments);
              return result instanceof Connection connection ? watched(connection) : result;
            }));
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
    return sent.stream().filter(text -> !text.equals(COMMIT)).toList();
  }

  /** How many transactions of more than one statement were committed since. */
  public long commits() {
    return sent.stream().filter(COMMIT::equals).count();
  }

  private interface Call {
    Object answer(Method method, Object[] arguments) throws Throwable;
  }

  private static <T> T proxy(Class<T> type, Call call) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> call.answer(method, arguments)));
  }

  private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private Connection watched(Connection connection) {
    return proxy(
        Connection.class,
        (method, arguments) -> {
          if (method.getName().equals("commit")) {
            sent.add(COMMIT);
          }
          Object result = call(connection, method, arguments);
          return result instanceof PreparedStatement statement
              ? watched(statement, (String) arguments[0])
              : result;
        });
  }

  private PreparedStatement watched(PreparedStatement statement, String text) {
    return proxy(
        PreparedStatement.class,
        (method, arguments) -> {
          if (method.getName().startsWith("execute")) {
            sent.add(text.strip().replaceAll("\\s+", " "));
          }
          return call(statement, method, arguments);
        });
  }

  @Override
  public void close() throws SQLException {
    database.close();
  }
}
