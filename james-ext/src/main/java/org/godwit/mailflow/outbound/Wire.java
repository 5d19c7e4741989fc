package org.godwit.mailflow.outbound;

import com.google.common.net.InetAddresses;
import java.net.IDN;
import java.net.Inet6Address;
import java.nio.charset.StandardCharsets;
import org.apache.james.core.MailAddress;
import org.godwit.store.account.UnicodeAddress;

/**
 * How an address is written between servers. James's addresses have UTF-8 before the @ inside
 * quotes only; here the quotes go where none are needed (6531 §3.3).
 */
final class Wire {
  private Wire() {}

  /** Whether a domain is an address literal; James drops its brackets. */
  static boolean isLiteral(String domain) {
    return InetAddresses.isInetAddress(domain);
  }

  /** Whether all is ASCII. */
  static boolean isAscii(String text) {
    return StandardCharsets.US_ASCII.newEncoder().canEncode(text);
  }

  /**
   * Whether an address can stand in a command at all. James lets control characters pass inside
   * quotes; a line break there would be a command of its own.
   */
  static boolean isSafe(MailAddress address) {
    return address.asString().chars().noneMatch(Character::isISOControl);
  }

  /** The address of a command without its angle brackets, its domain in ASCII where possible. */
  static String of(MailAddress address) {
    return UnicodeAddress.localPart(address) + "@" + domain(address);
  }

  private static String domain(MailAddress address) {
    String domain = address.getDomain().name();
    if (isLiteral(domain)) { // 5321 §4.1.3
      boolean six = InetAddresses.forString(domain) instanceof Inet6Address;
      return six ? "[IPv6:" + domain + "]" : "[" + domain + "]";
    }
    try {
      return isAscii(domain) ? domain : IDN.toASCII(domain, IDN.ALLOW_UNASSIGNED);
    } catch (IllegalArgumentException notAName) {
      return domain;
    }
  }
}
