package org.godwit.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.godwit.cluster.drill.Account;
import org.godwit.cluster.drill.Drill;
import org.godwit.cluster.drill.Endpoint;
import org.godwit.cluster.drill.PostgresPair;
import org.godwit.cluster.drill.PostgresPair.Side;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * The short form of the drill: two nodes, a primary and its replica, and a primary that dies while
 * clients work. The replica is synchronous, so nothing that was acknowledged may be lost.
 */
class DrillTest {

  @Test
  void nothingIsLostAndNothingIsThereTwiceWhenThePrimaryDies() throws Exception {
    Optional<Path> programs = PostgresPair.debian();
    Assumptions.assumeTrue(
        programs.isPresent(), "SKIPPED: no PostgreSQL with pg_basebackup in /usr/lib/postgresql");
    Path directory = Files.createTempDirectory("godwit-drill");
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (PostgresPair pair = PostgresPair.start(directory.resolve("pair"), programs.get())) {
      pair.execute(Side.FIRST, "ALTER SYSTEM SET synchronous_standby_names = '*'");
      pair.execute(Side.FIRST, "SELECT pg_reload_conf()");
      try (TwoServers nodes = new TwoServers(pair.primary())) {
        Drill.Result result = drill(pair, nodes);
        assertThat(result.good()).as(result.report()).isTrue();
      }
    }
  }

  private static Drill.Result drill(PostgresPair pair, TwoServers nodes)
      throws InterruptedException, NoSuchAlgorithmException {
    List<Account> accounts = new ArrayList<>();
    for (String name : List.of("driller", "drillee")) {
      accounts.add(new Account(nodes.here().address(name), OneServer.PASSWORD));
    }
    Drill drill =
        new Drill(
            List.of(endpoint("here", nodes.here()), endpoint("there", nodes.there())),
            accounts,
            fault -> {
              if (fault > 0) {
                return "";
              }
              killThePrimary(pair);
              return "the primary was killed";
            },
            SSLContext.getDefault(),
            line -> {});
    return drill.run(
        new Drill.Plan(
            Duration.ofSeconds(25),
            Duration.ofSeconds(5),
            Duration.ofSeconds(60),
            Duration.ofSeconds(120),
            1));
  }

  private static void killThePrimary(PostgresPair pair) throws IOException {
    pair.kill(Side.FIRST);
    pair.promote(Side.SECOND);
  }

  private static Endpoint endpoint(String name, OneServer node) {
    return new Endpoint(
        name,
        "127.0.0.1",
        node.address(Service.SMTP).getPort(),
        node.address(Service.SUBMISSION).getPort(),
        node.address(Service.IMAP).getPort(),
        0, // no web door in this module
        false);
  }
}
