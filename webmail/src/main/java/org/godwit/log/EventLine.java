package org.godwit.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.event.KeyValuePair;

/** What an event says, in whatever form it is written. */
final class EventLine {

  /** What a thread works on, in the order of the line: the name in the MDC, and ours. */
  private static final List<Map.Entry<String, String>> CONTEXT =
      List.of(
          Map.entry("protocol", "protocol"),
          Map.entry("sessionId", "session"),
          Map.entry("session", "session"),
          Map.entry("mail", "mail"),
          Map.entry("mailId", "mail"),
          Map.entry("user", "user"),
          Map.entry("ip", "ip"));

  private EventLine() {}

  private static Map<String, String> context(ILoggingEvent event) {
    Map<String, String> context = new LinkedHashMap<>();
    Map<String, String> mdc = event.getMDCPropertyMap();
    for (Map.Entry<String, String> name : CONTEXT) {
      String value = mdc.get(name.getKey());
      if (value != null && !value.isEmpty()) {
        context.putIfAbsent(name.getValue(), value);
      }
    }
    return context;
  }

  /** What the event is about: first what its thread works on, then what the event adds to that. */
  static Map<String, Object> facts(ILoggingEvent event) {
    Map<String, Object> facts = new LinkedHashMap<>(context(event));
    List<KeyValuePair> pairs = event.getKeyValuePairs();
    if (pairs != null) {
      pairs.forEach(pair -> facts.put(pair.key, pair.value));
    }
    return facts;
  }

  /** The last part of the logger's name. */
  static String logger(ILoggingEvent event) {
    String name = event.getLoggerName();
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /** An accident and its causes, each with the place where it happened. */
  static String accident(IThrowableProxy accident) {
    StringBuilder text = new StringBuilder();
    for (IThrowableProxy each = accident; each != null; each = each.getCause()) {
      text.append(text.isEmpty() ? "" : "; cause: ");
      text.append(each.getClassName()).append(": ").append(each.getMessage());
      StackTraceElementProxy[] frames = each.getStackTraceElementProxyArray();
      if (frames.length > 0) {
        text.append(' ').append(frames[0].getSTEAsString());
      }
    }
    return text.toString();
  }
}
