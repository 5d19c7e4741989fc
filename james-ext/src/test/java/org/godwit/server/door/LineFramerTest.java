package org.godwit.server.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.TooLongFrameException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineFramerTest {

  private final LineFramer framer = new LineFramer(16, 64, () -> {});
  private final EmbeddedChannel channel = new EmbeddedChannel(framer);

  @Test
  void cutsWhereverThePacketsEnd() {
    String all = "one\r\ntwo\nthree\r\n";
    for (int cut = 0; cut <= all.length(); cut++) {
      send(all.substring(0, cut));
      send(all.substring(cut));
      assertThat(lines()).as("cut at %d", cut).containsExactly("one\r\n", "two\n", "three\r\n");
    }
  }

  @Test
  void answersALineThatIsTooLongOnceAndGoesOn() {
    for (int i = 0; i < 100; i++) {
      send("x".repeat(10)); // none of it is kept
    }
    assertThatThrownBy(() -> send("x\r\nnext\r\n")).isInstanceOf(TooLongFrameException.class);
    assertThat(lines()).containsExactly("next\r\n");
  }

  @Test
  void letsLongerLinesThroughWhenTheyAreData() {
    framer.expectData(true);
    send("y".repeat(60) + "\r\n");
    assertThat(lines()).containsExactly("y".repeat(60) + "\r\n");
    framer.expectData(false);
    assertThatThrownBy(() -> send("y".repeat(60) + "\r\n"))
        .isInstanceOf(TooLongFrameException.class);
  }

  @Test
  void forgetsWhatCameInClearAndHearsAgainWhenTlsBegins() {
    send("half a command");
    framer.forgetClearText();
    send(" of an attacker\r\n");
    channel.pipeline().fireUserEventTriggered(LineFramer.Signal.CLEAR_TEXT_ENDS);
    send("genuine\r\n");
    assertThat(lines()).containsExactly("genuine\r\n");
  }

  @Test
  void keepsNoBytesOfAClosedConnection() {
    ByteBuf bytes = Unpooled.copiedBuffer("never ended", StandardCharsets.US_ASCII);
    channel.writeInbound(bytes);
    channel.finishAndReleaseAll();
    assertThat(bytes.refCnt()).isZero();
  }

  private void send(String text) {
    channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
  }

  private List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (ByteBuf line = channel.readInbound(); line != null; line = channel.readInbound()) {
      lines.add(line.toString(StandardCharsets.US_ASCII));
      line.release();
    }
    return lines;
  }
}
