package org.godwit.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Map;
import org.godwit.settings.LogSettings.Format;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.event.KeyValuePair;

/** One event is one line, for people and for programs. */
class LayoutTest {
  private final LoggerContext context = new LoggerContext();

  @BeforeEach
  void nothingIsWorkedOn() {
    context.setMDCAdapter(new LogbackMDCAdapter());
  }

  @Test
  void aLineForPeopleSaysWhenHowBadWhoWhatAndAboutWhat() {
    LoggingEvent event = event("accepted {} bytes", 12);
    event.setMDCPropertyMap(Map.of("sessionId", "s1", "user", "ann@example.org", "charset", "x"));
    assertThat(write(Format.TEXT, event))
        .matches(
            "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3} INFO  Smtp: accepted 12 bytes"
                + " \\{session=s1 user=ann@example\\.org}\\R");
  }

  @Test
  void aLineForProgramsHasTheSameAsFields() throws IOException {
    LoggingEvent event = event("accepted {} bytes", 12);
    event.setMDCPropertyMap(Map.of("sessionId", "s1", "mail", "m7"));
    JsonNode line = new ObjectMapper().readTree(write(Format.JSON, event));
    assertThat(line.path("time").asText()).isEqualTo("1970-01-01T00:00:01Z");
    assertThat(line.path("level").asText()).isEqualTo("INFO");
    assertThat(line.path("logger").asText()).isEqualTo("org.godwit.test.Smtp");
    assertThat(line.path("message").asText()).isEqualTo("accepted 12 bytes");
    assertThat(line.path("session").asText()).isEqualTo("s1");
    assertThat(line.path("mail").asText()).isEqualTo("m7");
  }

  @Test
  void whatAnEventAddsStandsBehindWhatItsThreadWorksOn() {
    LoggingEvent event = sent();
    event.setMDCPropertyMap(Map.of("mail", "m7"));
    assertThat(write(Format.TEXT, event))
        .endsWith(
            "sent {mail=m7 to=ann@example.org attempt=2 reason=\"250 \\\"Ok\\\"\" server=null}\n");
  }

  @Test
  void aProgramGetsNumbersAsNumbers() throws IOException {
    JsonNode line = new ObjectMapper().readTree(write(Format.JSON, sent()));
    assertThat(line.path("attempt").isInt()).isTrue();
    assertThat(line.path("reason").asText()).isEqualTo("250 \"Ok\"");
    assertThat(line.path("server").isNull()).isTrue();
  }

  private LoggingEvent sent() {
    LoggingEvent event = event("sent");
    event.addKeyValuePair(new KeyValuePair("to", "ann@example.org"));
    event.addKeyValuePair(new KeyValuePair("attempt", 2));
    event.addKeyValuePair(new KeyValuePair("reason", "250 \"Ok\""));
    event.addKeyValuePair(new KeyValuePair("server", null));
    return event;
  }

  @ParameterizedTest
  @EnumSource
  void textOfStrangersCannotLookLikeAnotherEvent(Format format) {
    LoggingEvent event = event("HELO {}", "a\r\n2026-01-01 ERROR Fake: \u001b[31m");
    event.setMDCPropertyMap(Map.of("user", "a\nb"));
    event.addKeyValuePair(new KeyValuePair("reason", "a\n\u001b[31m"));
    assertThat(write(format, event).lines()).hasSize(1).noneMatch(line -> line.contains("\u001b"));
  }

  @ParameterizedTest
  @EnumSource
  void anAccidentStaysOnItsLineWithItsCauseAndPlace(Format format) {
    Exception accident = new IllegalStateException("outer\nline", new IOException("inner"));
    LoggingEvent event = event("failed", accident);
    assertThat(write(format, event).lines())
        .hasSize(1)
        .first()
        .asString()
        .contains("IllegalStateException: outer", "IOException: inner", "LayoutTest.java:");
  }

  private LoggingEvent event(String message, Object... arguments) {
    LoggingEvent event =
        new LoggingEvent(
            getClass().getName(),
            context.getLogger("org.godwit.test.Smtp"),
            Level.INFO,
            message,
            null,
            arguments);
    event.setTimeStamp(1_000);
    return event;
  }

  private static String write(Format format, LoggingEvent event) {
    return Logging.layout(format).doLayout(event);
  }
}
