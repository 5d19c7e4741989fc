package org.godwit.cluster.site;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.godwit.store.DatabaseSettings;

/**
 * Two sites and a witness on this machine, with the etcd, Patroni and PostgreSQL that are installed
 * here. Each has an address of loopback of its own.
 */
final class ThreeSites implements AutoCloseable {
  private final Path folder;
  private final List<Peer> peers;
  private final JoinToken token = JoinToken.of(JoinToken.random());
  private final Map<String, Site> running = new LinkedHashMap<>();
  private final Set<String> frozen = new HashSet<>();
  private final Map<String, Site.Reached> reached = new LinkedHashMap<>();

  /**
   * Sites that do not run yet.
   *
   * @param network the first three numbers of their addresses, for nobody else meanwhile
   */
  ThreeSites(Path folder, String network) {
    this.folder = folder;
    this.peers =
        List.of(
            Peer.parse("north=" + network + ".2"),
            Peer.parse("south=" + network + ".3"),
            Peer.parse("third=" + network + ".4/witness"));
  }

  /** What is missing here to run them; empty when nothing is. */
  static Optional<String> missing() {
    try {
      SitePrograms.etcd();
      SitePrograms.patroni();
      SitePrograms.postgres(Optional.empty());
      return Optional.empty();
    } catch (SiteProblem | IOException e) {
      return Optional.of(e.getMessage());
    }
  }

  void start() throws SiteProblem {
    for (Peer peer : peers) {
      launch(peer.name());
    }
    List<CompletableFuture<Void>> waits =
        Stream.of("north", "south")
            .map(name -> CompletableFuture.runAsync(() -> await(name)))
            .toList();
    waits.forEach(CompletableFuture::join);
  }

  /** Starts a site; {@link #await} says when it has a database. */
  void launch(String name) throws SiteProblem {
    running.put(name, Site.start(settings(name), directory(name), Optional.empty()));
  }

  /** Ends a site as one that is asked to. */
  void stop(String name) {
    running.remove(name).close();
  }

  void await(String name) {
    try {
      Site.Reached found = running.get(name).await(5, () -> false).orElseThrow();
      synchronized (reached) {
        reached.put(name, found);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  SiteSettings settings(String name) {
    return new SiteSettings(name, peers, token, Durability.AVAILABLE);
  }

  Path directory(String name) {
    return folder.resolve(name);
  }

  Peer peer(String name) {
    return peers.stream().filter(peer -> peer.name().equals(name)).findFirst().orElseThrow();
  }

  static String other(String name) {
    return name.equals("north") ? "south" : "north";
  }

  SiteControl control(String name) {
    return SiteControl.of(settings(name), directory(name));
  }

  /** The primary, as a site sees it. */
  Optional<String> primary(String asked) {
    return control(asked).status().stream()
        .filter(site -> site.role() == SiteStatus.Role.PRIMARY)
        .map(site -> site.peer().name())
        .findFirst();
  }

  /** Where a mail server of a site finds its database. */
  DatabaseSettings database(String name) {
    Site.Reached found = reached.get(name);
    return found.primary().withReplica(Optional.of(found.replica().url()));
  }

  Connection toPrimary(String from) throws SQLException {
    return connect(reached.get(from).primary());
  }

  Connection toReplica(String at) throws SQLException {
    return connect(reached.get(at).replica());
  }

  private static Connection connect(DatabaseSettings settings) throws SQLException {
    return DriverManager.getConnection(
        settings.url() + "&socketTimeout=10", settings.user(), settings.password());
  }

  /** Stops all processes of a site where they are, as a machine that hangs. */
  void freeze(String name) throws IOException, InterruptedException {
    frozen.add(name);
    signal("-STOP", name);
  }

  void thaw(String name) throws IOException, InterruptedException {
    signal("-CONT", name);
    frozen.remove(name);
  }

  /** Kills it, and returns when it has ended. */
  void killPatroni(String name) {
    List<ProcessHandle> found =
        ProcessHandle.current()
            .children()
            .filter(
                each ->
                    each.info()
                        .commandLine()
                        .orElse("")
                        .contains(new SitePlace(directory(name)).patroniLock().toString()))
            .toList();
    if (found.isEmpty()) {
      throw new IllegalStateException("no Patroni runs at " + name);
    }
    found.forEach(ProcessHandle::destroyForcibly);
    // Not onExit: Java waits for the end of its output, which its PostgreSQL holds open.
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> found.stream().noneMatch(ProcessHandle::isAlive));
  }

  private void signal(String signal, String name) throws IOException, InterruptedException {
    String mark = directory(name).toString();
    List<String> pids =
        ProcessHandle.allProcesses()
            .filter(each -> each.info().commandLine().orElse("").contains(mark))
            .flatMap(each -> Stream.concat(Stream.of(each), each.descendants()))
            .map(each -> Long.toString(each.pid()))
            .distinct()
            .toList();
    List<String> command = new ArrayList<>(List.of("kill", signal));
    command.addAll(pids);
    if (pids.isEmpty() || new ProcessBuilder(command).start().waitFor() != 0) {
      throw new IOException("not all processes of " + name + " got " + signal + ": " + pids);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      for (String name : List.copyOf(frozen)) {
        thaw(name); // who is held cannot be ended
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    running.values().forEach(Site::close);
  }
}
