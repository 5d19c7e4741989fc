package org.godwit.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;

/** A line for a program: one JSON object. */
final class JsonLayout extends LayoutBase<ILoggingEvent> {
  private final JsonFactory json = new JsonFactory();

  @Override
  public String doLayout(ILoggingEvent event) {
    StringWriter line = new StringWriter(256);
    try (JsonGenerator generator = json.createGenerator(line)) {
      generator.writeStartObject();
      generator.writeStringField("time", Instant.ofEpochMilli(event.getTimeStamp()).toString());
      generator.writeStringField("level", event.getLevel().toString());
      generator.writeStringField("logger", event.getLoggerName());
      generator.writeStringField("thread", event.getThreadName());
      generator.writeStringField("message", event.getFormattedMessage());
      for (Map.Entry<String, Object> each : EventLine.facts(event).entrySet()) {
        generator.writeFieldName(each.getKey());
        write(generator, each.getValue());
      }
      if (event.getThrowableProxy() != null) {
        generator.writeStringField("error", EventLine.accident(event.getThrowableProxy()));
        generator.writeStringField("stack", ThrowableProxyUtil.asString(event.getThrowableProxy()));
      }
      generator.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a string cannot be full", e);
    }
    return line + System.lineSeparator();
  }

  private static void write(JsonGenerator generator, Object value) throws IOException {
    switch (value) {
      case null -> generator.writeNull();
      case Integer number -> generator.writeNumber(number);
      case Long number -> generator.writeNumber(number);
      case Boolean yes -> generator.writeBoolean(yes);
      default -> generator.writeString(value.toString());
    }
  }
}
