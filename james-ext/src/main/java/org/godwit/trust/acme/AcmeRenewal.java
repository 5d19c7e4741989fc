package org.godwit.trust.acme;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.godwit.trust.CertificateProblem;
import org.godwit.trust.Certificates;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a certificate of an authority in use: shows the newest one that any node has got, and
 * orders the next one ahead of time. Whatever fails, the certificate of before stays.
 *
 * <p>Safe for many threads. Nothing happens before {@link #start}; close it to end it.
 */
public final class AcmeRenewal implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AcmeRenewal.class);

  private static final Duration LOOK = Duration.ofSeconds(30);
  private static final Duration NAMES = Duration.ofHours(1);
  private static final Duration ADVICE = Duration.ofHours(6); // 9773 §4.3.2
  private static final Duration STOP = Duration.ofSeconds(5);

  /** Why a certificate is ordered. */
  private enum Occasion {
    DUE,
    ASKED,
    ASKED_WITH_NEW_KEY
  }

  private final AcmeSettings settings;
  private final AcmeVault vault;
  private final Turns turns;
  private final Certificates certificates;
  private final Supplier<WantedNames> names;
  private final InstantSource clock;
  private final CertificateOrders orders;
  private final PatientOrders placing;
  private final Timing timing = new Timing(new SecureRandom());
  private final ScheduledExecutorService schedule =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("acme").factory());

  private volatile long shown;
  private Instant namesLooked = Instant.MIN;
  private Instant adviceAsked = Instant.MIN;

  /**
   * @param turns when we may order
   * @param names what a certificate should name, found out at each call; may block
   */
  public AcmeRenewal(
      AcmeSettings settings,
      AcmeVault vault,
      Turns turns,
      Certificates certificates,
      Supplier<WantedNames> names,
      InstantSource clock) {
    this(settings, vault, turns, certificates, names, clock, CertificateOrders.PATIENCE);
  }

  AcmeRenewal(
      AcmeSettings settings,
      AcmeVault vault,
      Turns turns,
      Certificates certificates,
      Supplier<WantedNames> names,
      InstantSource clock,
      Duration patience) {
    this.settings = settings;
    this.vault = vault;
    this.turns = turns;
    this.certificates = certificates;
    this.names = names;
    this.clock = clock;
    this.orders = new CertificateOrders(settings, clock);
    this.placing = new PatientOrders(settings, vault, orders, patience);
  }

  /** Begins to look after the certificate; call it when the doors are open. */
  @SuppressWarnings("FutureReturnValueIgnored") // look() tells of its failures itself
  public void start() {
    schedule.scheduleWithFixedDelay(this::look, 0, LOOK.toSeconds(), TimeUnit.SECONDS);
  }

  /** Shows what is kept, if it is newer than what is shown and can be. */
  public void showNewest() {
    vault.newest().filter(kept -> kept.id() > shown).ifPresent(this::show);
  }

  private void show(AcmeVault.Kept kept) {
    try {
      if (kept.certificate().end().isAfter(clock.instant())) {
        certificates.show(kept.certificate().key(), kept.certificate().chain());
      }
    } catch (CertificateProblem e) { // it was checked when it was kept
      LOG.error("certificate {} cannot be shown: {}", kept.id(), e.getMessage());
    }
    shown = kept.id();
  }

  /** Once, now: shows what another node got, and orders when it is time to. */
  void look() {
    try {
      AcmeVault.State state = vault.state();
      if (state.newest() > shown) {
        showNewest();
      }
      if (!state.notBefore().isAfter(clock.instant()) && isDue()) {
        order(Occasion.DUE);
      }
    } catch (OrderFailed e) {
      LOG.debug("told already", e);
    } catch (RuntimeException e) { // the database is away, or a fault; it would end the schedule
      LOG.warn("the certificate cannot be looked after now: {}", e.getMessage());
    }
  }

  /** Whether it is time, by the database; names and advice are asked for now and then only. */
  private boolean isDue() {
    Optional<AcmeVault.Kept> kept = newestOfOurs();
    Instant now = clock.instant();
    if (kept.isEmpty() || !kept.get().renewAt().isAfter(now)) {
      return true;
    }
    if (!namesLooked.plus(NAMES).isAfter(now)) {
      namesLooked = now;
      List<String> missing =
          names.get().missing(kept.get().certificate().names(), Set.copyOf(kept.get().leftOut()));
      if (!missing.isEmpty()) {
        LOG.info("the certificate does not name {}", missing);
        return true;
      }
    }
    return isAdvised(kept.get(), now);
  }

  /** 9773 §4.2: the authority may want certificates replaced early. */
  private boolean isAdvised(AcmeVault.Kept kept, Instant now) {
    if (adviceAsked.plus(ADVICE).isAfter(now)) {
      return false;
    }
    adviceAsked = now;
    try {
      Optional<Instant> advice =
          orders
              .suggested(vault.accountKey(settings.directory()), kept.certificate().ours())
              .filter(kept.renewAt()::isAfter);
      advice.ifPresent(
          when -> {
            LOG.info("the authority would like the certificate renewed at {}", when);
            vault.renewAt(kept.id(), when);
          });
      return advice.isPresent() && !advice.get().isAfter(now);
    } catch (OrderFailed e) {
      LOG.debug("the authority gives no advice", e);
      return false;
    }
  }

  private Optional<AcmeVault.Kept> newestOfOurs() {
    return vault.newest().filter(kept -> kept.directory().equals(settings.directory()));
  }

  /**
   * Orders a certificate now, though it may not be time.
   *
   * @param withNewKey whether it is for another key than the one of before
   * @throws OrderFailed with the reason; also while the authority has asked us to wait
   */
  public void renew(boolean withNewKey) throws OrderFailed {
    AcmeVault.State state = vault.state();
    if (state.limited() && state.notBefore().isAfter(clock.instant())) {
      throw new OrderFailed("the authority asked us to wait until " + state.notBefore());
    }
    order(withNewKey ? Occasion.ASKED_WITH_NEW_KEY : Occasion.ASKED);
  }

  private synchronized void order(Occasion occasion) throws OrderFailed {
    AtomicReference<OrderFailed> failure = new AtomicReference<>();
    boolean ours = turns.take(() -> tryOrder(occasion).ifPresent(failure::set));
    if (!ours && occasion != Occasion.DUE) {
      throw new OrderFailed("another node, or a start of before, is ordering now");
    }
    if (failure.get() != null) {
      throw failure.get();
    }
  }

  private Optional<OrderFailed> tryOrder(Occasion occasion) {
    try {
      if (occasion != Occasion.DUE || isStillDue()) {
        orderWithTurn(occasion);
      }
      return Optional.empty();
    } catch (OrderFailed e) {
      if (!Thread.currentThread().isInterrupted()) { // by a stop, or by the end of our turn
        remember(e);
      }
      return Optional.of(e);
    }
  }

  private void remember(OrderFailed e) {
    int failures = vault.state().failures() + 1;
    Instant next = timing.afterFailure(failures, e.retryAfter(), clock.instant());
    vault.failed(e.getMessage(), next, e.retryAfter().isPresent());
    LOG.warn("no certificate: {}; next try {}", e.getMessage(), next);
  }

  /** Another node may have had its turn between our look and our lease. */
  private boolean isStillDue() {
    long before = shown;
    showNewest();
    return shown == before;
  }

  private void orderWithTurn(Occasion occasion) throws OrderFailed {
    WantedNames wanted = names.get();
    Optional<AcmeVault.Kept> before = newestOfOurs();
    List<String> all =
        wanted.toOrder(before.map(kept -> kept.certificate().names()).orElse(Set.of()));
    List<String> leftOut = new ArrayList<>();
    Wish wish =
        new Wish(
            all,
            before.map(kept -> kept.certificate().ours()),
            occasion == Occasion.ASKED_WITH_NEW_KEY
                ? Optional.empty()
                : vault.newest().map(kept -> kept.certificate().pair()));
    IssuedCertificate issued;
    try {
      issued = placing.place(wish);
    } catch (OrderFailed e) {
      if (e.names().isEmpty() || e.names().stream().anyMatch(wanted.required()::contains)) {
        throw e;
      }
      LOG.warn("{}; ordering without these names", e.getMessage());
      leftOut.addAll(e.names());
      issued = placing.place(wish.without(leftOut));
    }
    AcmeVault.Kept kept = vault.keep(settings.directory(), issued, timing.renewal(issued), leftOut);
    show(kept);
    LOG.info("certificate for {} issued; the next one at {}", issued.names(), kept.renewAt());
  }

  /** How orders went. Two statements. */
  public AcmeStatus status() {
    AcmeVault.State state = vault.state();
    Optional<AcmeVault.Kept> kept = newestOfOurs();
    return new AcmeStatus(
        settings.directory(),
        kept.map(AcmeVault.Kept::renewAt),
        state.lastTry(),
        state.lastFailure(),
        Optional.of(state.notBefore()).filter(when -> when.isAfter(clock.instant())),
        kept.map(AcmeVault.Kept::leftOut).orElse(List.of()));
  }

  @Override
  public void close() {
    schedule.shutdownNow();
    placing.close();
    try {
      if (!schedule.awaitTermination(STOP.toSeconds(), TimeUnit.SECONDS)) {
        LOG.warn("an order has not ended; it is left to its end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
