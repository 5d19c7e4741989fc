package org.godwit.mailflow.outbound;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import javax.inject.Inject;
import org.godwit.mailflow.NameServers;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Cache;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import org.xbill.DNS.lookup.LookupSession;
import org.xbill.DNS.lookup.NoSuchDomainException;
import org.xbill.DNS.lookup.NoSuchRRSetException;

/** Asks through dnsjava. Blocks; safe for many threads. */
final class DnsJavaMailDns implements MailDns {
  private final Supplier<Resolver> resolver;
  private final Supplier<Cache> cache;

  @Inject
  DnsJavaMailDns(NameServers servers) {
    this(servers::resolver, servers::cache);
  }

  DnsJavaMailDns(Supplier<Resolver> resolver, Supplier<Cache> cache) {
    this.resolver = resolver;
    this.cache = cache;
  }

  @Override
  public List<Mx> mx(String domain) throws NoSuchName, NoAnswer {
    List<Mx> found = new ArrayList<>();
    for (Record record : ask(domain, Type.MX)) {
      if (record instanceof MXRecord mx) {
        Name host = mx.getTarget();
        found.add(new Mx(mx.getPriority(), host.equals(Name.root) ? "." : host.toString(true)));
      }
    }
    return found;
  }

  @Override
  public List<InetAddress> addresses(String host) throws NoSuchName, NoAnswer {
    List<InetAddress> four = new ArrayList<>();
    for (Record record : ask(host, Type.A)) {
      if (record instanceof ARecord a) {
        four.add(a.getAddress());
      }
    }
    try {
      List<InetAddress> all = six(host);
      all.addAll(four);
      return all;
    } catch (NoSuchName | NoAnswer e) {
      if (four.isEmpty()) {
        throw e;
      }
      return four; // some name servers do not know what an AAAA is
    }
  }

  private List<InetAddress> six(String host) throws NoSuchName, NoAnswer {
    List<InetAddress> found = new ArrayList<>();
    for (Record record : ask(host, Type.AAAA)) {
      if (record instanceof AAAARecord aaaa) {
        found.add(aaaa.getAddress());
      }
    }
    return found;
  }

  private List<Record> ask(String name, int type) throws NoSuchName, NoAnswer {
    try {
      return session().lookupAsync(absolute(name), type).toCompletableFuture().get().getRecords();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof NoSuchDomainException) {
        throw new NoSuchName(name);
      }
      if (e.getCause() instanceof NoSuchRRSetException) {
        return List.of();
      }
      throw new NoAnswer(name, e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NoAnswer(name, e);
    }
  }

  private static Name absolute(String name) throws NoSuchName {
    try {
      return Name.fromString(name, Name.root);
    } catch (TextParseException notAName) {
      throw new NoSuchName(name);
    }
  }

  private LookupSession session() {
    return LookupSession.builder().resolver(resolver.get()).cache(cache.get()).build();
  }
}
