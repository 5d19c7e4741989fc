package org.godwit.store.account;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.security.spec.InvalidKeySpecException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.apache.james.core.Domain;
import org.godwit.store.Database;
import org.godwit.store.StoreException;
import org.godwit.trust.dkim.DkimAlgorithm;
import org.godwit.trust.dkim.DkimKey;

/**
 * The keys by which our domains sign their mail, the same on all nodes. A domain has a key of each
 * kind from the first time that somebody asks for them. Safe for many threads.
 */
@Singleton
public final class DkimKeys {

  /** How long a node may sign with keys that another one has replaced. */
  private static final Duration REMEMBER = Duration.ofMinutes(1);

  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyyMMdd");

  /** What a key is used for. */
  public enum State {
    /** Its record should be published; nothing is signed with it yet. */
    NEXT,
    /** Mail is signed with it. */
    SIGNING,
    /** Mail on its way may still have its signature. */
    RETIRED
  }

  /** A key and what it is used for. */
  public record Kept(DkimKey key, State state, Instant since) {}

  private final Database database;
  private final InstantSource clock;
  private final Cache<String, List<DkimKey>> signing =
      Caffeine.newBuilder()
          .maximumSize(10_000)
          .expireAfterWrite(REMEMBER)
          .executor(Runnable::run)
          .build();

  @Inject
  public DkimKeys(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * What a domain signs with; none when it is not ours. No statement for one that was asked for in
   * the last minute.
   *
   * @param domain in A-labels and lower case
   */
  public List<DkimKey> signing(String domain) {
    List<DkimKey> known = signing.getIfPresent(domain);
    if (known != null) {
      return known;
    }
    List<DkimKey> keys =
        of(Domain.of(domain)).stream()
            .filter(kept -> kept.state() == State.SIGNING)
            .map(Kept::key)
            .toList();
    signing.put(domain, keys);
    return keys;
  }

  /** All keys of a domain, those that sign first; made when it has none. One statement then. */
  public List<Kept> of(Domain domain) {
    return database.run(
        "reading the keys of a domain",
        on -> {
          List<Kept> there = read(on, domain);
          if (there.stream().noneMatch(kept -> kept.state() == State.SIGNING)
              && isOurs(on, domain)) {
            add(on, domain, State.SIGNING);
            return read(on, domain); // ours, or those of a node that was quicker
          }
          return there;
        });
  }

  /** New keys, to be published before {@link #activate}; those that wait already stay. */
  public List<Kept> next(Domain domain) {
    return database.run(
        "making new keys for a domain",
        on -> {
          if (read(on, domain).stream().noneMatch(kept -> kept.state() == State.NEXT)) {
            add(on, domain, State.NEXT);
          }
          return read(on, domain);
        });
  }

  /** Signs with the new keys from now on; false when there are none. */
  public boolean activate(Domain domain) {
    boolean changed =
        database.transaction(
            "changing the keys of a domain",
            on -> {
              boolean waiting =
                  read(on, domain).stream().anyMatch(kept -> kept.state() == State.NEXT);
              return waiting
                  && move(on, domain, State.SIGNING, State.RETIRED)
                  && move(on, domain, State.NEXT, State.SIGNING);
            });
    signing.invalidate(domain.asString());
    return changed;
  }

  /** Forgets a key that signs nothing; false when there is no such key. */
  public boolean forget(Domain domain, String selector) {
    return database.run(
        "forgetting a key of a domain",
        on -> {
          try (PreparedStatement delete =
              on.prepareStatement(
                  "DELETE FROM dkim_key WHERE domain = ? AND selector = ? AND state <> 'SIGNING'")) {
            delete.setString(1, domain.asString());
            delete.setString(2, selector);
            return delete.executeUpdate() > 0;
          }
        });
  }

  private static boolean isOurs(Connection on, Domain domain) throws SQLException {
    try (PreparedStatement select = on.prepareStatement("SELECT true FROM domain WHERE name = ?")) {
      select.setString(1, domain.asString());
      try (ResultSet row = select.executeQuery()) {
        return row.next();
      }
    }
  }

  private static List<Kept> read(Connection on, Domain domain) throws SQLException {
    String sql =
        """
        SELECT selector, algorithm, state, private_key, public_key, state_since
          FROM dkim_key
         WHERE domain = ?
         ORDER BY state = 'SIGNING' DESC, state, algorithm DESC, selector
        """;
    try (PreparedStatement select = on.prepareStatement(sql)) {
      select.setString(1, domain.asString());
      try (ResultSet row = select.executeQuery()) {
        List<Kept> keys = new ArrayList<>();
        while (row.next()) {
          keys.add(kept(domain, row));
        }
        return keys;
      }
    }
  }

  private static Kept kept(Domain domain, ResultSet row) throws SQLException {
    DkimAlgorithm algorithm = DkimAlgorithm.valueOf(row.getString("algorithm"));
    try {
      return new Kept(
          new DkimKey(
              domain.asString(),
              row.getString("selector"),
              algorithm,
              algorithm.pair(row.getBytes("private_key"), row.getBytes("public_key"))),
          State.valueOf(row.getString("state")),
          row.getTimestamp("state_since").toInstant());
    } catch (InvalidKeySpecException e) {
      throw new StoreException("a key of a domain cannot be read", e);
    }
  }

  /** A key of each kind, where there is none in that state. */
  private void add(Connection on, Domain domain, State state) throws SQLException {
    String insert =
        """
        INSERT INTO dkim_key (domain, selector, algorithm, state, private_key, public_key)
        SELECT name, ?, ?, ?, ?, ? FROM domain WHERE name = ?
            ON CONFLICT DO NOTHING
        """;
    for (DkimAlgorithm algorithm : DkimAlgorithm.values()) {
      DkimKey key =
          new DkimKey(
              domain.asString(), freeSelector(on, domain, algorithm), algorithm, algorithm.make());
      try (PreparedStatement statement = on.prepareStatement(insert)) {
        statement.setString(1, key.selector());
        statement.setString(2, algorithm.name());
        statement.setString(3, state.name());
        statement.setBytes(4, key.pair().getPrivate().getEncoded());
        statement.setBytes(5, key.pair().getPublic().getEncoded());
        statement.setString(6, domain.asString());
        statement.executeUpdate();
      }
    }
  }

  /** Such as rsa-20261130, or rsa-20261130-2. */
  private String freeSelector(Connection on, Domain domain, DkimAlgorithm algorithm)
      throws SQLException {
    String day = DAY.format(clock.instant().atOffset(ZoneOffset.UTC));
    String first = algorithm.tag() + "-" + day;
    List<String> taken = read(on, domain).stream().map(kept -> kept.key().selector()).toList();
    String selector = first;
    for (int i = 2; taken.contains(selector); i++) {
      selector = first + "-" + i;
    }
    return selector;
  }

  private static boolean move(Connection on, Domain domain, State from, State to)
      throws SQLException {
    String sql =
        "UPDATE dkim_key SET state = ?, state_since = now() WHERE domain = ? AND state = ?";
    try (PreparedStatement update = on.prepareStatement(sql)) {
      update.setString(1, to.name());
      update.setString(2, domain.asString());
      update.setString(3, from.name());
      return update.executeUpdate() > 0;
    }
  }
}
