package org.godwit.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ImapOutputTest {

  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final ImapOutput output = new ImapOutput(channel, (message, composer) -> {}, () -> false);

  @Test
  void nobodyElseSendsTheAnswerBehindWhichCompressionBegins() throws Exception {
    Thread other = new Thread(output::flush);
    output.together(
        () -> {
          output.tagged("a", "OK begin");
          other.start();
          waitFor(other);
          assertThat(channel.<Object>readOutbound()).as("sent by another thread").isNull();
          output.flush();
        });
    other.join();
    ByteBuf sent = channel.readOutbound();
    assertThat(sent.toString(StandardCharsets.US_ASCII)).isEqualTo("a OK begin\r\n");
    sent.release();
  }

  /** Until it is done, or waits for us. */
  private static void waitFor(Thread other) {
    try {
      while (other.isAlive() && other.getState() != Thread.State.WAITING) {
        Thread.sleep(Duration.ofMillis(1));
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
