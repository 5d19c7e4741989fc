package org.godwit.store.mailbox;

import javax.mail.Flags;
import javax.mail.Flags.Flag;

/** System flags as bits of a smallint. The numbers are stored: never give one a new meaning. */
final class FlagBits {

  static final int ANSWERED = 1;
  static final int DELETED = 2;
  static final int DRAFT = 4;
  static final int FLAGGED = 8;
  static final int RECENT = 16;
  static final int SEEN = 32; // V0010's index of unseen messages knows it
  static final int ALL = 63;

  private FlagBits() {}

  static int of(Flags flags) {
    return bit(flags, Flag.ANSWERED, ANSWERED)
        | bit(flags, Flag.DELETED, DELETED)
        | bit(flags, Flag.DRAFT, DRAFT)
        | bit(flags, Flag.FLAGGED, FLAGGED)
        | bit(flags, Flag.RECENT, RECENT)
        | bit(flags, Flag.SEEN, SEEN);
  }

  private static int bit(Flags flags, Flag flag, int bit) {
    return flags.contains(flag) ? bit : 0;
  }

  static Flags flags(int bits, String[] userFlags) {
    Flags flags = new Flags();
    add(flags, bits, ANSWERED, Flag.ANSWERED);
    add(flags, bits, DELETED, Flag.DELETED);
    add(flags, bits, DRAFT, Flag.DRAFT);
    add(flags, bits, FLAGGED, Flag.FLAGGED);
    add(flags, bits, RECENT, Flag.RECENT);
    add(flags, bits, SEEN, Flag.SEEN);
    for (String userFlag : userFlags) {
      flags.add(userFlag);
    }
    return flags;
  }

  private static void add(Flags flags, int bits, int bit, Flag flag) {
    if ((bits & bit) != 0) {
      flags.add(flag);
    }
  }
}
