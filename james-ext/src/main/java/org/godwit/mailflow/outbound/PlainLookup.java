package org.godwit.mailflow.outbound;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.godwit.mailflow.outbound.MailDns.Answer;
import org.godwit.mailflow.outbound.MailDns.NoAnswer;
import org.godwit.mailflow.outbound.MailDns.NoSuchName;
import org.xbill.DNS.Cache;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.lookup.LookupResult;
import org.xbill.DNS.lookup.LookupSession;
import org.xbill.DNS.lookup.NoSuchDomainException;
import org.xbill.DNS.lookup.NoSuchRRSetException;

/** Questions whose answers are believed as they come. Blocks; safe for many threads. */
final class PlainLookup {
  private final Supplier<Resolver> resolver;
  private final Supplier<Cache> cache;

  PlainLookup(Supplier<Resolver> resolver, Supplier<Cache> cache) {
    this.resolver = resolver;
    this.cache = cache;
  }

  Answer<Record> ask(String name, int type) throws NoSuchName, NoAnswer {
    try {
      LookupResult found = session().lookupAsync(absolute(name), type).toCompletableFuture().get();
      return new Answer<>(found.getRecords(), false, name);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof NoSuchDomainException) {
        throw new NoSuchName(name);
      }
      if (e.getCause() instanceof NoSuchRRSetException) {
        return new Answer<>(List.of(), false, name);
      }
      throw new NoAnswer(name, e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NoAnswer(name, e);
    }
  }

  static Name absolute(String name) throws NoSuchName {
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
