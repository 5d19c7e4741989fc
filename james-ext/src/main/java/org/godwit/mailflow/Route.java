package org.godwit.mailflow;

import java.util.Optional;
import java.util.Set;
import org.apache.james.core.MailAddress;
import org.godwit.store.account.Room;

/**
 * Where mail for one address goes.
 *
 * @param people of ours who get it
 * @param elsewhere addresses on other servers that get it
 * @param refusal why nobody gets it; then both sets are empty
 * @param room of the one person who gets it, where that came along
 */
record Route(
    Set<MailAddress> people,
    Set<MailAddress> elsewhere,
    Optional<Refusal> refusal,
    Optional<Room> room) {

  /**
   * What a sender is told.
   *
   * @param status enhanced, of class 5 (3463 §3)
   */
  record Refusal(String status, String text) {

    static final Refusal UNKNOWN = new Refusal("5.1.1", "no such mailbox here");
    static final Refusal LOOP = new Refusal("5.4.6", "the aliases of this address have no end");
  }

  Route {
    people = Set.copyOf(people);
    elsewhere = Set.copyOf(elsewhere);
  }

  static Route refused(Refusal why) {
    return new Route(Set.of(), Set.of(), Optional.of(why), Optional.empty());
  }

  static Route to(MailAddress person) {
    return to(Set.of(person), Set.of());
  }

  static Route to(Set<MailAddress> people, Set<MailAddress> elsewhere) {
    return new Route(people, elsewhere, Optional.empty(), Optional.empty());
  }

  static Route to(MailAddress person, Room room) {
    return new Route(Set.of(person), Set.of(), Optional.empty(), Optional.of(room));
  }

  static Route elsewhere(MailAddress address) {
    return to(Set.of(), Set.of(address));
  }
}
