package org.godwit.store.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowSumTest {

  /** A stream of binary COPY; each row a list of fields, null where a field is. */
  private static byte[] copy(String[]... rows) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.write("PGCOPY\n\377\r\n\0".getBytes(StandardCharsets.ISO_8859_1));
    out.writeInt(0);
    out.writeInt(0);
    for (String[] row : rows) {
      out.writeShort(row.length);
      for (String field : row) {
        out.writeInt(field == null ? -1 : field.length());
        out.writeBytes(field == null ? "" : field);
      }
    }
    out.writeShort(-1);
    return bytes.toByteArray();
  }

  private static Manifest.Table sum(byte[] stream, int piece) throws BackupProblem {
    RowSum sum = new RowSum();
    for (int at = 0; at < stream.length; at += piece) {
      sum.add(stream, at, Math.min(piece, stream.length - at));
    }
    return sum.of("t", List.of());
  }

  @Test
  void piecesDoNotMatter() throws Exception {
    byte[] stream = copy(new String[] {"a", null}, new String[] {"", "b".repeat(300)});
    Manifest.Table whole = sum(stream, stream.length);
    assertThat(whole.rows()).isEqualTo(2);
    for (int piece = 1; piece < stream.length; piece++) {
      assertThat(sum(stream, piece)).as("pieces of %d", piece).isEqualTo(whole);
    }
  }

  @Test
  void theOrderOfRowsDoesNotMatter() throws Exception {
    String[] one = {"1", "x"};
    String[] two = {"2", "y"};
    assertThat(sum(copy(one, two), 7)).isEqualTo(sum(copy(two, one), 7));
  }

  @Test
  void everythingElseDoes() throws Exception {
    String[] one = {"ab", "c"};
    String[] two = {"d"};
    String content = sum(copy(one, two), 7).content();
    String[][][] others = {
      {{"a", "bc"}, two}, {one, {"e"}}, {{"ab", "c", "d"}}, {one}, {{"ab", null}, two}
    };
    for (String[][] other : others) {
      assertThat(sum(copy(other), 7).content()).isNotEqualTo(content);
    }
    assertThat(sum(copy(new String[] {""}), 7).content())
        .isNotEqualTo(sum(copy(new String[] {null}), 7).content());
  }

  @Test
  void twiceTheSameRowIsNotNoRow() throws Exception {
    String[] row = {"1"};
    assertThat(sum(copy(row, row), 7).content()).isNotEqualTo(sum(copy(), 7).content());
  }

  @Test
  void aStreamThatStopsInTheMiddleIsRefused() throws Exception {
    byte[] stream = copy(new String[] {"a"});
    for (int length = 0; length < stream.length; length++) {
      RowSum sum = new RowSum();
      sum.add(stream, 0, length);
      assertThatThrownBy(() -> sum.of("t", List.of())).hasMessageContaining("in the middle");
    }
  }
}
