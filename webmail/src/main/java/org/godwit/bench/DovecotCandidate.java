package org.godwit.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Debian's dovecot and postfix as the peer, on loopback, with all their files in one folder. Needs
 * root, and the packages dovecot-imapd, dovecot-lmtpd and postfix.
 */
final class DovecotCandidate implements Candidate {

  private final Path folder;
  private final int imap;
  private final int smtp;

  private DovecotCandidate(Path folder, int imap, int smtp) {
    this.folder = folder;
    this.imap = imap;
    this.smtp = smtp;
  }

  /** Whether the peer can be started here. */
  static boolean isInstalled() {
    return System.getProperty("user.name").equals("root")
        && Files.isExecutable(Path.of("/usr/sbin/dovecot"))
        && Files.isExecutable(Path.of("/usr/sbin/postfix"))
        && Files.isExecutable(Path.of("/usr/lib/dovecot/lmtp"));
  }

  /**
   * Writes its settings and starts it.
   *
   * @param folder that everybody may pass through; its users are mail and postfix
   */
  static DovecotCandidate start(Path folder, int users) throws IOException {
    DovecotCandidate peer =
        new DovecotCandidate(folder, Candidate.freePort(), Candidate.freePort());
    peer.prepare(users);
    run("postfix", "-c", peer.file("postfix/etc"), "start");
    run("dovecot", "-c", peer.file("dovecot.conf"));
    return peer;
  }

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  private void prepare(int users) throws IOException {
    for (String name :
        List.of("run", "mail", "log", "postfix/etc", "postfix/spool/private", "postfix/data")) {
      Files.createDirectories(folder.resolve(name));
    }
    run("chown", "mail:mail", file("mail"));
    run("chown", "postfix", file("postfix/data"), file("postfix/spool/private"));
    List<String> passwords = new ArrayList<>();
    List<String> mailboxes = new ArrayList<>();
    for (int i = 1; i <= users; i++) {
      passwords.add(user(i) + ":{PLAIN}" + password(i));
      mailboxes.add(user(i) + " ok");
    }
    Files.write(folder.resolve("passwd"), passwords);
    Files.write(folder.resolve("postfix/etc/mailboxes"), mailboxes);
    write("dovecot.conf", "dovecot.conf");
    write("main.cf", "postfix/etc/main.cf");
    write("master.cf", "postfix/etc/master.cf");
    run("postmap", "-c", file("postfix/etc"), "hash:" + file("postfix/etc/mailboxes"));
  }

  private void write(String template, String target) throws IOException {
    try (var in = DovecotCandidate.class.getResourceAsStream(template)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      Files.writeString(
          folder.resolve(target),
          text.replace("@FOLDER@", folder.toString())
              .replace("@IMAP@", Integer.toString(imap))
              .replace("@SMTP@", Integer.toString(smtp)));
    }
  }

  private static void run(String... command) throws IOException {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException(String.join(" ", command) + " failed");
      }
    } catch (InterruptedException e) {
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public String name() {
    return "dovecot + postfix";
  }

  @Override
  public int imapPort() {
    return imap;
  }

  @Override
  public int smtpPort() {
    return smtp;
  }

  @Override
  public Set<Long> processes() {
    return Stream.of("run/master.pid", "postfix/spool/pid/master.pid")
        .map(folder::resolve)
        .map(DovecotCandidate::pid)
        .collect(Collectors.toSet());
  }

  private static long pid(Path file) {
    try {
      return Long.parseLong(Files.readString(file).strip());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException("the peer does not run", e);
    }
  }

  @Override
  public void close() {
    try {
      run("doveadm", "-c", file("dovecot.conf"), "stop");
      run("postfix", "-c", file("postfix/etc"), "stop");
    } catch (IOException e) {
      System.err.println(e.getMessage());
    }
  }
}
