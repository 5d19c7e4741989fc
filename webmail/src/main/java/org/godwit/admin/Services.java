package org.godwit.admin;

/** The parts of the server that operations use, by their class. */
@FunctionalInterface
public interface Services {

  /** The part of that class. */
  <T> T get(Class<T> type);
}
