package org.godwit.jmap.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.InvalidKeySpecException;
import java.util.Base64;
import org.godwit.store.account.PushSubscriptions.Keys;
import org.junit.jupiter.api.Test;

/** The example of RFC 8291, section 5 and appendix A. */
class PushCipherTest {
  private static final String TEXT = "When I grow up, I want to be a watermelon";
  private static final String CLIENT_PUBLIC =
      "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
  private static final String CLIENT_PRIVATE = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94";
  private static final String AUTH = "BTBZMqHH6r4Tts7J_aSIgg";
  private static final String SERVER_PUBLIC =
      "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8";
  private static final String SERVER_PRIVATE = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw";
  private static final String SALT = "DGv6ra1nlYgDCS1FRnbzlw";
  private static final String MESSAGE =
      "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS"
          + "6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxs"
          + "j_Qulcy4a-fN";

  @Test
  void encryptsAsTheExampleDoes() throws Exception {
    KeyPair server = new KeyPair(P256.decode(bytes(SERVER_PUBLIC)), privateKey(SERVER_PRIVATE));
    byte[] message =
        PushCipher.encrypt(client(), TEXT.getBytes(StandardCharsets.US_ASCII), server, bytes(SALT));
    assertThat(Base64.getUrlEncoder().withoutPadding().encodeToString(message)).isEqualTo(MESSAGE);
  }

  @Test
  void whatIsEncryptedWithAFreshKeyCanBeReadByTheClient() throws Exception {
    byte[] text = new byte[PushCipher.MOST_BYTES];
    byte[] message = new PushCipher().encrypt(client(), text);
    assertThat(message).as("one record").hasSize(4096);
    PushReader reader =
        new PushReader(bytes(CLIENT_PUBLIC), privateKey(CLIENT_PRIVATE), bytes(AUTH));
    assertThat(reader.read(message)).isEqualTo(text);
    assertThat(reader.read(bytes(MESSAGE))).isEqualTo(TEXT.getBytes(StandardCharsets.US_ASCII));
    assertThat(new PushCipher().encrypt(client(), text))
        .as("never twice the same")
        .isNotEqualTo(message);
  }

  @Test
  void aKeyThatIsNoPointOfTheCurveIsRefused() {
    byte[] off = bytes(CLIENT_PUBLIC);
    off[64] ^= 1;
    assertThatThrownBy(() -> P256.decode(off)).isInstanceOf(InvalidKeySpecException.class);
    assertThat(PushCipher.fit(new Keys(off, bytes(AUTH)))).isFalse();
    assertThat(PushCipher.fit(new Keys(new byte[65], bytes(AUTH)))).isFalse();
    assertThat(PushCipher.fit(new Keys(bytes(CLIENT_PUBLIC), new byte[15]))).isFalse();
    assertThat(PushCipher.fit(client())).isTrue();
  }

  private static Keys client() {
    return new Keys(bytes(CLIENT_PUBLIC), bytes(AUTH));
  }

  private static PrivateKey privateKey(String text) throws Exception {
    return KeyFactory.getInstance("EC")
        .generatePrivate(new ECPrivateKeySpec(new BigInteger(1, bytes(text)), P256.curve()));
  }

  private static byte[] bytes(String text) {
    return Base64.getUrlDecoder().decode(text);
  }
}
