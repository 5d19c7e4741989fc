package org.godwit.mailflow.inbound;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.inject.Inject;
import org.godwit.mailflow.NameServers;
import org.godwit.mailflow.inbound.Dmarc.Policy;
import org.godwit.mailflow.inbound.Questions.NoAnswer;
import org.godwit.trust.dkim.Authors;
import org.godwit.trust.dkim.DkimProblem;
import org.godwit.trust.dkim.DkimResult;
import org.godwit.trust.dkim.DkimVerifier;
import org.godwit.trust.dkim.Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at a message of another server before it is taken. Safe for many threads. */
public final class InboundCheck {
  private static final Logger LOG = LoggerFactory.getLogger(InboundCheck.class);
  private static final int MOST_AUTHORS = 3; // domains; who names more has something to hide

  private final InboundSettings settings;
  private final Supplier<Questions> dns;
  private final InstantSource clock;

  @Inject
  InboundCheck(InboundSettings settings, NameServers servers, InstantSource clock) {
    this(settings, () -> new DnsQuestions(servers, settings.patience()), clock);
  }

  /**
   * @param dns who is asked, anew for each question: a sender whose own names are slow must not use
   *     up the time in which a name that they borrow is asked for
   */
  InboundCheck(InboundSettings settings, Supplier<Questions> dns, InstantSource clock) {
    this.settings = settings;
    this.dns = dns;
    this.clock = clock;
  }

  /**
   * Looks for what only forges our results: enough for mail of those whom we know.
   *
   * @throws IOException when the message cannot be read
   */
  public Verdict known(Arrival arrival) throws IOException {
    try (InputStream in = new BufferedInputStream(arrival.message().open())) {
      return new Verdict("", forged(Header.read(in)), Optional.empty(), false);
    } catch (Header.TooLong e) {
      return Verdict.NOTHING;
    }
  }

  /**
   * Asks DNS about a message and says what becomes of it.
   *
   * @throws IOException when the message cannot be read
   */
  public Verdict stranger(Arrival arrival) throws IOException {
    if (settings.trusts(arrival.client())) {
      return known(arrival);
    }
    SpfResult spf =
        Spf.check(
            dns.get(), arrival.client(), arrival.spfDomain(), arrival.spfSender(), arrival.helo());
    try (InputStream in = new BufferedInputStream(arrival.message().open())) {
      Header header = Header.read(in);
      DkimVerifier verifier = new DkimVerifier(name -> keys(dns.get(), name));
      List<DkimResult> dkim = verifier.verify(header, in, clock.instant());
      List<Finding> findings = new ArrayList<>();
      List<String> authors = Authors.domains(header).stream().distinct().toList();
      for (String author : authors.stream().limit(MOST_AUTHORS).toList()) {
        findings.add(Finding.of(dns.get(), author, arrival, spf, dkim));
      }
      if (authors.size() > MOST_AUTHORS) {
        findings.add(Finding.unreadable());
      }
      return verdict(arrival, spf, dkim, findings, forged(header));
    } catch (Header.TooLong e) { // who knows what stands behind the first megabyte
      return verdict(arrival, spf, List.of(), List.of(Finding.unreadable()), List.of());
    }
  }

  private static List<String> keys(Questions questions, String name) throws DkimProblem {
    try {
      return Spf.texts(questions, name);
    } catch (NoAnswer e) {
      throw DkimProblem.temporary("the key cannot be asked for now");
    }
  }

  private List<Header.Field> forged(Header header) {
    return header.all("authentication-results").stream()
        .filter(field -> AuthenticationResults.claims(field.value(), settings.hostname()))
        .toList();
  }

  private Verdict verdict(
      Arrival arrival,
      SpfResult spf,
      List<DkimResult> dkim,
      List<Finding> findings,
      List<Header.Field> forged) {
    Policy wanted =
        findings.stream().map(Finding::wanted).max(Policy::compareTo).orElse(Policy.NONE);
    boolean refused =
        wanted == Policy.REJECT && settings.dmarc() == InboundSettings.Obedience.APPLY;
    boolean junk = wanted != Policy.NONE && settings.dmarc() != InboundSettings.Obedience.MARK;
    LOG.atInfo()
        .addKeyValue("client", arrival.client().getHostAddress())
        .addKeyValue("spf", spf.word())
        .addKeyValue("dkim", dkim.stream().map(one -> one.status().word()).toList())
        .addKeyValue("dmarc", findings.stream().map(Finding::word).toList())
        .addKeyValue("wanted", wanted.word())
        .log("looked at mail of another server");
    Optional<String> refusal =
        refused
            ? Optional.of(
                "5.7.1 Not from whom it says: refused by the policy (DMARC) of its author")
            : Optional.empty();
    String fields = AuthenticationResults.field(settings.hostname(), arrival, spf, dkim, findings);
    return new Verdict(fields, forged, refusal, junk && !refused);
  }
}
