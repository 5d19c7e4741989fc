package org.godwit.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** This Godwit, started by its own scripts on an empty data directory. */
final class GodwitCandidate implements Candidate, JmapServer {

  private static final int WAIT_SECONDS = 120;

  private final Path home;
  private final Path folder;
  private final Ports ports;
  private final Process server;

  /** Where it listens. */
  private record Ports(int imap, int smtp, int http) {}

  private GodwitCandidate(Path home, Path folder, Ports ports, Process server) {
    this.home = home;
    this.folder = folder;
    this.ports = ports;
    this.server = server;
  }

  /**
   * Starts it and makes the accounts.
   *
   * @param home the checkout
   * @param folder for its data; emptied by nobody
   */
  static GodwitCandidate start(Path home, Path folder, int users) throws IOException {
    Ports ports = new Ports(Candidate.freePort(), Candidate.freePort(), Candidate.freePort());
    ProcessBuilder start = new ProcessBuilder(home.resolve("scripts/run").toString());
    settings(start, folder, ports);
    Path log = folder.resolve("godwit.log");
    Process server = start.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    GodwitCandidate godwit = new GodwitCandidate(home, folder, ports, server);
    try {
      godwit.awaitPort(ports.imap(), log);
      godwit.makeAccounts(users);
      return godwit;
    } catch (IOException e) {
      godwit.close();
      throw e;
    }
  }

  private static void settings(ProcessBuilder process, Path folder, Ports ports) {
    process.environment().put("GODWIT_DATA_DIR", folder.resolve("data").toString());
    process.environment().put("GODWIT_SERVER_DOMAIN", "example.test");
    process.environment().put("GODWIT_SERVER_HOSTNAME", "mail.example.test");
    for (String door :
        List.of(
            "SUBMISSION",
            "SUBMISSIONS",
            "LMTP",
            "IMAPS",
            "POP3",
            "POP3S",
            "MANAGESIEVE",
            "HTTPS")) {
      process.environment().put("GODWIT_LISTEN_" + door, "off");
    }
    process.environment().put("GODWIT_LISTEN_IMAP", Integer.toString(ports.imap()));
    process.environment().put("GODWIT_LISTEN_SMTP", Integer.toString(ports.smtp()));
    process.environment().put("GODWIT_LISTEN_HTTP", Integer.toString(ports.http()));
  }

  private void awaitPort(int port, Path log) throws IOException {
    for (int i = 0; i < WAIT_SECONDS * 4; i++) {
      if (!server.isAlive()) {
        throw new IOException("Godwit does not start:\n" + Files.readString(log));
      }
      try (Wire wire = new Wire(port)) {
        wire.line();
        return;
      } catch (IOException e) {
        pause(); // not yet
      }
    }
    throw new IOException("Godwit does not get ready; see " + log);
  }

  private void makeAccounts(int users) throws IOException {
    List<String> rows = new ArrayList<>();
    for (int i = 1; i <= users; i++) {
      rows.add(user(i) + "," + password(i));
    }
    Path file = Files.write(folder.resolve("accounts.csv"), rows);
    ProcessBuilder command =
        new ProcessBuilder(
            home.resolve("scripts/godwit").toString(), "account", "import", file.toString());
    settings(command, folder, ports);
    Process imported = command.inheritIO().start();
    try {
      if (!imported.waitFor(5, TimeUnit.MINUTES) || imported.exitValue() != 0) {
        throw new IOException("the accounts were not made");
      }
    } catch (InterruptedException e) {
      throw new IOException("interrupted", e);
    }
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(250);
    } catch (InterruptedException e) {
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public String name() {
    return "Godwit";
  }

  @Override
  public int imapPort() {
    return ports.imap();
  }

  @Override
  public int smtpPort() {
    return ports.smtp();
  }

  @Override
  public int httpPort() {
    return ports.http();
  }

  @Override
  public void filled() {
    // it looks for what is new with each search
  }

  /** The process of the server itself. */
  long pid() {
    return server.pid();
  }

  /** Ours, and the PostgreSQL that was started in our data directory. */
  @Override
  public Set<Long> processes() {
    String ours = folder.toString();
    try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
      return all.filter(
              process ->
                  process.pid() == server.pid()
                      || process
                          .info()
                          .commandLine()
                          .filter(line -> line.contains(ours))
                          .isPresent())
          .map(ProcessHandle::pid)
          .collect(Collectors.toSet());
    }
  }

  @Override
  public void close() {
    server.destroy();
    try {
      if (!server.waitFor(30, TimeUnit.SECONDS)) {
        server.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      server.destroyForcibly();
    }
  }
}
