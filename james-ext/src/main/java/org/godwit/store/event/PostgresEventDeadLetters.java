package org.godwit.store.event;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import javax.inject.Inject;
import org.apache.james.events.Event;
import org.apache.james.events.EventDeadLetters;
import org.apache.james.events.EventSerializer;
import org.apache.james.events.Group;
import org.apache.james.events.Group.GroupDeserializationException;
import org.godwit.store.Database;
import org.godwit.store.StoreException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * James's dead letters in PostgreSQL. Safe for many threads; each call is one statement, on a
 * scheduler that may block.
 */
public final class PostgresEventDeadLetters implements EventDeadLetters {

  private static final String STORE =
      "INSERT INTO event_dead_letter (listener, letter, event) VALUES (?, ?, ?)";
  private static final String REMOVE =
      "DELETE FROM event_dead_letter WHERE listener = ? AND letter = ?";
  private static final String REMOVE_ALL = "DELETE FROM event_dead_letter WHERE listener = ?";
  private static final String GET =
      "SELECT event FROM event_dead_letter WHERE listener = ? AND letter = ?";
  private static final String LIST =
      "SELECT letter::text FROM event_dead_letter WHERE listener = ? ORDER BY stored_at, letter";
  private static final String GROUPS = "SELECT DISTINCT listener FROM event_dead_letter";

  private final Database database;
  private final EventSerializer serializer;

  @Inject
  public PostgresEventDeadLetters(Database database, EventSerializer serializer) {
    this.database = database;
    this.serializer = serializer;
  }

  @Override
  public Mono<InsertionId> store(Group group, Event event) {
    check(group != null, REGISTERED_GROUP_CANNOT_BE_NULL);
    check(event != null, FAIL_DELIVERED_EVENT_CANNOT_BE_NULL);
    return blocking(
        () -> {
          InsertionId id = InsertionId.random();
          update("storing a dead letter", STORE, group, id.getId(), serializer.toJson(event));
          return id;
        });
  }

  @Override
  public Mono<Void> remove(Group group, InsertionId id) {
    check(group != null, REGISTERED_GROUP_CANNOT_BE_NULL);
    check(id != null, FAIL_DELIVERED_ID_INSERTION_CANNOT_BE_NULL);
    return blocking(() -> update("removing a dead letter", REMOVE, group, id.getId())).then();
  }

  @Override
  public Mono<Void> remove(Group group) {
    check(group != null, REGISTERED_GROUP_CANNOT_BE_NULL);
    return blocking(() -> update("removing dead letters", REMOVE_ALL, group)).then();
  }

  @Override
  public Mono<Event> failedEvent(Group group, InsertionId id) {
    check(group != null, REGISTERED_GROUP_CANNOT_BE_NULL);
    check(id != null, FAIL_DELIVERED_ID_INSERTION_CANNOT_BE_NULL);
    return blocking(() -> first(select(GET, group.asString(), id.getId())))
        .flatMap(Mono::justOrEmpty)
        .map(serializer::asEvent);
  }

  @Override
  public Flux<InsertionId> failedIds(Group group) {
    check(group != null, REGISTERED_GROUP_CANNOT_BE_NULL);
    return blocking(() -> select(LIST, group.asString()))
        .flatMapIterable(ids -> ids)
        .map(InsertionId::of);
  }

  @Override
  public Flux<Group> groupsWithFailedEvents() {
    return blocking(() -> select(GROUPS))
        .flatMapIterable(groups -> groups)
        .map(PostgresEventDeadLetters::group);
  }

  @Override
  public Mono<Boolean> containEvents() {
    return blocking(() -> !select(GROUPS).isEmpty());
  }

  private static Group group(String name) {
    try {
      return Group.deserialize(name);
    } catch (GroupDeserializationException e) {
      throw new StoreException("a dead letter's listener is unknown to this version", e);
    }
  }

  private static Optional<String> first(List<String> found) {
    return found.stream().findFirst();
  }

  private static <T> Mono<T> blocking(Callable<T> work) {
    return Mono.fromCallable(work).subscribeOn(Schedulers.boundedElastic());
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  private int update(String doing, String sql, Group group, Object... more) {
    return database.run(
        doing,
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, group.asString());
            for (int i = 0; i < more.length; i++) {
              statement.setObject(i + 2, more[i]);
            }
            return statement.executeUpdate();
          }
        });
  }

  private List<String> select(String sql, Object... parameters) {
    return database.run(
        "reading dead letters",
        connection -> {
          List<String> found = new ArrayList<>();
          try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
              statement.setObject(i + 1, parameters[i]);
            }
            try (ResultSet row = statement.executeQuery()) {
              while (row.next()) {
                found.add(row.getString(1));
              }
            }
          }
          return found;
        });
  }
}
