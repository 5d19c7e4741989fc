package org.godwit.cluster.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.godwit.cluster.drill.Operation.Kind;
import org.godwit.cluster.drill.Operation.Outcome;
import org.junit.jupiter.api.Test;

/** The checker finds what must not be, in made-up histories, and nothing else. */
class CheckerTest {
  private final List<Operation> history = new ArrayList<>();
  private final List<Sighting> there = new ArrayList<>();

  private void did(String message, Kind kind, Outcome outcome) {
    history.add(
        new Operation(message, kind, "a", 0, 1, outcome, kind.creates() ? "hash " + message : ""));
  }

  private static Sighting seen(String message, String mailbox, boolean flagged) {
    return new Sighting("u", mailbox, 1, message, "hash " + message, flagged);
  }

  private Checker.Verdict verdict() {
    return Checker.check(history, Map.of("a", there));
  }

  @Test
  void aHistoryWithoutFaultIsGood() {
    did("delivered", Kind.DELIVER, Outcome.OK);
    did("refused", Kind.APPEND, Outcome.FAIL);
    did("unknown and there", Kind.SUBMIT, Outcome.INFO);
    did("unknown and not there", Kind.APPEND, Outcome.INFO);
    did("moved", Kind.APPEND, Outcome.OK);
    did("moved", Kind.READ, Outcome.OK);
    did("moved", Kind.FLAG, Outcome.OK);
    did("moved", Kind.MOVE, Outcome.OK);
    did("removed", Kind.APPEND, Outcome.OK);
    did("removed", Kind.EXPUNGE, Outcome.OK);
    did("perhaps removed", Kind.APPEND, Outcome.OK);
    did("perhaps removed", Kind.EXPUNGE, Outcome.INFO);
    did("perhaps flagged", Kind.APPEND, Outcome.OK);
    did("perhaps flagged", Kind.FLAG, Outcome.INFO);
    there.add(seen("delivered", "INBOX", false));
    there.add(seen("unknown and there", "INBOX", false));
    there.add(seen("moved", "Archive", true));
    there.add(seen("perhaps flagged", "INBOX", true));

    Checker.Verdict verdict = verdict();

    assertThat(verdict.isGood()).as("%s", verdict).isTrue();
    assertThat(verdict.acknowledged()).isEqualTo(8);
    assertThat(verdict.refused()).isEqualTo(1);
    assertThat(verdict.unknown()).isEqualTo(4);
  }

  @Test
  void findsALostMessage() {
    did("one", Kind.DELIVER, Outcome.OK);
    assertThat(verdict().lost()).hasSize(1);
  }

  @Test
  void aMessageWhoseRemovalWasRefusedIsLostWhenItIsGone() {
    did("one", Kind.APPEND, Outcome.OK);
    did("one", Kind.EXPUNGE, Outcome.FAIL);
    assertThat(verdict().lost()).hasSize(1);
  }

  @Test
  void findsAMessageThatIsThereTwice() {
    did("one", Kind.DELIVER, Outcome.OK);
    there.add(seen("one", "INBOX", false));
    there.add(seen("one", "Archive", false));
    assertThat(verdict().duplicated()).hasSize(1);
  }

  @Test
  void findsAMessageThatIsThereTwiceThoughNobodyKnowsWhetherOnce() {
    did("one", Kind.SUBMIT, Outcome.INFO);
    there.add(seen("one", "INBOX", false));
    there.add(new Sighting("u", "INBOX", 2, "one", "hash one", false));
    assertThat(verdict().duplicated()).hasSize(1);
  }

  @Test
  void findsAChangedMessage() {
    did("one", Kind.APPEND, Outcome.OK);
    there.add(new Sighting("u", "INBOX", 1, "one", "another hash", false));
    assertThat(verdict().changed()).hasSize(1);
  }

  @Test
  void findsAStaleRead() {
    did("one", Kind.APPEND, Outcome.OK);
    did("one", Kind.READ, Outcome.FAIL);
    there.add(seen("one", "INBOX", false));
    assertThat(verdict().stale()).hasSize(1);
    assertThat(verdict().isGood()).isFalse();
  }

  @Test
  void findsARefusedMessageThatIsThere() {
    did("one", Kind.APPEND, Outcome.FAIL);
    there.add(seen("one", "INBOX", false));
    assertThat(verdict().refusedButThere()).hasSize(1);
  }

  @Test
  void findsAMessageThatNobodyHandedOver() {
    there.add(seen("one", "INBOX", false));
    assertThat(verdict().refusedButThere()).hasSize(1);
  }

  @Test
  void findsARemovalAFlagAndAMoveThatWereUndone() {
    for (Kind kind : List.of(Kind.EXPUNGE, Kind.FLAG, Kind.MOVE)) {
      did("one " + kind, Kind.APPEND, Outcome.OK);
      did("one " + kind, kind, Outcome.OK);
      there.add(seen("one " + kind, "INBOX", false));
    }
    assertThat(verdict().undone()).hasSize(3);
  }

  @Test
  void findsAFlagThatNobodySet() {
    did("one", Kind.APPEND, Outcome.OK);
    did("one", Kind.FLAG, Outcome.FAIL);
    there.add(seen("one", "INBOX", true));
    assertThat(verdict().undone()).hasSize(1);
  }

  @Test
  void findsEndpointsThatShowDifferentThings() {
    did("one", Kind.APPEND, Outcome.OK);
    there.add(seen("one", "INBOX", false));
    Map<String, Collection<Sighting>> views = new LinkedHashMap<>();
    views.put("a", there);
    views.put("b", List.of(seen("one", "INBOX", true)));
    assertThat(Checker.check(history, views).different()).hasSize(1);
  }

  @Test
  void aViewWithoutNumbersHasToShowTheSameMessages() {
    did("one", Kind.APPEND, Outcome.OK);
    Sighting one = seen("one", "INBOX", false);
    assertThat(Checker.check(history, byImapAndJmap(one, one.unnumbered())).isGood()).isTrue();

    Sighting flagged = seen("one", "INBOX", true).unnumbered();
    assertThat(Checker.check(history, byImapAndJmap(one, flagged)).different()).hasSize(1);
  }

  private static Map<String, Collection<Sighting>> byImapAndJmap(Sighting imap, Sighting jmap) {
    Map<String, Collection<Sighting>> views = new LinkedHashMap<>();
    views.put("a", List.of(imap));
    views.put("a by JMAP", List.of(jmap));
    return views;
  }
}
