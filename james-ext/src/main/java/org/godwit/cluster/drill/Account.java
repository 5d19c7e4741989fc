package org.godwit.cluster.drill;

/** Somebody who has an account for drills alone. */
public record Account(String address, String password) {

  /** Reads {@code ADDRESS:PASSWORD}. */
  static Account of(String text) {
    int colon = text.indexOf(':');
    if (colon < 1) {
      throw new IllegalArgumentException("not ADDRESS:PASSWORD");
    }
    return new Account(text.substring(0, colon), text.substring(colon + 1));
  }

  @Override
  public String toString() {
    return address; // never the password
  }
}
