package org.godwit.server.sieve;

import java.util.List;
import java.util.Optional;

/** What Sieve can do on this server. Safe for many threads. */
public interface SieveLanguage {

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
}
