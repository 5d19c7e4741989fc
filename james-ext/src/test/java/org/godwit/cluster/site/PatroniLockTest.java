package org.godwit.cluster.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
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
      lock = {'__name__': 'lock'}
      exec(open(LOCK).read(), lock)
      from patroni.dcs import etcd3
      from types import SimpleNamespace

      class Client:
          def call_rpc(self, method, fields, retry=None):
              assert 'serializable' not in fields
              return {'kvs': KVS}
          def deleterange(self, key, mod_revision=None, retry=None):
              print('delete', key, mod_revision)
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
          cluster = CLUSTER
          def _run_and_handle_exceptions(self, method, *args, **kwargs):
              return kwargs.pop('retry')(method, *args, **kwargs)
          def _do_refresh_lease(self, force, retry=None):
              self._lease = LEASE

      DISK
      print(etcd3.Etcd3._update_leader(Us()))
      """;

  private static final String HANGS =
      """
      import threading
      disk = lock['disk']
      disk.write = threading.Event().wait  # never comes back
      disk.start()
      disk.patience = -1
      disk.end_postgres = lambda: print('end')
      lock['logger'].disabled = True
      """;

  private static final String DOES_NOT_ANSWER =
      """
      lock['Silence'].patience = -1
      from patroni.postgresql import Postgresql
      us = SimpleNamespace(is_starting=lambda: STARTS, is_running=lambda: True, _cluster_info_state={'error': 'none'})
      try:
          Postgresql._cluster_info_state_get(us, 'timeline')
      except lock['PostgresConnectionException']:
          pass
      disk = lock['disk']
      disk.end_postgres = lambda: print('end')
      lock['logger'].disabled = True
      """;

  @TempDir private Path folder;

  /** What is said of a lock that south had. */
  private String extended(String kvs, String lease, boolean written) throws Exception {
    return extended(kvs, lease, written, "", "None");
  }

  private String extended(String kvs, String lease, boolean written, String disk, String cluster)
      throws Exception {
    return played(
        PLAY.replace("KVS", kvs)
            .replace("WRITTEN", written ? "True" : "False")
            .replace("LEASE", "'" + lease + "'")
            .replace("CLUSTER", cluster)
            .replace("DISK", disk));
  }

  /** What a program prints that reads {@code LOCK}. */
  private String played(String program) throws Exception {
    Path play = folder.resolve("play.py");
    Files.writeString(play, program.replace("LOCK", "'" + lock() + "'"));
    Process python = python(play);
    String said = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(python.waitFor()).as(said).isZero();
    return said.strip();
  }

  private Path lock() throws IOException {
    Assumptions.assumeTrue(
        Files.isExecutable(PATRONI), "NOT TESTED: the lock of Patroni; apt-get install patroni");
    Path lock = folder.resolve("lock.py");
    try (InputStream source = Site.class.getResourceAsStream("patroni-lock.py")) {
      Files.write(lock, source.readAllBytes());
    }
    return lock;
  }

  private static Process python(Path program) throws IOException, SiteProblem {
    return new ProcessBuilder(SitePrograms.python(PATRONI).getFirst(), program.toString())
        .redirectErrorStream(true)
        .start();
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
  void whoseDiskHangsGivesItAwayIfAnotherSiteHasEverything() throws Exception {
    assertThat(extended(held("south", "old"), "old", true, HANGS, cluster("north", true)))
        .isEqualTo("delete /leader 7\nend\nFalse");
    assertThat(extended(held("north", "old"), "old", true, HANGS, cluster("north", true)))
        .as("not that of another")
        .isEqualTo("False");
    assertThat(extended(held("south", "old"), "old", true, "", cluster("north", true)))
        .as("the disk is well")
        .isEqualTo("True");
  }

  @Test
  void whoseDiskHangsKeepsItWhereNobodyElseCouldGoOn() throws Exception {
    assertThat(extended(held("south", "old"), "old", true, HANGS, cluster("north", false)))
        .as("its PostgreSQL does not run")
        .isEqualTo("True");
    assertThat(extended(held("south", "old"), "old", true, HANGS, cluster("", true)))
        .as("it is behind")
        .isEqualTo("True");
    assertThat(extended(held("south", "old"), "old", true, HANGS, "None"))
        .as("nothing is known")
        .isEqualTo("True");
  }

  @Test
  void whosePostgresqlDoesNotAnswerGivesItAwayIfAnotherSiteHasEverything() throws Exception {
    String held = held("south", "old");
    String silent = DOES_NOT_ANSWER.replace("STARTS", "False");
    assertThat(extended(held, "old", true, silent, cluster("north", true)))
        .isEqualTo("delete /leader 7\nend\nFalse");
    assertThat(extended(held, "old", true, silent, cluster("", true)))
        .as("no other site has everything")
        .isEqualTo("True");
    assertThat(
            extended(
                held,
                "old",
                true,
                DOES_NOT_ANSWER.replace("STARTS", "True"),
                cluster("north", true)))
        .as("one that starts need not answer")
        .isEqualTo("True");
    String again =
        silent
            + """
            us._cluster_info_state = {'timeline': 1}
            Postgresql._cluster_info_state_get(us, 'timeline')
            """;
    assertThat(extended(held, "old", true, again, cluster("north", true)))
        .as("it answers again")
        .isEqualTo("True");
  }

  /** South and north, of whom north has everything if it is named. */
  private static String cluster(String synchronous, boolean running) {
    return """
        SimpleNamespace(sync=SimpleNamespace(members=['%s']), members=[
            SimpleNamespace(name='south', is_running=True), SimpleNamespace(name='north', is_running=%s)])
        """
        .formatted(synchronous, running ? "True" : "False")
        .strip();
  }

  @Test
  void aDiskThatAnswersIsWell() throws Exception {
    assertThat(
            played(
                """
                lock = {'__name__': 'lock'}
                exec(open(LOCK).read(), lock)
                import os, tempfile, time
                folder = tempfile.mkdtemp()
                disks = [lock['Disk'](folder), lock['Disk'](folder + '/is-not-there')]
                for each in disks:
                    each.answered -= 1000
                    each.start()
                while any(each.hangs() for each in disks):
                    time.sleep(0.01)
                print(os.listdir(folder), disks[1].is_alive())
                """))
        .as("an error is an answer")
        .endsWith("['disk'] True");
  }

  @Test
  void whoStartsBesideAPostgresqlThatRunsLetsItsCommitsWaitOn() throws Exception {
    assertThat(
            played(
                """
                lock = {'__name__': 'lock'}
                exec(open(LOCK).read(), lock)
                from types import SimpleNamespace as Some
                import tempfile

                def kept(text):
                    with tempfile.NamedTemporaryFile('w') as file:
                        file.write(text)
                        file.flush()
                        us = Some(_synchronous_standby_names=None, _postgresql_conf=file.name)
                        return lock['parameters'](us, {}, lambda self, config: self._synchronous_standby_names)

                print(kept("port = '5432'\\nsynchronous_standby_names = 'north'\\nssl = 'on'\\n"))
                print(kept("synchronous_standby_names = '2 (north,o''s)'\\n"))
                print(kept("port = '5432'\\n"))
                print(lock['waited_for']('/is/not/there'))
                """))
        .isEqualTo("north\n2 (north,o's)\nNone\nNone");
  }

  @Test
  void whoIsNotWaitedForDoesNotCountAsHavingEverything() throws Exception {
    assertThat(chosen("north", "north")).isEqualTo("choose ['north']");
    assertThat(chosen("", "north")).endsWith("write south None 7\nchoose []");
    assertThat(chosen("", "")).isEqualTo("choose []");
  }

  private String chosen(String waits, String known) throws Exception {
    return played(
        """
        lock = {'__name__': 'lock'}
        exec(open(LOCK).read(), lock)
        from types import SimpleNamespace as Some

        def sync(*members):
            return Some(sync=Some(members=list(members), is_empty=not members, index=7))
        def write(leader, standby, index):
            print('write', leader, standby, index)
            return True

        us = Some(cluster=sync(*KNOWN.split()), dcs=Some(write_sync_state=write, get_cluster=sync),
                  state_handler=Some(name='south', synchronous_standby_names=lambda: WAITS))
        lock['synchronise'](us, lambda us: print('choose', us.cluster.sync.members))
        """
            .replace("KNOWN", "'" + known + "'")
            .replace("WAITS", "'" + waits + "'"));
  }

  @Test
  void aPostgresqlWhoseDiskHangsIsEndedAndSoIsPatroni() throws Exception {
    Files.createDirectory(folder.resolve("postgres"));
    Process postmaster = new ProcessBuilder("sleep", "600").start();
    try {
      Files.writeString(
          folder.resolve("postgres").resolve("postmaster.pid"), postmaster.pid() + "\n/data\n");
      Path play = folder.resolve("end.py");
      Files.writeString(
          play,
          """
          lock = {'__name__': 'lock'}
          exec(open('LOCK').read(), lock)
          lock['Disk']('FOLDER').end_postgres()
          """
              .replace("LOCK", lock().toString())
              .replace("FOLDER", folder.toString()));
      assertThat(python(play).waitFor()).as("Patroni ends").isEqualTo(1);
      assertThat(postmaster.waitFor()).as("ended by SIGQUIT").isEqualTo(128 + 3);
    } finally {
      postmaster.destroyForcibly();
    }
  }

  @Test
  void aClockThatIsSetBackHoldsNothingUp() throws Exception {
    assertThat(
            played(
                """
                lock = {'__name__': 'lock'}
                exec(open(LOCK).read(), lock)
                from types import SimpleNamespace as Some

                booted, wall = 100, 5000
                lock['time'] = Some(clock_gettime=lambda which: booted)
                clock = lock['steady'](lambda: wall)
                before = clock()
                booted, wall = 102, 1400
                print(before, clock())
                """))
        .isEqualTo("5000 5002");
  }

  @Test
  void aCopyWhoseReplayStandsIsNotWaitedFor() throws Exception {
    String said =
        played(
            """
            lock = {'__name__': 'lock'}
            exec(open(LOCK).read(), lock)
            from types import SimpleNamespace as Some
            from patroni.ha import Ha

            now = 0
            lock['time'] = Some(monotonic=lambda: now)
            lock['replay'].__init__()

            def told(received, replayed):
                global now
                now += 3
                return Ha.get_effective_tags(Some(patroni=Some(tags={}), _disable_sync=0, cluster=None,
                    state_handler=Some(received_location=lambda: received, replayed_location=lambda: replayed)))

            print(told(20, 10), told(20, 10), told(30, 10), told(30, 11), told(30, 30), told(30, 30), told(30, 30))
            """);
    assertThat(said).isEqualTo("{} {} {'nosync': True} {} {} {} {}");
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

        us = Some(patroni=Some(tags={}), _disable_sync=0, state_handler=Some(
                      name='south', received_location=lambda: None, replayed_location=lambda: None),
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

  @Test
  void etcdIsAskedThroughPythonsOwnTls() throws Exception {
    assertThat(
            played(
                """
                exec(open(LOCK).read(), {'__name__': 'lock'})
                import ssl
                from urllib3.util import ssl_

                print(issubclass(ssl_.SSLContext, ssl.SSLContext), ssl_.IS_PYOPENSSL)
                """))
        .as("pyOpenSSL would read no certificate where idna is missing")
        .isEqualTo("True False");
  }

  @Test
  void anEtcdThatNotAllHaveJoinedIsAskedAtOnce() throws Exception {
    assertThat(
            played(
                """
                exec(open(LOCK).read(), {'__name__': 'lock'})
                from patroni.dcs import etcd3

                client = etcd3.PatroniEtcd3Client.__new__(etcd3.PatroniEtcd3Client)
                client._ensure_version_prefix('https://127.0.0.1:1', timeout=1)
                print(client.version_prefix, client._cluster_version >= (3, 4))
                """))
        .as("its version is not decided before each voter was there")
        .isEqualTo("/v3 True");
  }

  @Test
  void theStreamOfAnEtcdThatDoesNotAnswerEnds() throws Exception {
    String program =
        """
        lock = {'__name__': 'lock'}
        exec(open(LOCK).read(), lock)
        import socket
        from patroni.dcs import etcd3
        from threading import Lock
        from types import SimpleNamespace

        class WrappedSocket:  # as pyOpenSSL's
            def __init__(self, below):
                self.socket = below
            def shutdown(self):
                pass
            def close(self):
                pass

        class Response(etcd3.urllib3.response.HTTPResponse):
            connection = None
            def __init__(self):
                pass

        ours, theirs = socket.socketpair()
        theirs.settimeout(5)
        cache = etcd3.KVCache.__new__(etcd3.KVCache)
        cache._response_lock, cache._response = Lock(), None
        cache.kill_stream()
        print(cache._response)
        cache._response = Response()
        Response.connection = SimpleNamespace(sock=WrappedSocket(ours))
        cache.kill_stream()
        print(theirs.recv(1))
        cache.kill_stream()
        """;
    assertThat(played(program)).isEqualTo("False\nb''");
  }
}
