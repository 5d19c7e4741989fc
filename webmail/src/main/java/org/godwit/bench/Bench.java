package org.godwit.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the same work on Godwit and, where it is installed, on dovecot and postfix, in turn. */
@Command(
    name = "bench",
    subcommands = JmapBench.class,
    mixinStandardHelpOptions = true,
    description = {
      "Measures this Godwit beside Debian's dovecot + postfix and prints a Markdown table.",
      "The first round warms both servers up and is not counted."
    })
public final class Bench implements Callable<Integer> {

  @Option(names = "--rounds", defaultValue = "3", description = "counted rounds (${DEFAULT-VALUE})")
  private int rounds;

  @Option(
      names = "--messages",
      defaultValue = "800",
      description = "messages in a phase (${DEFAULT-VALUE})")
  private int messages;

  @Option(
      names = "--clients",
      defaultValue = "4",
      description = "clients at once, each with an account (${DEFAULT-VALUE})")
  private int clients;

  @Option(names = "--alone", description = "without the peer")
  private boolean alone;

  /** Ends with 0, or 1 when a server failed. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Bench()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException {
    Path home = Path.of(System.getProperty("godwit.home", "."));
    Path folder = Files.createTempDirectory("godwit-bench");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    List<Candidate> servers = new ArrayList<>();
    try {
      servers.add(
          GodwitCandidate.start(home, Files.createDirectory(folder.resolve("godwit")), clients));
      if (alone || !DovecotCandidate.isInstalled()) {
        System.err.println(
            "no peer: it needs root, and apt-get install dovecot-imapd dovecot-lmtpd postfix");
      } else {
        servers.add(
            DovecotCandidate.start(Files.createDirectory(folder.resolve("dovecot")), clients));
      }
      System.out.println(measure(servers));
      return 0;
    } finally {
      servers.forEach(Candidate::close);
      delete(folder);
    }
  }

  private String measure(List<Candidate> servers) throws IOException {
    Report report = new Report(servers.stream().map(Candidate::name).toList());
    for (int round = 0; round <= rounds; round++) {
      Plan plan = new Plan(messages, clients, round);
      for (int i = 0; i < servers.size(); i++) {
        for (Phase phase : Phase.values()) {
          Load.Result result = phase.run(servers.get(i), plan);
          if (round > 0) {
            report.add(i, phase, result);
          }
          System.err.printf(
              "round %d %s %s: %.2f ms CPU each%n",
              round, servers.get(i).name(), phase, result.cpuMillis());
        }
        tidy(servers.get(i), plan);
      }
    }
    return report.markdown();
  }

  /** Leaves the accounts as the next round wants them: empty. */
  private static void tidy(Candidate server, Plan plan) throws IOException {
    for (int number = 1; number <= plan.clients(); number++) {
      try (ImapClient imap =
          new ImapClient(server.imapPort(), server.user(number), server.password(number))) {
        imap.run("SELECT INBOX");
        if (imap.exists() > 0) {
          imap.run("STORE 1:* +FLAGS.SILENT (\\Deleted)");
          imap.run("EXPUNGE");
        }
        imap.run("DELETE " + plan.folder());
        imap.run("DELETE " + plan.folder() + "copy");
      }
    }
  }

  /** Removes a folder with all in it. */
  static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
