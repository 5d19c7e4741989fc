package org.godwit.cluster.site;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the lead of the voters where its loss costs the least time. A voter that takes the lead
 * over gives the lock of the primary its whole time again, and until then nobody can say that a
 * copy is not to be waited for: so whoever leads had better not be lost together with the primary
 * or its copy. A witness is best, else a site that is not the primary's. Of a site that keeps mail.
 */
final class Lead implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Lead.class);
  private static final long LOOK_SECONDS = 3;
  private static final int STEADY_LOOKS = 2; // who comes and goes is not to lead

  private final SiteSettings settings;
  private final Etcd etcd;
  private final Patroni patroni;
  private final String local;
  private final CountDownLatch closing = new CountDownLatch(1);
  private String candidate = "";
  private int looks;

  Lead(SiteSettings settings, Etcd etcd, Patroni patroni, String local) {
    this.settings = settings;
    this.etcd = etcd;
    this.patroni = patroni;
    this.local = local;
  }

  /** Looks after it until it is closed. */
  Lead begin() {
    Thread.ofVirtual().name("lead").start(this::keep);
    return this;
  }

  private void keep() {
    try {
      while (!closing.await(LOOK_SECONDS, TimeUnit.SECONDS)) {
        try {
          look();
        } catch (IOException e) {
          LOG.debug("the lead of the voters stays where it is", e);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Hands the lead over if we have it and another site is better, twice in a row. */
  void look() throws IOException {
    Optional<Peer> better = etcd.status(local).leads() ? better() : Optional.empty();
    String name = better.map(Peer::name).orElse("");
    looks = name.equals(candidate) ? looks + 1 : 1;
    candidate = name;
    if (better.isPresent() && looks >= STEADY_LOOKS) {
      etcd.lead(local, etcd.status(better.get().host()).id());
      LOG.info("{} leads the voters from now on", name);
    }
  }

  private Optional<Peer> better() throws IOException {
    List<Peer> inOrder = new ArrayList<>(settings.others().stream().filter(Peer::witness).toList());
    if (inOrder.isEmpty() && isPrimary()) {
      inOrder.addAll(settings.others());
    }
    return inOrder.stream().filter(this::follows).findFirst();
  }

  private boolean isPrimary() throws IOException {
    return patroni.members(local).stream()
        .anyMatch(member -> member.leads() && member.name().equals(settings.name()));
  }

  private boolean follows(Peer peer) {
    try {
      return etcd.status(peer.host()).isLed();
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    closing.countDown();
  }
}
