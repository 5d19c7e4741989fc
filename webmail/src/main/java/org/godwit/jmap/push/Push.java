package org.godwit.jmap.push;

import java.time.Clock;
import java.util.Map;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLSocketFactory;
import org.godwit.jmap.Capability;
import org.godwit.jmap.Method;
import org.godwit.store.account.PushSubscriptions;
import org.godwit.store.account.VapidKeys;

/** Telling clients that are away: the methods, the capability, and what sends. */
public final class Push {
  private final PushSubscriptions store;
  private final PushTargets targets;
  private final Vapid vapid;
  private final Pushes pushes;
  private final Clock clock = Clock.systemUTC();

  /**
   * Reads or makes the key for push services.
   *
   * @param contact an address whom a push service may write to
   * @param tls decides which push services are who they say
   * @param mine whether this node is the one that tells them
   */
  public Push(
      PushSubscriptions store,
      VapidKeys keys,
      String contact,
      PushTargets targets,
      SSLSocketFactory tls,
      BooleanSupplier mine) {
    this.store = store;
    this.targets = targets;
    this.vapid = new Vapid(keys.get(), contact, clock);
    this.pushes = new Pushes(store, new PushPost(targets, tls), vapid, mine);
  }

  /** Methods of the core capability (8620 §7.2). */
  public Map<String, Method> methods() {
    return Map.of(
        "PushSubscription/get",
        new PushSubscriptionGet(store),
        "PushSubscription/set",
        new PushSubscriptionSet(store, pushes, targets, clock));
  }

  /** The key for clients that want to be sure who writes to them (RFC 9749). */
  public Capability capability() {
    return vapid;
  }

  Pushes pushes() {
    return pushes;
  }
}
