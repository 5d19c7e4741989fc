package org.godwit.mailflow.outbound;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.godwit.mailflow.outbound.MailDns.Answer;
import org.godwit.mailflow.outbound.dane.Tlsa;
import org.godwit.mailflow.outbound.sts.StsPolicies;
import org.godwit.mailflow.outbound.sts.StsPolicy;
import org.godwit.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a domain demands of those who send mail to it: by records in a signed zone (DANE), or by a
 * policy (MTA-STS). Blocks on DNS, the web and the database; safe for many threads.
 */
final class Demands {
  private static final Logger LOG = LoggerFactory.getLogger(Demands.class);

  private final MailDns dns;
  private final int port;
  private final Function<String, StsPolicies.Found> policies;
  private final TlsTally tally;

  /**
   * Makes it.
   *
   * @param port where servers listen
   * @param policies of domains in A-labels; fails when it cannot be told now
   * @param tally hears of servers that are not even connected to
   */
  Demands(MailDns dns, int port, Function<String, StsPolicies.Found> policies, TlsTally tally) {
    this.dns = dns;
    this.port = port;
    this.policies = policies;
    this.tally = tally;
  }

  /**
   * What is left of the servers of a domain, and what each has to show.
   *
   * @param hops that may show anything, one or more
   * @param proven those of their hosts that DNSSEC proves to be the domain's, with the name where
   *     their aliases end
   * @return one or more
   */
  List<Hop> of(String domain, List<Hop> hops, Map<String, String> proven) throws Undeliverable {
    List<Hop> counted = hops.stream().map(hop -> hop.askedBy(Asked.nothing(domain))).toList();
    return byPolicy(domain, byRecords(domain, counted, proven));
  }

  /** What records ask of a host; the proof is null when it cannot be told now. */
  private record Told(Proof proof, Asked asked) {}

  private List<Hop> byRecords(String domain, List<Hop> hops, Map<String, String> proven)
      throws Undeliverable {
    Map<String, Told> told = new HashMap<>();
    List<Hop> left = new ArrayList<>();
    Outcome unknown = null;
    for (Hop hop : hops) {
      String end = proven.get(hop.host());
      if (end == null) { // 7672 §2.2.2: without proof of the address, none is asked for
        left.add(hop);
        continue;
      }
      try {
        if (!told.containsKey(hop.host())) {
          told.put(hop.host(), null);
          told.put(hop.host(), told(domain, hop.host(), end));
        }
        Told of = told.get(hop.host());
        if (of != null) {
          left.add(hop.showing(of.proof()).askedBy(of.asked()));
        }
      } catch (MailDns.NoAnswer e) { // 7672 §2.2: as if that server could not be reached
        unknown = unknown(hop.askedBy(new Asked(domain, Asked.Kind.TLSA, List.of())), e);
      }
    }
    if (left.isEmpty() && unknown != null) {
      throw new Undeliverable(unknown);
    }
    return left;
  }

  private Outcome unknown(Hop hop, MailDns.NoAnswer why) {
    String reason =
        "What %s has to show (TLSA) cannot be told now: %s".formatted(hop.host(), why.reason());
    LOG.atInfo().addKeyValue("host", hop.host()).addKeyValue("reason", reason).log("no answer");
    tally.bad(hop, TlsFailure.DNSSEC_INVALID, reason);
    return Outcome.delayed("4.7.5", reason);
  }

  private Told told(String domain, String host, String end) throws MailDns.NoAnswer {
    for (String base : new LinkedHashSet<>(List.of(end, host))) { // 7672 §2.2.2
      String name = "_" + port + "._tcp." + base;
      Answer<Tlsa> answer = dns.tlsa(name);
      if (answer.proven() && !answer.records().isEmpty()) {
        List<String> text =
            answer.records().stream().map(record -> name + ". IN TLSA " + record).toList();
        Proof proof = proof(answer.records(), base, domain);
        Optional<TlsFailure> wrong =
            proof instanceof Proof.Dane ? Optional.empty() : Optional.of(TlsFailure.TLSA_INVALID);
        return new Told(proof, new Asked(domain, Asked.Kind.TLSA, text, wrong));
      }
    }
    return new Told(new Proof.Nothing(), Asked.nothing(domain));
  }

  private static Proof proof(List<Tlsa> records, String base, String domain) {
    List<Tlsa> usable = records.stream().filter(Tlsa::usable).toList();
    Set<String> names = new LinkedHashSet<>(List.of(base, domain)); // 7672 §3.2.2
    return usable.isEmpty()
        ? new Proof.Encryption() // 7672 §2.2: "but authentication is not required"
        : new Proof.Dane(usable, List.copyOf(names));
  }

  private List<Hop> byPolicy(String domain, List<Hop> hops) throws Undeliverable {
    if (hops.stream().allMatch(hop -> hop.proof() instanceof Proof.Dane)) {
      return hops;
    }
    StsPolicies.Found found = policy(domain);
    if (found.policy().isEmpty()) {
      return found.trouble().isEmpty() ? hops : troubled(domain, hops, found.trouble().get());
    }
    StsPolicy policy = found.policy().get();
    Asked asked = new Asked(domain, Asked.Kind.STS, policy.lines());
    hops.stream()
        .filter(hop -> !isNamed(policy, hop))
        .map(hop -> hop.askedBy(asked))
        .forEach(hop -> tally.bad(hop, TlsFailure.VALIDATION_FAILURE, "the policy names it not"));
    if (policy.mode() == StsPolicy.Mode.TESTING) {
      return hops.stream().map(hop -> tried(policy, asked, hop)).toList();
    }
    List<Hop> named = hops.stream().filter(hop -> isNamed(policy, hop)).toList();
    if (named.isEmpty()) { // 8461 §5.1: tried again, because a policy may be wrong for a while
      throw new Undeliverable(
          Outcome.delayed(
              "4.7.5", "The policy (MTA-STS) of " + domain + " names none of its mail servers"));
    }
    return named.stream()
        .map(
            hop ->
                hop.proof() instanceof Proof.Dane
                    ? hop
                    : hop.showing(new Proof.Name()).askedBy(asked))
        .toList();
  }

  /**
   * There is a policy, and it cannot be had: they may show anything, and the domain hears of it.
   */
  private static List<Hop> troubled(String domain, List<Hop> hops, StsPolicies.Trouble trouble) {
    Asked asked =
        new Asked(
            domain, Asked.Kind.STS, List.of(), Optional.of(TlsFailure.of(trouble))); // 8460 §4.3
    return hops.stream().map(hop -> hop.proof().needsTls() ? hop : hop.askedBy(asked)).toList();
  }

  /** 8461 §5: "MUST NOT" refuse to deliver in this mode. */
  private static Hop tried(StsPolicy policy, Asked asked, Hop hop) {
    if (hop.proof().needsTls()) {
      return hop; // by records, which count for more
    }
    return policy.names(hop.host()) ? hop.showing(new Proof.Trial()).askedBy(asked) : hop.unasked();
  }

  /** 8461 §2: a policy does not get in the way of what signed records say. */
  private static boolean isNamed(StsPolicy policy, Hop hop) {
    return hop.proof() instanceof Proof.Dane || policy.names(hop.host());
  }

  private StsPolicies.Found policy(String domain) throws Undeliverable {
    try {
      return policies.apply(domain);
    } catch (StoreException e) {
      throw new Undeliverable(
          Outcome.delayed("4.3.0", "The policy of " + domain + " cannot be read now"));
    }
  }
}
