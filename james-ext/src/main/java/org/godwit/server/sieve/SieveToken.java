package org.godwit.server.sieve;

/** A piece of a command. RFC 5804 §4. */
sealed interface SieveToken {

  /** A command's name, or another bare word. */
  record Word(String text) implements SieveToken {}

  record Amount(long value) implements SieveToken {}

  /** A quoted string or a literal. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Text(byte[] bytes) implements SieveToken {}
}
