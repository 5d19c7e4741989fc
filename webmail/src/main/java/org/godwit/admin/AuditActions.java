package org.godwit.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.godwit.store.admin.AuditEntry;
import org.godwit.store.admin.AuditLog;

/** What administrators did. */
final class AuditActions {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int PAGE = 500;
  private static final long MOST_LINES = 50_000;

  private final AuditLog log;

  AuditActions(Services services) {
    this.log = services.get(AuditLog.class);
  }

  Map<String, Action> all() {
    return Map.of(
        "audit list", this::list, "audit export", this::export, "audit verify", this::verify);
  }

  private Answer list(Told told) throws AdminProblem {
    long limit = told.maybe("limit").isPresent() ? told.number("limit") : 100;
    Optional<Long> before =
        told.maybe("before").isPresent() ? Optional.of(told.number("before")) : Optional.empty();
    List<Map<String, Object>> rows = new ArrayList<>();
    List<AuditEntry> page;
    do {
      page = log.newest(before, PAGE);
      for (AuditEntry entry : page) {
        Map<String, Object> row = row(entry);
        if (rows.size() < limit && told.reach().sees(List.of(entry.deed().on().split(" ", -1)))) {
          rows.add(row);
        }
        before = Optional.of(entry.number());
      }
    } while (page.size() == PAGE && rows.size() < limit);
    return new Answer.Many(rows);
  }

  private static Map<String, Object> row(AuditEntry entry) {
    AuditEntry.Deed deed = entry.deed();
    return Answer.facts(
        "entry", entry.number(),
        "at", entry.at().toString(),
        "who", deed.who(),
        "way", deed.way(),
        "from", deed.from(),
        "operation", deed.operation(),
        "on", deed.on(),
        "outcome", deed.outcome());
  }

  /** All that is hashed, a line of JSON each, the oldest first. */
  private Answer export(Told told) throws AdminProblem {
    long after = told.maybe("after").isPresent() ? told.number("after") : 0;
    StringBuilder lines = new StringBuilder();
    log.forEach(
        after,
        after + MOST_LINES,
        entry -> {
          Map<String, Object> line = row(entry);
          line.put("told", entry.deed().told());
          line.put("previous", entry.previous());
          line.put("hash", entry.hash());
          lines.append(lines.isEmpty() ? "" : "\n").append(json(line));
        });
    return Answer.done(lines.toString());
  }

  private static String json(Map<String, Object> line) {
    try {
      return JSON.writeValueAsString(line);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts and numbers are JSON", e);
    }
  }

  private Answer verify(Told told) throws AdminProblem {
    AuditLog.Verdict verdict = log.verify();
    if (verdict.broken().isPresent()) {
      throw AdminProblem.refused(
          "the audit log is not whole: %s; %d entries before that fit"
              .formatted(verdict.broken().get(), verdict.entries()));
    }
    return Answer.one(
        Answer.facts(
            "message",
            "all %d entries fit; the last has the hash %s"
                .formatted(verdict.entries(), verdict.hash()),
            "entries",
            verdict.entries(),
            "hash",
            verdict.hash()));
  }
}
