package org.godwit.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.LayoutBase;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.stream.Collectors;

/** A line for a person: time, level, who speaks, what happened, and in braces what it is about. */
final class TextLayout extends LayoutBase<ILoggingEvent> {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS").withZone(ZoneId.systemDefault());

  @Override
  public String doLayout(ILoggingEvent event) {
    StringBuilder line = new StringBuilder(160);
    line.append(TIME.format(Instant.ofEpochMilli(event.getTimeStamp())));
    line.append(' ').append("%-5s".formatted(event.getLevel()));
    line.append(' ').append(EventLine.logger(event));
    line.append(": ").append(event.getFormattedMessage());
    if (event.getThrowableProxy() != null) {
      line.append(" | ").append(EventLine.accident(event.getThrowableProxy()));
    }
    Map<String, Object> facts = EventLine.facts(event);
    if (!facts.isEmpty()) {
      line.append(
          facts.entrySet().stream()
              .map(each -> each.getKey() + "=" + value(each.getValue()))
              .collect(Collectors.joining(" ", " {", "}")));
    }
    return oneLine(line) + System.lineSeparator();
  }

  /** A value with blanks or quotes in it is quoted, so that one can tell where it ends. */
  private static String value(Object value) {
    String text = String.valueOf(value);
    boolean plain = !text.isEmpty() && text.chars().noneMatch(c -> c == ' ' || c == '"');
    return plain ? text : '"' + text.replace("\"", "\\\"") + '"';
  }

  /** Text from outside must not look like another event, nor move the cursor of a terminal. */
  private static String oneLine(CharSequence text) {
    StringBuilder line = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\n' -> line.append("\\n");
        case '\r' -> line.append("\\r");
        case '\t' -> line.append(' ');
        default -> line.append(Character.isISOControl(c) ? '?' : c);
      }
    }
    return line.toString();
  }
}
