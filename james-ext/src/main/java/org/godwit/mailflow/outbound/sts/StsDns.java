package org.godwit.mailflow.outbound.sts;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.godwit.mailflow.NameServers;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import org.xbill.DNS.lookup.NoSuchDomainException;
import org.xbill.DNS.lookup.NoSuchRRSetException;

/** What policies ask DNS. Blocks; safe for many threads. */
public final class StsDns implements StsPolicies.Texts {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final NameServers servers;

  public StsDns(NameServers servers) {
    this.servers = servers;
  }

  @Override
  public List<String> of(String name) throws IOException {
    List<String> found = new ArrayList<>();
    for (Record record : ask(name, Type.TXT)) {
      if (record instanceof TXTRecord text) {
        found.add(String.join("", text.getStrings())); // 8461 §3.1
      }
    }
    return found;
  }

  /** Addresses of a host, IPv4 first. */
  public List<InetAddress> addresses(String host) throws IOException {
    List<InetAddress> found = new ArrayList<>();
    for (Record record : ask(host, Type.A)) {
      if (record instanceof ARecord a) {
        found.add(a.getAddress());
      }
    }
    if (found.isEmpty()) {
      for (Record record : ask(host, Type.AAAA)) {
        if (record instanceof AAAARecord aaaa) {
          found.add(aaaa.getAddress());
        }
      }
    }
    return found;
  }

  private List<Record> ask(String name, int type) throws IOException {
    try {
      return servers
          .session()
          .lookupAsync(Name.fromString(name, Name.root), type)
          .toCompletableFuture()
          .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
          .getRecords();
    } catch (TextParseException notAName) {
      return List.of();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof NoSuchDomainException
          || e.getCause() instanceof NoSuchRRSetException) {
        return List.of();
      }
      throw new IOException("no answer from DNS about " + name, e);
    } catch (TimeoutException e) {
      throw new IOException("no answer from DNS about " + name, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("we stop", e);
    }
  }
}
