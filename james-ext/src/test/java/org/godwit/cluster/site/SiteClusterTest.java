package org.godwit.cluster.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.apache.james.core.Username;
import org.godwit.cluster.drill.Account;
import org.godwit.cluster.drill.Drill;
import org.godwit.cluster.drill.Endpoint;
import org.godwit.server.MailServer;
import org.godwit.server.OneServer;
import org.godwit.server.Service;
import org.godwit.server.StartProblem;
import org.godwit.store.account.Accounts;
import org.godwit.store.account.NewAccount;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sites with real etcd, Patroni and PostgreSQL; each test leaves them as it found them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SiteClusterTest {
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final Duration SOME_SECONDS = Duration.ofSeconds(8);
  private static final Duration A_FEW = Duration.ofSeconds(3);

  private ThreeSites sites;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    Optional<String> missing = ThreeSites.missing();
    missing.ifPresent(what -> System.err.println("NOT TESTED: the sites of a cluster; " + what));
    Assumptions.assumeTrue(missing.isEmpty(), missing.orElse(""));
    sites = new ThreeSites(folder, "127.77.1");
    sites.start();
    awaitTwo();
    try (Connection connection = sites.toPrimary("north");
        Statement make = connection.createStatement()) {
      make.execute("CREATE SCHEMA notes"); // the mail servers want public for themselves
      make.execute("CREATE TABLE notes.said (word text PRIMARY KEY)");
    }
  }

  @AfterAll
  void end() throws Exception {
    if (sites != null) {
      sites.close();
    }
  }

  @Test
  void whatIsAcknowledgedIsSeenAtBothSitesAtOnce() throws SQLException {
    say("north", "both");
    assertThat(heard("north", "both")).isTrue();
    assertThat(heard("south", "both")).isTrue();
  }

  @Test
  void bothSitesWriteAtThePrimary() throws SQLException {
    say("north", "from north");
    say("south", "from south");
    assertThat(heard("north", "from south")).isTrue();
    assertThat(heard("south", "from north")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {Ports.POSTGRES, Ports.PATRONI, Ports.ETCD_CLIENTS, Ports.ETCD_PEERS})
  void whoSpeaksNoTlsGetsNothing(int port) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(sites.peer("north").host(), port), 5_000);
      socket.setSoTimeout(5_000);
      socket.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(answer(socket)).doesNotContain("200 OK", "north", "members");
    }
  }

  private static String answer(Socket socket) {
    try {
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return ""; // cut off
    }
  }

  @Test
  void whoKnowsAPasswordAndHasNoCertificateIsNotLetIntoTheDatabase() {
    String url =
        "jdbc:postgresql://" + sites.peer("north").at(Ports.POSTGRES) + "/godwit?sslmode=require";
    String password = sites.settings("north").token().password("godwit");
    assertThatThrownBy(() -> DriverManager.getConnection(url, "godwit", password).close())
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("certificate");
  }

  @Test
  void aSiteOfAnotherTokenIsNotLetIn(@TempDir Path elsewhere) {
    SiteSettings stranger =
        new SiteSettings(
            "north",
            sites.settings("north").peers(),
            JoinToken.of(JoinToken.random()),
            Durability.AVAILABLE);
    SiteControl control = SiteControl.of(stranger, elsewhere);
    assertThat(control.status())
        .allMatch(site -> site.vote() == SiteStatus.Vote.AWAY)
        .allMatch(site -> site.lagBytes().isEmpty());
    assertThatThrownBy(() -> control.switchover(Optional.empty())).isInstanceOf(SiteProblem.class);
  }

  @Test
  void thePrimaryMovesWhenItIsTold() throws Exception {
    String before = sites.primary("third").orElseThrow();
    say("north", "before the switch");

    sites.control("third").switchover(Optional.empty());

    await()
        .atMost(LONG)
        .until(() -> sites.primary("third").equals(Optional.of(ThreeSites.other(before))));
    awaitTwo();
    say("north", "after the switch");
    assertThat(heard("south", "before the switch")).isTrue();
    assertThat(heard("south", "after the switch")).isTrue();
  }

  @Test
  void commitsGoOnWaitingForTheOtherSiteWhenPatroniIsKilled() throws Exception {
    awaitTwo();
    String primary = sites.primary("third").orElseThrow();
    String other = ThreeSites.other(primary);
    assertThat(told(primary, "SHOW synchronous_standby_names")).isEqualTo(other);
    String read = told(primary, "SELECT pg_conf_load_time()");

    sites.killPatroni(primary);

    await() // the next one writes the settings, and has them read
        .atMost(LONG)
        .until(() -> !told(primary, "SELECT pg_conf_load_time()").equals(read));
    assertThat(told(primary, "SHOW synchronous_standby_names")).isEqualTo(other);
    awaitTwo();
  }

  private String told(String site, String question) throws SQLException {
    try (Connection connection = sites.toPrimary(site);
        Statement ask = connection.createStatement();
        ResultSet row = ask.executeQuery(question)) {
      row.next();
      return row.getString(1);
    }
  }

  @Test
  void aDrainedSiteIsShownAndIsNotMadePrimaryUntilThatIsEnded() throws Exception {
    String next = ThreeSites.other(sites.primary("third").orElseThrow());
    SiteControl control = sites.control("third");
    control.drain(Optional.of(next));
    await().atMost(LONG).until(() -> drained().equals(List.of(next)));
    assertThatThrownBy(() -> control.switchover(Optional.of(next)))
        .isInstanceOf(SiteProblem.class)
        .hasMessageContaining("first: godwit cluster undrain " + next);
    assertThatThrownBy(() -> control.switchover(Optional.empty()))
        .as("nor when nobody names it")
        .hasMessageContaining("is drained");
    assertThatThrownBy(() -> control.drain(Optional.of("third"))).hasMessageContaining("witness");

    control.undrain(Optional.of(next));
    await().atMost(LONG).until(() -> drained().isEmpty());
  }

  private List<String> drained() {
    return sites.control("third").status().stream()
        .filter(SiteStatus::drained)
        .map(site -> site.peer().name())
        .toList();
  }

  @Test
  void nothingIsLostWhenThePrimarysSiteHangsAndItComesBackAsACopy(@TempDir Path folder)
      throws Exception {
    try (MailServer north = mailServer(folder, "north");
        MailServer south = mailServer(folder, "south")) {
      List<Account> accounts = new ArrayList<>();
      for (String name : List.of("driller", "drillee")) {
        String address = name + "@example.test";
        north
            .service(Accounts.class)
            .create(new NewAccount(Username.of(address), OneServer.PASSWORD));
        accounts.add(new Account(address, OneServer.PASSWORD));
      }
      Drill drill =
          new Drill(
              List.of(endpoint("north", north), endpoint("south", south)),
              accounts,
              fault -> fault == 0 ? hang() : "",
              SSLContext.getDefault(),
              line -> {});
      Drill.Result result = drill.run(new Drill.Plan(SOME_SECONDS, A_FEW, LONG, LONG, 1));
      assertThat(result.good()).as(result.report()).isTrue();
      assertThat(result.report()).contains("hung");
    }
  }

  private MailServer mailServer(Path folder, String site) throws StartProblem {
    return MailServer.start(OneServer.settings(folder.resolve(site), sites.database(site)));
  }

  private static Endpoint endpoint(String name, MailServer server) {
    return new Endpoint(
        name,
        "127.0.0.1",
        server.addresses().get(Service.SMTP).getPort(),
        server.addresses().get(Service.SUBMISSION).getPort(),
        server.addresses().get(Service.IMAP).getPort(),
        0, // no web door in this module
        false);
  }

  /** Stops all of the primary's site until the other has taken over, and lets it come back. */
  private String hang() throws IOException, InterruptedException {
    String old = sites.primary("third").orElseThrow();
    String next = ThreeSites.other(old);
    try (Connection stale = sites.toPrimary(old)) {
      sites.freeze(old);
      try {
        await().atMost(LONG).until(() -> sites.primary("third").equals(Optional.of(next)));
        await().atMost(LONG).ignoreExceptions().untilAsserted(() -> say(next, "during the hang"));
      } finally {
        sites.thaw(old);
      }
      assertThatThrownBy(() -> say(stale, "from the old primary"))
          .as("it does not acknowledge what the other does not have")
          .isInstanceOf(SQLException.class);
      awaitTwo();
      assertThat(sites.primary("third")).contains(next);
      assertThat(heard(old, "during the hang")).isTrue();
      assertThat(heard(old, "from the old primary")).isFalse();
    } catch (SQLException e) {
      throw new IOException(e);
    }
    return old + " hung until " + next + " had taken over";
  }

  @Test
  void theWitnessLeadsTheVotersSoThatTheyAreNotLostWithThePrimary() {
    await()
        .atMost(LONG)
        .untilAsserted(
            () ->
                assertThat(sites.control("third").status())
                    .filteredOn(site -> site.vote() == SiteStatus.Vote.LEADS)
                    .extracting(site -> site.peer().name())
                    .containsExactly("third"));
  }

  @Test
  void aRunningSiteIsNotRemovedAndThreeAreTheLeast() {
    assertThatThrownBy(() -> sites.control("north").remove("third"))
        .hasMessageContaining("three sites are the least");
    assertThatThrownBy(() -> sites.control("north").remove("north"))
        .hasMessageContaining("does not remove itself");
    assertThatThrownBy(() -> sites.control("north").remove("east"))
        .hasMessageContaining("none of the sites");
  }

  /** One is primary, and the other has everything. */
  private void awaitTwo() {
    await()
        .atMost(LONG)
        .untilAsserted(
            () ->
                assertThat(sites.control("third").status())
                    .extracting(SiteStatus::role)
                    .containsExactlyInAnyOrder(
                        SiteStatus.Role.PRIMARY,
                        SiteStatus.Role.SYNCHRONOUS,
                        SiteStatus.Role.WITNESS));
  }

  private void say(String from, String word) throws SQLException {
    try (Connection connection = sites.toPrimary(from)) {
      say(connection, word);
    }
  }

  private static void say(Connection connection, String word) throws SQLException {
    try (var insert =
        connection.prepareStatement(
            "INSERT INTO notes.said VALUES (?) ON CONFLICT (word) DO UPDATE SET word = excluded.word")) {
      insert.setString(1, word);
      insert.executeUpdate();
    }
  }

  private boolean heard(String at, String word) throws SQLException {
    try (Connection connection = sites.toReplica(at);
        var select = connection.prepareStatement("SELECT 1 FROM notes.said WHERE word = ?")) {
      select.setString(1, word);
      try (ResultSet row = select.executeQuery()) {
        return row.next();
      }
    }
  }
}
