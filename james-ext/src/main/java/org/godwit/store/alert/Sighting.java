package org.godwit.store.alert;

/**
 * Something that is wrong now.
 *
 * @param about what it is about; empty is the server as a whole
 * @param words one line for an administrator
 * @param firm false when this is enough to go on, and not enough to begin: so that a value at the
 *     limit is not told of again and again
 */
public record Sighting(AlertKind kind, String about, String words, boolean firm) {

  /** One that can begin. */
  public static Sighting of(AlertKind kind, String about, String words) {
    return new Sighting(kind, about, words, true);
  }
}
