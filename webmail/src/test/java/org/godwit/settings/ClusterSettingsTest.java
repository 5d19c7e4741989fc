package org.godwit.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.godwit.cluster.site.Durability;
import org.godwit.cluster.site.SiteSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What makes a site of a cluster. */
class ClusterSettingsTest {
  private static final Map<String, String> CLUSTER =
      Map.of(
          "GODWIT_SITE", "north",
          "GODWIT_PEERS", "north=mx1.example.org, south=mx2.example.org, third=192.0.2.3/witness",
          "GODWIT_JOIN_TOKEN", "a token of the cluster, long enough");

  @TempDir private Path home;

  @Test
  void threeVariablesMakeASite() throws BadSettings {
    SiteSettings site = read(CLUSTER).site().orElseThrow();
    assertThat(site.self()).hasToString("north=mx1.example.org");
    assertThat(site.peers()).hasSize(3);
    assertThat(site.durability()).isEqualTo(Durability.AVAILABLE);
  }

  @Test
  void aSiteNameAloneIsALabelAndStartsNoCluster() throws BadSettings {
    assertThat(read(Map.of("GODWIT_CLUSTER_SITE", "north")).site()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "GODWIT_JOIN_TOKEN, '',      cluster.token",
    "GODWIT_JOIN_TOKEN, short,   32 characters",
    "GODWIT_SITE,       east,    cluster.site",
    "GODWIT_PEERS,      north=a, two sites and a witness are the least",
    "GODWIT_DATABASE_URL, jdbc:postgresql://db/x, cluster.peers and database.url"
  })
  void aSiteThatIsToldHalfIsRefused(String variable, String value, String reason) {
    Map<String, String> told = new HashMap<>(CLUSTER);
    told.put(variable, value);
    assertThatThrownBy(() -> read(told)).hasMessageContaining(reason);
  }

  @Test
  void durabilityIsWrittenWithAHyphen() throws BadSettings {
    Map<String, String> told = new HashMap<>(CLUSTER);
    told.put("GODWIT_CLUSTER_DURABILITY", "two-sites");
    assertThat(read(told).site().orElseThrow().durability()).isEqualTo(Durability.TWO_SITES);
  }

  private Settings read(Map<String, String> environment) throws BadSettings {
    return Settings.read(new Settings.Sources(home, Optional.empty(), environment, Map.of()));
  }
}
