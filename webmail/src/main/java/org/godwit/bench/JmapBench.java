package org.godwit.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What a JMAP client waits for in a large mailbox, and what it costs, beside Cyrus. */
@Command(
    name = "jmap",
    mixinStandardHelpOptions = true,
    description = {
      "Measures JMAP in a large mailbox beside Debian's cyrus-imapd, where that is installed:",
      "lists, searches, one mail, a refresh, a flag; and of Godwit alone how soon a changed flag is",
      "told to another client, and what a client that waits for changes takes of memory.",
      "Prints a Markdown table. 100,000 messages take some minutes to be put there."
    })
final class JmapBench implements Callable<Integer> {

  private static final int WARM = 200;
  private static final int AT_ONCE = 100;
  private static final int NOTE = 10_000;

  @Option(
      names = "--messages",
      defaultValue = "100000",
      description = "messages in the mailbox (${DEFAULT-VALUE})")
  private int messages;

  @Option(names = "--times", defaultValue = "500", description = "of each (${DEFAULT-VALUE})")
  private int times;

  @Option(
      names = "--streams",
      defaultValue = "1000",
      description = "clients that wait for changes (${DEFAULT-VALUE})")
  private int streams;

  @Option(names = "--alone", description = "without the peer")
  private boolean alone;

  /** How long something took, and what it cost. */
  private record Took(double median, double most, double cpu) {
    @Override
    public String toString() {
      return String.format(Locale.ROOT, "%.1f ms | %.1f ms | %.1f ms", median, most, cpu);
    }
  }

  @Override
  public Integer call() throws IOException {
    Path home = Path.of(System.getProperty("godwit.home", "."));
    Path folder = Files.createTempDirectory("godwit-bench");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Map<String, List<Took>> rows = new LinkedHashMap<>();
    List<String> more = new ArrayList<>();
    List<String> names = new ArrayList<>();
    try {
      Path ours = Files.createDirectory(folder.resolve("godwit"));
      try (GodwitCandidate godwit = GodwitCandidate.start(home, ours, 1)) {
        names.add(godwit.name());
        measure(godwit, rows);
        more.addAll(ofOurs(godwit));
      }
      if (alone || !CyrusCandidate.isInstalled()) {
        System.err.println("NO PEER: " + CyrusCandidate.NEEDS);
      } else {
        try (CyrusCandidate cyrus =
            CyrusCandidate.start(Files.createDirectory(folder.resolve("cyrus")), 1)) {
          names.add(cyrus.name());
          measure(cyrus, rows);
        }
      }
    } finally {
      Bench.delete(folder);
    }
    print(names, rows, more);
    return 0;
  }

  private void measure(JmapServer server, Map<String, List<Took>> rows) throws IOException {
    fill(server);
    server.filled();
    try (JmapClient client = new JmapClient(server, 1)) {
      JmapWork all = new JmapWork(client);
      all.awaitIndex();
      for (JmapWork.Named work : all.all()) {
        rows.computeIfAbsent(work.name(), any -> new ArrayList<>())
            .add(took(server, work.name(), work.request()));
      }
    }
  }

  private List<String> ofOurs(GodwitCandidate server) throws IOException {
    try (JmapClient client = new JmapClient(server, 1);
        JmapClient other = new JmapClient(server, 1);
        BufferedReader events = other.events()) {
      JmapWork work = new JmapWork(client);
      Took told =
          took(
              server,
              "a flag, until another client is told",
              turn -> {
                work.flag(turn);
                awaitEvent(events);
              });
      JmapStreams.Each each = JmapStreams.measure(server, client.eventSource(), streams);
      return List.of(
          "A flag, until another client is told of it (median, 95 %, CPU): " + told,
          String.format(
              Locale.ROOT,
              "Each of %d clients that wait for changes: %.1f KB of heap (%.1f KB resident)",
              streams,
              each.heap() / 1e3,
              each.resident() / 1e3));
    }
  }

  private static void awaitEvent(BufferedReader events) throws IOException {
    String line = events.readLine();
    while (line != null && !line.startsWith("event: state")) {
      line = events.readLine();
    }
    if (line == null) {
      throw new IOException("the stream of events has ended");
    }
  }

  private void fill(JmapServer server) throws IOException {
    SampleMail mail = new SampleMail(7);
    try (ImapClient imap = new ImapClient(server.imapPort(), server.user(1), server.password(1))) {
      for (int there = 0; there < messages; ) {
        List<byte[]> some = new ArrayList<>();
        for (; some.size() < AT_ONCE && there < messages; there++) {
          some.add(mail.shortMessage(there, server.user(1)));
        }
        imap.append("INBOX", some);
        if (there % NOTE == 0) {
          System.err.println(server.name() + ": " + there + " messages are there");
        }
      }
    }
  }

  private Took took(JmapServer server, String name, JmapWork.Request request) throws IOException {
    for (int i = 0; i < WARM; i++) {
      request.run(i);
    }
    long[] nanos = new long[times];
    double before = ProcessCost.of(server.processes()).cpuSeconds();
    for (int i = 0; i < times; i++) {
      long start = System.nanoTime();
      request.run(WARM + i);
      nanos[i] = System.nanoTime() - start;
    }
    double cpu = ProcessCost.of(server.processes()).cpuSeconds() - before;
    Arrays.sort(nanos);
    Took took =
        new Took(nanos[times / 2] / 1e6, nanos[(int) (times * 0.95)] / 1e6, cpu * 1000 / times);
    System.err.println(server.name() + ", " + name + ": " + took);
    return took;
  }

  private void print(List<String> names, Map<String, List<Took>> rows, List<String> more) {
    StringBuilder text = new StringBuilder("| JMAP, " + messages + " messages |");
    names.forEach(name -> text.append(" %s: median | 95 %% | CPU each |".formatted(name)));
    text.append("\n| --- |").append(" ---: | ---: | ---: |".repeat(names.size())).append('\n');
    rows.forEach(
        (name, all) -> {
          text.append("| ").append(name).append(" | ");
          all.forEach(took -> text.append(took).append(" | "));
          text.append('\n');
        });
    more.forEach(line -> text.append('\n').append(line).append('\n'));
    System.out.print(text);
  }
}
