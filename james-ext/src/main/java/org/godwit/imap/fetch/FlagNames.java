package org.godwit.imap.fetch;

import java.util.StringJoiner;
import javax.mail.Flags;

/** Flags as a client reads them (9051 §2.3.2). */
public final class FlagNames {

  private FlagNames() {}

  /** The item of a FETCH response, {@code \Recent} behind the other system flags. */
  public static String item(Flags flags) {
    StringJoiner names = new StringJoiner(" ", "FLAGS (", ")");
    for (Flags.Flag flag : flags.getSystemFlags()) {
      if (flag != Flags.Flag.RECENT) {
        names.add(name(flag));
      }
    }
    if (flags.contains(Flags.Flag.RECENT)) {
      names.add("\\Recent");
    }
    for (String keyword : flags.getUserFlags()) {
      names.add(keyword);
    }
    return names.toString();
  }

  private static String name(Flags.Flag flag) {
    if (flag == Flags.Flag.ANSWERED) {
      return "\\Answered";
    } else if (flag == Flags.Flag.DELETED) {
      return "\\Deleted";
    } else if (flag == Flags.Flag.DRAFT) {
      return "\\Draft";
    } else if (flag == Flags.Flag.FLAGGED) {
      return "\\Flagged";
    }
    return "\\Seen";
  }
}
