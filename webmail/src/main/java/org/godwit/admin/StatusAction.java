package org.godwit.admin;

import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.james.domainlist.api.DomainList;
import org.godwit.server.Backups;
import org.godwit.store.Copies;
import org.godwit.store.account.Accounts;
import org.godwit.store.backup.BackupBook;
import org.godwit.store.backup.BackupEntry;
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
    if (!now.drained().isEmpty()) {
      facts.put("drained", now.drained());
    }
    if (now.problems().isEmpty()) {
      facts.put("domains", services.get(DomainList.class).getDomains().size());
      facts.put("accounts", services.get(Accounts.class).count());
      var queues = services.get(QueueAdmin.class).queues();
      facts.put("queued", queues.stream().mapToLong(QueueAdmin.Queue::mails).sum());
      facts.put("quarantined", queues.stream().mapToLong(QueueAdmin.Queue::quarantined).sum());
      addBackup(facts);
      List<Map<String, Object>> copies = copies();
      if (!copies.isEmpty()) {
        facts.put("copies", copies);
      }
    }
    return Answer.one(facts);
  }

  /** How old the newest is that was proved, and what became of the last. */
  private void addBackup(Map<String, Object> facts) {
    Backups backups = services.get(Backups.class);
    BackupBook.Standing now = backups.book().standing();
    facts.put(
        "backupProved",
        now.proved()
            .map(entry -> entry.begun().truncatedTo(ChronoUnit.SECONDS).toString())
            .orElse(null));
    now.last().ifPresent(entry -> facts.put("backupLast", entry.outcome().word()));
    now.last()
        .map(BackupEntry::words)
        .filter(words -> !words.isEmpty())
        .ifPresent(words -> facts.put("backupProblem", words));
    facts.put("backupDaily", backups.settings().at().isPresent());
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
