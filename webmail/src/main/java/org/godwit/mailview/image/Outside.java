package org.godwit.mailview.image;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.util.Promise;

/**
 * Makes clients that go where strangers' mails send us, and only where the whole world may go: each
 * name is looked up once, all its addresses are judged, and one of those is connected to.
 */
final class Outside {
  private static final long CONNECT_MILLIS = 5_000;
  private static final long IDLE_MILLIS = 8_000;
  private static final int HEADER_BYTES = 16 * 1024;

  private final HttpClient client;
  private final Names names;
  private final AddressPolicy policy;

  private Outside(HttpClient client, Names names, AddressPolicy policy) {
    this.client = client;
    this.names = names;
    this.policy = policy;
  }

  /**
   * Readies a client, to be started and stopped with the server. It follows no redirects, keeps no
   * cookies and does not say what it is.
   */
  static HttpClient ready(HttpClient client, Names names, AddressPolicy policy) {
    Outside outside = new Outside(client, names, policy);
    client.setFollowRedirects(false); // each is judged like the first, by who follows it
    client.setHttpCookieStore(new HttpCookieStore.Empty());
    client.setUserAgentField(null);
    client.setConnectTimeout(CONNECT_MILLIS);
    client.setIdleTimeout(IDLE_MILLIS);
    client.setMaxResponseHeadersSize(HEADER_BYTES);
    client.setSocketAddressResolver(outside::resolve);
    return client;
  }

  /** What Jetty asks before it connects, and connects to. Once for each connection. */
  private void resolve(
      String host, int port, Map<String, Object> context, Promise<List<InetSocketAddress>> told) {
    client
        .getExecutor()
        .execute(
            () -> {
              try {
                told.succeeded(judged(host, port));
              } catch (IOException e) {
                told.failed(e);
              }
            });
  }

  private List<InetSocketAddress> judged(String host, int port) throws IOException {
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    List<InetAddress> addresses = names.addresses(bare);
    if (addresses.isEmpty()) {
      throw new UnknownHostException("no address");
    }
    for (InetAddress address : addresses) {
      if (!policy.allows(address, port)) { // one that is not, and none of them is trusted
        throw new IOException("not an address of the whole world");
      }
    }
    return addresses.stream().map(address -> new InetSocketAddress(address, port)).toList();
  }
}
