package org.godwit.mailflow.outbound;

import com.google.common.net.InetAddresses;
import java.net.IDN;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.godwit.mailflow.outbound.sts.StsPolicies;

/**
 * Finds the servers that take a domain's mail, best first (5321 §5.1). Blocks on DNS; safe for many
 * threads.
 */
final class Routing {
  /** Addresses tried in one attempt (5321 §5.1 asks for two at least). */
  private static final int MOST = 12;

  private final OutboundSettings settings;
  private final MailDns dns;
  private final Predicate<InetAddress> ours;
  private final Demands demands;

  /**
   * Makes it.
   *
   * @param policies of domains in A-labels; fails when it cannot be told now
   * @param tally hears of servers that are not even connected to
   */
  Routing(
      OutboundSettings settings,
      MailDns dns,
      Predicate<InetAddress> ours,
      Function<String, StsPolicies.Found> policies,
      TlsTally tally) {
    this.demands = new Demands(dns, settings.port(), policies, tally);
    this.settings = settings;
    this.dns = dns;
    this.ours = ours;
  }

  /**
   * The servers of a domain.
   *
   * @param domain as in a recipient's address; not looked at when there is a smart host
   * @return one hop or more
   */
  List<Hop> to(String domain) throws Undeliverable {
    return to(domain, true);
  }

  /**
   * The servers of a domain.
   *
   * @param demanding whether what the domain demands of senders counts
   */
  List<Hop> to(String domain, boolean demanding) throws Undeliverable {
    if (settings.smartHost().isPresent()) {
      return toSmartHost(settings.smartHost().get());
    }
    if (Wire.isLiteral(domain)) {
      return toLiteral(InetAddresses.forString(domain));
    }
    String name = ascii(domain);
    return byMx(name, demanding);
  }

  /** By the system's resolver: such names often live in a hosts file or a container's network. */
  private static List<Hop> toSmartHost(OutboundSettings.SmartHost smart) throws Undeliverable {
    try {
      return List.of(InetAddress.getAllByName(smart.host())).stream()
          .map(address -> new Hop(smart.host(), new InetSocketAddress(address, smart.port())))
          .toList();
    } catch (UnknownHostException e) {
      throw new Undeliverable(Outcome.delayed("4.4.3", "The smart host's name is unknown"));
    }
  }

  private List<Hop> toLiteral(InetAddress address) throws Undeliverable {
    if (isOurs(address)) {
      throw new Undeliverable(Outcome.failed("5.4.6", "This address is the sending server's own"));
    }
    return List.of(hop(InetAddresses.toAddrString(address), address));
  }

  private static String ascii(String domain) throws Undeliverable {
    try {
      return IDN.toASCII(domain, IDN.ALLOW_UNASSIGNED);
    } catch (IllegalArgumentException e) {
      throw new Undeliverable(Outcome.failed("5.1.2", "This is not a domain name: " + domain));
    }
  }

  private List<Hop> byMx(String domain, boolean demanding) throws Undeliverable {
    MailDns.Answer<MailDns.Mx> answer = records(domain);
    List<MailDns.Mx> records = new ArrayList<>(answer.records());
    if (records.stream().allMatch(mx -> mx.host().equals("."))) { // 7505 §3
      throw new Undeliverable(
          Outcome.failed("5.1.10", "The domain " + domain + " does not accept mail"));
    }
    // 5321 §5.1: sorted by preference, "randomize them to spread the load" among equals
    Collections.shuffle(records);
    records.sort(Comparator.comparingInt(MailDns.Mx::preference));
    Servers servers = new Servers(domain);
    for (MailDns.Mx mx : records) {
      if (servers.preference >= 0 && mx.preference() >= servers.preference) {
        break; // 5321 §5.1: we are one of them; only those before us are tried
      }
      servers.add(mx);
    }
    if (!demanding) {
      return servers.hops();
    }
    // 7672 §2.2.1: without proof of the MX, what its hosts prove says nothing about the domain
    return demands.of(domain, servers.hops(), answer.proven() ? servers.proven : Map.of());
  }

