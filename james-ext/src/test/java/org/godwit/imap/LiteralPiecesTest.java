package org.godwit.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LiteralPiecesTest {

  @Test
  void aStreamThatGivesLittleAtATimeIsSentInLargePieces() throws Exception {
    byte[] content = new byte[200_000];
    new Random(1).nextBytes(content);

    List<Integer> sizes = new ArrayList<>();
    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    LiteralPieces pieces = new LiteralPieces(sips(content), content.length);
    while (!pieces.isEndOfInput()) {
      ByteBuf piece = pieces.readChunk(UnpooledByteBufAllocator.DEFAULT);
      sizes.add(piece.readableBytes());
      piece.readBytes(sent, piece.readableBytes());
      piece.release();
    }

    assertThat(sizes).containsExactly(65_536, 65_536, 65_536, 3_392);
    assertThat(sent.toByteArray()).isEqualTo(content);
  }

  @Test
  void aStreamThatEndsEarlyIsAnError() {
    LiteralPieces pieces = new LiteralPieces(sips(new byte[10]), 11);
    assertThatThrownBy(() -> pieces.readChunk(UnpooledByteBufAllocator.DEFAULT))
        .isInstanceOf(EOFException.class);
  }

  /** Seven octets a read, and one is available, as inflating streams say. */
  private static InputStream sips(byte[] content) {
    return new FilterInputStream(new ByteArrayInputStream(content)) {
      @Override
      public int read(byte[] into, int offset, int length) throws java.io.IOException {
        return super.read(into, offset, Math.min(7, length));
      }

      @Override
      public int available() {
        return 1;
      }
    };
  }
}
