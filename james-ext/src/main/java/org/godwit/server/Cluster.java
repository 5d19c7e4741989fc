package org.godwit.server;

import java.util.Optional;
import org.godwit.cluster.Announcer;
import org.godwit.cluster.Jobs;
import org.godwit.cluster.MaildropLocks;
import org.godwit.cluster.Membership;
import org.godwit.cluster.Node;
import org.godwit.store.Database;

/** This node among those that work on the same database. */
record Cluster(Membership membership, Jobs jobs, MaildropLocks maildrops, Announcer announcer) {

  /** Becomes one of them; waits a few seconds when there are others. */
  static Cluster join(Database database, ServerSettings settings) {
    Node node = Node.ours(settings.cluster().site(), settings.hostname(), version());
    boolean shared = settings.store().external().isPresent();
    Membership membership = Membership.join(database, node, shared);
    return new Cluster(
        membership,
        new Jobs(database, node),
        new MaildropLocks(database, membership),
        new Announcer(database, membership));
  }

  /** From the jar; a Godwit run from its classes has none. */
  static String version() {
    return Optional.ofNullable(Cluster.class.getPackage().getImplementationVersion())
        .orElse("development");
  }

  void close() {
    jobs.close();
    announcer.close();
    membership.close();
  }
}
