package org.godwit.server;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.apache.james.core.Username;
import org.godwit.store.Database;
import org.godwit.store.StoreException;
import org.godwit.store.account.AccountHook;
import org.godwit.store.account.SessionSource;
import org.godwit.store.account.SessionSource.Session;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the sessions of those who may not log in any more: suspended, deleted, or with a password
 * that has been changed. At once when it was changed on this node; by a look every {@link #EVERY}
 * when on another one, which costs one statement for all sessions, and none when there are none.
 *
 * <p>A session that begins on one node within the same seconds in which its password is changed on
 * another may stay.
 */
@Singleton
final class SessionWatch implements AccountHook, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SessionWatch.class);
  private static final Duration EVERY = Duration.ofSeconds(2);

  private static final String VALID =
      "SELECT name, credential::text || mail_epoch AS credential FROM person WHERE name = ANY (?) AND NOT suspended";

  private final Database database;
  private final List<SessionSource> doors = new CopyOnWriteArrayList<>();
  private final Map<Object, String> loggedInWith = new WeakHashMap<>(); // of the watching thread
  private final ScheduledExecutorService schedule =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofVirtual().name("session-watch").factory());

  @Inject
  SessionWatch(Database database) {
    this.database = database;
  }

  /** Begins to watch the sessions of a door. */
  void watch(SessionSource door) {
    doors.add(door);
  }

  @SuppressWarnings("FutureReturnValueIgnored") // look() tells of its failures itself
  void start() {
    schedule.scheduleWithFixedDelay(
        this::look, EVERY.toSeconds(), EVERY.toSeconds(), TimeUnit.SECONDS);
  }

  /** The change is committed: whoever logs in from now on does it with what counts now. */
  @Override
  public void barred(Username name) {
    sessions().stream().filter(session -> session.user().equals(name)).forEach(SessionWatch::end);
  }

  @Override
  public void removed(Username name) {
    barred(name);
  }

  private List<Session> sessions() {
    List<Session> all = new ArrayList<>();
    doors.forEach(door -> door.sessions(all::add));
    return all;
  }

  private void look() {
    try {
      List<Session> sessions = sessions();
      if (!sessions.isEmpty()) {
        compare(sessions);
      }
    } catch (StoreException e) {
      LOG.debug("the sessions cannot be looked through now", e); // others say that it is away
    } catch (RuntimeException e) { // would end the schedule
      LOG.error("the sessions cannot be looked through", e);
    }
  }

  private void compare(List<Session> sessions) {
    Set<Username> users = sessions.stream().map(Session::user).collect(Collectors.toSet());
    Map<Username, String> valid = database.run("looking at sessions", on -> valid(on, users));
    for (Session session : sessions) {
      String now = valid.get(session.user());
      String then = loggedInWith.putIfAbsent(session.connection(), now);
      if (now == null || (then != null && !then.equals(now))) {
        end(session);
      }
    }
  }

  private static void end(Session session) {
    LOG.atInfo()
        .addKeyValue("user", session.user().asString())
        .log("a session ends, because its login counts no more");
    session.end().run();
  }

  private static Map<Username, String> valid(Connection connection, Set<Username> users)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(VALID)) {
      Object[] names = users.stream().map(Username::asString).toArray();
      select.setArray(1, connection.createArrayOf("text", names));
      try (ResultSet row = select.executeQuery()) {
        Map<Username, String> valid = new HashMap<>();
        while (row.next()) {
          valid.put(Username.of(row.getString("name")), row.getString("credential"));
        }
        return valid;
      }
    }
  }

  @Override
  public void close() {
    schedule.shutdownNow();
  }
}
