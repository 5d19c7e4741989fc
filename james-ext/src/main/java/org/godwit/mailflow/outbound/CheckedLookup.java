package org.godwit.mailflow.outbound;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.godwit.mailflow.outbound.MailDns.Answer;
import org.godwit.mailflow.outbound.MailDns.NoAnswer;
import org.godwit.mailflow.outbound.MailDns.NoSuchName;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;
import org.xbill.DNS.dnssec.ValidatingResolver;

/**
 * Questions whose answers are checked (DNSSEC). An answer is kept for as long as it says, for five
 * minutes at most; a failure is not. Blocks; safe for many threads.
 */
final class CheckedLookup {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final int MOST = 10_000;

  private record Question(Name name, int type) {}

  private record Kept(Answer<Record> answer, boolean noSuchName, Duration age) {}

  private final Cache<Question, Kept> recent =
      Caffeine.newBuilder()
          .maximumSize(MOST)
          .expireAfter(Expiry.creating((Question question, Kept kept) -> kept.age()))
          .executor(Runnable::run)
          .build();

  /**
   * Asks.
   *
   * @param resolver one that checks signatures
   */
  Answer<Record> ask(Resolver resolver, String name, int type) throws NoSuchName, NoAnswer {
    Question question = new Question(PlainLookup.absolute(name), type);
    Kept kept = recent.getIfPresent(question);
    if (kept == null) {
      kept = read(question, reply(resolver, question));
      recent.put(question, kept);
    }
    if (kept.noSuchName()) {
      throw new NoSuchName(name);
    }
    return kept.answer();
  }

  private static Message reply(Resolver resolver, Question question) throws NoAnswer {
    Record asked = Record.newRecord(question.name(), question.type(), DClass.IN);
    try {
      return resolver
          .sendAsync(Message.newQuery(asked))
          .toCompletableFuture()
          .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new NoAnswer(question.name().toString(true), e.getCause());
    } catch (TimeoutException e) {
      throw new NoAnswer(question.name().toString(true), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NoAnswer(question.name().toString(true), e);
    }
  }

  private static Kept read(Question question, Message reply) throws NoAnswer {
    int code = reply.getRcode();
    if (code != Rcode.NOERROR && code != Rcode.NXDOMAIN) { // 4035 §5.5: a false proof is SERVFAIL
      String name = question.name().toString(true);
      throw new NoAnswer(name, new IOException(Rcode.string(code) + reason(reply)));
    }
    List<Record> answer = reply.getSection(Section.ANSWER);
    Name end = end(question, answer);
    List<Record> found =
        answer.stream()
            .filter(record -> record.getType() == question.type() && record.getName().equals(end))
            .toList();
    boolean proven = reply.getHeader().getFlag(Flags.AD);
    return new Kept(
        new Answer<>(found, proven, end.toString(true)), code == Rcode.NXDOMAIN, age(reply));
  }

  /** Where the aliases of a name end. */
  private static Name end(Question question, List<Record> answer) {
    Name name = question.name();
    for (int i = 0; i < answer.size(); i++) { // no more aliases than records
      Name here = name;
      name =
          answer.stream()
              .filter(record -> record.getName().equals(here))
              .filter(CNAMERecord.class::isInstance)
              .map(record -> ((CNAMERecord) record).getTarget())
              .findFirst()
              .orElse(here);
    }
    return name;
  }

  private static Duration age(Message reply) {
    List<Record> all = new ArrayList<>(reply.getSection(Section.ANSWER));
    all.addAll(reply.getSection(Section.AUTHORITY));
    long seconds = all.stream().mapToLong(Record::getTTL).min().orElse(0);
    return Duration.ofSeconds(Math.min(seconds, LONGEST.toSeconds()));
  }

  /** Why the proof is none, in the words of who checked it. */
  private static String reason(Message reply) {
    return reply.getSection(Section.ADDITIONAL).stream()
        .filter(record -> record.getType() == Type.TXT)
        .filter(record -> record.getDClass() == ValidatingResolver.VALIDATION_REASON_QCLASS)
        .map(record -> ": " + String.join("", ((TXTRecord) record).getStrings()))
        .findFirst()
        .orElse("");
  }
}
