package org.godwit.server;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.apache.james.core.Domain;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.domainlist.api.DomainListException;
import org.godwit.mailflow.NameServers;
import org.godwit.trust.acme.WantedNames;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import org.xbill.DNS.lookup.LookupResult;
import org.xbill.DNS.lookup.NoSuchDomainException;
import org.xbill.DNS.lookup.NoSuchRRSetException;

/**
 * What our certificate should name: what the admin lists, else our host and, of each domain, the
 * names by which mail programs and servers look for us, as far as they lead to our host's
 * addresses.
 */
final class CertificateNames implements Supplier<WantedNames> {

  /** In the order in which they are given up when there are too many. */
  private static final List<String> OF_A_DOMAIN =
      List.of("mta-sts.", "autoconfig.", "autodiscover."); // 8461 §3.3 asks for the first

  private final String hostname;
  private final List<String> listed;
  private final DomainList domains;
  private final NameServers servers;

  CertificateNames(String hostname, List<String> listed, DomainList domains, NameServers servers) {
    this.hostname = hostname;
    this.listed = listed.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
    this.domains = domains;
    this.servers = servers;
  }

  @Override
  public WantedNames get() {
    if (!listed.isEmpty()) {
      return new WantedNames(listed, List.of(), List.of());
    }
    Optional<Set<InetAddress>> ours = addresses(hostname);
    List<String> wished = new ArrayList<>();
    List<String> unsure = new ArrayList<>();
    List<Domain> all = domains();
    for (String prefix : OF_A_DOMAIN) {
      for (Domain domain : all) {
        String name = prefix + domain.asString();
        Optional<Set<InetAddress>> there = addresses(name);
        if (ours.isEmpty() || there.isEmpty()) {
          unsure.add(name);
        } else if (there.get().stream().anyMatch(ours.get()::contains)) {
          wished.add(name);
        }
      }
    }
    return new WantedNames(List.of(hostname), wished, unsure);
  }

  private List<Domain> domains() {
    try {
      return domains.getDomains();
    } catch (DomainListException e) {
      throw new IllegalStateException("our domains cannot be asked now", e);
    }
  }

  /** None when there is no such name; empty when DNS does not say. */
  private Optional<Set<InetAddress>> addresses(String host) {
    Set<InetAddress> found = new HashSet<>();
    for (int type : new int[] {Type.A, Type.AAAA}) {
      try {
        Name name = Name.fromString(host, Name.root);
        LookupResult result =
            servers.session().lookupAsync(name, type).toCompletableFuture().join();
        result.getRecords().forEach(record -> address(record).ifPresent(found::add));
      } catch (CompletionException e) {
        if (!(e.getCause() instanceof NoSuchDomainException
            || e.getCause() instanceof NoSuchRRSetException)) {
          return Optional.empty();
        }
      } catch (TextParseException e) {
        return Optional.of(Set.of());
      }
    }
    return Optional.of(found);
  }

  private static Optional<InetAddress> address(Record record) {
    return switch (record) {
      case ARecord four -> Optional.of(four.getAddress());
      case AAAARecord six -> Optional.of(six.getAddress());
      default -> Optional.empty();
    };
  }
}
