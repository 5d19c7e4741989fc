package org.godwit.trust;

import com.ongres.stringprep.Profile;
import com.ongres.stringprep.Stringprep;

/** Makes one form of a password, however a keyboard composed it (RFC 4013). */
final class SaslPrep {
  private static final Profile PROFILE = Stringprep.getProvider("SASLprep");

  private SaslPrep() {}

  /**
   * The prepared password, or the password itself when RFC 4013 forbids it: SASLprep knows Unicode
   * 3.2 only, and a password with a newer letter has to work too. The usual clients do the same.
   */
  static String prepare(String password) {
    try {
      return PROFILE.prepareStored(password);
    } catch (IllegalArgumentException forbidden) {
      return password;
    }
  }
}
