package org.godwit.cluster.site;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;

/**
 * Lets the one site that is left go on, when so many are lost for ever that no majority comes back.
 * Its etcd keeps what it knows and forgets the other voters; Patroni makes the site primary only if
 * it had everything. A lost site that comes back after all is a voter no more.
 */
final class Rescue {
  private final SiteSettings settings;
  private final SitePlace place;
  private final Etcd etcd;

  Rescue(SiteSettings settings, SitePlace place, Etcd etcd) {
    this.settings = settings;
    this.place = place;
    this.etcd = etcd;
  }

  /**
   * Has the next start of this site do so.
   *
   * @throws SiteProblem when there is nothing to rescue, another site is there, or this one runs
   */
  String prepare() throws SiteProblem {
    if (settings.self().witness()) {
      throw new SiteProblem("a witness has no mail; rescue a site that has");
    }
    if (!Files.exists(place.etcd().resolve("member"))) {
      throw new SiteProblem("this site knows of no cluster yet; there is nothing to rescue");
    }
    Optional<Peer> there = settings.others().stream().filter(this::answers).findFirst();
    if (there.isPresent()) {
      throw new SiteProblem(
          there.get().name()
              + " answers, so not all others are lost; bring back what makes a majority, or stop it"
              + " for good");
    }
    try (SiteFiles files = SiteFiles.in(place.directory())) {
      files.write(place.rescue(), new byte[0]);
    } catch (IOException e) {
      throw new SiteProblem("this site cannot be rescued: " + e.getMessage(), e);
    }
    return "start this site now; it goes on alone. The others come back with an empty data directory"
        + " only, each after: godwit cluster add";
  }

  private boolean answers(Peer peer) {
    try {
      etcd.status(peer.host());
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
