package org.godwit.imap.command;

import javax.mail.Flags;

/**
 * The flags of a selected mailbox: those that are used, and those that its client was told (RFC
 * 9051 §7.3.5). Not for two threads at once.
 */
final class KnownKeywords {
  private final Flags used = new Flags();
  private Flags shown = new Flags();
  private Flags told = new Flags();

  void learn(Flags flags) {
    used.add(flags);
    used.remove(Flags.Flag.RECENT); // 9051 §2.3.2: no client sets it
  }

  boolean hasNews() {
    return !used.equals(told);
  }

  /** What is used, which is about to be told. */
  Flags show() {
    shown = new Flags(used);
    return new Flags(used);
  }

  /** What was shown last is told. */
  void told() {
    told = shown;
  }
}
