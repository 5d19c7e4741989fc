package org.godwit.store;

import java.util.Objects;

/**
 * How to reach PostgreSQL.
 *
 * @param url a JDBC address, {@code jdbc:postgresql://host[:port][,host…]/database[?option=value]}
 * @param user who we are there
 * @param password may be empty, never null
 * @param poolSize connections at most, 1 or more
 */
public record DatabaseSettings(String url, String user, String password, int poolSize) {

  public DatabaseSettings {
    Objects.requireNonNull(user);
    Objects.requireNonNull(password);
    if (!url.startsWith("jdbc:postgresql:")) {
      throw new IllegalArgumentException("not a jdbc:postgresql: address: " + url);
    }
    if (poolSize < 1) {
      throw new IllegalArgumentException("a pool needs one connection or more, not " + poolSize);
    }
  }

  /** The same with another number of connections. */
  public DatabaseSettings withPoolSize(int connections) {
    return new DatabaseSettings(url, user, password, connections);
  }

  @Override
  public String toString() {
    return url + " as " + user; // never the password
  }
}
