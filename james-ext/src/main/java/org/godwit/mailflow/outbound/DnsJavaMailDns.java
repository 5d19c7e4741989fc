package org.godwit.mailflow.outbound;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.inject.Inject;
import org.godwit.mailflow.Dnssec;
import org.godwit.mailflow.NameServers;
import org.godwit.mailflow.outbound.dane.Tlsa;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Cache;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.TLSARecord;
import org.xbill.DNS.Type;

/** Asks through dnsjava. Blocks; safe for many threads. */
final class DnsJavaMailDns implements MailDns {
  private final Supplier<Optional<Resolver>> checking;
  private final CheckedLookup checked = new CheckedLookup();
  private final PlainLookup plain;

  @Inject
  DnsJavaMailDns(NameServers servers, Dnssec dnssec) {
    this(servers::resolver, servers::cache, dnssec::resolver);
  }

  /**
   * Makes it.
   *
   * @param checking who checks signatures; when nobody does, {@code resolver} is asked
   */
  DnsJavaMailDns(
      Supplier<Resolver> resolver, Supplier<Cache> cache, Supplier<Optional<Resolver>> checking) {
    this.checking = checking;
    this.plain = new PlainLookup(resolver, cache);
  }

  @Override
  public Answer<Mx> mx(String domain) throws NoSuchName, NoAnswer {
    return read(ask(domain, Type.MX), MXRecord.class, DnsJavaMailDns::mx);
  }

  private static Mx mx(MXRecord record) {
    Name host = record.getTarget();
    return new Mx(record.getPriority(), host.equals(Name.root) ? "." : host.toString(true));
  }

  @Override
  public Answer<InetAddress> addresses(String host) throws NoSuchName, NoAnswer {
    Answer<InetAddress> four = read(ask(host, Type.A), ARecord.class, ARecord::getAddress);
    Answer<InetAddress> six;
    try {
      six = read(ask(host, Type.AAAA), AAAARecord.class, AAAARecord::getAddress);
    } catch (NoSuchName | NoAnswer e) {
      if (four.records().isEmpty()) {
        throw e;
      }
      return four; // some name servers do not know what an AAAA is
    }
    List<InetAddress> all = new ArrayList<>(six.records());
    all.addAll(four.records());
    String name = four.records().isEmpty() ? six.name() : four.name();
    return new Answer<>(all, four.proven() && six.proven(), name);
  }

  @Override
  public Answer<Tlsa> tlsa(String name) throws NoAnswer {
    try {
      return read(ask(name, Type.TLSA), TLSARecord.class, DnsJavaMailDns::tlsa);
    } catch (NoSuchName none) {
      return new Answer<>(List.of(), true, name);
    }
  }

  private static Tlsa tlsa(TLSARecord record) {
    return new Tlsa(
        record.getCertificateUsage(),
        record.getSelector(),
        record.getMatchingType(),
        record.getCertificateAssociationData());
  }

  private static <R extends Record, T> Answer<T> read(
      Answer<Record> answer, Class<R> kind, Function<R, T> reader) {
    List<T> found =
        answer.records().stream().filter(kind::isInstance).map(kind::cast).map(reader).toList();
    return new Answer<>(found, answer.proven(), answer.name());
  }

  private Answer<Record> ask(String name, int type) throws NoSuchName, NoAnswer {
    Optional<Resolver> resolver = checking.get();
    return resolver.isPresent() ? checked.ask(resolver.get(), name, type) : plain.ask(name, type);
  }
}
