package org.godwit.web;

import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * What the web door can be told.
 *
 * @param http where it is reached without TLS; empty is off
 * @param https where it is reached with TLS; empty is off
 * @param connections how many there may be at a time
 * @param connectionsPerAddress how many of these from one address; loopback is not limited
 * @param metricsToken who sends it may read the metrics from elsewhere; empty is nobody
 */
public record WebSettings(
    Optional<InetSocketAddress> http,
    Optional<InetSocketAddress> https,
    int connections,
    int connectionsPerAddress,
    Optional<String> metricsToken) {

  /** Never the token. */
  @Override
  public String toString() {
    return "http " + http + ", https " + https;
  }
}
