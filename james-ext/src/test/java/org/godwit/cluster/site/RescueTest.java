package org.godwit.cluster.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two of three sites are lost for ever; the one that is left goes on, and others come anew. */
class RescueTest {
  private static final Duration LONG = Duration.ofMinutes(2);

  @Test
  void theOneThatIsLeftGoesOnAndOthersComeAnew(@TempDir Path folder) throws Exception {
    Optional<String> missing = ThreeSites.missing();
    missing.ifPresent(what -> System.err.println("NOT TESTED: the rescue of a site; " + what));
    Assumptions.assumeTrue(missing.isEmpty(), missing.orElse(""));
    try (ThreeSites sites = new ThreeSites(folder, "127.77.3")) {
      sites.start();
      awaitRole(sites, "third", SiteStatus.Role.SYNCHRONOUS);
      String lost = sites.primary("third").orElseThrow();
      String left = ThreeSites.other(lost);
      say(sites, left, "CREATE TABLE said AS SELECT 'before' AS word");
      assertThatThrownBy(() -> sites.control(left).rescue())
          .as("while others are there")
          .hasMessageContaining("answers, so not all others are lost");

      sites.freeze(lost);
      sites.stop("third");
      sites.stop(left);
      assertThat(sites.control(left).rescue()).contains("start this site now");
      sites.launch(left);
      sites.await(left);
      say(sites, left, "INSERT INTO said VALUES ('alone')");

      sites.thaw(lost);
      say(sites, left, "INSERT INTO said VALUES ('still')");
      assertThat(sites.primary(left)).as("who was forgotten does not vote").contains(left);
      sites.stop(lost);
      empty(sites.directory(lost));
      sites.launch(lost); // waits until it is let in
      sites.control(left).add(sites.peer(lost));
      awaitRole(sites, left, SiteStatus.Role.SYNCHRONOUS);
      sites.await(lost);
      assertThat(words(sites, lost)).containsExactly("alone", "before", "still");
    }
  }

  private static void awaitRole(ThreeSites sites, String asked, SiteStatus.Role role) {
    await()
        .atMost(LONG)
        .untilAsserted(
            () ->
                assertThat(sites.control(asked).status())
                    .extracting(SiteStatus::role)
                    .contains(role));
  }

  private static void say(ThreeSites sites, String from, String statement) throws SQLException {
    try (Connection connection = sites.toPrimary(from);
        Statement one = connection.createStatement()) {
      one.execute(statement);
    }
  }

  private static List<String> words(ThreeSites sites, String at) throws SQLException {
    try (Connection connection = sites.toReplica(at);
        Statement select = connection.createStatement();
        ResultSet row =
            select.executeQuery("SELECT string_agg(word, ' ' ORDER BY word) FROM said")) {
      row.next();
      return List.of(row.getString(1).split(" "));
    }
  }

  private static void empty(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
