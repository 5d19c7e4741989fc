package org.godwit.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;

/** How connections are made and kept. */
final class Pools {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration REPLICA_PATIENCE = Duration.ofSeconds(1);
  private static final Duration REST = Duration.ofMinutes(1);

  private Pools() {}

  /** A pool of connections to the primary. */
  static HikariDataSource primary(DatabaseSettings settings, Optional<PrimaryHosts> hosts) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("godwit-store");
    if (hosts.isPresent()) {
      config.setDataSource(hosts.get());
    } else {
      config.setJdbcUrl(settings.url());
      config.setUsername(settings.user());
      config.setPassword(settings.password());
      config.setDataSourceProperties(options());
    }
    config.setMaximumPoolSize(settings.poolSize());
    config.setMinimumIdle(Math.min(2, settings.poolSize()));
    config.setConnectionTimeout(PATIENCE.toMillis());
    config.setIdleTimeout(REST.toMillis()); // a process of PostgreSQL keeps 20 MB of plans
    config.setInitializationFailTimeout(PATIENCE.toMillis());
    config.setAutoCommit(true);
    try {
      return new HikariDataSource(config);
    } catch (RuntimeException e) {
      throw new StoreUnavailable("opening the database", false, e);
    }
  }

  /** What holds for each connection, unless the address says otherwise. */
  static Properties options() {
    Properties options = new Properties();
    // Prepared on the server, and bytea in binary, from the first use on (1 is from the second
    // on): as text a message of 50 MB would be 150 MB in our memory.
    options.setProperty("prepareThreshold", "-1");
    options.setProperty("preparedStatementCacheQueries", "512");
    options.setProperty("connectTimeout", "5");
    options.setProperty("socketTimeout", "60");
    options.setProperty("tcpKeepAlive", "true");
    options.setProperty("ApplicationName", "godwit");
    return options;
  }

  /** A pool of connections to a replica; made when they are needed, and nobody waits long. */
  static HikariDataSource replica(DatabaseSettings settings) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("godwit-replica");
    config.setJdbcUrl(settings.url());
    config.setUsername(settings.user());
    config.setPassword(settings.password());
    Properties options = options();
    options.setProperty("socketTimeout", "5");
    options.setProperty("connectTimeout", "2");
    config.setDataSourceProperties(options);
    config.setMaximumPoolSize(settings.poolSize());
    config.setMinimumIdle(0);
    config.setConnectionTimeout(REPLICA_PATIENCE.toMillis());
    config.setValidationTimeout(REPLICA_PATIENCE.toMillis());
    config.setIdleTimeout(REST.toMillis());
    config.setInitializationFailTimeout(-1); // a start does not need it
    config.setReadOnly(true);
    return new HikariDataSource(config);
  }
}
