package org.godwit.mailflow.sieve;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.james.mime4j.dom.address.Mailbox;
import org.apache.james.mime4j.field.address.LenientAddressParser;

/** The addresses in header fields and envelopes, and their parts (RFC 5228 §2.7.4, RFC 5233). */
final class Addresses {

  /** Which part of an address a test looks at; empty when the address has no such part. */
  interface Part extends Function<String, Optional<String>> {}

  private static final Map<String, Part> PARTS =
      Map.of(
          "all", Optional::of,
          "localpart", address -> Optional.of(localPart(address)),
          "domain", address -> Optional.of(domain(address)));

  private static final Set<String> FIELDS_OF_TEXT =
      Set.of("subject", "date", "message-id", "received", "comments", "keywords", "mime-version");

  private Addresses() {}

  /**
   * Whether a header field may have addresses: any but those known to have something else (5228
   * §5.1 leaves the list to us).
   */
  static boolean areIn(String field) {
    String name = field.toLowerCase(Locale.ROOT);
    return !FIELDS_OF_TEXT.contains(name) && !name.startsWith("content-");
  }

  /** Takes the tag that says which part is meant. */
  static Part part(Given given) throws SieveProblem {
    Part chosen = null;
    for (Map.Entry<String, Part> part : PARTS.entrySet()) {
      chosen = chosen(given, given.tag(part.getKey()), part.getValue(), chosen);
    }
    chosen = chosen(given, given.tag("user", Extension.SUBADDRESS), Addresses::user, chosen);
    chosen = chosen(given, given.tag("detail", Extension.SUBADDRESS), Addresses::detail, chosen);
    return chosen == null ? PARTS.get("all") : chosen;
  }

  private static Part chosen(Given given, boolean there, Part part, Part before)
      throws SieveProblem {
    if (there && before != null) {
      throw given.problem("there is one address part for a test");
    }
    return there ? part : before;
  }

  private static String localPart(String address) {
    int at = address.lastIndexOf('@');
    return at < 0 ? address : address.substring(0, at);
  }

  private static String domain(String address) {
    return address.substring(address.lastIndexOf('@') + 1);
  }

  // 5233 §4: without a separator, :user is all of the left side, and there is no :detail.
  private static Optional<String> user(String address) {
    String local = localPart(address);
    int plus = local.indexOf('+');
    return Optional.of(plus < 0 ? local : local.substring(0, plus));
  }

  private static Optional<String> detail(String address) {
    String local = localPart(address);
    int plus = local.indexOf('+');
    return plus < 0 ? Optional.empty() : Optional.of(local.substring(plus + 1));
  }

  /** All addresses in a header field's value, of groups too; names and comments are left out. */
  static List<String> in(String value) {
    return LenientAddressParser.DEFAULT.parseAddressList(value).flatten().stream()
        .map(Addresses::text)
        .toList();
  }

  private static String text(Mailbox mailbox) {
    return mailbox.getDomain() == null
        ? mailbox.getLocalPart()
        : mailbox.getLocalPart() + "@" + mailbox.getDomain();
  }

  static boolean isOne(String address) {
    int at = address.lastIndexOf('@');
    return at > 0
        && at < address.length() - 1
        && address.length() <= 320
        && address.chars().noneMatch(c -> c <= ' ' || c == '<' || c == '>' || c == ',');
  }

  static Stream<String> parts(Stream<String> addresses, Part part) {
    return addresses.map(part).flatMap(Optional::stream);
  }
}
