package org.godwit.cluster.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SiteSettingsTest {
  private static final String TOKEN = "a token of the cluster, long enough";

  @ParameterizedTest
  @CsvSource({
    "north=mx1.example.org,          north, mx1.example.org, false",
    "third=192.0.2.7/witness,        third, 192.0.2.7,       true",
    "North=MX1.example.org,          north, mx1.example.org, false",
    "six=[2001:db8::1]/witness,      six,   [2001:db8::1],   true",
  })
  void readsASite(String text, String name, String host, boolean witness) {
    assertThat(Peer.parse(text)).isEqualTo(new Peer(name, host, witness));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "north", "=host", "north=", "north=a b", "north=host/full", "1=host", "a=b;c"})
  void refusesWhatIsNoSite(String text) {
    assertThatThrownBy(() -> Peer.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void writesASiteAsItIsRead() {
    assertThat(Peer.parse("third=192.0.2.7/witness")).hasToString("third=192.0.2.7/witness");
  }

  @Test
  void ourselvesAreFirst() {
    assertThat(settings("south", "north=a", "south=b", "third=c/witness").fullSites())
        .extracting(Peer::name)
        .containsExactly("south", "north");
  }

  @Test
  void whoWeAreMustBeAmongTheSites() {
    assertThatThrownBy(() -> settings("east", "north=a", "south=b", "third=c/witness"))
        .hasMessageContaining("cluster.site")
        .hasMessageContaining("north");
  }

  @ParameterizedTest
  @ValueSource(strings = {"north=a,south=b", "north=a,south=b/witness,third=c/witness", "north=a"})
  void fewerThanTwoSitesAndAVoteAreRefused(String peers) {
    assertThatThrownBy(() -> settings("north", peers.split(",")))
        .hasMessageContaining("two sites and a witness are the least");
  }

  @ParameterizedTest
  @ValueSource(strings = {"north=a,north=b,third=c", "north=a,south=a,third=c"})
  void aSiteThatIsThereTwiceIsRefused(String peers) {
    assertThatThrownBy(() -> settings("north", peers.split(",")))
        .hasMessageContaining("there twice");
  }

  private static SiteSettings settings(String name, String... peers) {
    List<Peer> all = Arrays.stream(peers).map(Peer::parse).toList();
    return new SiteSettings(name, all, JoinToken.of(TOKEN), Durability.TWO_SITES);
  }
}
