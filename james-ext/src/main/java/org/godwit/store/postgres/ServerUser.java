package org.godwit.store.postgres;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who the server runs as. PostgreSQL refuses to run as root, and so do we: root becomes {@code
 * postgres} where that user exists, else {@code nobody}. Anybody else stays who they are.
 *
 * @param name the user to change to; empty for no change
 * @param entersAnywhere whether the user needs CAP_DAC_READ_SEARCH to get to the data directory
 */
public record ServerUser(String name, boolean entersAnywhere) {
  private static final Logger LOG = LoggerFactory.getLogger(ServerUser.class);

  private static final String SAME = "";

  /** Where the programs go when the data directory is out of reach: initdb heeds no capability. */
  private static final Path CACHE = Path.of("/var/cache/godwit");

  /** Who can work in a directory of ours, which exists. */
  public static ServerUser toReach(Path directory) throws IOException {
    if (!System.getProperty("user.name").equals("root")) {
      return new ServerUser(SAME, false);
    }
    String name = exists("postgres") ? "postgres" : "nobody";
    Path closed = closedParent(directory);
    if (closed == null) {
      return new ServerUser(name, false);
    }
    LOG.warn(
        "{} is closed to the user {}, who runs PostgreSQL; it gets CAP_DAC_READ_SEARCH to pass."
            + " A data directory that everybody may pass through needs no such thing",
        closed,
        name);
    return new ServerUser(name, true);
  }

  private static boolean exists(String name) {
    try {
      FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName(name);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** The topmost folder on the way that only its owner may pass, or null. */
  private static Path closedParent(Path directory) throws IOException {
    Path way = directory.toRealPath().getRoot();
    for (Path step : directory.toRealPath()) {
      way = way.resolve(step);
      PosixFileAttributes attributes =
          Files.readAttributes(way, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (!attributes.permissions().contains(PosixFilePermission.OTHERS_EXECUTE)) {
        return way;
      }
    }
    return null;
  }

  /** A folder for the programs that this user can run them from. */
  Path programs(Path directory) throws IOException {
    return entersAnywhere ? Files.createDirectories(CACHE) : directory;
  }

  /** Gives a file of ours to this user. */
  public void own(Path path) throws IOException {
    if (!name.equals(SAME)) {
      Files.setOwner(
          path,
          FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName(name));
    }
  }

  /**
   * Runs a program to its end as this user.
   *
   * @return what it said
   * @throws IOException with what the program said, when it fails or takes more than two minutes
   */
  public String run(List<String> command) throws IOException {
    List<String> words = new ArrayList<>(prefix());
    words.addAll(command);
    Path output = Files.createTempFile("godwit-postgres", ".log");
    Process process = null;
    try {
      process =
          new ProcessBuilder(words)
              .directory(Path.of("/").toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile()) // not a pipe: the server inherits and keeps it
              .start();
      if (!process.waitFor(2, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new IOException(command.get(0) + " does not end");
      }
      if (process.exitValue() != 0) {
        throw new IOException(command.get(0) + ": " + Files.readString(output).strip());
      }
      return Files.readString(output);
    } catch (InterruptedException e) {
      end(process);
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while running " + command.get(0), e);
    } finally {
      Files.deleteIfExists(output);
    }
  }

  /** initdb takes away what it has begun, when it is asked to end. */
  private static void end(Process process) {
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException again) {
      process.destroyForcibly();
    }
  }

  /**
   * A program as this user, that the system ends with SIGTERM when the thread that started it ends.
   */
  public List<String> bound(List<String> command) {
    List<String> words = new ArrayList<>(prefix());
    if (words.isEmpty()) {
      words.add("setpriv");
    }
    words.add("--pdeathsig=TERM");
    words.addAll(command);
    return words;
  }

  private List<String> prefix() {
    if (name.equals(SAME)) {
      return List.of();
    }
    List<String> words = new ArrayList<>();
    words.addAll(List.of("setpriv", "--reuid=" + name, "--regid=" + group(), "--clear-groups"));
    if (entersAnywhere) {
      words.addAll(List.of("--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"));
    }
    return words;
  }

  private String group() {
    return name.equals("nobody") ? "nogroup" : name;
  }
}
