package org.godwit.mailflow.outbound;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Lookup;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import org.xbill.DNS.lookup.LookupSession;
import org.xbill.DNS.lookup.NoSuchDomainException;
import org.xbill.DNS.lookup.NoSuchRRSetException;

/**
 * Asks through dnsjava, with the name servers that James's {@code DNSService} made its defaults.
 * Blocks; safe for many threads.
 */
final class DnsJavaMailDns implements MailDns {

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
    List<InetAddress> found = new ArrayList<>();
    for (Record record : ask(host, Type.AAAA)) {
      if (record instanceof AAAARecord aaaa) {
        found.add(aaaa.getAddress());
      }
    }
    for (Record record : ask(host, Type.A)) {
      if (record instanceof ARecord a) {
        found.add(a.getAddress());
      }
    }
    return found;
  }

  private static List<Record> ask(String name, int type) throws NoSuchName, NoAnswer {
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

  private static LookupSession session() {
    return LookupSession.builder()
        .resolver(Lookup.getDefaultResolver())
        .cache(Lookup.getDefaultCache(DClass.IN))
        .build();
  }
}
