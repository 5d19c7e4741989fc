package org.godwit.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Debian's Cyrus as the peer for JMAP, on loopback, with all its files in one folder. Needs root,
 * and the packages cyrus-imapd, cyrus-caldav (which has its web server) and sasl2-bin.
 */
final class CyrusCandidate implements JmapServer {

  /** What to do where it cannot be started. */
  static final String NEEDS =
      "Cyrus is not measured; that needs root, and apt-get install cyrus-imapd cyrus-caldav sasl2-bin";

  private static final String PROGRAMS = "/usr/lib/cyrus/bin/";
  private static final String MASTER = "/usr/sbin/cyrmaster";
  private static final String USER = "cyrus";
  private static final int TRIES = 240;

  private final Path folder;
  private final int imap;
  private final int http;
  private Process master;

  private CyrusCandidate(Path folder, int imap, int http) {
    this.folder = folder;
    this.imap = imap;
    this.http = http;
  }

  /** Whether the peer can be started here. */
  static boolean isInstalled() {
    return System.getProperty("user.name").equals("root")
        && List.of(MASTER, PROGRAMS + "imapd", PROGRAMS + "httpd", "/usr/sbin/saslpasswd2").stream()
            .allMatch(program -> Files.isExecutable(Path.of(program)));
  }

  /**
   * Writes its settings and starts it.
   *
   * @param folder that everybody may pass through
   */
  static CyrusCandidate start(Path folder, int users) throws IOException {
    CyrusCandidate cyrus = new CyrusCandidate(folder, Candidate.freePort(), Candidate.freePort());
    try {
      cyrus.prepare(users);
      cyrus.master =
          new ProcessBuilder(
                  MASTER,
                  "-C",
                  cyrus.file("imapd.conf"),
                  "-M",
                  cyrus.file("cyrus.conf"),
                  "-p",
                  cyrus.file("master.pid"))
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("master.log").toFile())
              .start();
      cyrus.await();
      return cyrus;
    } catch (IOException e) {
      cyrus.close();
      throw e;
    }
  }

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  private void prepare(int users) throws IOException {
    for (String name : List.of("conf/socket", "conf/db", "conf/proc", "spool", "search")) {
      Files.createDirectories(folder.resolve(name));
    }
    write("cyrus-imapd.conf", "imapd.conf");
    write("cyrus.conf", "cyrus.conf");
    for (int i = 1; i <= users; i++) {
      String[] address = user(i).split("@", -1);
      run(
          password(i),
          "saslpasswd2",
          "-c",
          "-p",
          "-f",
          file("sasldb"),
          "-u",
          address[1],
          address[0]);
    }
    run("", "chown", "-R", USER + ":mail", folder.toString());
  }

  private void write(String template, String target) throws IOException {
    try (var in = CyrusCandidate.class.getResourceAsStream(template)) {
      Files.writeString(
          folder.resolve(target),
          new String(in.readAllBytes(), StandardCharsets.UTF_8)
              .replace("@FOLDER@", folder.toString())
              .replace("@PROGRAMS@", PROGRAMS)
              .replace("@IMAP@", Integer.toString(imap))
              .replace("@HTTP@", Integer.toString(http)));
    }
  }

  private void await() throws IOException {
    for (int i = 0; i < TRIES && master.isAlive(); i++) {
      try (ImapClient client = new ImapClient(imap, user(1), password(1))) {
        client.run("SELECT INBOX");
        return;
      } catch (IOException e) {
        pause(); // not yet
      }
    }
    throw new IOException(
        "Cyrus does not start: " + Files.readString(folder.resolve("master.log")));
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(250);
    } catch (InterruptedException e) {
      throw new IOException("interrupted", e);
    }
  }

  /** Brings its index of texts up to date, as its squatter does at night or while it runs. */
  @Override
  public void filled() throws IOException {
    run(
        "",
        "setpriv",
        "--reuid=" + USER,
        "--regid=mail",
        "--init-groups",
        PROGRAMS + "squatter",
        "-i",
        "-C",
        file("imapd.conf"));
  }

  private static void run(String input, String... command) throws IOException {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      try (var in = process.getOutputStream()) {
        in.write(input.getBytes(StandardCharsets.UTF_8));
      }
      if (!process.waitFor(30, TimeUnit.MINUTES) || process.exitValue() != 0) {
        throw new IOException(String.join(" ", command) + " failed");
      }
    } catch (InterruptedException e) {
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public String name() {
    return "Cyrus";
  }

  @Override
  public int imapPort() {
    return imap;
  }

  @Override
  public int httpPort() {
    return http;
  }

  @Override
  public Set<Long> processes() {
    return Set.of(master.pid());
  }

  @Override
  public void close() {
    if (master != null) {
      master.destroy();
      try {
        if (!master.waitFor(30, TimeUnit.SECONDS)) {
          master.destroyForcibly();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        master.destroyForcibly();
      }
    }
  }
}
