package org.godwit.store.account;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.apache.james.core.Username;
import org.godwit.trust.ScramKeys;

/**
 * SCRAM keys for people who do not exist: always the same for a name, on all nodes and after a
 * restart, and no password fits them (RFC 5802 §9 leaves this to us).
 */
@Singleton
final class Strangers {
  private final Secrets secrets;
  private volatile SecretKeySpec key; // null until first asked for

  @Inject
  Strangers(Secrets secrets) {
    this.secrets = secrets;
  }

  ScramKeys keys(Username name) {
    byte[] salt = Arrays.copyOf(hmac("salt", name), ScramKeys.SALT);
    return new ScramKeys(
        salt, ScramKeys.ITERATIONS, hmac("stored key", name), hmac("server key", name));
  }

  private byte[] hmac(String purpose, Username name) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key());
      mac.update((purpose + "\0").getBytes(StandardCharsets.UTF_8));
      return mac.doFinal(name.asString().getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java has HMAC-SHA-256", e);
    }
  }

  private SecretKeySpec key() {
    if (key == null) {
      key = new SecretKeySpec(secrets.named("scram-strangers"), "HmacSHA256");
    }
    return key;
  }
}
