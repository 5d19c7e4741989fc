package org.godwit.timing;

import java.util.Set;
import javax.inject.Inject;
import javax.inject.Singleton;

/** What the mail server times. */
@Singleton
public final class Timings {
  private static final Set<String> IMAP_COMMANDS =
      Set.of(
          "APPEND",
          "AUTHENTICATE",
          "CAPABILITY",
          "CHECK",
          "CLOSE",
          "COMPRESS",
          "COPY",
          "CREATE",
          "DELETE",
          "DELETEACL",
          "ENABLE",
          "EXAMINE",
          "EXPUNGE",
          "FETCH",
          "GETACL",
          "GETMETADATA",
          "GETQUOTA",
          "GETQUOTAROOT",
          "ID",
          "LIST",
          "LISTRIGHTS",
          "LOGIN",
          "LOGOUT",
          "LSUB",
          "MOVE",
          "MYRIGHTS",
          "NAMESPACE",
          "NOOP",
          "NOTIFY",
          "RENAME",
          "SEARCH",
          "SELECT",
          "SETACL",
          "SETMETADATA",
          "SETQUOTA",
          "SORT",
          "STARTTLS",
          "STATUS",
          "STORE",
          "SUBSCRIBE",
          "THREAD",
          "UID",
          "UNSELECT",
          "UNSUBSCRIBE");

  private final Timing smtp = new Timing(Timing.WAIT, Set.of("smtp", "submission", "lmtp"));
  private final Timing imap = new Timing(Timing.WAIT, IMAP_COMMANDS);
  private final Timing queue = new Timing(Timing.WAY, Set.of("spool", "outgoing"));

  @Inject
  public Timings() {}

  /**
   * From DATA, or the first BDAT, to the answer; by {@code smtp}, {@code submission}, {@code lmtp}.
   */
  public Timing smtp() {
    return smtp;
  }

  /** Commands, by their names. */
  public Timing imap() {
    return imap;
  }

  /** From when mail was accepted to when it had left a queue, by queue. */
  public Timing queue() {
    return queue;
  }
}
