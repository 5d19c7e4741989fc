package org.godwit.store.account;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.apache.james.core.Domain;
import org.apache.james.domainlist.api.AutoDetectedDomainRemovalException;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.domainlist.api.DomainListException;
import org.godwit.store.Database;
import org.godwit.store.StoreException;

/**
 * The domains we receive mail for. Nothing is detected from the machine or its environment: what is
 * in the table is what we are.
 *
 * <p>Safe for many threads; one statement a call, none for a domain that was found in the last
 * second (a domain removed on another node is ours that much longer).
 */
@Singleton
public final class StoredDomains implements DomainList {
  private static final Duration REMEMBER = Duration.ofSeconds(1);

  private final Database database;
  private final Cache<Domain, Boolean> ours =
      Caffeine.newBuilder()
          .maximumSize(10_000)
          .expireAfterWrite(REMEMBER)
          .executor(Runnable::run)
          .build();

  @Inject
  StoredDomains(Database database) {
    this.database = database;
  }

  /** Makes a domain the main one, and ours if it is not yet. */
  public void main(Domain domain) {
    database.transaction(
        "setting the main domain",
        connection -> {
          try (PreparedStatement clear =
              connection.prepareStatement("UPDATE domain SET main = false WHERE main")) {
            clear.executeUpdate();
          }
          try (PreparedStatement set =
              connection.prepareStatement(
                  "INSERT INTO domain (name, main) VALUES (?, true)"
                      + " ON CONFLICT (name) DO UPDATE SET main = true")) {
            set.setString(1, domain.asString());
            return set.executeUpdate();
          }
        });
  }

  @Override
  public Domain getDefaultDomain() throws DomainListException {
    return asking(() -> names("SELECT name FROM domain WHERE main")).stream()
        .findFirst()
        .orElseThrow(() -> new DomainListException("there is no main domain yet"));
  }

  @Override
  public List<Domain> getDomains() throws DomainListException {
    return asking(() -> names("SELECT name FROM domain ORDER BY name"));
  }

  private List<Domain> names(String sql) {
    return database.run(
        "reading our domains",
        connection -> {
          try (PreparedStatement select = connection.prepareStatement(sql);
              ResultSet row = select.executeQuery()) {
            List<Domain> names = new ArrayList<>();
            while (row.next()) {
              names.add(Domain.of(row.getString(1)));
            }
            return names;
          }
        });
  }

  @Override
  public boolean containsDomain(Domain domain) throws DomainListException {
    if (ours.getIfPresent(domain) != null) {
      return true;
    }
    boolean found = asking(() -> one("SELECT true FROM domain WHERE name = ?", domain).isPresent());
    if (found) {
      ours.put(domain, true);
    }
    return found;
  }

  @Override
  public void addDomain(Domain domain) throws DomainListException {
    String insert =
        "INSERT INTO domain (name) VALUES (?) ON CONFLICT (name) DO NOTHING RETURNING true";
    if (asking(() -> one(insert, domain)).isEmpty()) {
      throw new DomainListException(domain.name() + " already exists");
    }
  }

  @Override
  public void removeDomain(Domain domain) throws DomainListException {
    Optional<Boolean> main = asking(() -> one("SELECT main FROM domain WHERE name = ?", domain));
    if (main.isEmpty()) {
      throw new DomainListException(domain.name() + " was not found");
    }
    if (main.get()) {
      throw new AutoDetectedDomainRemovalException(domain);
    }
    asking(() -> one("DELETE FROM domain WHERE name = ? AND NOT main RETURNING true", domain));
    ours.invalidate(domain);
  }

  private Optional<Boolean> one(String sql, Domain domain) {
    return database.run(
        "asking about a domain",
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, domain.asString());
            try (ResultSet row = statement.executeQuery()) {
              return row.next() ? Optional.of(row.getBoolean(1)) : Optional.empty();
            }
          }
        });
  }

  /** James's callers expect its own exception when the database is away. */
  private static <T> T asking(Supplier<T> question) throws DomainListException {
    try {
      return question.get();
    } catch (StoreException e) {
      throw new DomainListException("our domains cannot be asked", e);
    }
  }
}
