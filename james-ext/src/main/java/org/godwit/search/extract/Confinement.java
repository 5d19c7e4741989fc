package org.godwit.search.extract;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What keeps the reading process away from everything but its pipes: a network of its own with
 * nothing in it, another user where we are root, no way to more rights, no environment, an empty
 * folder to be in. As much of it as the system allows; what it does not allow is told in the log.
 */
final class Confinement implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Confinement.class);

  private static final String NOBODY = "nobody";
  private static final int PATIENCE_SECONDS = 20;

  /** A way to start a program, and what it does not keep it from. */
  private record Way(List<String> before, String lacks) {}

  private final Path folder;
  private final Way way;

  private Confinement(Path folder, Way way) {
    this.folder = folder;
    this.way = way;
  }

  /**
   * Finds the strictest that works here.
   *
   * @param probe a program that ends with 0 when it finds what it needs
   */
  static Confinement strictest(List<String> probe) throws IOException {
    Path folder = Files.createTempDirectory("godwit-files");
    for (Way way : ways()) {
      Confinement tried = new Confinement(folder, way);
      if (tried.works(probe)) {
        if (!way.lacks().isEmpty()) {
          LOG.warn("attachments are read by a process that is confined less: {}", way.lacks());
        }
        return tried;
      }
    }
    Files.delete(folder);
    throw new IOException("the process that reads attachments cannot be started");
  }

  private static List<Way> ways() {
    List<String> alone = List.of("unshare", "--net", "--ipc", "--");
    List<String> apart = List.of("unshare", "--user", "--net", "--ipc", "--");
    List<String> bare =
        List.of("setpriv", "--no-new-privs", "--inh-caps=-all", "--bounding-set=-all");
    List<String> other = new ArrayList<>(bare);
    other.addAll(List.of("--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
    List<String> same = List.of("setpriv", "--no-new-privs");
    return isRoot()
        ? List.of(
            new Way(both(alone, group(other)), ""),
            new Way(both(alone, bare), "it runs as root, for nobody else may read our programs"),
            new Way(bare, "it runs as root and has the network"),
            new Way(List.of(), "it runs as root and has the network; util-linux is missing"))
        : List.of(
            new Way(both(apart, same), ""),
            new Way(same, "it has the network, for namespaces of users are forbidden"),
            new Way(List.of(), "it has the network; util-linux is missing"));
  }

  private static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  /** Debian calls the group of nobody otherwise than others do. */
  private static List<String> group(List<String> command) {
    String group = "nogroup";
    try {
      FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByGroupName(group);
    } catch (IOException e) {
      group = NOBODY;
    }
    List<String> with = new ArrayList<>(command);
    with.set(with.indexOf("--regid=" + NOBODY), "--regid=" + group);
    return with;
  }

  private static List<String> both(List<String> one, List<String> other) {
    List<String> both = new ArrayList<>(one);
    both.addAll(other);
    return both;
  }

  private boolean works(List<String> probe) throws IOException {
    try {
      if (isRoot()) {
        String owner = way.before().contains("--reuid=" + NOBODY) ? NOBODY : "root";
        Files.setOwner(
            folder,
            FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName(owner));
      }
      Process process = builder(probe).redirectErrorStream(true).start();
      process.getOutputStream().close();
      boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (!ended) {
        process.destroyForcibly();
      }
      return ended && process.exitValue() == 0;
    } catch (IOException e) {
      LOG.debug("a program is missing", e);
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** Starts a program, which cannot see our environment. */
  ProcessBuilder builder(List<String> command) {
    List<String> whole = new ArrayList<>(way.before());
    whole.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(whole).directory(folder.toFile());
    builder.environment().clear();
    return builder;
  }

  /** The folder that the process may write to. */
  Path folder() {
    return folder;
  }

  /** Whether nothing is missing. */
  boolean isWhole() {
    return way.lacks().isEmpty();
  }

  @Override
  public void close() throws IOException {
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
