package org.godwit.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.godwit.store.event.ChangedElsewhere;
import org.godwit.store.mailbox.StoreMailboxId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What nodes write to each other, and what they make of what they cannot read. */
class NodeNewsTest {
  private static final UUID ONE = new UUID(1, 1);
  private static final UUID OTHER = new UUID(2, 2);

  @Test
  void whatIsWrittenIsRead() {
    StoreMailboxId mailbox = new StoreMailboxId(7, 3);
    String text = News.texts(ONE, List.of(News.of(mailbox), News.rights(9))).getFirst();

    ChangedElsewhere event = News.read(OTHER, text).orElseThrow();

    assertThat(event.mailboxes()).isEqualTo(Set.of(mailbox));
    assertThat(event.accounts()).containsExactlyInAnyOrder(7L, 9L);
    assertThat(event.rights()).isTrue();
    assertThat(event.everything()).isFalse();
  }

  @Test
  void nobodyHearsHisOwn() {
    String text = News.texts(ONE, List.of(News.of(new StoreMailboxId(7, 3)))).getFirst();
    assertThat(News.read(ONE, text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "m", "m7", "m7.", "m.3", "mx.y", "r", "z9", "m7.3.1", "é"})
  void whatCannotBeReadIsPassedOverAndTheRestIsHeard(String word) {
    assertThat(News.read(OTHER, ONE + " " + word + " m1.2").orElseThrow().mailboxes())
        .containsExactly(new StoreMailboxId(1, 2));
  }

  @Test
  void manyFitIntoTextsThatPostgresqlTakes() {
    List<String> words = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      words.add(News.of(new StoreMailboxId(i, i)));
    }
    List<String> texts = News.texts(ONE, words);
    assertThat(texts).allSatisfy(text -> assertThat(text.length()).isLessThan(8_000));
    assertThat(texts.stream().mapToInt(text -> text.split(" ").length - 1).sum()).isEqualTo(5_000);
  }

  @Test
  void tooManyAreTheNewsThatAnythingMayHaveHappened() {
    List<String> words = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      words.add(News.of(new StoreMailboxId(i, i)));
    }
    List<String> texts = News.texts(ONE, words);
    assertThat(texts).hasSize(1);
    assertThat(News.read(OTHER, texts.getFirst()).orElseThrow().everything()).isTrue();
  }
}
