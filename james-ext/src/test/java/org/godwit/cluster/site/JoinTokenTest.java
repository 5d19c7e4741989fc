package org.godwit.cluster.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class JoinTokenTest {
  private static final String TEXT = "a token of the cluster, long enough";

  @Test
  void givesEverySiteTheSamePasswords() {
    assertThat(JoinToken.of(TEXT).password("replicator"))
        .isEqualTo(JoinToken.of(TEXT).password("replicator"));
  }

  @Test
  void givesEachPurposeAPasswordOfItsOwn() {
    JoinToken token = JoinToken.of(TEXT);
    assertThat(token.password("replicator")).isNotEqualTo(token.password("postgres"));
  }

  @Test
  void isNeverPrinted() {
    assertThat(JoinToken.of(TEXT)).asString().doesNotContain("cluster, long");
  }

  @Test
  void aShortOneIsRefused() {
    assertThatThrownBy(() -> JoinToken.of("secret"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("32 characters")
        .hasMessageNotContaining("secret");
  }

  @Test
  void aNewOneCanBeUsedAndIsNew() {
    String one = JoinToken.random();
    assertThat(JoinToken.of(one).password("x")).hasSizeGreaterThan(40);
    assertThat(JoinToken.random()).isNotEqualTo(one);
  }
}
