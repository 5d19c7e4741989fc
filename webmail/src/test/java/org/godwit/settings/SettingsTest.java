package org.godwit.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.godwit.server.ServerSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is set, where, and what may not be. */
class SettingsTest {
  @TempDir private Path home;

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "2143,            127.0.0.1, 2143",
    "0,               127.0.0.1, 0",
    "127.0.0.2:993,   127.0.0.2, 993",
    "0.0.0.0:993,     0.0.0.0,   993",
    "'[::1]:993',     ::1,       993",
    "localhost:993,   127.0.0.1, 993",
  })
  void readsPlacesToListenAt(String text, String host, int port) throws BadSettings {
    assertThat(set("listen.imap", text).server().listen().imap())
        .contains(new InetSocketAddress(host, port));
  }

  @Test
  void readsOff() throws BadSettings {
    assertThat(set("listen.imap", "off").server().listen().imap()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "imap", "-1", "65536", "1.5", ":143", "127.0.0.1:", "127.0.0.1:x", "a b:1"})
  void refusesOtherPlaces(String text) {
    assertThatThrownBy(() -> set("listen.imap", text))
        .hasMessageStartingWith("listen.imap (command line): \"" + text + "\" cannot be used")
        .hasMessageEndingWith("allowed: PORT (on loopback), \"HOST:PORT\" or \"off\"");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"70000, 70000", "64 KB, 65536", "50MB, 52428800", "1 gb, 1073741824"})
  void readsSizes(String text, long bytes) {
    assertThat(Kinds.SIZE_IN_BYTES.parse(text, home)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://example.org/", "//example.org/", "https:///x", "example.org", ""})
  void callsNothingButTheWeb(String text) {
    assertThatThrownBy(() -> Kinds.WEB_ADDRESS.parse(text, home))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void tellsTheAdministratorsWhenNobodyIsNamed() throws BadSettings {
    assertThat(set("log.level", "info").alerts().to()).isEmpty();
    assertThat(set("alerts.to", "ann@example.org, bob@example.net").alerts().to())
        .containsExactly("ann@example.org", "bob@example.net");
  }

  @Test
  void anAddressToCallIsKeptLikeASecret() throws BadSettings {
    Settings settings =
        Settings.read(
            new Settings.Sources(
                home,
                Optional.empty(),
                Map.of("GODWIT_ALERTS_WEBHOOK", "http://10.0.0.1/hook/secret"),
                Map.of()));
    assertThat(settings.alerts().webhook().orElseThrow().address().getPath())
        .isEqualTo("/hook/secret");
    assertThat(settings.now().toString()).doesNotContain("hook/secret");
  }

  @ParameterizedTest
  @CsvSource({
    "limits.message_bytes, 50 TB",
    "limits.message_bytes, 10",
    "limits.message_bytes, 999999999999 GB",
    "limits.recipients, 99",
    "queue.warn_after, 4",
    "queue.warn_after, 4 weeks",
    "queue.backoff, ''",
    "queue.backoff, '5m,'",
    "server.domain, a_b",
    "server.domain, '-'",
    "outbound.bind_address, example.org",
    "log.format, xml",
    "log.level, loud",
    "database.url, postgres://localhost/godwit",
    "smarthost.tls, maybe",
    "data.dir, ''",
    "alerts.to, ann",
    "alerts.blocklists, 'a b'",
  })
  void refusesWhatItCannotUseAndNamesTheKey(String key, String value) {
    assertThatThrownBy(() -> set(key, value))
        .isInstanceOf(BadSettings.class)
        .hasMessageContaining(key);
  }

  @Test
  void namesTheLineOfAnUnknownKeyAndWhatIsAllowed() throws IOException {
    Path file = write("[listen]\nimap = 2143\nimapp = 2144\n");
    assertThatThrownBy(() -> read(file, Map.of(), Map.of()))
        .hasMessage(
            "listen.imapp (%s line 3): no such key; allowed: in [listen] %s"
                .formatted(file, String.join(", ", Keys.in("listen"))));
  }

  @Test
  void namesTheLineOfABadValue() throws IOException {
    Path file = write("[listen]\n\nimap = \"everywhere\"\n");
    assertThatThrownBy(() -> read(file, Map.of(), Map.of()))
        .hasMessageStartingWith("listen.imap (" + file + " line 3): \"everywhere\" cannot be used");
  }

  @Test
  void namesTheLineOfBrokenToml() throws IOException {
    Path file = write("[listen]\nimap = \n");
    assertThatThrownBy(() -> read(file, Map.of(), Map.of()))
        .hasMessageStartingWith(file + " line 2: ");
  }

  @Test
  void saysAllThatIsWrongAtOnce() throws IOException {
    Path file = write("[listen]\nimap = \"x\"\n[lisen]\nimap = 1\n");
    assertThatThrownBy(() -> read(file, Map.of("GODWIT_LISTEN_POP", "1"), Map.of()))
        .isInstanceOfSatisfying(
            BadSettings.class,
            bad ->
                assertThat(bad.problems())
                    .hasSize(3)
                    .anyMatch(line -> line.startsWith("lisen.imap (" + file + " line 4)"))
                    .anyMatch(line -> line.startsWith("GODWIT_LISTEN_POP (environment)")));
  }

  @Test
  void refusesASettingsFileThatIsNotThere() {
    assertThatThrownBy(() -> read(home.resolve("none.toml"), Map.of(), Map.of()))
        .hasMessage(home.resolve("none.toml") + ": cannot be read");
  }

  @Test
  void leavesOtherProgramsVariablesAlone() throws BadSettings {
    Map<String, String> cluster = Map.of("GODWIT_PORT_25_TCP", "tcp://10.0.0.1:25");
    assertThat(read(Optional.empty(), cluster, Map.of()).dataDirectory())
        .isEqualTo(home.resolve("data"));
  }

  @Test
  void theCommandLineWinsOverTheEnvironmentAndThatOverTheFile() throws Exception {
    Path file = write("[listen]\nimap = 1\npop3 = 1\nsmtp = 1\n");
    Map<String, String> environment = Map.of("GODWIT_LISTEN_IMAP", "2", "GODWIT_LISTEN_POP3", "2");
    ServerSettings.Listen listen =
        read(file, environment, Map.of("listen.imap", "3")).server().listen();
    assertThat(listen.imap().orElseThrow().getPort()).isEqualTo(3);
    assertThat(listen.pop3().orElseThrow().getPort()).isEqualTo(2);
    assertThat(listen.smtp().orElseThrow().getPort()).isEqualTo(1);
    assertThat(listen.imaps().orElseThrow().getPort()).isEqualTo(2993);
  }

  @Test
  void relativePathsOfTheFileStartAtGodwitsFolder() throws Exception {
    Path file = write("[data]\ndir = \"elsewhere\"\n");
    assertThat(read(file, Map.of(), Map.of()).dataDirectory()).isEqualTo(home.resolve("elsewhere"));
    assertThat(set("log.level", "info").dataDirectory()).isEqualTo(home.resolve("data"));
  }

  @Test
  void relativePathsOfTheCommandLineStartWhereItIsTyped() throws BadSettings {
    assertThat(set("data.dir", "elsewhere").dataDirectory())
        .isEqualTo(Path.of("elsewhere").toAbsolutePath());
  }

  @Test
  void takesNoSecretFromTheCommandLine() {
    assertThatThrownBy(() -> set("database.password", "hunter2"))
        .hasMessageContaining("GODWIT_DATABASE_PASSWORD")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void readsPasswordsFromTheirFiles() throws Exception {
    Path password = Files.writeString(home.resolve("password"), "hunter2\n");
    Path file =
        write(
            """
            [database]
            url = "jdbc:postgresql://db.example/godwit"
            password_file = "password"
            [smarthost]
            host = "relay.example"
            tls = "implicit"
            user = "us"
            password_file = "%s"
            [oidc]
            issuer = "https://login.example"
            client_secret_file = "password"
            """
                .formatted(password));
    ServerSettings server = read(file, Map.of(), Map.of()).server();
    assertThat(server.store().external().orElseThrow().password()).isEqualTo("hunter2");
    ServerSettings.SmartHost relay = server.outbound().smartHost().orElseThrow();
    assertThat(relay.login().orElseThrow().password()).isEqualTo("hunter2");
    assertThat(relay.implicitTls()).isTrue();
    assertThat(server.oidc().orElseThrow().clientSecret()).hasValue("hunter2");
  }

  @Test
  void readsListsOfTimes() throws Exception {
    Path file = write("[queue]\nbackoff = [\"30s\", \"5m\", \"2h\"]\ngive_up_after = \"4d\"\n");
    ServerSettings.Outbound outbound = read(file, Map.of(), Map.of()).server().outbound();
    assertThat(outbound.backoff())
        .containsExactly(Duration.ofSeconds(30), Duration.ofMinutes(5), Duration.ofHours(2));
    assertThat(outbound.giveUpAfter()).isEqualTo(Duration.ofDays(4));
  }

  @Test
  void aCertificateNeedsItsKey() {
    assertThatThrownBy(() -> set("tls.certificate", "/etc/ssl/mail.pem"))
        .hasMessage("tls.certificate and tls.key: one is set; allowed: both, or none");
  }

  @ParameterizedTest(name = "{0}, {1}")
  @CsvSource({
    "mail.example.org, '',          mail.example.org, example.org",
    "mx.example.net,   example.org, mx.example.net,   example.org",
    "example.org,      '',          example.org,      example.org",
  })
  void oneNameLeadsToTheOther(String hostname, String domain, String thenHost, String thenDomain)
      throws BadSettings {
    Map<String, String> names = Map.of("server.hostname", hostname, "server.domain", domain);
    ServerSettings server = read(Optional.empty(), Map.of(), names).server();
    assertThat(server.hostname()).isEqualTo(thenHost);
    assertThat(server.domain()).isEqualTo(thenDomain);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "box",
        "box.local",
        "box.localdomain",
        "10.0.0.7",
        "a.internal",
        "::1"
      })
  void noNameOfTheHouseNamesADomain(String name) {
    assertThat(MachineName.worldly(name)).isEmpty();
  }

  @Test
  void aNameOfTheWorldDoes() {
    assertThat(MachineName.worldly("Mail.Example.org")).contains("mail.example.org");
  }

  private Settings set(String key, String value) throws BadSettings {
    return read(Optional.empty(), Map.of(), Map.of(key, value));
  }

  private Settings read(Path file, Map<String, String> environment, Map<String, String> commandLine)
      throws BadSettings {
    return read(Optional.of(file), environment, commandLine);
  }

  private Settings read(
      Optional<Path> file, Map<String, String> environment, Map<String, String> commandLine)
      throws BadSettings {
    return Settings.read(new Settings.Sources(home, file, environment, commandLine));
  }

  private Path write(String text) throws IOException {
    return Files.writeString(home.resolve("godwit.toml"), text);
  }
}
