package org.godwit.cluster.site;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** What etcd and Patroni print, as lines of our log. */
final class ChildLog {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern PATRONI =
      Pattern.compile("(DEBUG|INFO|WARNING|ERROR|CRITICAL) (.*)");

  /** Every two seconds, while all is well. */
  private static final Pattern ROUTINE =
      Pattern.compile(
          "no action\\. .*|Lock owner: .*|.* accepting connections|Got response from .*");

  /** What follows a trace, which is shown where somebody wants to see it all. */
  private static final Pattern REASON =
      Pattern.compile("[\\w.]+(Error|Exception)\\b.*|.*: error: .*");

  private static final Map<String, Level> LEVELS =
      Map.of(
          "debug", Level.DEBUG,
          "info", Level.INFO,
          "warn", Level.WARN,
          "warning", Level.WARN,
          "error", Level.ERROR,
          "fatal", Level.ERROR,
          "panic", Level.ERROR,
          "critical", Level.ERROR);

  private ChildLog() {}

  /** A JSON object a line: {@code {"level":"warn","msg":"…",…}}. */
  static Consumer<String> etcd() {
    Logger log = LoggerFactory.getLogger("etcd");
    return line -> {
      try {
        JsonNode told = JSON.readTree(line);
        String error = told.path("error").asText("");
        log.atLevel(LEVELS.getOrDefault(told.path("level").asText(), Level.INFO))
            .log("{}{}", told.path("msg").asText(), error.isEmpty() ? "" : ": " + error);
      } catch (JsonProcessingException e) {
        log.info("{}", line); // before its log is set up, or the end of a crash
      }
    };
  }

  /** {@code LEVEL text}, and what the programs say that it runs. */
  static Consumer<String> patroni() {
    Logger log = LoggerFactory.getLogger("patroni");
    return line -> {
      Matcher told = PATRONI.matcher(line);
      if (!told.matches()) {
        log.atLevel(REASON.matcher(line).matches() ? Level.WARN : Level.DEBUG).log("{}", line);
        return;
      }
      Level level = LEVELS.get(told.group(1).toLowerCase(java.util.Locale.ROOT));
      log.atLevel(ROUTINE.matcher(told.group(2)).matches() ? Level.DEBUG : level)
          .log("{}", told.group(2));
    };
  }
}
