package org.godwit.admin;

import java.security.SecureRandom;

/** Passwords for whoever gives none. */
public final class MadePassword {

  /** Without those that look like others. */
  private static final String LETTERS = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

  private static final int GROUPS = 4;
  private static final int IN_GROUP = 5;

  private MadePassword() {}

  /** A random one of 117 bits, in groups that can be read aloud. */
  public static String text() {
    SecureRandom random = new SecureRandom();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < GROUPS * IN_GROUP; i++) {
      text.append(i > 0 && i % IN_GROUP == 0 ? "-" : "");
      text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return text.toString();
  }
}
