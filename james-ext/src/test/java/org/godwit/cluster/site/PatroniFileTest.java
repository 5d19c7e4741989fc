package org.godwit.cluster.site;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What Patroni is told: no site goes on alone unless the administrator wants it. */
class PatroniFileTest {
  private static final String TOKEN = "a token of the cluster, long enough";

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(Durability.class)
  void waitsForASecondSiteThatShowsWhatWasWritten(Durability durability) throws IOException {
    JsonNode shared = file(durability).path("bootstrap").path("dcs");
    assertThat(shared.path("synchronous_mode").asBoolean()).isTrue();
    assertThat(shared.at("/postgresql/parameters/synchronous_commit").asText())
        .isEqualTo("remote_apply");
    assertThat(shared.path("synchronous_mode_strict").asBoolean())
        .isEqualTo(durability == Durability.TWO_SITES);
  }

  @ParameterizedTest
  @EnumSource(Durability.class)
  void aPrimaryThatHearsNothingStepsDownBeforeAnotherComes(Durability durability)
      throws IOException {
    JsonNode shared = file(durability).path("bootstrap").path("dcs");
    int ttl = shared.path("ttl").asInt();
    assertThat(shared.path("loop_wait").asInt() + 2 * shared.path("retry_timeout").asInt())
        .isLessThanOrEqualTo(ttl);
    assertThat(ttl).as("Patroni takes no less").isGreaterThanOrEqualTo(20);
  }

  @Test
  void nobodyGetsInWithoutTlsAndACertificate() throws IOException {
    JsonNode file = file(Durability.AVAILABLE);
    assertThat(file.at("/postgresql/pg_hba"))
        .isNotEmpty()
        .allMatch(rule -> rule.asText().startsWith("hostssl"))
        .allMatch(rule -> rule.asText().endsWith("scram-sha-256 clientcert=verify-ca"));
    assertThat(file.at("/restapi/verify_client").asText()).isEqualTo("required");
    assertThat(file.at("/etcd3/protocol").asText()).isEqualTo("https");
  }

  @Test
  void theTokenItselfIsNotInTheFile() throws IOException {
    assertThat(file(Durability.AVAILABLE).toString()).doesNotContain(TOKEN);
  }

  private JsonNode file(Durability durability) throws IOException {
    SiteSettings settings =
        new SiteSettings(
            "north",
            List.of(
                Peer.parse("north=192.0.2.1"),
                Peer.parse("south=192.0.2.2"),
                Peer.parse("third=192.0.2.3/witness")),
            JoinToken.of(TOKEN),
            durability);
    try (SiteFiles files = SiteFiles.in(folder.resolve("site"))) {
      PatroniFile file = new PatroniFile(settings, files.place(), Binding.of(settings.self()));
      return new ObjectMapper().readTree(file.text(Path.of("/usr/lib/postgresql/17/bin"), 17));
    }
  }
}
