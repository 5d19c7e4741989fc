package org.godwit.cluster.site;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks all sites how they are, all at once, and the primary how far they are behind. */
final class SiteSurvey {
  private static final Logger LOG = LoggerFactory.getLogger(SiteSurvey.class);

  // replay_lag is empty while nothing is written.
  private static final String LAG =
      """
      SELECT application_name,
             pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn)::bigint,
             coalesce(round(extract(epoch FROM replay_lag), 3), 0)::float8
        FROM pg_stat_replication
       WHERE state = 'streaming'
      """;

  private record Lag(long bytes, double seconds) {}

  /** What Patroni knows of all sites. */
  private record Known(Map<String, Patroni.Member> members, Set<String> drained) {}

  private final SiteSettings settings;
  private final Function<Peer, String> host;
  private final Etcd etcd;
  private final Patroni patroni;
  private final SiteDatabase database;

  SiteSurvey(
      SiteSettings settings,
      Function<Peer, String> host,
      Etcd etcd,
      Patroni patroni,
      SiteDatabase database) {
    this.settings = settings;
    this.host = host;
    this.etcd = etcd;
    this.patroni = patroni;
    this.database = database;
  }

  List<SiteStatus> all() {
    try (ExecutorService questions = Executors.newVirtualThreadPerTaskExecutor()) {
      Map<Peer, Future<SiteStatus.Vote>> votes =
          settings.peers().stream()
              .collect(Collectors.toMap(peer -> peer, peer -> questions.submit(() -> vote(peer))));
      Future<Map<String, Lag>> lags = questions.submit(this::lags);
      Known known = known();
      return settings.peers().stream()
          .map(
              peer ->
                  status(
                      peer,
                      answer(votes.get(peer)),
                      Optional.ofNullable(known.members().get(peer.name())),
                      known.drained().contains(peer.name()),
                      answer(lags)))
          .toList();
    }
  }

  private static SiteStatus status(
      Peer peer,
      SiteStatus.Vote vote,
      Optional<Patroni.Member> member,
      boolean drained,
      Map<String, Lag> lags) {
    SiteStatus.Role role =
        peer.witness()
            ? SiteStatus.Role.WITNESS
            : member.map(SiteSurvey::role).orElse(SiteStatus.Role.COPY);
    String state =
        peer.witness()
            ? (vote == SiteStatus.Vote.AWAY ? "away" : "running")
            : member.map(Patroni.Member::state).orElse("away");
    Optional<Lag> lag =
        role == SiteStatus.Role.PRIMARY
            ? Optional.of(new Lag(0, 0))
            : Optional.ofNullable(lags.get(peer.name()));
    return new SiteStatus(
        peer, role, state, drained, vote, lag.map(Lag::bytes), lag.map(Lag::seconds));
  }

  private static SiteStatus.Role role(Patroni.Member member) {
    if (member.leads()) {
      return SiteStatus.Role.PRIMARY;
    }
    return member.role().equals("sync_standby")
        ? SiteStatus.Role.SYNCHRONOUS
        : SiteStatus.Role.COPY;
  }

  private SiteStatus.Vote vote(Peer peer) {
    try {
      Etcd.Status status = etcd.status(host.apply(peer));
      return status.leads() ? SiteStatus.Vote.LEADS : SiteStatus.Vote.VOTES;
    } catch (IOException e) {
      LOG.debug("the etcd of {} does not answer", peer, e);
      return SiteStatus.Vote.AWAY;
    }
  }

  private Known known() {
    for (Peer peer : settings.fullSites()) {
      String asked = host.apply(peer);
      try {
        return new Known(
            patroni.members(asked).stream()
                .collect(Collectors.toMap(Patroni.Member::name, member -> member)),
            patroni.drained(asked));
      } catch (IOException e) {
        LOG.debug("the Patroni of {} does not answer", peer, e);
      }
    }
    return new Known(Map.of(), Set.of());
  }

  private Map<String, Lag> lags() {
    Map<String, Lag> lags = new HashMap<>();
    try (Connection connection = database.superuser();
        Statement select = connection.createStatement();
        ResultSet row = select.executeQuery(LAG)) {
      while (row.next()) {
        lags.put(row.getString(1), new Lag(Math.max(0, row.getLong(2)), row.getDouble(3)));
      }
    } catch (SQLException e) {
      LOG.debug("no primary says how far the others are", e);
    }
    return lags;
  }

  private static <T> T answer(Future<T> question) {
    try {
      return question.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while asking the sites", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a question about the sites failed", e.getCause());
    }
  }
}
