package org.godwit.store.backup;

import com.google.common.base.Throwables;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.godwit.store.DatabaseSettings;

/** Connections that last for hours. */
final class Connections {

  private Connections() {}

  /**
   * Opens one; whoever asks closes it.
   *
   * @param name what it is for, as the database shows it
   */
  static Connection open(DatabaseSettings settings, String name) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", settings.user());
    properties.setProperty("password", settings.password());
    properties.setProperty("ApplicationName", name);
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("connectTimeout", "10");
    return DriverManager.getConnection(settings.url(), properties);
  }

  /** Why something failed, one line. */
  static String reason(Throwable e) {
    Throwable root = Throwables.getRootCause(e);
    String message = root.getMessage() == null ? root.toString() : root.getMessage();
    return message.lines().findFirst().orElse("").strip();
  }
}
