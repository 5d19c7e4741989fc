package org.godwit.trust.dkim;

import com.google.common.base.Splitter;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A DKIM-Signature field, read (6376 §3.5).
 *
 * @param domain who signed, in lower case
 * @param identity the domain of "i="
 * @param limit octets of the body that are signed
 * @param tags all that it says
 * @param raw the field
 */
record DkimSignature(
    DkimAlgorithm algorithm,
    Canon header,
    Canon body,
    String domain,
    String selector,
    String identity,
    List<String> names,
    long limit,
    TagList tags,
    String raw) {

  private static final int MOST_NAMES = 1_000;

  static DkimSignature of(TagList tags, Header.Field field, Instant now) throws DkimProblem {
    if (!tags.must("v").equals("1")) {
      throw DkimProblem.permanent("a version that is not known"); // 6376 §6.1.1
    }
    List<String> canons = Splitter.on('/').splitToList(tags.get("c").orElse("simple/simple"));
    String domain = name(tags.must("d"));
    String identity = identity(tags, domain);
    checkTimes(tags, now);
    if (!tags.words("q", "dns/txt").contains("dns/txt")) {
      throw DkimProblem.permanent("no key is in DNS");
    }
    return new DkimSignature(
        algorithm(tags.must("a")),
        canon(canons.getFirst()),
        canon(canons.size() < 2 ? "simple" : canons.get(1)),
        domain,
        name(tags.must("s")),
        identity,
        names(tags),
        tags.number("l").orElse(Long.MAX_VALUE),
        tags,
        field.raw());
  }

  private static DkimAlgorithm algorithm(String tag) throws DkimProblem {
    Optional<DkimAlgorithm> known = DkimAlgorithm.ofSignature(tag.toLowerCase(Locale.ROOT));
    if (known.isEmpty() && tag.equalsIgnoreCase("rsa-sha1")) {
      throw DkimProblem.policy("SHA-1 proves nothing"); // 8301 §3.1
    }
    return known.orElseThrow(() -> DkimProblem.permanent("an algorithm that is not known"));
  }

  private static Canon canon(String word) throws DkimProblem {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "simple" -> Canon.SIMPLE;
      case "relaxed" -> Canon.RELAXED;
      default -> throw DkimProblem.permanent("a canonical form that is not known");
    };
  }

  /** A name for DNS; it may be one that strangers chose. */
  private static String name(String text) throws DkimProblem {
    if (text.length() > 253 || !text.matches("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*")) {
      throw DkimProblem.permanent("a domain or selector that is no name");
    }
    return text.toLowerCase(Locale.ROOT);
  }

  private static String identity(TagList tags, String domain) throws DkimProblem {
    Optional<String> tag = tags.get("i");
    if (tag.isEmpty()) {
      return domain;
    }
    String identity = tag.get().substring(tag.get().lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
    if (!identity.equals(domain) && !identity.endsWith("." + domain)) {
      throw DkimProblem.permanent("the identity is not in the domain"); // 6376 §6.1.1
    }
    return identity;
  }

  private static void checkTimes(TagList tags, Instant now) throws DkimProblem {
    Optional<Long> signed = tags.number("t");
    Optional<Long> expires = tags.number("x");
    if (expires.isEmpty()) {
      return;
    }
    if (signed.isPresent() && expires.get() < signed.get()) {
      throw DkimProblem.permanent("it ends before it begins");
    }
    if (expires.get() < now.getEpochSecond()) {
      throw DkimProblem.permanent("it has expired"); // 6376 §6.1.1
    }
  }

  private static List<String> names(TagList tags) throws DkimProblem {
    List<String> names = tags.words("h", tags.must("h"));
    if (names.size() > MOST_NAMES) {
      throw DkimProblem.permanent("it names too many fields");
    }
    if (names.stream().noneMatch("from"::equalsIgnoreCase)) {
      throw DkimProblem.permanent("From is not signed"); // 6376 §6.1.1
    }
    return names;
  }

  byte[] bodyHash() throws DkimProblem {
    return tags.bytes("bh");
  }

  byte[] signature() throws DkimProblem {
    return tags.bytes("b");
  }

  String keyName() {
    return selector + "._domainkey." + domain;
  }
}
