package org.godwit.store.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.util.Random;
import org.godwit.store.StoreException;
import org.godwit.store.StoreUnavailable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One bucket, on a real server. */
class S3ObjectStoreTest {

  private final S3ObjectStore store = new S3ObjectStore(ObjectServer.settings());

  @AfterEach
  void close() {
    store.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 65_536, 5_000_001})
  void givesBackWhatWasPut(int size) {
    byte[] bytes = random(size);
    String name = put(bytes);

    assertThat(ObjectServer.names()).contains(name);
    assertThat(store.get(name)).isEqualTo(bytes);
  }

  @Test
  void noNameIsGivenTwiceAndAllBeginWithThePrefix() {
    String one = store.newName("abc");

    assertThat(one).startsWith(ObjectServer.settings().prefix() + "/abc-");
    assertThat(store.newName("abc")).isNotEqualTo(one);
  }

  @Test
  void whatIsDeletedIsGoneAndMayBeDeletedAgain() {
    String name = put(random(10));
    store.delete(name);
    store.delete(name);

    assertThat(ObjectServer.names()).doesNotContain(name);
  }

  @Test
  void anObjectThatIsNotThereIsNoPassingTrouble() {
    assertThatThrownBy(() -> store.get(store.newName("never")))
        .isInstanceOf(StoreException.class)
        .isNotInstanceOf(StoreUnavailable.class);
  }

  @Test
  void aServerThatIsNotThereIsPassingTrouble() {
    URI nobody = URI.create("http://127.0.0.1:1");
    try (S3ObjectStore away = new S3ObjectStore(ObjectServer.with(true, nobody, 1))) {
      assertThatThrownBy(() -> away.get("x")).isInstanceOf(StoreUnavailable.class);
      assertThatThrownBy(() -> put(away, random(10))).isInstanceOf(StoreUnavailable.class);
      assertThatThrownBy(() -> away.delete("x")).isInstanceOf(StoreUnavailable.class);
    }
  }

  @Test
  void aSecretThatIsWrongIsPassingTroubleSoThatNoMailIsRefusedForGood() {
    ObjectSettings there = ObjectServer.settings();
    ObjectSettings wrong =
        new ObjectSettings(
            true,
            there.endpoint(),
            there.region(),
            there.bucket(),
            there.prefix(),
            there.key(),
            "wrong",
            there.pathStyle(),
            1,
            there.kept());
    try (S3ObjectStore stranger = new S3ObjectStore(wrong)) {
      assertThatThrownBy(() -> put(stranger, random(10))).isInstanceOf(StoreUnavailable.class);
    }
  }

  @Test
  void takesWhatIsLargeEnoughWhileItIsToWrite() {
    URI endpoint = ObjectServer.settings().endpoint().orElseThrow();
    try (S3ObjectStore large = new S3ObjectStore(ObjectServer.with(true, endpoint, 100));
        S3ObjectStore reading = new S3ObjectStore(ObjectServer.with(false, endpoint, 100))) {
      assertThat(large.takes(99)).isFalse();
      assertThat(large.takes(100)).isTrue();
      assertThat(reading.takes(100)).isFalse();
    }
  }

  @Test
  void theSecretIsNeverShown() {
    assertThat(ObjectServer.settings().toString()).doesNotContain(ObjectServer.settings().secret());
  }

  private String put(byte[] bytes) {
    return put(store, bytes);
  }

  private static String put(S3ObjectStore store, byte[] bytes) {
    String name = store.newName("test");
    store.put(name, bytes.length, () -> new ByteArrayInputStream(bytes));
    return name;
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }
}
