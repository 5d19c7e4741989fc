package org.godwit.server;

import java.time.Clock;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.james.domainlist.api.DomainList;
import org.godwit.cluster.Jobs;
import org.godwit.mailflow.NameServers;
import org.godwit.store.Database;
import org.godwit.store.certificate.StoredVault;
import org.godwit.trust.Certificates;
import org.godwit.trust.acme.AcmeRenewal;
import org.godwit.trust.acme.AcmeSettings;
import org.godwit.trust.acme.AcmeVault;

/** Where our certificate comes from. Safe for many threads. */
public final class CertificateOffice {
  private static final String ORDER = "certificate order";

  private final ServerSettings settings;
  private final AcmeVault vault;
  private final Optional<AcmeRenewal> renewal;

  @Inject
  CertificateOffice(
      ServerSettings settings,
      Database database,
      Certificates certificates,
      DomainList domains,
      NameServers servers,
      Jobs jobs,
      Clock clock) {
    this.settings = settings;
    this.vault = new StoredVault(database);
    this.renewal =
        settings
            .tls()
            .acme()
            .map(
                acme ->
                    new AcmeRenewal(
                        acme,
                        vault,
                        work -> jobs.alone(ORDER, work::run),
                        certificates,
                        new CertificateNames(settings.hostname(), acme.names(), domains, servers),
                        clock));
  }

  /** Whether the admin brings it in files. */
  public boolean hasFiles() {
    return settings.tls().files().isPresent();
  }

  /** Who orders it; empty when nobody does. */
  public Optional<AcmeRenewal> renewal() {
    return renewal;
  }

  /** How names are proven; empty when nothing is ordered. */
  public Optional<AcmeSettings> acme() {
    return settings.tls().acme();
  }

  /** What authorities are answered. */
  public AcmeVault vault() {
    return vault;
  }

  void showNewest() {
    renewal.ifPresent(AcmeRenewal::showNewest);
  }

  void close() {
    renewal.ifPresent(AcmeRenewal::close);
  }
}
