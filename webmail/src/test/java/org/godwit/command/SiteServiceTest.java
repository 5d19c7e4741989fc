package org.godwit.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.godwit.cluster.site.Site;
import org.godwit.store.DatabaseSettings;
import org.godwit.store.StoreAway;
import org.junit.jupiter.api.Test;

/** A site that starts while the primary moves goes on. */
class SiteServiceTest {
  private static final DatabaseSettings DATABASE =
      new DatabaseSettings("jdbc:postgresql://127.0.0.1/godwit", "godwit", "", 2);
  private static final Site.Reached REACHED = new Site.Reached(DATABASE, DATABASE);

  private final Deque<SiteService.Round> rounds = new ArrayDeque<>();

  private void serve() throws Failure, InterruptedException {
    SiteService.untilServed(
        () -> Optional.of(REACHED), reached -> rounds.removeFirst().on(reached));
  }

  @Test
  void aDatabaseThatGoesAwayDuringAStartIsWaitedFor() throws Exception {
    rounds.addAll(
        List.of(
            reached -> {
              throw StoreAway.now();
            },
            reached -> {
              throw Failure.passing("the database does not answer");
            },
            reached -> {}));
    serve();
    assertThat(rounds).isEmpty();
  }

  @Test
  void whatDoesNotPassEndsIt() {
    rounds.add(
        reached -> {
          throw Failure.failed("the port is taken");
        });
    assertThatThrownBy(this::serve).isInstanceOf(Failure.class).hasMessage("the port is taken");
  }

  @Test
  void whoIsToStopStartsNothing() throws Exception {
    SiteService.untilServed(Optional::empty, reached -> rounds.removeFirst().on(reached));
    assertThat(rounds).isEmpty();
  }
}
