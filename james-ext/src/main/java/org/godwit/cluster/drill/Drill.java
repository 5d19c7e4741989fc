package org.godwit.cluster.drill;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;

/**
 * Clients at several endpoints work while a nemesis does harm; then it is checked that nothing that
 * was acknowledged is lost or there twice.
 */
public final class Drill {
  private static final Duration LOOK = Duration.ofSeconds(2);

  /**
   * How a drill goes.
   *
   * @param work how long clients work
   * @param calm before the first fault, between two, and after the last
   * @param whole how long the endpoints may take to answer afterwards, all of them
   * @param settle how long what was accepted may take to be delivered after that
   * @param clients for each account at each endpoint
   */
  public record Plan(Duration work, Duration calm, Duration whole, Duration settle, int clients) {}

  /** What came of it. */
  public record Result(boolean good, String report) {}

  private record Harm(String what, long began, long ended) {}

  private final List<Endpoint> endpoints;
  private final List<Account> accounts;
  private final Nemesis nemesis;
  private final Wires wires;
  private final Consumer<String> told;
  private final History history = new History();
  private final String name;

  /**
   * A drill.
   *
   * @param accounts of their own: their mailboxes fill up
   * @param trust decides which servers are who they say
   * @param told hears how it goes
   */
  public Drill(
      List<Endpoint> endpoints,
      List<Account> accounts,
      Nemesis nemesis,
      SSLContext trust,
      Consumer<String> told) {
    this.endpoints = List.copyOf(endpoints);
    this.accounts = List.copyOf(accounts);
    this.nemesis = nemesis;
    this.wires = new Wires(trust);
    this.told = told;
    this.name = "d" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
  }

  /** Runs it, to the end. */
  public Result run(Plan plan) throws InterruptedException {
    long until = System.nanoTime() + plan.work().toNanos();
    AtomicBoolean over = new AtomicBoolean();
    List<Harm> harms = new ArrayList<>();
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    for (Endpoint endpoint : endpoints) {
      for (Account account : accounts) {
        for (int i = 0; i < plan.clients(); i++) {
          String client = name + "-" + endpoint.name() + "-" + accounts.indexOf(account) + "-" + i;
          Client each = new Client(endpoint, account, wires, history, client);
          threads.execute(
              () -> {
                try {
                  each.work(() -> !over.get());
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              });
        }
      }
    }
    harm(plan, until, harms); // clients work until the last fault is over, to see service come back
    over.set(true);
    long end = System.nanoTime();
    threads.shutdown();
    if (!threads.awaitTermination(2, TimeUnit.MINUTES)) {
      told.accept("some clients still wait for an answer");
    }
    return report(
        new Judge(history, this::views, LOOK, told).judge(plan.whole(), plan.settle()), harms, end);
  }

  private void harm(Plan plan, long until, List<Harm> harms) throws InterruptedException {
    Thread.sleep(plan.calm());
    for (int fault = 0; System.nanoTime() + plan.calm().toNanos() - until < 0; fault++) {
      long began = System.nanoTime();
      try {
        String what = nemesis.harm(fault);
        if (!what.isEmpty()) {
          told.accept(what);
          harms.add(new Harm(what, began, System.nanoTime()));
        }
      } catch (IOException e) {
        told.accept("the nemesis failed: " + e.getMessage());
        harms.add(new Harm("failed: " + e.getMessage(), began, System.nanoTime()));
      }
      Thread.sleep(plan.calm());
    }
    while (System.nanoTime() - until < 0) {
      Thread.sleep(100);
    }
  }

  private Views views() {
    Map<String, Collection<Sighting>> views = new LinkedHashMap<>();
    Map<String, String> away = new LinkedHashMap<>();
    for (Endpoint endpoint : endpoints) {
      try {
        views.putAll(views(endpoint));
      } catch (IOException e) {
        away.put(endpoint.name(), String.valueOf(e.getMessage()));
      }
    }
    return new Views(views, away);
  }

  private Map<String, Collection<Sighting>> views(Endpoint endpoint) throws IOException {
    Map<String, Collection<Sighting>> views = new LinkedHashMap<>();
    List<Sighting> byImap = new ArrayList<>();
    for (Account account : accounts) {
      byImap.addAll(wires.view(endpoint, account, name));
    }
    views.put(endpoint.name(), byImap);
    if (endpoint.http() > 0) {
      List<Sighting> byJmap = new ArrayList<>();
      for (Account account : accounts) {
        byJmap.addAll(wires.jmapView(endpoint, account, name));
      }
      views.put(endpoint.name() + " by JMAP", byJmap);
    }
    return views;
  }

  private Result report(Judge.Finding finding, List<Harm> harms, long end) {
    Checker.Verdict verdict = finding.verdict();
    StringBuilder text = new StringBuilder();
    if (!finding.views().areAll()) {
      text.append("NOT LOOKED AT: ").append(finding.views().awayInWords()).append('\n');
    }
    if (finding.views().shown().isEmpty()) {
      text.append("no endpoint answers, so what is lost or duplicated is not known\n");
    }
    line(text, "acknowledged", verdict.acknowledged());
    line(text, "refused", verdict.refused());
    line(text, "unknown", verdict.unknown());
    list(text, "lost", verdict.lost());
    list(text, "duplicated", verdict.duplicated());
    list(text, "changed", verdict.changed());
    list(text, "refused but there", verdict.refusedButThere());
    list(text, "undone", verdict.undone());
    list(text, "stale reads", verdict.stale());
    list(text, "different views", verdict.different());
    for (int i = 0; i < harms.size(); i++) {
      Harm harm = harms.get(i);
      long to = i + 1 < harms.size() ? harms.get(i + 1).began() : end;
      double seconds = history.longestSilence(harm.began(), to) / 1e9;
      text.append("%5.1f s without service: %s%n".formatted(seconds, harm.what()));
    }
    return new Result(finding.isGood(), text.toString());
  }

  private static void line(StringBuilder text, String what, long count) {
    text.append("%-18s %d%n".formatted(what, count));
  }

  private static void list(StringBuilder text, String what, List<String> messages) {
    line(text, what, messages.size());
    messages.stream().limit(10).forEach(one -> text.append("    ").append(one).append('\n'));
  }
}
