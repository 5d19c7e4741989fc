package org.godwit.imap;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What one connection may ask of us. All sizes are bytes.
 *
 * @param line text of one command, its literals not counted (RFC 2683 §3.2.1.5 asks for 8,000)
 * @param argument literals of one command together, when they are not a message
 * @param message a message handed over by APPEND or REPLACE
 * @param beforeLogin literals of one command together, before anybody has logged in
 * @param inMemory literals of one command that are kept in memory if there is some left; what goes
 *     beyond is kept in a file
 * @param literals number of literals in one command
 * @param readAhead commands sent ahead of their turn; beyond it the socket is not read
 * @param spill where the files of large literals are made; they have no name once open
 * @param messages that one command works on (RFC 9738)
 * @param progress after how long a client is told that its command is under way, and how often
 */
public record ImapLimits(
    int line,
    int argument,
    long message,
    int beforeLogin,
    int inMemory,
    int literals,
    int readAhead,
    Path spill,
    int messages,
    Duration progress) {

  private static final int KB = 1024;
  private static final int MB = 1024 * KB;
  private static final int MESSAGES = 1_000_000; // a client that knows no limit never meets it
  private static final Duration PROGRESS = Duration.ofSeconds(10);

  /** Limits that fit people's mail programs, for messages up to {@code message} bytes. */
  public static ImapLimits forMessagesUpTo(long message, Path spill) {
    return new ImapLimits(
        64 * KB, 64 * KB, message, 8 * KB, MB, 100, 64 * KB, spill, MESSAGES, PROGRESS);
  }

  /** The same, but for how often a client is told that its command is under way. */
  ImapLimits withProgress(Duration interval) {
    return new ImapLimits(
        line,
        argument,
        message,
        beforeLogin,
        inMemory,
        literals,
        readAhead,
        spill,
        messages,
        interval);
  }

  /** The same, but for how many messages one command works on. */
  public ImapLimits withMessages(int most) {
    return new ImapLimits(
        line, argument, message, beforeLogin, inMemory, literals, readAhead, spill, most, progress);
  }

  /** 50 MB a message, large literals in the system's temporary directory. */
  public static ImapLimits standard() {
    return forMessagesUpTo(50L * MB, Path.of(System.getProperty("java.io.tmpdir")));
  }
}
