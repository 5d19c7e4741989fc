package org.godwit.mailflow.outbound;

import java.net.InetAddress;
import java.util.List;

/**
 * What DNS says about where a domain's mail goes. It tells "no such name" from "no such record" and
 * from "no answer now", which James's {@code DNSService} does not.
 */
public interface MailDns {

  /** One MX record; the host is {@code "."} in a null MX (7505 §3). No dot at other hosts' end. */
  record Mx(int preference, String host) {}

  /** The name does not exist (NXDOMAIN). */
  final class NoSuchName extends Exception {
    private static final long serialVersionUID = 1L;

    public NoSuchName(String name) {
      super(name, null, false, false);
    }
  }

  /** The question could not be answered now (SERVFAIL, no name server in reach). */
  final class NoAnswer extends Exception {
    private static final long serialVersionUID = 1L;

    public NoAnswer(String name, Throwable cause) {
      super(name, cause);
    }
  }

  /**
   * The MX records of a domain, in any order; empty when the name exists and has none. Aliases are
   * followed (5321 §5.1).
   *
   * @param domain in ASCII (A-labels)
   */
  List<Mx> mx(String domain) throws NoSuchName, NoAnswer;

  /** IPv4 and IPv6 addresses of a host, in any order; empty when the name exists and has none. */
  List<InetAddress> addresses(String host) throws NoSuchName, NoAnswer;
}
