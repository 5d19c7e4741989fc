package org.godwit.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.godwit.imap.CommandFramer.Complete;
import org.godwit.imap.CommandFramer.Spill;
import org.junit.jupiter.api.Test;

class CommandFramerTest {
  private static final int LARGE = 500_000;

  private final LiteralMemory memory = new LiteralMemory(LARGE + 1000);
  private final CommandFramer first = new CommandFramer(ImapLimits.standard(), memory);
  private final CommandFramer second = new CommandFramer(ImapLimits.standard(), memory);

  @Test
  void keepsALargeLiteralInMemoryAsItCame() {
    Command command = appended(first);

    assertThat(command.parts().get(1))
        .isInstanceOfSatisfying(
            Command.Bytes.class,
            literal ->
                assertThat(literal.content())
                    .isEqualTo(message().getBytes(StandardCharsets.US_ASCII)));
  }

  @Test
  void usesAFileWhenOthersHaveTheMemory() {
    first.next(announcement(), true);

    assertThat(second.next(announcement(), true)).isInstanceOf(CommandFramer.GoAhead.class);
    assertThat(second.next(bytes("x"), true)).isInstanceOf(Spill.class);
  }

  @Test
  void givesMemoryBackWhenTheCommandIsClosed() {
    appended(first).close();

    assertThat(appended(second).parts().get(1)).isInstanceOf(Command.Bytes.class);
  }

  @Test
  void givesMemoryBackWhenTheClientGoesInTheMiddle() {
    first.next(announcement(), true);
    first.close();

    assertThat(appended(second).parts().get(1)).isInstanceOf(Command.Bytes.class);
  }

  private static Command appended(CommandFramer framer) {
    framer.next(announcement(), true);
    String message = message();
    for (int at = 0; at < LARGE; at += 70_000) {
      framer.next(bytes(message.substring(at, Math.min(at + 70_000, LARGE))), true);
    }
    return ((Complete) framer.next(bytes("\r\n"), true)).command();
  }

  private static String message() {
    return "0123456789".repeat(LARGE / 10);
  }

  private static ByteBuf announcement() {
    return bytes("a APPEND INBOX {" + LARGE + "}\r\n");
  }

  private static ByteBuf bytes(String text) {
    return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
  }
}
