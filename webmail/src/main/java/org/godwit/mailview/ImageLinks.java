package org.godwit.mailview;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Addresses of {@code /mail-image}, which only we can make: each is for one picture and one reader.
 * Safe for many threads.
 */
public final class ImageLinks {
  static final String PATH = "/mail-image";

  private static final String HMAC = "HmacSHA256";
  private static final int LENGTH = 16;

  private final SecretKeySpec key;

  /**
   * Makes the maker.
   *
   * @param secret the same on all nodes
   */
  public ImageLinks(byte[] secret) {
    key = new SecretKeySpec(secret, HMAC);
  }

  /** The address by which an account fetches a picture. */
  public String link(long account, String url) {
    return PATH
        + "?u="
        + URLEncoder.encode(url, StandardCharsets.UTF_8)
        + "&s="
        + Base64.getUrlEncoder().withoutPadding().encodeToString(signature(account, url));
  }

  /** Whether we made it for this account. */
  public boolean isOurs(long account, String url, String signature) {
    try {
      byte[] given = Base64.getUrlDecoder().decode(signature);
      return MessageDigest.isEqual(given, signature(account, url));
    } catch (IllegalArgumentException notBase64) {
      return false;
    }
  }

  private byte[] signature(long account, String url) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(key);
      byte[] whole = mac.doFinal((account + " " + url).getBytes(StandardCharsets.UTF_8));
      return Arrays.copyOf(whole, LENGTH);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + HMAC, e);
    }
  }
}
