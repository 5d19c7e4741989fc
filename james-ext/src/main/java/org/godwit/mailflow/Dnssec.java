package org.godwit.mailflow;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Master;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.Type;
import org.xbill.DNS.dnssec.ValidatingResolver;

/**
 * Answers of DNS that prove themselves (4033): the signatures are checked here, from a key that is
 * known beforehand, whoever brought the answer. Safe for many threads.
 *
 * <p>With {@link Use#AUTO} there is nothing to check while the name servers pass on no signatures
 * at all. Once they did, they are expected to: what comes without is no answer.
 */
public final class Dnssec {
  private static final Logger LOG = LoggerFactory.getLogger(Dnssec.class);

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration LOOK_AGAIN = Duration.ofMinutes(10);

  /** The keys of the root, as IANA publishes them: that of 2017 and that of 2024. */
  private static final String ROOT =
      """
      . 172800 IN DS 20326 8 2 E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D
      . 172800 IN DS 38696 8 2 683D2D0ACB8C9B712A1948B27F741219298D0A450D612C483AF444A4C0FB2B16
      """;

  /** Whether answers are checked. */
  public enum Use {
    /** When the name servers pass on signatures. */
    AUTO,
    /** Always; a name server that passes on none answers nothing then. */
    ALWAYS,
    /** Never; then nothing is proven. */
    OFF
  }

  private final Use use;
  private final ValidatingResolver checking;
  private final Name anchor;
  private final Clock clock;
  private final ReentrantLock looking = new ReentrantLock();
  private volatile boolean shown;
  private Instant lookAfter = Instant.MIN;

  /**
   * Makes it.
   *
   * @param servers who is asked
   * @param anchors keys that are known beforehand: DS or DNSKEY records in the form of a zone file;
   *     empty is those of the root
   * @throws IllegalArgumentException when there is no such record in it
   */
  public Dnssec(Use use, NameServers servers, Optional<String> anchors, Clock clock) {
    this.use = use;
    this.clock = clock;
    String text = anchors.orElse(ROOT);
    this.anchor =
        firstName(text)
            .orElseThrow(() -> new IllegalArgumentException("there is no DS or DNSKEY record"));
    this.checking = new ValidatingResolver(servers.fresh(), clock);
    try {
      checking.loadTrustAnchors(stream(text));
    } catch (IOException e) {
      throw new IllegalArgumentException("the keys cannot be read: " + e.getMessage(), e);
    }
  }

  /** Whether a text is a zone file with one DS or DNSKEY record or more. */
  public static boolean hasAnchors(String text) {
    return firstName(text).isPresent();
  }

  /** The name of the first key, which is that of a zone. */
  private static Optional<Name> firstName(String text) {
    try (Master master = new Master(stream(text), Name.root, 0)) {
      for (Record record = master.nextRecord(); record != null; record = master.nextRecord()) {
        if (record.getType() == Type.DS || record.getType() == Type.DNSKEY) {
          return Optional.of(record.getName());
        }
      }
      return Optional.empty();
    } catch (IOException notAZoneFile) {
      return Optional.empty();
    }
  }

  private static ByteArrayInputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Who to ask for answers that are proven (they have the flag AD then), known to be without
   * signatures (they have not), or fail (SERVFAIL) because they should have some and do not.
   *
   * @return empty when answers are not checked, now or ever
   */
  public Optional<Resolver> resolver() {
    return isUsed() ? Optional.of(checking) : Optional.empty();
  }

  private boolean isUsed() {
    return switch (use) {
      case ALWAYS -> true;
      case OFF -> false;
      case AUTO -> shown || isShownNow();
    };
  }

  private boolean isShownNow() {
    looking.lock();
    try {
      if (!shown && !clock.instant().isBefore(lookAfter)) {
        shown = passOnSignatures();
        lookAfter = clock.instant().plus(LOOK_AGAIN);
        if (!shown) {
          LOG.atWarn()
              .addKeyValue("name", anchor)
              .log("the name servers pass on no signatures (DNSSEC): no DANE for mail that leaves");
        }
      }
      return shown;
    } finally {
      looking.unlock();
    }
  }

  private boolean passOnSignatures() {
    try {
      Message reply =
          checking
              .sendAsync(Message.newQuery(Record.newRecord(anchor, Type.SOA, DClass.IN)))
              .toCompletableFuture()
              .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      return reply.getHeader().getFlag(Flags.AD);
    } catch (ExecutionException | TimeoutException noAnswer) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
