package org.godwit.imap.command;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.james.mailbox.model.MailboxId;

/**
 * What a session itself did to mailboxes since it was told of them: its own doings need not be told
 * (RFC 5465 §5). Messages of a mailbox to which others did something, too, are told. Safe for many
 * threads.
 */
final class OwnDoings {
  private final Set<MailboxId> named = new HashSet<>();
  private final Set<MailboxId> changed = new HashSet<>();
  private final Set<MailboxId> byOthers = new HashSet<>();

  OwnDoings() {}

  private OwnDoings(OwnDoings other) {
    named.addAll(other.named);
    changed.addAll(other.changed);
    byOthers.addAll(other.byOthers);
  }

  /** The session made, renamed or removed a mailbox, or its subscription. */
  synchronized void name(MailboxId mailbox) {
    named.add(mailbox);
  }

  /** The session put, changed or removed messages. */
  synchronized void change(MailboxId mailbox) {
    changed.add(mailbox);
  }

  /** Another session did. */
  synchronized void byOthers(MailboxId mailbox) {
    byOthers.add(mailbox);
  }

  /** What is known before the mailboxes are read, so that what comes meanwhile counts later. */
  synchronized OwnDoings copy() {
    return new OwnDoings(this);
  }

  /** {@code told} was told; messages that only this session has touched wait for others. */
  synchronized void told(OwnDoings told) {
    named.removeAll(told.named);
    byOthers.removeAll(told.byOthers);
    changed.removeAll(told.byOthers);
  }

  synchronized boolean named(MailboxId mailbox) {
    return named.contains(mailbox);
  }

  /** Whether nobody else has touched a mailbox's messages. */
  synchronized boolean alone(MailboxId mailbox) {
    return changed.contains(mailbox) && !byOthers.contains(mailbox);
  }

  /**
   * What the session knows: of mailboxes that it alone has touched, what it knew before, so that
   * the difference is still there when another touches them, too.
   */
  <F> Map<MailboxId, F> known(Map<MailboxId, F> before, Map<MailboxId, F> now) {
    Map<MailboxId, F> known = new HashMap<>(now);
    known.replaceAll((id, is) -> alone(id) ? before.getOrDefault(id, is) : is);
    return known;
  }
}
