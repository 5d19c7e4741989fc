package org.godwit.mailflow.outbound;

import java.net.InetAddress;
import java.util.List;
import org.godwit.mailflow.outbound.dane.Tlsa;

/**
 * What DNS says about where a domain's mail goes. It tells "no such name" from "no such record" and
 * from "no answer now", which James's {@code DNSService} does not.
 */
public interface MailDns {

  /** One MX record; the host is {@code "."} in a null MX (7505 §3). No dot at other hosts' end. */
  record Mx(int preference, String host) {}

  /**
   * Records of a name, in any order.
   *
   * @param proven whether signatures prove them, or prove that there are none (DNSSEC)
   * @param name where the aliases ended; the name that was asked about when there are none
   */
  record Answer<T>(List<T> records, boolean proven, String name) {
    public Answer {
      records = List.copyOf(records);
    }
  }

  /** The name does not exist (NXDOMAIN). */
  final class NoSuchName extends Exception {
    private static final long serialVersionUID = 1L;

    public NoSuchName(String name) {
      super(name, null, false, false);
    }
  }

  /** The question could not be answered now (SERVFAIL, no name server in reach, a false proof). */
  final class NoAnswer extends Exception {
    private static final long serialVersionUID = 1L;

    public NoAnswer(String name, Throwable cause) {
      super(name, cause);
    }

    /** In words. */
    String reason() {
      String message = getCause().getMessage();
      return message == null ? "no answer from DNS" : message;
    }
  }

  /**
   * The MX records of a domain; empty when the name exists and has none. Aliases are followed (5321
   * §5.1).
   *
   * @param domain in ASCII (A-labels)
   */
  Answer<Mx> mx(String domain) throws NoSuchName, NoAnswer;

  /** IPv4 and IPv6 addresses of a host; empty when the name exists and has none. */
  Answer<InetAddress> addresses(String host) throws NoSuchName, NoAnswer;

  /** What a name says about the certificate that is shown there; empty also without such a name. */
  Answer<Tlsa> tlsa(String name) throws NoAnswer;
}
