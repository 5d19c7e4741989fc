package org.godwit.mailflow.inbound;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.godwit.mailflow.NameServers;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.lookup.LookupResult;
import org.xbill.DNS.lookup.LookupSession;
import org.xbill.DNS.lookup.NoSuchDomainException;
import org.xbill.DNS.lookup.NoSuchRRSetException;

/** Asks for one message: so many questions, and so long for all of them. For one thread. */
final class DnsQuestions implements Questions {
  private static final int MOST = 80;

  private final LookupSession session;
  private final long deadline;
  private int asked;

  DnsQuestions(NameServers servers, Duration time) {
    this.session = servers.session();
    this.deadline = System.nanoTime() + time.toNanos();
  }

  @Override
  public List<Record> ask(String name, int type) throws NoAnswer {
    long left = deadline - System.nanoTime();
    if (left <= 0 || ++asked > MOST) {
      throw new NoAnswer(name);
    }
    CompletableFuture<LookupResult> answer;
    try {
      answer = session.lookupAsync(Name.fromString(name, Name.root), type).toCompletableFuture();
    } catch (TextParseException noName) {
      return List.of();
    }
    try {
      return answer.get(left, TimeUnit.NANOSECONDS).getRecords();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof NoSuchDomainException
          || e.getCause() instanceof NoSuchRRSetException) {
        return List.of();
      }
      throw new NoAnswer(name);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new NoAnswer(name);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NoAnswer(name);
    }
  }
}