  private MailDns.Answer<MailDns.Mx> records(String domain) throws Undeliverable {
    try {
      MailDns.Answer<MailDns.Mx> found = dns.mx(domain);
      // 5321 §5.1: no MX is "an implicit MX RR, with a preference of 0, pointing to that host"
      List<MailDns.Mx> implicit = List.of(new MailDns.Mx(0, domain));
      return found.records().isEmpty()
          ? new MailDns.Answer<>(implicit, found.proven(), found.name())
          : found;
    } catch (MailDns.NoSuchName e) {
      throw new Undeliverable(Outcome.failed("5.1.2", "The domain " + domain + " does not exist"));
    } catch (MailDns.NoAnswer e) {
      throw new Undeliverable(
          Outcome.delayed("4.4.3", "No answer from DNS about the domain " + domain));
    }
  }

  private boolean isOurs(InetAddress address) {
    return settings.refuseOwnAddresses() && ours.test(address);
  }

  private Hop hop(String host, InetAddress address) {
    return new Hop(host, new InetSocketAddress(address, settings.port()));
  }

  /** The servers of one domain as they are found. */
  private final class Servers {
    private final String domain;
    private final List<List<Hop>> byPreference = new ArrayList<>();
    private int last = -1;
    private final Map<String, String> proven = new HashMap<>();
    private boolean unanswered;

    /** Where we stand ourselves among the MX; negative when we do not. */
    private int preference = -1;

    Servers(String domain) {
      this.domain = domain;
    }

    void add(MailDns.Mx mx) {
      if (mx.host().equalsIgnoreCase(settings.hostname())) {
        weAre(mx);
        return;
      }
      List<InetAddress> addresses = addresses(mx.host());
      if (addresses.stream().anyMatch(Routing.this::isOurs)) {
        weAre(mx);
        return;
      }
      if (mx.preference() != last) {
        byPreference.add(new ArrayList<>());
        last = mx.preference();
      }
      addresses.forEach(address -> byPreference.getLast().add(hop(mx.host(), address)));
    }

    private void weAre(MailDns.Mx mx) {
      preference = mx.preference();
      if (mx.preference() == last) {
        byPreference.removeLast(); // an equal of ours came first by chance
      }
    }

    private List<InetAddress> addresses(String host) {
      try {
        MailDns.Answer<InetAddress> answer = dns.addresses(host);
        if (answer.proven()) {
          proven.put(host, answer.name());
        }
        return inTurns(answer.records());
      } catch (MailDns.NoSuchName e) {
        return List.of();
      } catch (MailDns.NoAnswer e) {
        unanswered = true;
        return List.of();
      }
    }

    List<Hop> hops() throws Undeliverable {
      List<Hop> all = byPreference.stream().flatMap(List::stream).limit(MOST).toList();
      if (!all.isEmpty()) {
        return all;
      }
      if (unanswered) {
        throw new Undeliverable(
            Outcome.delayed("4.4.3", "No answer from DNS about the mail servers of " + domain));
      }
      if (preference >= 0) {
        throw new Undeliverable(
            Outcome.failed("5.4.6", "Mail for " + domain + " loops back to this server"));
      }
      throw new Undeliverable(
          Outcome.failed("5.4.4", "No mail server of " + domain + " has an address"));
    }
  }

  /** IPv6 and IPv4 alternating, so that a broken one of the two costs one timeout, not all. */
  private static List<InetAddress> inTurns(List<InetAddress> addresses) {
    List<InetAddress> six = addresses.stream().filter(Inet6Address.class::isInstance).toList();
    List<InetAddress> four = addresses.stream().filter(a -> !(a instanceof Inet6Address)).toList();
    List<InetAddress> mixed = new ArrayList<>();
    for (int i = 0; i < Math.max(six.size(), four.size()); i++) {
      if (i < six.size()) {
        mixed.add(six.get(i));
      }
      if (i < four.size()) {
        mixed.add(four.get(i));
      }
    }
    return mixed;
  }
}
