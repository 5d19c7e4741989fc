package org.godwit.store;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.function.Consumer;
import javax.sql.DataSource;

/** Tells a listener of every statement and every commit on the connections of a data source. */
final class StatementWatch {

  static final String COMMIT = "COMMIT";

  /** Hears of what was done, and may say that it was not. */
  interface Aftermath {
    void done(String text) throws SQLException;
  }

  private final Consumer<String> listener;
  private final Aftermath aftermath;

  /**
   * @param listener is told each statement as it was written, before it runs, and {@link #COMMIT}
   */
  StatementWatch(Consumer<String> listener) {
    this(listener, done -> {});
  }

  /**
   * @param aftermath is told the same of a statement when it has run
   */
  StatementWatch(Consumer<String> listener, Aftermath aftermath) {
    this.listener = listener;
    this.aftermath = aftermath;
  }

  DataSource over(DataSource source) {
    return proxy(
        DataSource.class,
        (method, arguments) -> {
          Object result = call(source, method, arguments);
          return result instanceof Connection connection ? watched(connection) : result;
        });
  }

  private Connection watched(Connection connection) {
    return proxy(
        Connection.class,
        (method, arguments) -> {
          if (method.getName().equals("commit")) {
            listener.accept(COMMIT);
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
            listener.accept(text);
          }
          Object result = call(statement, method, arguments);
          if (method.getName().startsWith("execute")) {
            aftermath.done(text);
          }
          return result;
        });
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
}
