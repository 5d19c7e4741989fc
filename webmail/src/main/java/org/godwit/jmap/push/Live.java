package org.godwit.jmap.push;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.james.core.Username;
import org.apache.james.events.EventBus;
import org.eclipse.jetty.util.NanoTime;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.component.Graceful;
import org.godwit.jmap.Api;
import org.godwit.jmap.Http;
import org.godwit.jmap.Viewer;
import org.godwit.store.StoreException;
import org.godwit.store.account.PushSubscriptions.Subscription;
import org.godwit.store.account.StandingLogins;
import org.godwit.store.account.StandingLogins.Standing;
import org.godwit.store.listing.AccountMoments;
import org.godwit.web.Caller;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All connections that outlive a request, and the clock that they share. One thread looks after all
 * of them: their pings, their sign-ins (one statement for all, every two seconds), and accounts
 * that another node may have changed (one statement for all, every five).
 *
 * <p>Safe for many threads. It starts and stops with the web door.
 */
public final class Live extends AbstractLifeCycle implements Graceful {
  private static final Logger LOG = LoggerFactory.getLogger(Live.class);

  private static final long TICK_MILLIS = 250;
  private static final long LOGINS_SECONDS = 2;
  private static final long ACCOUNTS_SECONDS = 5;
  private static final long RIGHTS_SECONDS = 60;
  private static final Duration SESSION_LIFE = Duration.ofHours(24);
  private static final Duration PASSWORD_LIFE = Duration.ofHours(1);
  private static final Duration TOKEN_LIFE = Duration.ofMinutes(15); // it may be at its end

  /** A connection that is told of changes. */
  interface Connection {
    Login login();

    Follower follower();

    /** Time has passed; must not wait. */
    void tick();

    /** Ends it as the protocol would have it; may be called twice, and must not wait. */
    void end();
  }

  private final Api api;
  private final StateFeed feed;
  private final AccountMoments moments;
  private final StandingLogins logins;
  private final Hints hints;
  private final Pushes pushes;
  private final ExecutorService workers;
  private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
  private ScheduledExecutorService clock;
  private volatile boolean ending;

  /** The connections of one web door, and those who are told while they are away. */
  public Live(Api api, AccountMoments moments, StandingLogins logins, EventBus events, Push push) {
    this.pushes = push.pushes();
    this.api = api;
    this.moments = moments;
    this.logins = logins;
    this.workers =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("live-", 0).factory());
    this.feed = new StateFeed(moments, workers);
    this.hints = new Hints(events, feed, this::refreshSoon);
  }

  @Override
  protected void doStart() {
    hints.listen();
    clock =
        Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("live-clock").factory());
    every(TICK_MILLIS, TimeUnit.MILLISECONDS, () -> connections.forEach(Connection::tick));
    every(LOGINS_SECONDS, TimeUnit.SECONDS, this::checkLogins);
    every(ACCOUNTS_SECONDS, TimeUnit.SECONDS, feed::hintAll);
    every(RIGHTS_SECONDS, TimeUnit.SECONDS, () -> refreshSoon(any -> true));
    pushes.start(this::away);
    every(TICK_MILLIS, TimeUnit.MILLISECONDS, pushes::tick);
    every(RIGHTS_SECONDS, TimeUnit.SECONDS, pushes::purge);
  }

  @SuppressWarnings("FutureReturnValueIgnored") // it tells of its failures itself
  private void every(long time, TimeUnit unit, Runnable work) {
    clock.scheduleWithFixedDelay(
        () -> {
          try {
            work.run();
          } catch (StoreException e) {
            LOG.debug("the store cannot be asked now", e); // others say that it is away
          } catch (RuntimeException e) { // would end the schedule
            LOG.error("looking after connections", e);
          }
        },
        time,
        time,
        unit);
  }

  @Override
  protected void doStop() {
    hints.leave();
    clock.shutdownNow();
    workers.shutdown();
    pushes.stop();
  }

  @Override
  public CompletableFuture<Void> shutdown() {
    ending = true;
    connections.forEach(Connection::end);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public boolean isShutdown() {
    return ending;
  }

  /**
   * What a connection of theirs is to stand on; empty when their sign-in has ended meanwhile. One
   * statement.
   */
  Optional<Login> login(Caller caller) {
    Map<Long, Standing> now = logins.of(List.of(caller.accountId()));
    Standing standing = now.get(caller.accountId());
    return Optional.ofNullable(standing)
        .map(
            it ->
                new Login(
                    caller.accountId(),
                    caller.session(),
                    it.credential(),
                    NanoTime.now() + life(caller.way()).toNanos()))
        .filter(login -> login.stands(now));
  }

  private static Duration life(Caller.Way way) {
    return switch (way) {
      case COOKIE -> SESSION_LIFE;
      case BASIC -> PASSWORD_LIFE;
      case BEARER -> TOKEN_LIFE;
    };
  }

  /** Somebody who follows what the caller sees, from now on or from where they left. */
  Follower follower(Caller caller, Predicate<String> types, Map<Long, Long> since, Runnable news) {
    return following(new Follower(Http.viewer(caller), api, feed, types, news), since);
  }

  /** Somebody who follows nothing yet. */
  Follower idle(Caller caller, Predicate<String> types, Runnable news) {
    return new Follower(Http.viewer(caller), api, feed, types, news);
  }

  /** Begins to follow, from now on or from where they left. Some statements. */
  void begin(Follower follower, Map<Long, Long> since) {
    following(follower, since);
  }

  /** Runs what may wait. */
  void run(Runnable work) {
    workers.execute(work);
  }

  private Follower away(Subscription whose, Runnable news) {
    Viewer viewer = new Viewer(whose.account(), Username.of(whose.owner()));
    return following(new Follower(viewer, api, feed, any -> true, news), Map.of());
  }

  private Follower following(Follower follower, Map<Long, Long> since) {
    try {
      follower.refresh();
      follower.resume(since, moments);
      return follower;
    } catch (StoreException e) {
      follower.leave();
      throw e;
    }
  }

  /** Looks after a connection from now on. */
  void add(Connection connection) {
    connections.add(connection);
    if (ending) {
      connection.end();
    }
  }

  /** Forgets one that has ended. */
  void remove(Connection connection) {
    connections.remove(connection);
    connection.follower().leave();
  }

  private void checkLogins() {
    Set<Long> accounts =
        connections.stream().map(it -> it.login().account()).collect(Collectors.toSet());
    if (accounts.isEmpty()) {
      return;
    }
    Map<Long, Standing> now = logins.of(accounts);
    connections.stream()
        .filter(connection -> !connection.login().stands(now))
        .forEach(Connection::end);
  }

  /** Whose rights may have changed. */
  private void refreshSoon(Predicate<Follower> whose) {
    Stream.concat(connections.stream().map(Connection::follower), pushes.followers())
        .filter(whose)
        .forEach(follower -> workers.execute(() -> refresh(follower)));
  }

  private static void refresh(Follower follower) {
    try {
      follower.refresh();
    } catch (StoreException e) { // the next time is in a minute
      LOG.warn("what somebody may see cannot be found out", e);
    }
  }

  /** How many there are. */
  int size() {
    return connections.size();
  }
}
