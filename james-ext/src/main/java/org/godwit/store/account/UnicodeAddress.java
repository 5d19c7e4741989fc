package org.godwit.store.account;

import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.regex.Pattern;
import javax.mail.internet.AddressException;
import org.apache.james.core.MailAddress;
import org.apache.james.core.Username;

/**
 * Addresses with letters beyond ASCII before the @ (RFC 6531 §3.3), such as {@code
 * jörg@example.org}.
 *
 * <p>James's {@link MailAddress} has such letters inside quotes only, and RFC 5321 §4.1.2 says that
 * {@code joe} and {@code "joe"} are the same. So an address holds the quotes, and names of users,
 * header lines and commands do not; this is the only place that goes between the two.
 */
public final class UnicodeAddress {
  private static final String ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~\\x{80}-\\x{10ffff}-]+";
  private static final Pattern ATOMS = Pattern.compile(ATOM + "(\\." + ATOM + ")*");

  private UnicodeAddress() {}

  /**
   * Reads an address.
   *
   * @param text with or without quotes; its domain in Unicode or in ASCII (5890 §2.3.2.1)
   */
  public static MailAddress parse(String text) throws AddressException {
    int at = text.lastIndexOf('@');
    if (at <= 0) {
      throw new AddressException("an address has an @", text);
    }
    try {
      String domain = text.substring(at + 1);
      return new MailAddress(
          held(text.substring(0, at)) + "@" + (isAscii(domain) ? domain : IDN.toASCII(domain)));
    } catch (IllegalArgumentException e) {
      throw new AddressException("a domain that cannot be", text);
    }
  }

  /** Whose address it is, if it is one of ours. */
  public static Username user(MailAddress address) {
    return Username.fromLocalPartWithDomain(localPart(address), address.getDomain());
  }

  /** The address of a user. */
  public static MailAddress of(Username user) throws AddressException {
    return parse(user.asString());
  }

  /** The address without needless quotes. */
  public static String text(MailAddress address) {
    return localPart(address) + "@" + address.getDomain().asString();
  }

  /** What is before the @, without needless quotes. */
  public static String localPart(MailAddress address) {
    return bare(address.getLocalPart());
  }

  private static String bare(String local) {
    boolean quoted = local.length() > 2 && local.startsWith("\"") && local.endsWith("\"");
    String inside = quoted ? local.substring(1, local.length() - 1) : local;
    return ATOMS.matcher(inside).matches() ? inside : local;
  }

  /** As James holds it: quoted where it has to be, in one form of several that look the same. */
  private static String held(String local) {
    String bare = bare(Normalizer.normalize(local, Normalizer.Form.NFC)); // 6532 §3.1
    return isAscii(bare) || !ATOMS.matcher(bare).matches() ? bare : '"' + bare + '"';
  }

  private static boolean isAscii(String text) {
    return StandardCharsets.US_ASCII.newEncoder().canEncode(text);
  }
}
