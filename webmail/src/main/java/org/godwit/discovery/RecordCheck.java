package org.godwit.discovery;

import com.google.common.base.CharMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.godwit.mailflow.NameServers;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import org.xbill.DNS.lookup.LookupResult;
import org.xbill.DNS.lookup.LookupSession;
import org.xbill.DNS.lookup.NoSuchDomainException;
import org.xbill.DNS.lookup.NoSuchRRSetException;

/** Compares records with what the world's DNS says, in words. Blocks; safe for many threads. */
public final class RecordCheck {
  private static final long SECONDS = 10;

  private final NameServers servers;

  public RecordCheck(NameServers servers) {
    this.servers = servers;
  }

  /**
   * One line for the admin.
   *
   * @param good whether nothing is to be done
   */
  public record Finding(DnsRecord record, boolean good, String words) {}

  /** Asks for all of them at once; ten seconds at most. */
  public List<Finding> all(List<DnsRecord> records) {
    LookupSession session =
        LookupSession.builder().resolver(servers.resolver()).build(); // no cache: what is there now
    List<CompletableFuture<LookupResult>> answers = new ArrayList<>();
    for (DnsRecord record : records) {
      answers.add(ask(session, record));
    }
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    List<Finding> findings = new ArrayList<>();
    for (int i = 0; i < records.size(); i++) {
      long left = Math.max(0, deadline - System.nanoTime());
      findings.add(finding(records.get(i), answers.get(i), left));
    }
    return findings;
  }

  private static CompletableFuture<LookupResult> ask(LookupSession session, DnsRecord record) {
    try {
      Name name = Name.fromString(record.name(), Name.root);
      return session.lookupAsync(name, Type.value(record.type())).toCompletableFuture();
    } catch (TextParseException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static Finding finding(
      DnsRecord record, CompletableFuture<LookupResult> answer, long nanos) {
    try {
      return compare(record, answer.get(nanos, TimeUnit.NANOSECONDS).getRecords());
    } catch (ExecutionException e) {
      boolean missing =
          e.getCause() instanceof NoSuchDomainException
              || e.getCause() instanceof NoSuchRRSetException;
      return missing
          ? compare(record, List.of())
          : new Finding(record, false, "DNS does not answer now; ask again later");
    } catch (TimeoutException e) {
      return new Finding(record, false, "DNS does not answer now; ask again later");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Finding(record, false, "not asked");
    }
  }

  static Finding compare(DnsRecord wanted, List<Record> found) {
    List<String> values = found.stream().map(RecordCheck::value).toList();
    String ours = normal(wanted.type(), wanted.value());
    if (values.stream().anyMatch(value -> normal(wanted.type(), value).equals(ours))) {
      return unwanted(wanted, found, values);
    }
    String start = wanted.value().contains(" ") ? wanted.value().split("[ ;]", 2)[0] : "";
    List<String> alike =
        wanted.type().equals("TXT")
            ? values.stream().filter(value -> value.startsWith(start)).toList()
            : values;
    if (alike.isEmpty()) {
      return new Finding(
          wanted,
          !wanted.needed() && found.isEmpty(),
          wanted.needed() ? "is missing: publish it" : "is not there; mail works without it");
    }
    if (alike.size() > 1 && wanted.type().equals("TXT")) {
      return new Finding(wanted, false, "is there %d times: keep one".formatted(alike.size()));
    }
    return new Finding(wanted, false, "is another one: " + String.join(" and ", alike));
  }

  /** What is right may still stand beside what is wrong. */
  private static Finding unwanted(DnsRecord wanted, List<Record> found, List<String> values) {
    if (wanted.type().equals("MX") && found.size() > 1) {
      return new Finding(
          wanted,
          true,
          "is there; mail may go to other servers too: " + String.join(" and ", values));
    }
    long spf = values.stream().filter(value -> value.startsWith("v=spf1")).count();
    if (wanted.value().startsWith("v=spf1") && spf > 1) {
      return new Finding(wanted, false, "is there %d times, so none counts".formatted(spf));
    }
    return new Finding(wanted, true, "is there");
  }

  private static String value(Record record) {
    return switch (record) {
      case TXTRecord txt -> String.join("", txt.getStrings());
      case MXRecord mx -> mx.getPriority() + " " + mx.getTarget();
      default -> record.rdataToString();
    };
  }

  /** Without what makes no difference. */
  private static String normal(String type, String value) {
    String one = CharMatcher.whitespace().trimAndCollapseFrom(value, ' ');
    return type.equals("TXT") ? one.replace("; ", ";") : one.toLowerCase(Locale.ROOT);
  }
}
