package org.godwit.mailflow.outbound;

import com.google.common.net.InetAddresses;
import java.net.IDN;
import java.net.Inet6Address;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.james.core.MailAddress;

/**
 * How an address is written between servers. James's addresses have UTF-8 before the @ inside
 * quotes only; here the quotes go where none are needed (6531 §3.3).
 */
final class Wire {
  private static final Pattern BARE =
      Pattern.compile(
          "\"([\\x80-\\x{10ffff}A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[\\x80-\\x{10ffff}A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*)\"");

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
    return local(address) + "@" + domain(address);
  }

  private static String local(MailAddress address) {
    Matcher quoted = BARE.matcher(address.getLocalPart());
    return quoted.matches() ? quoted.group(1) : address.getLocalPart();
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
