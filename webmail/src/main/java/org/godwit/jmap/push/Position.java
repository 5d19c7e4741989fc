package org.godwit.jmap.push;

/**
 * How far an account has come.
 *
 * @param modseq the last one that was given
 * @param delivered the one at which it was last seen that a message had come
 */
record Position(long modseq, long delivered) {

  /** Where nobody has looked yet. */
  static final Position UNKNOWN = new Position(-1, -1);

  static Position at(long modseq) {
    return new Position(modseq, modseq);
  }
}
