package org.godwit.server.smtp;

import java.nio.charset.StandardCharsets;
import javax.mail.internet.AddressException;
import org.apache.james.core.MailAddress;
import org.godwit.store.account.UnicodeAddress;

/**
 * Reads the path of MAIL and RCPT into James's address.
 *
 * <p>How an internationalized one is held says {@link UnicodeAddress}.
 */
final class SmtpAddress {

  private static final int LONGEST_LOCAL_PART = 64; // 5321 §4.5.3.1.1
  private static final int LONGEST_DOMAIN = 255; // 5321 §4.5.3.1.2

  private SmtpAddress() {}

  /**
   * Reads an address.
   *
   * @param path what stood between the angle brackets, not empty
   * @param utf8 whether the client announced addresses in UTF-8
   */
  static MailAddress parse(String path, boolean utf8) throws BadArgument {
    String mailbox = withoutRoute(path);
    int at = mailbox.lastIndexOf('@');
    if (at <= 0 || at == mailbox.length() - 1) {
      throw new BadArgument(553, "5.1.3 An address needs a local part and a domain");
    }
    boolean ascii = StandardCharsets.US_ASCII.newEncoder().canEncode(mailbox);
    if (!ascii && !utf8) { // 6531 §3.5
      throw new BadArgument(553, "5.6.7 A non-ASCII address needs SMTPUTF8");
    }
    String local = mailbox.substring(0, at);
    String domain = mailbox.substring(at + 1);
    if (octets(local) > LONGEST_LOCAL_PART || octets(domain) > LONGEST_DOMAIN) {
      throw new BadArgument(553, "5.1.3 The address is too long");
    }
    try {
      return UnicodeAddress.parse(mailbox);
    } catch (AddressException malformed) {
      throw new BadArgument(553, "5.1.3 The address is malformed");
    }
  }

  private static int octets(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  // 5321 §4.1.1.3: read a source route, forget it.
  private static String withoutRoute(String path) {
    int colon = path.startsWith("@") ? path.indexOf(':') : -1;
    return path.substring(colon + 1);
  }
}
