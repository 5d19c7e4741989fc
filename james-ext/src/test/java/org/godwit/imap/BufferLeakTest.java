package org.godwit.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Every buffer is given back, whatever happens to a connection. */
class BufferLeakTest {
  private static final int APPENDS = 10_000;

  @Test
  void noBufferIsLeftBehind() throws Exception {
    ResourceLeakDetector.Level before = ResourceLeakDetector.getLevel();
    ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
    try (LeakReports reports = new LeakReports();
        ImapFixture imap = new ImapFixture()) {
      rudeClients(imap);
      appends(imap, 1_000);
      long direct = PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
      appends(imap, APPENDS);
      assertThat(PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory())
          .as("pooled memory after %d appends", APPENDS)
          .isLessThanOrEqualTo(direct + 16L * 1024 * 1024);
      System.gc(); // leaks are found when a buffer is collected and the next one is made
      appends(imap, 100);
      assertThat(reports.count()).isZero();
    } finally {
      ResourceLeakDetector.setLevel(before);
    }
  }

  private static void appends(ImapFixture imap, int count) throws IOException {
    try (Wire wire = imap.login("alice")) {
      wire.ok("CREATE m" + count);
      String message = "Subject: x\r\n\r\nhello\r\n";
      String append = "a APPEND m" + count + " {" + message.length() + "+}\r\n" + message + "\r\n";
      for (int sent = 0; sent < count; sent += 50) {
        wire.send(append.repeat(50));
        for (int i = 0; i < 50; i++) {
          assertThat(wire.line()).startsWith("a OK");
        }
      }
      wire.ok("DELETE m" + count);
    }
  }

  /** They hang up in the middle of everything. */
  private static void rudeClients(ImapFixture imap) throws IOException {
    String[] last = {
      "a NOO",
      "a APPEND INBOX {100}\r\nhalf",
      "a APPEND INBOX {1000000+}\r\n" + "x".repeat(400_000),
      "a IDLE\r\n",
      "a SEARCH SUBJECT {3+}\r\nabc BODY {5+}\r\nxy",
      "a LOGOUT\r\nb NOOP\r\nc NOOP\r\n",
      "a STARTTLS\r\nrubbish that is no TLS",
      "a COMPRESS DEFLATE\r\nrubbish that does not inflate",
    };
    for (int i = 0; i < 50; i++) {
      for (String bytes : last) {
        try (Wire wire = imap.login("bob")) {
          wire.send(bytes);
        }
      }
    }
  }

  /** Counts what Netty's detector writes to the log. */
  private static final class LeakReports implements AutoCloseable {
    private final ch.qos.logback.classic.Logger log =
        (ch.qos.logback.classic.Logger) LoggerFactory.getLogger(ResourceLeakDetector.class);
    private final AtomicInteger found = new AtomicInteger();
    private final ch.qos.logback.core.AppenderBase<ch.qos.logback.classic.spi.ILoggingEvent>
        counter =
            new ch.qos.logback.core.AppenderBase<>() {
              @Override
              protected void append(ch.qos.logback.classic.spi.ILoggingEvent event) {
                found.incrementAndGet();
              }
            };

    LeakReports() {
      counter.start();
      log.addAppender(counter);
    }

    int count() {
      return found.get();
    }

    @Override
    public void close() {
      log.detachAppender(counter);
    }
  }
}
