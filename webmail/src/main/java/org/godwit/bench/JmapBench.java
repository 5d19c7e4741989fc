package org.godwit.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How long a JMAP client waits for what it does most, in a large mailbox, on this machine. */
@Command(
    name = "jmap",
    mixinStandardHelpOptions = true,
    description = {
      "Measures JMAP in a large mailbox: a list of 50, a search of text, and how soon a changed"
          + " flag",
      "is told to another client. Prints a Markdown table."
    })
final class JmapBench implements Callable<Integer> {

  private static final int WARM = 200;
  private static final int NOTE = 10_000;

  private static final String LIST =
      """
      ["Email/query", {"accountId": "$A", "filter": {%s}, "limit": 50,
        "sort": [{"property": "receivedAt", "isAscending": false}]}, "q"],
      ["Email/get", {"accountId": "$A", "properties": ["threadId", "mailboxIds", "keywords", "from",
        "subject", "receivedAt", "size", "preview", "hasAttachment"],
        "#ids": {"resultOf": "q", "name": "Email/query", "path": "/ids"}}, "g"]
      """;

  @Option(
      names = "--messages",
      defaultValue = "100000",
      description = "messages in the mailbox (${DEFAULT-VALUE})")
  private int messages;

  @Option(names = "--times", defaultValue = "500", description = "of each (${DEFAULT-VALUE})")
  private int times;

  /** Something that is done and timed. */
  private interface Deed {
    void run(int turn) throws IOException;
  }

  @Override
  public Integer call() throws IOException {
    Path home = Path.of(System.getProperty("godwit.home", "."));
    Path folder = Files.createTempDirectory("godwit-bench");
    try (GodwitCandidate server = GodwitCandidate.start(home, folder, 1)) {
      fill(server);
      System.out.println(
          "| JMAP, " + messages + " messages | median | 95 % | CPU each |\n|---|--:|--:|--:|");
      try (JmapClient client = client(server);
          JmapClient other = client(server);
          BufferedReader events = other.events()) {
        String inbox = inbox(client);
        String in = "\"inMailbox\": \"" + inbox + "\"";
        row(server, "list of 50 by date", turn -> client.run(LIST.formatted(in)));
        row(server, "text search, 50 results", turn -> search(client, in, turn));
        List<String> ids = ids(client, in);
        row(server, "a flag, until it is told", turn -> flag(client, ids, events, turn));
      }
    } finally {
      Bench.delete(folder);
    }
    return 0;
  }

  private static JmapClient client(GodwitCandidate server) throws IOException {
    return new JmapClient(server.httpPort(), server.user(1), server.password(1));
  }

  private void fill(GodwitCandidate server) throws IOException {
    SampleMail mail = new SampleMail(7);
    try (ImapClient imap = new ImapClient(server.imapPort(), server.user(1), server.password(1))) {
      for (int i = 0; i < messages; i++) {
        imap.append("INBOX", mail.shortMessage(i, server.user(1)));
        if ((i + 1) % NOTE == 0) {
          System.err.println((i + 1) + " messages are there");
        }
      }
    }
  }

  private static String inbox(JmapClient client) throws IOException {
    return client
        .run(
            "[\"Mailbox/query\", {\"accountId\": \"$A\", \"filter\": {\"role\": \"inbox\"}},"
                + " \"m\"]")
        .at("/0/1/ids/0")
        .textValue();
  }

  private static List<String> ids(JmapClient client, String in) throws IOException {
    List<String> all = new ArrayList<>();
    client.run(LIST.formatted(in)).at("/0/1/ids").forEach(one -> all.add(one.textValue()));
    return all;
  }

  /** Each time other words, of those that the messages are made of. */
  private static void search(JmapClient client, String in, int turn) throws IOException {
    JsonNode found =
        client.run(LIST.formatted(in + ", \"text\": \"" + SampleMail.commonWord(turn) + "\""));
    if (found.at("/1/1/list").isEmpty()) {
      throw new IOException("nothing is found");
    }
  }

  private static void flag(JmapClient client, List<String> ids, BufferedReader events, int turn)
      throws IOException {
    String id = ids.get(turn % ids.size());
    String value = turn / ids.size() % 2 == 0 ? "true" : "null";
    client.run(
        "[\"Email/set\", {\"accountId\": \"$A\", \"update\": {\""
            + id
            + "\": {\"keywords/$flagged\": "
            + value
            + "}}}, \"s\"]");
    for (String line = events.readLine(); line != null; line = events.readLine()) {
      if (line.startsWith("event: state")) {
        return;
      }
    }
    throw new IOException("the stream of events has ended");
  }

  private void row(GodwitCandidate server, String name, Deed deed) throws IOException {
    for (int i = 0; i < WARM; i++) {
      deed.run(i);
    }
    long[] nanos = new long[times];
    double before = ProcessCost.of(server.processes()).cpuSeconds();
    for (int i = 0; i < times; i++) {
      long start = System.nanoTime();
      deed.run(WARM + i);
      nanos[i] = System.nanoTime() - start;
    }
    double cpu = ProcessCost.of(server.processes()).cpuSeconds() - before;
    Arrays.sort(nanos);
    System.out.printf(
        Locale.ROOT,
        "| %s | %.1f ms | %.1f ms | %.1f ms |%n",
        name,
        nanos[times / 2] / 1e6,
        nanos[times * 95 / 100] / 1e6,
        cpu * 1000 / times);
  }
}
