package org.godwit.command;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.godwit.cluster.site.Site;
import org.godwit.cluster.site.SiteProblem;
import org.godwit.cluster.site.SiteSettings;
import org.godwit.settings.Settings;
import org.godwit.store.StoreUnavailable;
import org.godwit.trust.CertificateProblem;
import org.godwit.trust.Certificates;
import org.godwit.web.Health;
import org.godwit.web.WebPart;
import org.godwit.web.WebProblem;
import org.godwit.web.WebServer;
import org.godwit.web.WebSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A site of a cluster, around the mail server that works on it; or a witness, which has none. */
final class SiteService {
  private static final Logger LOG = LoggerFactory.getLogger("godwit");
  private static final Duration REST = Duration.ofSeconds(1);

  private final Settings settings;
  private final StopSignals signals;

  SiteService(Settings settings, StopSignals signals) {
    this.settings = settings;
    this.signals = signals;
  }

  /** The site's own directory. */
  static Path directory(Settings settings) {
    return settings.dataDirectory().resolve("site");
  }

  /** What is done with the database, until we are asked to stop. */
  @FunctionalInterface
  interface Work {
    void on(Site site, Site.Reached database) throws Failure, InterruptedException;
  }

  void serve(Work work) throws Failure, InterruptedException {
    serve(settings.site().orElseThrow(), work);
  }

  /** The same before there is a second site; the next start of any has wait for it who is to. */
  void fill(Work work) throws Failure, InterruptedException {
    serve(settings.site().orElseThrow().alone(), work);
  }

  private void serve(SiteSettings told, Work work) throws Failure, InterruptedException {
    try (Site site = Site.start(told, directory(settings), settings.postgresPrograms())) {
      if (site.isWitness()) {
        witness(site);
        return;
      }
      int connections = settings.server().store().poolSize();
      untilServed(() -> site.await(connections, signals::asked), reached -> work.on(site, reached));
    } catch (SiteProblem e) {
      throw Failure.failed(e.getMessage());
    }
  }

  /** Waits for the database; empty when we are to stop. */
  @FunctionalInterface
  interface Waiting {
    Optional<Site.Reached> reached() throws InterruptedException;
  }

  /** What is done with the database. */
  @FunctionalInterface
  interface Round {
    void on(Site.Reached database) throws Failure, InterruptedException;
  }

  /**
   * The primary may move in the middle of a start. The site's part of the cluster must not end for
   * that: the others may need its vote to find the next one.
   */
  static void untilServed(Waiting database, Round round) throws Failure, InterruptedException {
    Optional<Site.Reached> reached = database.reached();
    while (reached.isPresent()) {
      try {
        round.on(reached.get());
        return;
      } catch (StoreUnavailable e) {
        LOG.warn("the database went away during the start, which begins anew: {}", e.getMessage());
      } catch (Failure e) {
        if (!e.isPassing()) {
          throw e;
        }
        LOG.warn("the database went away during the start, which begins anew: {}", e.getMessage());
      }
      Thread.sleep(REST);
      reached = database.reached();
    }
  }

  /** It has a door for health, and nothing behind it. */
  private void witness(Site site) throws Failure, InterruptedException {
    Path directory = settings.dataDirectory();
    WebSettings door =
        new WebSettings(
            settings.server().listen().http(),
            Optional.empty(),
            settings.server().limits().connections(),
            settings.server().limits().connectionsPerAddress(),
            Optional.empty());
    try (Certificates certificates =
            Certificates.selfSigned(directory.resolve("tls"), settings.server().hostname());
        WebServer web =
            WebServer.start(
                door, certificates, List.of(WebPart.of("/health/*", new Health(site::problems))))) {
      LOG.info("votes: {}", String.join(", ", web.addresses()));
      signals.await();
      LOG.info("stopping");
    } catch (CertificateProblem | WebProblem e) {
      throw Failure.failed(e.getMessage());
    }
  }
}
