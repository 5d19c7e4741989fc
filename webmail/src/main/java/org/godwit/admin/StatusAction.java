package org.godwit.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.james.domainlist.api.DomainList;
import org.godwit.store.Copies;
import org.godwit.store.account.Accounts;
import org.godwit.store.queue.QueueAdmin;

/** How the server is. It answers while the database is away, too. */
final class StatusAction {
  private final Services services;
  private final Supplier<ServerStatus> status;
  private final Supplier<List<SettingLine>> settings;

  StatusAction(
      Services services, Supplier<ServerStatus> status, Supplier<List<SettingLine>> settings) {
    this.services = services;
    this.status = status;
    this.settings = settings;
  }

  Map<String, Action> all() {
    return Map.of("status", this::show, "settings show", this::settings);
  }

  private Answer settings(Told told) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (SettingLine each : settings.get()) {
      rows.add(
          Answer.facts(
              "key", each.key(),
              "value", each.value(),
              "from", each.from(),
              "default", each.standard(),
              "help", each.help(),
              "allowed", each.allowed(),
              "variable", each.variable()));
    }
    return new Answer.Many(rows);
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
            "listening", now.listening(),
            "diskFreeBytes", now.freeBytes() < 0 ? null : now.freeBytes());
    if (now.problems().isEmpty()) {
      facts.put("domains", services.get(DomainList.class).getDomains().size());
      facts.put("accounts", services.get(Accounts.class).count());
      var queues = services.get(QueueAdmin.class).queues();
      facts.put("queued", queues.stream().mapToLong(QueueAdmin.Queue::mails).sum());
      facts.put("quarantined", queues.stream().mapToLong(QueueAdmin.Queue::quarantined).sum());
      List<Map<String, Object>> copies = copies();
      if (!copies.isEmpty()) {
        facts.put("copies", copies);
      }
    }
    return Answer.one(facts);
  }

  private List<Map<String, Object>> copies() {
    return services.get(Copies.class).all().stream()
        .map(
            copy ->
                Answer.facts(
                    "name", copy.name(),
                    "state", copy.state(),
                    "synchronous", copy.waitedFor(),
                    "lagBytes", copy.lagBytes().orElse(null),
                    "lagSeconds", copy.lagSeconds().orElse(null)))
        .toList();
  }
}
