package org.godwit.store.alert;

import java.time.Duration;
import java.util.Locale;

/** What administrators are told of. */
public enum AlertKind {
  DATABASE_AWAY(
      Severity.CRITICAL,
      Duration.ofMinutes(2),
      "no mail is taken until it answers; look at PostgreSQL and at its log"),
  REPLICA_BEHIND(
      Severity.WARNING,
      Duration.ofMinutes(5),
      "what is not copied yet is lost with the primary; look at the line between the sites"),
  QUEUE_STUCK(
      Severity.CRITICAL, Duration.ofMinutes(5), "godwit queue list shows it; the log says why"),
  MAIL_DOES_NOT_LEAVE(
      Severity.CRITICAL,
      Duration.ofMinutes(10),
      "godwit queue list --queue outgoing says why; many providers block port 25 on the way out"),
  QUARANTINE(
      Severity.WARNING,
      Duration.ZERO,
      "godwit queue list --quarantine shows it; release it, or delete it"),
  DISK_FULL(Severity.CRITICAL, Duration.ofMinutes(5), "make room; below 100 MB no mail is taken"),
  CERTIFICATE_ENDS(
      Severity.WARNING, Duration.ZERO, "renew it; godwit tls status says how orders went"),
  SEARCH_BEHIND(
      Severity.WARNING,
      Duration.ofMinutes(30),
      "searches are slow meanwhile; the log says what is built, and what fails"),
  BLOCKLISTED(
      Severity.WARNING,
      Duration.ZERO,
      "others may refuse our mail; the list's own pages say why, and how to get off it"),
  BACKUP_UNPROVED(
      Severity.WARNING,
      Duration.ZERO,
      "godwit backup list says what became of each; docs/backup.md says what to do"),
  /** An administrator wants to see that it arrives. */
  TEST(Severity.WARNING, Duration.ZERO, "nothing is wrong; it is over in a few minutes");

  /** How soon somebody should look. */
  public enum Severity {
    WARNING,
    CRITICAL;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final Duration CALM = Duration.ofMinutes(5);

  private final Severity severity;
  private final Duration patience;
  private final String advice;

  AlertKind(Severity severity, Duration patience, String advice) {
    this.severity = severity;
    this.patience = patience;
    this.advice = advice;
  }

  public Severity severity() {
    return severity;
  }

  /** How long it has to hold before anybody is told. */
  public Duration patience() {
    return patience;
  }

  /** How long nobody may have seen it before it counts as over. */
  public Duration calm() {
    return CALM;
  }

  /** What to do, one line. */
  public String advice() {
    return advice;
  }

  /** Its name for programs. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
