package org.godwit.server;

import java.net.InetAddress;
import java.net.UnknownHostException;
import javax.inject.Inject;
import org.apache.james.dnsservice.dnsjava.DNSJavaService;
import org.apache.james.metrics.api.MetricFactory;

/** James's questions about names, on machines whose own name is in no list as well. */
final class NamelessDns extends DNSJavaService {

  @Inject
  NamelessDns(MetricFactory metrics) {
    super(metrics);
  }

  @Override
  public InetAddress getLocalHost() {
    try {
      return super.getLocalHost();
    } catch (UnknownHostException nameless) {
      return InetAddress.getLoopbackAddress();
    }
  }
}
