package org.godwit.store;

import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How to reach PostgreSQL.
 *
 * @param url a JDBC address, {@code jdbc:postgresql://host[:port][,host…]/database[?option=value]}
 * @param user who we are there
 * @param password may be empty, never null
 * @param poolSize connections at most, 1 or more
 * @param replica the address of a streaming replica that is near, for reads; same user and password
 */
public record DatabaseSettings(
    String url, String user, String password, int poolSize, Optional<String> replica) {

  private static final Pattern SECRETS = Pattern.compile("(?i)((?:ssl)?password=)[^&]*");

  public DatabaseSettings {
    Objects.requireNonNull(user);
    Objects.requireNonNull(password);
    if (!url.startsWith("jdbc:postgresql:")) {
      throw new IllegalArgumentException("not a jdbc:postgresql: address: " + url);
    }
    if (replica.filter(address -> !address.startsWith("jdbc:postgresql:")).isPresent()) {
      throw new IllegalArgumentException("not a jdbc:postgresql: address: " + replica.get());
    }
    if (poolSize < 1) {
      throw new IllegalArgumentException("a pool needs one connection or more, not " + poolSize);
    }
  }

  /** Without a replica. */
  public DatabaseSettings(String url, String user, String password, int poolSize) {
    this(url, user, password, poolSize, Optional.empty());
  }

  /** The same with a replica, or without. */
  public DatabaseSettings withReplica(Optional<String> address) {
    return new DatabaseSettings(url, user, password, poolSize, address);
  }

  /** The replica itself, as an address of its own. */
  Optional<DatabaseSettings> near() {
    return replica.map(address -> new DatabaseSettings(address, user, password, poolSize));
  }

  /** The same with another number of connections. */
  public DatabaseSettings withPoolSize(int connections) {
    return new DatabaseSettings(url, user, password, connections, replica);
  }

  @Override
  public String toString() {
    return shownUrl() + " as " + user; // never the password
  }

  /** The address for people: a password in its options is left out. */
  public String shownUrl() {
    return SECRETS.matcher(url).replaceAll("$1…");
  }
}
