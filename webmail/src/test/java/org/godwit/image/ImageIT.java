package org.godwit.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.godwit.server.ImapTalk;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What docs/docker.md promises of the image. One container for all; each test has its own account.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ImageIT {
  private static final String PASSWORD = "a-long-passphrase";
  private static final long MOST_BYTES = 450_000_000;

  private OneContainer godwit;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    godwit = OneContainer.built(directory);
    godwit.start();
  }

  @AfterAll
  void end() throws Exception {
    if (godwit != null) {
      godwit.close();
    }
  }

  @Test
  void isSmallerThan450Megabytes() throws Exception {
    String size = image("{{.Size}}");
    assertThat(Long.parseLong(size)).isLessThan(MOST_BYTES);
  }

  @Test
  void saysWhatItIsAndWhatItNeeds() throws Exception {
    assertThat(image("{{json .Config.Labels}}"))
        .contains("\"org.opencontainers.image.title\":\"Godwit\"")
        .contains("\"org.opencontainers.image.licenses\":\"Apache-2.0\"")
        .contains("\"org.opencontainers.image.version\":\"0.1.0\"");
    assertThat(image("{{json .Config.Volumes}}")).isEqualTo("{\"/data\":{}}");
    assertThat(image("{{range $port, $none := .Config.ExposedPorts}}{{$port}} {{end}}").split(" "))
        .containsExactlyInAnyOrder(
            "25/tcp",
            "465/tcp",
            "587/tcp",
            "143/tcp",
            "993/tcp",
            "110/tcp",
            "995/tcp",
            "4190/tcp",
            "80/tcp",
            "443/tcp");
  }

  @Test
  void runsWithoutRootAndWithoutRights() throws Exception {
    assertThat(godwit.exec("id", "-u")).isEqualTo("10025");
    String processes = godwit.exec("sh", "-c", "cat /proc/[0-9]*/status");
    assertThat(values(processes, "Uid"))
        .hasSizeGreaterThan(3)
        .containsOnly("10025 10025 10025 10025");
    assertThat(values(processes, "CapEff")).containsOnly("0000000000000000");
    assertThat(values(processes, "CapBnd"))
        .allMatch(bound -> List.of("0000000000000400", "0000000000000000").contains(bound));
    assertThat(values(processes, "NoNewPrivs")).containsOnly("1");
  }

  /** The words behind a name, one for each process. */
  private static List<String> values(String status, String name) {
    return status
        .lines()
        .filter(line -> line.startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1).strip().replaceAll("\\s+", " "))
        .toList();
  }

  @Test
  void writesNothingOutsideItsVolume() throws Exception {
    assertThat(godwit.inspect("{{.HostConfig.ReadonlyRootfs}}")).isEqualTo("true");
    assertThat(godwit.docker().run("diff", godwit.id())).isEmpty();
    String tries = "touch /opt/godwit/x; touch /tmp/x; touch /data/tmp/x && echo data";
    assertThat(godwit.exec("sh", "-c", "{ " + tries + "; } 2>/dev/null")).isEqualTo("data");
  }

  @Test
  void keepsMailOverAStopThatEndsByItself() throws Exception {
    String ann = account("ann");
    godwit.deliver(ann, "before the stop");
    awaitSubject(ann, "before the stop");

    godwit.stop();
    assertThat(godwit.inspect("{{.State.ExitCode}}"))
        .as("137 would be: killed, for 20 seconds were not enough%n%s", godwit.logs())
        .isEqualTo("0");
    godwit.start();

    awaitSubject(ann, "before the stop");
    godwit.deliver(ann, "after the stop");
    awaitSubject(ann, "after the stop");
  }

  @Test
  void keepsMailWhenItIsKilled() throws Exception {
    String bob = account("bob");
    godwit.deliver(bob, "before the kill");

    godwit.docker().run("kill", godwit.id());
    godwit.start();

    awaitSubject(bob, "before the kill");
  }

  @Test
  void startsItsDatabaseAgainWhenThatDies() throws Exception {
    String eve = account("eve");
    godwit.deliver(eve, "before the crash");

    godwit.exec("sh", "-c", "kill -9 $(head -n 1 /data/postgres/cluster/postmaster.pid)");

    godwit.awaitHealth();
    awaitSubject(eve, "before the crash");
    assertThat(godwit.inspect("{{.RestartCount}}")).as("the server itself stayed").isEqualTo("0");
  }

  @Test
  void usesDebiansDatabaseAndItsOwnCertificate() throws Exception {
    assertThat(godwit.exec("cat", "/data/postgres/cluster/PG_VERSION")).isEqualTo("17");
    assertThat(godwit.exec("godwit", "status")).contains("mail.example.test");
  }

  @Test
  void carriesTheListOfWhatIsInside() throws Exception {
    assertThat(godwit.exec("cat", "/opt/godwit/app/sbom.json"))
        .contains("\"CycloneDX\"")
        .contains("pkg:maven/org.apache.lucene/lucene-core@");
    assertThat(godwit.exec("dpkg-query", "--show", "--showformat", "${Version}", "postgresql-17"))
        .startsWith("17.");
  }

  private String account(String name) throws Exception {
    String address = name + "@example.test";
    godwit.exec(
        "sh",
        "-c",
        "echo '" + PASSWORD + "' | godwit account create " + address + " --password-stdin");
    return address;
  }

  private void awaitSubject(String user, String subject) {
    await()
        .atMost(Duration.ofMinutes(2))
        .ignoreExceptions() // the database may be on its way up
        .untilAsserted(() -> assertThat(subjects(user)).contains("Subject: " + subject));
  }

  private String subjects(String user) throws Exception {
    try (ImapTalk imap = godwit.imap(user, PASSWORD)) {
      imap.ok("SELECT INBOX");
      return String.join("\n", imap.ok("FETCH 1:* (BODY.PEEK[HEADER.FIELDS (SUBJECT)])").lines());
    }
  }

  private String image(String template) throws Exception {
    return godwit.docker().run("image", "inspect", "--format", template, OneContainer.IMAGE);
  }
}
