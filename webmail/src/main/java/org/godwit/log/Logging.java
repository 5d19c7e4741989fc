package org.godwit.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.Layout;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.godwit.settings.LogSettings;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Sets up what is logged, where and how: for the whole process, so only its main does. */
public final class Logging {

  /** Libraries that tell what an admin need not know; their warnings are heard. */
  private static final List<String> CHATTER =
      List.of(
          "org.apache",
          "org.eclipse.jetty",
          "org.flywaydb",
          "com.zaxxer.hikari",
          "io.netty",
          "reactor",
          "org.xbill",
          "com.google");

  /** Libraries that warn of what is as it should be. */
  private static final List<String> ALARMISTS =
      List.of(
          "org.apache.james.server.core.configuration", // of each configuration file it misses
          "org.apache.james.utils.FileConfigurationProvider",
          "org.apache.lucene.internal.vectorization", // of an incubator module it could use
          "org.flywaydb.core.internal.database"); // of a PostgreSQL newer than itself

  /** Whose errors strangers make, with a stack trace each; who asked tells of them in a line. */
  private static final String SIGNATURES = "org.xbill.DNS.dnssec";

  private Logging() {}

  /** From now on all events go to standard output, as these settings want. */
  public static void configure(LogSettings settings) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.addAppender(console(context, layout(settings.format())));
    levels(context, Level.toLevel(settings.level().name()));
    if (!SLF4JBridgeHandler.isInstalled()) {
      SLF4JBridgeHandler.removeHandlersForRootLogger();
      SLF4JBridgeHandler.install();
    }
  }

  private static void levels(LoggerContext context, Level level) {
    context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).setLevel(level);
    if (level == Level.INFO) {
      CHATTER.forEach(name -> context.getLogger(name).setLevel(Level.WARN));
    }
    if (level != Level.DEBUG) {
      context.getLogger(SIGNATURES).setLevel(Level.OFF);
      ALARMISTS.forEach(name -> context.getLogger(name).setLevel(Level.ERROR));
    }
  }

  static Layout<ILoggingEvent> layout(LogSettings.Format format) {
    return switch (format) {
      case TEXT -> new TextLayout();
      case JSON -> new JsonLayout();
    };
  }

  private static ConsoleAppender<ILoggingEvent> console(
      LoggerContext context, Layout<ILoggingEvent> layout) {
    layout.setContext(context);
    layout.start();
    LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
    encoder.setContext(context);
    encoder.setCharset(StandardCharsets.UTF_8);
    encoder.setLayout(layout);
    encoder.start();
    ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
    console.setContext(context);
    console.setEncoder(encoder);
    console.start();
    return console;
  }
}
