package org.godwit.store.blob;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.zip.DeflaterOutputStream;
import org.godwit.store.Database;
import org.godwit.store.PostgresExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(PostgresExtension.class)
class BlobsTest {

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 255, 256, 257, 100_000})
  void givesBackWhatWasPut(int size, Database database) throws IOException {
    byte[] bytes = "0123456789abcdef\r\n".repeat(size / 18 + 1).getBytes(StandardCharsets.US_ASCII);
    byte[] message = java.util.Arrays.copyOf(bytes, size);
    EncodedBlob blob = EncodedBlob.of(new ByteArrayInputStream(message), size);
    database.run(
        "putting it twice",
        connection -> {
          Blobs.put(connection, blob);
          Blobs.put(connection, blob);
          return null;
        });

    StoredBlob stored =
        database
            .run("getting it", connection -> Blobs.get(database, connection, Set.of(blob.hash())))
            .get(blob.hash());

    assertThat(stored.size()).isEqualTo(size);
    assertThat(stored.bytes()).isEqualTo(message);
    assertThat(stored.open().readAllBytes()).isEqualTo(message);
  }

  @Test
  void readsWhatWasCompressedWithZlib() throws IOException {
    byte[] message = "0123456789abcdef\r\n".repeat(1000).getBytes(StandardCharsets.US_ASCII);
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (DeflaterOutputStream out = new DeflaterOutputStream(compressed)) {
      out.write(message);
    }

    StoredBlob stored = new StoredBlob(Encoding.of(1), message.length, compressed.toByteArray());

    assertThat(stored.bytes()).isEqualTo(message);
    assertThat(Encoding.ZLIB.decode(new ByteArrayInputStream(stored.stored())).readAllBytes())
        .isEqualTo(message);
  }
}
