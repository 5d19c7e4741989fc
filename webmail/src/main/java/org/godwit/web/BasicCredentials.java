package org.godwit.web;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/** A name and a password as RFC 7617 writes them. */
record BasicCredentials(String user, String password) {
  private static final String SCHEME = "Basic ";

  /** What the request brings; empty when it is nothing, or nothing readable. */
  static Optional<BasicCredentials> of(Request request) {
    String header = request.getHeaders().get(HttpHeader.AUTHORIZATION);
    if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return Optional.empty();
    }
    return decoded(header.substring(SCHEME.length()).strip()).flatMap(BasicCredentials::parse);
  }

  private static Optional<String> decoded(String base64) {
    try {
      byte[] bytes = Base64.getDecoder().decode(base64);
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (IllegalArgumentException | CharacterCodingException unreadable) {
      return Optional.empty();
    }
  }

  private static Optional<BasicCredentials> parse(String text) {
    int colon = text.indexOf(':'); // 7617 §2: a name has no colon, a password may
    return colon <= 0 || text.indexOf('\0') >= 0
        ? Optional.empty()
        : Optional.of(new BasicCredentials(text.substring(0, colon), text.substring(colon + 1)));
  }

  /** Never the password. */
  @Override
  public String toString() {
    return user;
  }
}
