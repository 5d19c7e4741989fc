package org.godwit.cluster.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lock of the primary, with Debian's Patroni and an etcd that we play. */
class PatroniLockTest {
  private static final Path PATRONI = Path.of("/usr/bin/patroni");

  /** What etcd has is in {@code kvs}; says what is answered, and what was written. */
  private static final String PLAY =
      """
      exec(open(LOCK).read(), {'__name__': 'lock'})
      from patroni.dcs import etcd3

      class Client:
          def call_rpc(self, method, fields, retry=None):
              assert 'serializable' not in fields
              return {'kvs': KVS}
          def put(self, key, value, lease, mod_revision=None, retry=None):
              print('put', value, lease, mod_revision)
              return WRITTEN

      class Retry:
          def copy(self):
              return self
          def __call__(self, method, *args, **kwargs):
              return method(*args, **kwargs)

      class Us:
          _name, _lease, _retry, _client, leader_path = 'south', 'old', Retry(), Client(), '/leader'
          def _run_and_handle_exceptions(self, method, *args, **kwargs):
              return kwargs.pop('retry')(method, *args, **kwargs)
          def _do_refresh_lease(self, force, retry=None):
              self._lease = LEASE

      print(etcd3.Etcd3._update_leader(Us()))
      """;

  @TempDir private Path folder;

  /** What is said of a lock that south had. */
  private String extended(String kvs, String lease, boolean written) throws Exception {
    return played(
        PLAY.replace("KVS", kvs)
            .replace("WRITTEN", written ? "True" : "False")
            .replace("LEASE", "'" + lease + "'"));
  }

  /** What a program prints that reads {@code LOCK}. */
  private String played(String program) throws Exception {
    Assumptions.assumeTrue(
        Files.isExecutable(PATRONI), "NOT TESTED: the lock of Patroni; apt-get install patroni");
    Path lock = folder.resolve("lock.py");
    try (InputStream source = Site.class.getResourceAsStream("patroni-lock.py")) {
      Files.write(lock, source.readAllBytes());
    }
    Path play = folder.resolve("play.py");
    Files.writeString(play, program.replace("LOCK", "'" + lock + "'"));
    Process python =
        new ProcessBuilder(SitePrograms.python(PATRONI).getFirst(), play.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(python.waitFor()).as(said).isZero();
    return said.strip();
  }

  private static String held(String by, String lease) {
    return "[{'value': '%s', 'lease': '%s', 'mod_revision': '7'}]".formatted(by, lease);
  }

  @Test
  void whoHasItKeepsIt() throws Exception {
    assertThat(extended(held("south", "old"), "old", true)).isEqualTo("True");
  }

  @Test
  void whoWasAwayForTooLongDoesNotTakeItFromTheNextOne() throws Exception {
    assertThat(extended(held("north", "theirs"), "new", true)).isEqualTo("False");
    assertThat(extended("[]", "new", true)).isEqualTo("False");
  }

  @Test
  void whoStartedAnewTakesItsOwnLockOnlyIfNobodyWroteItMeanwhile() throws Exception {
    assertThat(extended(held("south", "old"), "new", true)).isEqualTo("put south new 7\nTrue");
    assertThat(extended(held("south", "old"), "new", false)).isEqualTo("put south new 7\nFalse");
  }

  @Test
  void aDrainedSiteTellsTheOthersThatItIsNotToBeMadePrimary() throws Exception {
    assertThat(told("{'south': True}")).isEqualTo("{'drained': True, 'nofailover': True}");
    assertThat(told("{'north': True}")).isEqualTo("{}");
    assertThat(told(null)).as("nobody was ever drained").isEqualTo("{}");
  }

  private String told(String drained) throws Exception {
    String data = drained == null ? "{}" : "{'drained': " + drained + "}";
    return played(
        """
        exec(open(LOCK).read(), {'__name__': 'lock'})
        from types import SimpleNamespace as Some
        from patroni.ha import Ha

        us = Some(patroni=Some(tags={}), _disable_sync=0, state_handler=Some(name='south'),
                  cluster=Some(config=Some(data=DATA)))
        print(Ha.get_effective_tags(us))
        """
            .replace("DATA", data));
  }

  @Test
  void whatRunsItIsInItsFirstLine() throws Exception {
    Path program = folder.resolve("program");
    Files.writeString(program, "#!/opt/venv/bin/python3 -s\nimport sys\n");
    assertThat(SitePrograms.python(program)).isEqualTo(List.of("/opt/venv/bin/python3", "-s"));
    Files.writeString(program, "#!/bin/sh\n");
    assertThatThrownBy(() -> SitePrograms.python(program))
        .isInstanceOf(SiteProblem.class)
        .hasMessageContaining("not a program in Python");
  }
}
