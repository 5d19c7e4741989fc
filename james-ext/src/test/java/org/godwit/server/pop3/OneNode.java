package org.godwit.server.pop3;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.james.core.Username;

/** Locks where there is nobody else. */
final class OneNode implements MailDrops.Locks {
  private final Set<Username> open = ConcurrentHashMap.newKeySet();

  @Override
  public boolean take(Username owner) {
    return open.add(owner);
  }

  @Override
  public void release(Username owner) {
    open.remove(owner);
  }
}
