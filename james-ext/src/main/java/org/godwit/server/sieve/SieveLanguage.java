package org.godwit.server.sieve;

import java.util.List;
import java.util.Optional;

/** What Sieve can do on this server. Safe for many threads. */
public interface SieveLanguage {

  /** Octets of the largest script, in UTF-8. */
  int LARGEST = 512 * 1024;

  /** Octets of the longest name, in UTF-8. */
  int LONGEST_NAME = 512;

  /**
   * What is wrong with a script.
   *
   * @param line where, from 1; 0 when that is not known
   * @param text what, in one sentence
   */
  record Problem(int line, String text) {
    @Override
    public String toString() {
      return line > 0 ? "line " + line + ": " + text : text;
    }
  }

  /** The extensions that a script may require, as RFC 5804 §1.7 announces them. */
  List<String> extensions();

  /** The first thing that is wrong; empty when the script can run. */
  Optional<Problem> check(String script);

  /** How often a script may redirect one message. */
  int mostRedirects();

  /** Whether a script may be called so: 1 to 128 characters, none of control (5804 §1.6). */
  static boolean isName(String name) {
    return !name.isEmpty()
        && name.codePointCount(0, name.length()) <= LONGEST_NAME / 4
        && name.codePoints()
            .noneMatch(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029);
  }
}
