package org.godwit.server;

import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Optional;
import org.godwit.server.ServerSettings.Listen;

/** The doors of the mail server; http and https are the web side's. */
public enum Service {
  SMTP,
  SUBMISSION,
  SUBMISSIONS,
  LMTP,
  IMAP,
  IMAPS,
  POP3,
  POP3S,
  MANAGESIEVE;

  /** Where it shall be reached; empty is off. */
  Optional<InetSocketAddress> address(Listen listen) {
    return switch (this) {
      case SMTP -> listen.smtp();
      case SUBMISSION -> listen.submission();
      case SUBMISSIONS -> listen.submissions();
      case LMTP -> listen.lmtp();
      case IMAP -> listen.imap();
      case IMAPS -> listen.imaps();
      case POP3 -> listen.pop3();
      case POP3S -> listen.pop3s();
      case MANAGESIEVE -> listen.managesieve();
    };
  }

  /** Whether TLS begins with the first byte. */
  boolean implicitTls() {
    return switch (this) {
      case SUBMISSIONS, IMAPS, POP3S -> true;
      case SMTP, SUBMISSION, LMTP, IMAP, POP3, MANAGESIEVE -> false;
    };
  }

  /** As in the settings file. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
