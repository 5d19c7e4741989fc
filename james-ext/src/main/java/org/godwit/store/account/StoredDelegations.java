package org.godwit.store.account;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.apache.james.core.Username;
import org.apache.james.user.api.DelegationStore;
import org.apache.james.util.ReactorUtils;
import org.godwit.store.Database;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Who may act for whom, on PostgreSQL. One call, one statement. */
@Singleton
final class StoredDelegations implements DelegationStore {
  private final Database database;

  @Inject
  StoredDelegations(Database database) {
    this.database = database;
  }

  @Override
  public Publisher<Username> authorizedUsers(Username owner) {
    return names("SELECT delegate FROM delegation WHERE owner = ? ORDER BY delegate", owner);
  }

  @Override
  public Publisher<Username> delegatedUsers(Username delegate) {
    return names("SELECT owner FROM delegation WHERE delegate = ? ORDER BY owner", delegate);
  }

  @Override
  public Publisher<Void> clear(Username owner) {
    return change("DELETE FROM delegation WHERE owner = ?", owner);
  }

  @Override
  public Publisher<Void> addAuthorizedUser(Username owner, Username delegate) {
    return change(
        "INSERT INTO delegation (owner, delegate) VALUES (?, ?) ON CONFLICT DO NOTHING",
        owner,
        delegate);
  }

  @Override
  public Publisher<Void> removeAuthorizedUser(Username owner, Username delegate) {
    return change("DELETE FROM delegation WHERE owner = ? AND delegate = ?", owner, delegate);
  }

  @Override
  public Publisher<Void> removeDelegatedUser(Username delegate, Username owner) {
    return removeAuthorizedUser(owner, delegate);
  }

  private Publisher<Username> names(String sql, Username of) {
    return Mono.fromCallable(() -> read(sql, of))
        .flatMapMany(Flux::fromIterable)
        .subscribeOn(ReactorUtils.BLOCKING_CALL_WRAPPER);
  }

  private List<Username> read(String sql, Username of) {
    return database.run(
        "reading delegations",
        connection -> {
          try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, of.asString());
            try (ResultSet row = select.executeQuery()) {
              List<Username> names = new ArrayList<>();
              while (row.next()) {
                names.add(Username.of(row.getString(1)));
              }
              return names;
            }
          }
        });
  }

  private Publisher<Void> change(String sql, Username... names) {
    return Mono.<Void>fromRunnable(
            () ->
                database.run(
                    "changing delegations",
                    connection -> {
                      try (PreparedStatement statement = connection.prepareStatement(sql)) {
                        for (int i = 0; i < names.length; i++) {
                          statement.setString(i + 1, names[i].asString());
                        }
                        return statement.executeUpdate();
                      }
                    }))
        .subscribeOn(ReactorUtils.BLOCKING_CALL_WRAPPER);
  }
}
