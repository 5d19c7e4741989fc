package org.godwit.trust.sasl;

import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLSession;

/**
 * The bytes that a TLS connection and nobody in its middle knows, by the name of their type (RFC
 * 5056): {@code tls-exporter} (RFC 9266) and {@code tls-server-end-point} (RFC 5929).
 *
 * @param byType empty when this connection cannot be bound to
 */
public record ChannelBindings(Map<String, byte[]> byType) {

  /** Of a connection without TLS. */
  public static final ChannelBindings NONE = new ChannelBindings(Map.of());

  public ChannelBindings {
    byType = Map.copyOf(byType);
  }

  /** All that this session and this JVM give. Never null. */
  public static ChannelBindings of(SSLSession session) {
    return TlsBindings.of(session);
  }

  boolean exist() {
    return !byType.isEmpty();
  }

  Optional<byte[]> get(String type) {
    return Optional.ofNullable(byType.get(type));
  }
}
