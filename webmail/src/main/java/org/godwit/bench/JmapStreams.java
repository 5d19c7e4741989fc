package org.godwit.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Many clients that wait for changes, and what a server keeps for each. */
final class JmapStreams {

  private static final Pattern TOTAL = Pattern.compile("Total\\s+\\d+\\s+(\\d+)");

  private JmapStreams() {}

  /**
   * What one costs.
   *
   * @param heap octets of objects that are alive, counted by the JVM itself
   * @param resident octets of the processes' memory, with what no collector has taken yet
   */
  record Each(long heap, long resident) {}

  /** Opens streams, counts, and closes them. */
  static Each measure(GodwitCandidate server, URI events, int count) throws IOException {
    List<Wire> open = new ArrayList<>();
    try {
      open.add(open(server, events)); // what the first one loads is not its own
      long heap = heap(server.pid());
      long resident = ProcessCost.of(server.processes()).residentBytes();
      for (int i = 0; i < count; i++) {
        open.add(open(server, events));
      }
      long residentNow = ProcessCost.of(server.processes()).residentBytes();
      return new Each((heap(server.pid()) - heap) / count, (residentNow - resident) / count);
    } finally {
      for (Wire wire : open) {
        wire.close();
      }
    }
  }

  private static Wire open(GodwitCandidate server, URI events) throws IOException {
    Wire wire = new Wire(events.getPort());
    wire.send(
        "GET %s?%s HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: %s\r\n\r\n"
            .formatted(
                events.getRawPath(), events.getRawQuery(), JmapClient.authorization(server, 1)));
    String status = wire.line();
    if (!status.startsWith("HTTP/1.1 200")) {
      throw new IOException("no stream of events: " + status);
    }
    String line = wire.line();
    while (!line.startsWith("id:")) { // the header, and the first event, which is empty
      line = wire.line();
    }
    return wire;
  }

  /** Octets of what is alive in a JVM, after a collection. */
  private static long heap(long pid) throws IOException {
    Process histogram =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(pid),
                "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    String text = new String(histogram.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Matcher total = TOTAL.matcher(text);
    if (!total.find()) {
      throw new IOException("jcmd counts nothing: " + text.lines().findFirst().orElse(""));
    }
    return Long.parseLong(total.group(1));
  }
}
