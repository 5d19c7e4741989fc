package org.godwit.mailflow.sieve;

/** The words of a script (RFC 5228 §8.1). */
sealed interface Token {
  int line();

  /** A name, in lower case. */
  record Word(int line, String name) implements Token {}

  /** A tag without its colon, in lower case. */
  record Tag(int line, String name) implements Token {}

  record Numeral(int line, long value) implements Token {}

  record Text(int line, String value) implements Token {}

  /** One of {@code ; , ( ) [ ] { }}. */
  record Mark(int line, char sign) implements Token {}

  record End(int line) implements Token {}
}
