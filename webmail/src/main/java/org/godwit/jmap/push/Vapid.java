package org.godwit.jmap.push;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.godwit.jmap.Capability;
import org.godwit.jmap.Json;
import org.godwit.jmap.Method;
import org.godwit.jmap.Sight;

/**
 * Who we are to push services: a signed statement with each message (8292 §2), and its key for
 * clients, which bind their subscriptions to it (9749 §2).
 */
final class Vapid implements Capability {
  private static final Duration GOOD_FOR = Duration.ofHours(12); // 8292 §2: at most 24
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private final KeyPair key;
  private final String contact;
  private final Clock clock;

  /**
   * With a key.
   *
   * @param contact an address whom a push service may write to
   */
  Vapid(KeyPair key, String contact, Clock clock) {
    this.key = key;
    this.contact = contact;
    this.clock = clock;
  }

  /** The header {@code Authorization} for a message to a push service (8292 §3). */
  String authorization(URI service) {
    String port = service.getPort() < 0 ? "" : ":" + service.getPort();
    ObjectNode claims =
        Json.object()
            .put("aud", service.getScheme() + "://" + service.getHost() + port)
            .put("exp", clock.instant().plus(GOOD_FOR).getEpochSecond())
            .put("sub", "mailto:" + contact);
    String signed =
        BASE64.encodeToString(Json.write(Json.object().put("typ", "JWT").put("alg", "ES256")))
            + "."
            + BASE64.encodeToString(Json.write(claims));
    return "vapid t=" + signed + "." + BASE64.encodeToString(sign(signed)) + ", k=" + publicKey();
  }

  private byte[] sign(String text) {
    try {
      Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
      signature.initSign(key.getPrivate());
      signature.update(text.getBytes(StandardCharsets.US_ASCII));
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java has ES256", e);
    }
  }

  private String publicKey() {
    return BASE64.encodeToString(P256.encode((ECPublicKey) key.getPublic()));
  }

  @Override
  public String uri() {
    return "urn:ietf:params:jmap:webpush-vapid";
  }

  @Override
  public ObjectNode session() {
    return Json.object().put("applicationServerKey", publicKey());
  }

  @Override
  public boolean isOf(Sight sight) {
    return false; // 9749 §3: it belongs to no account
  }

  @Override
  public Map<String, Method> methods() {
    return Map.of();
  }
}
