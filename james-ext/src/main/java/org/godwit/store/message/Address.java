package org.godwit.store.message;

import java.util.Optional;

/**
 * An address of a header, or the start or the end of a group of them, in the shape that IMAP gives
 * it (9051 §7.5.2): a group starts with an address that has no host and ends with one that has
 * neither.
 *
 * @param name the display name without its quotes, not decoded; or what a comment said
 * @param route a source route, which nobody has used for decades (5322 §4.4)
 * @param mailbox what stands before the @, without quotes; the name of a group at its start
 * @param host what stands behind the @
 */
public record Address(
    Optional<String> name,
    Optional<String> route,
    Optional<String> mailbox,
    Optional<String> host) {

  static Address of(String name, String route, String mailbox, String host) {
    return new Address(given(name), given(route), Optional.of(mailbox), Optional.of(host));
  }

  static Address groupStart(String name) {
    return new Address(Optional.empty(), Optional.empty(), Optional.of(name), Optional.empty());
  }

  static Address groupEnd() {
    return new Address(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  private static Optional<String> given(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }
}
