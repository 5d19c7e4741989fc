package org.godwit.watch.alert;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * Who is told of what is wrong.
 *
 * @param to mail addresses; none is the administrators of the server
 * @param webhook an address that is called besides
 * @param blocklists zones that are asked whether our own address is listed
 */
public record AlertSettings(List<String> to, Optional<Target> webhook, List<String> blocklists) {

  public AlertSettings {
    to = List.copyOf(to);
    blocklists = List.copyOf(blocklists);
  }

  /** The administrators, by mail; no list is asked. */
  public static AlertSettings standard() {
    return new AlertSettings(List.of(), Optional.empty(), List.of());
  }

  /**
   * An address that is called.
   *
   * @param secret what calls are signed with; empty leaves them unsigned. It is never printed
   */
  public record Target(URI address, String secret) {
    @Override
    public String toString() {
      return address.getHost(); // a path may hold a secret, too
    }
  }
}
