package org.godwit.trust.acme;

import java.security.KeyPair;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Orders that come to an end: an authority that never does must not keep our turn for ever; and one
 * that has ended our account gets another one. Safe for many threads.
 */
final class PatientOrders implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PatientOrders.class);

  private final AcmeSettings settings;
  private final AcmeVault vault;
  private final CertificateOrders orders;
  private final Duration patience;
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();

  PatientOrders(
      AcmeSettings settings, AcmeVault vault, CertificateOrders orders, Duration patience) {
    this.settings = settings;
    this.vault = vault;
    this.orders = orders;
    this.patience = patience;
  }

  /**
   * Orders a certificate.
   *
   * @throws OrderFailed with the reason
   */
  IssuedCertificate place(Wish wish) throws OrderFailed {
    KeyPair account = vault.accountKey(settings.directory());
    try {
      return inTime(account, wish);
    } catch (AccountEnded e) {
      LOG.warn("{}; making another one", e.getMessage());
      vault.forgetAccountKey(settings.directory(), account);
      return inTime(vault.accountKey(settings.directory()), wish);
    }
  }

  private IssuedCertificate inTime(KeyPair account, Wish wish) throws OrderFailed {
    Proofs proofs = proofs();
    Future<IssuedCertificate> order = workers.submit(() -> orders.place(account, wish, proofs));
    try {
      return order.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new OrderFailed("the authority took longer than " + patience.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof OrderFailed failed
          ? failed
          : new OrderFailed("an order failed: " + e.getCause(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OrderFailed("the server stops", e);
    } finally {
      order.cancel(true);
      proofs.withdraw();
    }
  }

  private Proofs proofs() {
    return settings.challenge() == ChallengeKind.DNS_01
        ? new Proofs.InDns(
            new DnsRecords(settings.dns().orElseThrow()), settings.dns().orElseThrow().settling())
        : new Proofs.AtOurDoors(vault);
  }

  /** Breaks off what is under way. */
  @Override
  public void close() {
    workers.shutdownNow();
  }
}
