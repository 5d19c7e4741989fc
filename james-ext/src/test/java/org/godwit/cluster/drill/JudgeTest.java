package org.godwit.cluster.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.godwit.cluster.drill.Operation.Kind;
import org.godwit.cluster.drill.Operation.Outcome;
import org.junit.jupiter.api.Test;

/** A drill comes to a verdict, whatever the endpoints do. */
class JudgeTest {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Map<String, String> SOUTH_IS_AWAY = Map.of("south", "Connection refused");

  private final History history = new History();
  private final Deque<Views> looks = new ArrayDeque<>();
  private final List<String> told = new ArrayList<>();

  private Judge.Finding judged(Duration whole, Duration settle) throws InterruptedException {
    return new Judge(
            history,
            () -> looks.size() > 1 ? looks.removeFirst() : looks.getFirst(),
            Duration.ofMillis(1),
            told::add)
        .judge(whole, settle);
  }

  private void acknowledged(String message) {
    history.add(new Operation(message, Kind.APPEND, "north", 0, 1, Outcome.OK, "abc"));
  }

  private static Views seen(Map<String, String> away, List<String> endpoints, String... messages) {
    List<Sighting> all = new ArrayList<>();
    for (int i = 0; i < messages.length; i++) {
      all.add(new Sighting("a@example.test", "INBOX", i + 1, messages[i], "abc", false));
    }
    Map<String, Collection<Sighting>> shown = new LinkedHashMap<>();
    endpoints.forEach(endpoint -> shown.put(endpoint, all));
    return new Views(shown, away);
  }

  @Test
  void anEndpointThatComesBackIsWaitedForAndNamed() throws InterruptedException {
    acknowledged("one");
    looks.add(seen(SOUTH_IS_AWAY, List.of("north"), "one"));
    looks.add(seen(SOUTH_IS_AWAY, List.of("north"), "one"));
    looks.add(seen(Map.of(), List.of("north", "south"), "one"));
    assertThat(judged(LONG, LONG).isGood()).isTrue();
    assertThat(told)
        .containsExactly(
            "waiting for 60 s at most until all answer; away: south (Connection refused)");
  }

  @Test
  void anEndpointThatStaysAwayIsNotGoodAndTheOtherIsJudged() throws InterruptedException {
    acknowledged("one");
    acknowledged("two");
    looks.add(seen(SOUTH_IS_AWAY, List.of("north"), "one"));
    Judge.Finding finding = judged(Duration.ZERO, LONG);
    assertThat(finding.isGood()).isFalse();
    assertThat(finding.views().awayInWords()).isEqualTo("south (Connection refused)");
    assertThat(finding.verdict().lost()).hasSize(1).first().asString().startsWith("two ");
  }

  @Test
  void whereNobodyAnswersNothingIsGood() throws InterruptedException {
    acknowledged("one");
    looks.add(seen(SOUTH_IS_AWAY, List.of()));
    Judge.Finding finding = judged(Duration.ZERO, Duration.ZERO);
    assertThat(finding.isGood()).isFalse();
    assertThat(finding.verdict().acknowledged()).isOne();
  }

  @Test
  void whatIsOnItsWayIsWaitedFor() throws InterruptedException {
    acknowledged("one");
    looks.add(seen(Map.of(), List.of("north", "south")));
    looks.add(seen(Map.of(), List.of("north", "south"), "one"));
    assertThat(judged(LONG, LONG).isGood()).isTrue();
    assertThat(told).containsExactly("waiting for 60 s at most for what is on its way");
  }

  @Test
  void whatDoesNotComeIsLost() throws InterruptedException {
    acknowledged("one");
    looks.add(seen(Map.of(), List.of("north", "south")));
    Judge.Finding finding = judged(LONG, Duration.ofMillis(5));
    assertThat(finding.isGood()).isFalse();
    assertThat(finding.verdict().lost()).hasSize(1);
  }
}
