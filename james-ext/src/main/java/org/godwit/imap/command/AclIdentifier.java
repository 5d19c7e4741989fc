package org.godwit.imap.command;

import org.apache.james.mailbox.model.MailboxACL.EntryKey;
import org.apache.james.mailbox.model.MailboxACL.NameType;
import org.apache.james.mailbox.model.MailboxACL.SpecialName;

/**
 * Whom an access control list speaks of (RFC 4314 §3): a user, or {@code anyone}; with a minus
 * before it, rights are taken. The store's name for {@code anyone} is not IMAP's.
 */
final class AclIdentifier {
  private static final String ANYONE = "anyone";
  private static final String STORED = SpecialName.anybody.name();

  private AclIdentifier() {}

  /**
   * What a client says.
   *
   * @throws IllegalArgumentException when nobody is named
   */
  static EntryKey read(String identifier) {
    boolean negative = identifier.startsWith("-");
    String name = negative ? identifier.substring(1) : identifier;
    if (name.isBlank()) {
      throw new IllegalArgumentException("nobody is named");
    }
    return name.equalsIgnoreCase(ANYONE)
        ? new EntryKey(STORED, NameType.special, negative)
        : EntryKey.deserialize(identifier);
  }

  /** What a client is told. */
  static String text(EntryKey key) {
    boolean anyone = key.getNameType() == NameType.special && key.getName().equals(STORED);
    return anyone ? (key.isNegative() ? "-" : "") + ANYONE : key.serialize();
  }
}
