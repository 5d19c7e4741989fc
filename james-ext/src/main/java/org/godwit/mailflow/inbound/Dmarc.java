package org.godwit.mailflow.inbound;

import com.google.common.base.Splitter;
import com.google.common.net.InternetDomainName;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.godwit.mailflow.inbound.Questions.NoAnswer;

/**
 * What the owner of a domain wants done with mail that is not from them (7489 §6).
 *
 * @param policy of the domain that was asked about
 * @param strictSpf whether the sender's domain must be the same one, and not a relative
 * @param strictDkim the same for who signed
 */
record Dmarc(Policy policy, boolean strictSpf, boolean strictDkim) {
  private static final String VERSION = "v=DMARC1";
  private static final int LONGEST = 4096;

  /** In order of severity. */
  enum Policy {
    NONE,
    QUARANTINE,
    REJECT;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    private static Optional<Policy> of(String word) {
      for (Policy policy : values()) {
        if (policy.word().equals(word.toLowerCase(Locale.ROOT))) {
          return Optional.of(policy);
        }
      }
      return Optional.empty();
    }

    private Policy milder() {
      return this == REJECT ? QUARANTINE : NONE;
    }
  }

  /** The policy for an author's domain; empty when its owner has none. */
  static Optional<Dmarc> of(Questions questions, String domain) throws NoAnswer {
    Optional<Map<String, String>> own = record(questions, domain);
    if (own.isPresent()) {
      return read(own.get(), false);
    }
    String organization = organization(domain);
    return organization.equals(domain)
        ? Optional.empty()
        : record(questions, organization).flatMap(tags -> read(tags, true));
  }

  private static Optional<Map<String, String>> record(Questions questions, String domain)
      throws NoAnswer {
    Predicate<String> ours =
        text -> text.equals(VERSION) || text.replaceFirst("\\s+", "").startsWith(VERSION + ";");
    List<String> found =
        Spf.texts(questions, "_dmarc." + domain).stream()
            .filter(text -> text.length() <= LONGEST)
            .filter(ours)
            .toList();
    return found.size() == 1
        ? Optional.of(tags(found.getFirst()))
        : Optional.empty(); // 7489 §6.6.3
  }

  private static Map<String, String> tags(String text) {
    Map<String, String> tags = new HashMap<>();
    for (String tag : Splitter.on(';').split(text)) {
      int equals = tag.indexOf('=');
      if (equals > 0) {
        String name = tag.substring(0, equals).strip().toLowerCase(Locale.ROOT);
        tags.putIfAbsent(name, tag.substring(equals + 1).strip());
      }
    }
    return tags;
  }

  private static Optional<Dmarc> read(Map<String, String> tags, boolean inherited) {
    Optional<Policy> main = Policy.of(tags.getOrDefault("p", ""));
    Optional<Policy> wanted =
        inherited && tags.containsKey("sp") ? Policy.of(tags.get("sp")) : main;
    if (wanted.isEmpty() && !tags.getOrDefault("rua", "").startsWith("mailto:")) {
      return Optional.empty(); // 7489 §6.6.3: with somebody to tell it is "none", else no policy
    }
    boolean testing = tags.getOrDefault("t", "n").equals("y") || "0".equals(tags.get("pct"));
    Policy policy = wanted.orElse(Policy.NONE);
    return Optional.of(
        new Dmarc(
            testing ? policy.milder() : policy,
            tags.getOrDefault("aspf", "r").equals("s"),
            tags.getOrDefault("adkim", "r").equals("s")));
  }

  /** Whether two domains are one, or have one owner (7489 §3.1). */
  static boolean aligned(String one, String other, boolean strict) {
    return strict ? one.equals(other) : organization(one).equals(organization(other));
  }

  /**
   * The domain that somebody registered (7489 §3.2), by the list of public suffixes that comes with
   * Guava.
   */
  static String organization(String domain) {
    try {
      InternetDomainName name = InternetDomainName.from(domain);
      if (name.isUnderPublicSuffix()) {
        return name.topPrivateDomain().toString();
      }
      int labels = name.parts().size();
      return name.hasPublicSuffix() || labels < 2 // it is one, or its end is in no list
          ? domain
          : String.join(".", name.parts().subList(labels - 2, labels));
    } catch (IllegalArgumentException | IllegalStateException e) {
      return domain;
    }
  }
}
