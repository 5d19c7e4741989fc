package org.godwit.mailflow.outbound.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.godwit.store.policy.TlsSessions.Alike;
import org.godwit.store.policy.TlsSessions.Day;

/**
 * What a domain is told of a day (8460 §4).
 *
 * @param from the domain of ours that tells it
 * @param counted some rows at most: they are all in it
 */
record TlsReport(Day about, String from, List<Alike> counted) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST_LINES = 50;

  TlsReport {
    counted = List.copyOf(counted);
  }

  /** The same for the same day, so that one that comes twice is known. */
  String id() {
    return about.day() + "_" + about.domain() + "@" + from;
  }

  Instant begin() {
    return about.day().atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  Instant end() {
    return about.day().plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant().minusSeconds(1);
  }

  /** 8460 §5.1: who tells, who is told, from when to when. */
  String fileName() {
    return "%s!%s!%d!%d!001.json.gz"
        .formatted(from, about.domain(), begin().getEpochSecond(), end().getEpochSecond());
  }

  /** As it is sent (8460 §5.2). */
  byte[] compressed() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(JSON.writeValueAsBytes(json()));
    }
    return bytes.toByteArray();
  }

  /** 8460 §4.4. */
  ObjectNode json() {
    ObjectNode report = JSON.createObjectNode();
    report.put("organization-name", from);
    ObjectNode range = report.putObject("date-range");
    range.put("start-datetime", begin().toString());
    range.put("end-datetime", end().toString());
    report.put("contact-info", "postmaster@" + from);
    report.put("report-id", id());
    ArrayNode policies = report.putArray("policies");
    Map<String, List<Alike>> byKind =
        counted.stream()
            .collect(Collectors.groupingBy(Alike::kind, LinkedHashMap::new, Collectors.toList()));
    byKind.forEach((kind, rows) -> add(policies.addObject(), kind, rows));
    return report;
  }

  private void add(ObjectNode one, String kind, List<Alike> rows) {
    List<String> lines =
        rows.stream().flatMap(row -> row.policy().lines()).distinct().limit(MOST_LINES).toList();
    ObjectNode policy = one.putObject("policy");
    policy.put("policy-type", kind);
    if (!lines.isEmpty()) {
      lines.forEach(policy.putArray("policy-string")::add);
    }
    policy.put("policy-domain", about.domain());
    List<String> hosts =
        lines.stream()
            .filter(line -> line.startsWith("mx: "))
            .map(line -> line.substring(4))
            .toList();
    if (!hosts.isEmpty()) {
      hosts.forEach(policy.putArray("mx-host")::add);
    }
    ObjectNode summary = one.putObject("summary");
    summary.put("total-successful-session-count", sum(rows, true));
    summary.put("total-failure-session-count", sum(rows, false));
    List<Alike> failed = rows.stream().filter(row -> !row.result().isEmpty()).toList();
    if (!failed.isEmpty()) {
      ArrayNode details = one.putArray("failure-details");
      failed.forEach(row -> add(details.addObject(), row));
    }
  }

  private static void add(ObjectNode detail, Alike row) {
    detail.put("result-type", row.result());
    detail.put("receiving-mx-hostname", row.mx());
    detail.put("receiving-ip", row.address());
    detail.put("failed-session-count", row.sessions());
    if (!row.reason().isEmpty()) {
      detail.put("failure-reason-code", row.reason());
    }
  }

  private static long sum(List<Alike> rows, boolean good) {
    return rows.stream()
        .filter(row -> row.result().isEmpty() == good)
        .mapToLong(Alike::sessions)
        .sum();
  }
}
