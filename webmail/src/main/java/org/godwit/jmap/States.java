package org.godwit.jmap;

import java.util.OptionalLong;

/** States of types and queries: the account's modseq as a text that clients keep and compare. */
public final class States {

  private static final int BASE = 36;
  private static final int LONGEST = 13;

  private States() {}

  public static String of(long modseq) {
    return Long.toString(modseq, BASE);
  }

  /** The modseq of a state; empty when it is none of ours. */
  public static OptionalLong modseq(String state) {
    if (state.isEmpty()
        || state.length() > LONGEST
        || !Character.isLetterOrDigit(state.charAt(0))) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(Long.parseLong(state, BASE));
    } catch (NumberFormatException notOurs) {
      return OptionalLong.empty();
    }
  }

  /** The state that changes are asked since. */
  public static long since(Arguments arguments, String name) throws MethodError {
    String state = Arguments.need(arguments.text(name), name);
    return modseq(state)
        .orElseThrow(() -> MethodError.cannotCalculateChanges(name + " is none of ours"));
  }
}
