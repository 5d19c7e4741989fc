package org.godwit.jmap;

import org.apache.james.events.Group;

/** The group of one listener, so that each web door has its own, however many there are. */
public final class OwnGroup extends Group {
  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
