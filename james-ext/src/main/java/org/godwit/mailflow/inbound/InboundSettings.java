package org.godwit.mailflow.inbound;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.godwit.trust.Network;

/**
 * What is looked at in mail of other servers.
 *
 * @param hostname what we call ourselves in results
 * @param trusted whose mail is not looked at: relays of our own
 * @param dmarc what a policy is worth
 * @param patience for all questions about one message
 */
public record InboundSettings(
    String hostname, List<Network> trusted, Obedience dmarc, Duration patience) {
  public InboundSettings {
    trusted = List.copyOf(trusted);
  }

  /** What we do when the owner of a domain wants forgeries refused, or quarantined. */
  public enum Obedience {
    /** That. */
    APPLY,
    /** Both go to Junk. */
    JUNK,
    /** Only the header tells. */
    MARK
  }

  boolean trusts(InetAddress client) {
    return trusted.stream().anyMatch(network -> network.contains(client));
  }
}
