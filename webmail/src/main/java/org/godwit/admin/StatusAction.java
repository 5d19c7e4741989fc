package org.godwit.admin;

import java.util.Map;
import java.util.function.Supplier;
import org.apache.james.domainlist.api.DomainList;
import org.godwit.store.account.Accounts;
import org.godwit.store.queue.QueueAdmin;

/** How the server is. It answers while the database is away, too. */
final class StatusAction {
  private final Services services;
  private final Supplier<ServerStatus> status;

  StatusAction(Services services, Supplier<ServerStatus> status) {
    this.services = services;
    this.status = status;
  }

  Map<String, Action> all() {
    return Map.of("status", this::show);
  }

  private Answer show(Told told) throws Exception {
    ServerStatus now = status.get();
    Map<String, Object> facts =
        Answer.facts(
            "version", now.version(),
            "hostname", now.hostname(),
            "started", now.started().toString(),
            "ready", now.problems().isEmpty(),
            "problems", now.problems(),
            "listening", now.listening());
    if (now.problems().isEmpty()) {
      facts.put("domains", services.get(DomainList.class).getDomains().size());
      facts.put("accounts", services.get(Accounts.class).count());
      var queues = services.get(QueueAdmin.class).queues();
      facts.put("queued", queues.stream().mapToLong(QueueAdmin.Queue::mails).sum());
      facts.put("quarantined", queues.stream().mapToLong(QueueAdmin.Queue::quarantined).sum());
    }
    return Answer.one(facts);
  }
}
