package org.godwit.cluster.site;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What an administrator can do with the sites, at any of them. Safe for many threads. */
public final class SiteControl {
  private static final int LEAST = 3;

  private final SiteSettings settings;
  private final String local;
  private final Etcd etcd;
  private final Patroni patroni;
  private final SiteDatabase database;
  private final Rescue rescue;

  private SiteControl(
      SiteSettings settings,
      String local,
      Etcd etcd,
      Patroni patroni,
      SiteDatabase database,
      Rescue rescue) {
    this.settings = settings;
    this.local = local;
    this.etcd = etcd;
    this.patroni = patroni;
    this.database = database;
    this.rescue = rescue;
  }

  /**
   * Speaks for a site, whether that runs or not: the token alone is what the others want to see.
   *
   * @param directory the site's own
   */
  public static SiteControl of(SiteSettings settings, Path directory) {
    SiteIdentity identity =
        SiteAuthority.of(settings.token()).identity(settings.name(), settings.self().bareHost());
    SiteHttp http =
        new SiteHttp(identity, PatroniFile.REST_USER, settings.token().password("patroni"));
    Binding binding = Binding.of(settings.self());
    SitePlace place = new SitePlace(directory);
    Etcd etcd = new Etcd(http);
    return new SiteControl(
        settings,
        binding.local(),
        etcd,
        new Patroni(http),
        new SiteDatabase(settings, place, binding),
        new Rescue(settings, place, etcd));
  }

  /** How all sites are; those that do not answer cost some seconds. */
  public List<SiteStatus> status() {
    return new SiteSurvey(settings, this::host, etcd, patroni, database).all();
  }

  /**
   * Makes another site primary, and returns when it is.
   *
   * @param to its name; empty takes the one that has all that was acknowledged
   * @return what Patroni says
   */
  public String switchover(Optional<String> to) throws SiteProblem {
    List<Patroni.Member> members = members();
    Patroni.Member from =
        members.stream()
            .filter(Patroni.Member::leads)
            .findFirst()
            .orElseThrow(() -> new SiteProblem("there is no primary now; the sites look for one"));
    if (to.filter(from.name()::equals).isPresent()) {
      return from.name() + " is the primary already";
    }
    Set<String> drained = drained();
    String next = to.orElse("");
    if (to.isEmpty()) {
      next =
          members.stream()
              .filter(member -> member.role().equals("sync_standby"))
              .map(Patroni.Member::name)
              .findFirst()
              .orElseThrow(
                  () ->
                      new SiteProblem(
                          "no other site has all that was acknowledged; look at cluster status"));
    }
    if (drained.contains(next)) {
      throw new SiteProblem(
          next + " is drained and is not made primary; first: godwit cluster undrain " + next);
    }
    try {
      return patroni.switchover(patroniHost(), from.name(), next);
    } catch (IOException e) {
      throw new SiteProblem(next + " does not become primary: " + e.getMessage(), e);
    }
  }

  /**
   * Gives a site no new work: hands over the primary when it is there, and lets it become primary
   * again only if no other site can. Its next start ends that.
   *
   * @param site which; empty takes this one
   */
  public String drain(Optional<String> site) throws SiteProblem {
    String name = fullSite(site);
    boolean leads = members().stream().anyMatch(each -> each.leads() && each.name().equals(name));
    String handed = leads ? switchover(Optional.empty()) + "; " : "";
    try {
      patroni.drain(patroniHost(), name);
    } catch (IOException e) {
      throw new SiteProblem(handed + name + " cannot be drained: " + e.getMessage(), e);
    }
    return handed + name + " is drained until it is started again, or: godwit cluster undrain";
  }

  /** Ends what {@link #drain} began. */
  public String undrain(Optional<String> site) throws SiteProblem {
    String name = fullSite(site);
    if (!drained().contains(name)) {
      return name + " is not drained";
    }
    try {
      patroni.undrain(patroniHost(), name);
    } catch (IOException e) {
      throw new SiteProblem(name + " stays drained: " + e.getMessage(), e);
    }
    return name + " is drained no more";
  }

  private String fullSite(Optional<String> site) throws SiteProblem {
    String name = site.orElse(settings.name());
    Peer peer =
        settings.peers().stream()
            .filter(each -> each.name().equals(name))
            .findFirst()
            .orElseThrow(() -> new SiteProblem(name + " is none of the sites"));
    if (peer.witness()) {
      throw new SiteProblem(name + " is a witness, which has nothing to hand over");
    }
    return name;
  }

  private Set<String> drained() throws SiteProblem {
    try {
      return patroni.drained(patroniHost());
    } catch (IOException e) {
      throw new SiteProblem("no Patroni says which sites are drained: " + e.getMessage(), e);
    }
  }

  /** Lets a new site vote, which is started after that. */
  public String add(Peer peer) throws SiteProblem {
    String address = EtcdStart.address(peer);
    try {
      String host = votingHost();
      boolean known =
          etcd.members(host).stream().anyMatch(member -> member.address().equals(address));
      if (known) {
        throw new SiteProblem(peer + " is one of the sites already");
      }
      etcd.add(host, address);
      return "start "
          + peer.name()
          + " now, with it in GODWIT_PEERS; then give that line to each other site, and start them"
          + " again one after the other";
    } catch (IOException e) {
      throw new SiteProblem(peer + " cannot be added: " + e.getMessage(), e);
    }
  }

  /** Forgets a site, by its name or its host, which was stopped before. */
  public String remove(String name) throws SiteProblem {
    if (name.equals(settings.name())) {
      throw new SiteProblem("a site does not remove itself; ask another");
    }
    try {
      String host = votingHost();
      List<Etcd.Member> members = etcd.members(host);
      Etcd.Member member =
          members.stream()
              .filter(each -> each.name().equals(name) || isAt(each, name))
              .findFirst()
              .orElseThrow(() -> new SiteProblem(name + " is none of the sites"));
      if (members.size() <= LEAST) {
        throw new SiteProblem("three sites are the least; add another one first");
      }
      if (answers(() -> etcd.status(hostOf(member)))) {
        throw new SiteProblem(name + " still runs; stop it first");
      }
      etcd.remove(host, member);
      return name + " votes no more; take it out of GODWIT_PEERS in the other sites";
    } catch (IOException e) {
      throw new SiteProblem(name + " cannot be removed: " + e.getMessage(), e);
    }
  }

  /** Has this site, which is stopped, go on alone when it starts: all others are lost for ever. */
  public String rescue() throws SiteProblem {
    return rescue.prepare();
  }

  /** A voter that never ran has no name yet, and may be none of our peers: then its host tells. */
  private boolean isAt(Etcd.Member member, String name) {
    return hostOf(member).equals(name)
        || settings.peers().stream()
            .filter(peer -> peer.name().equals(name))
            .anyMatch(peer -> EtcdStart.address(peer).equals(member.address()));
  }

  private static String hostOf(Etcd.Member member) {
    return URI.create(member.address()).getHost();
  }

  /** Where we reach a site: our own by the short way. */
  private String host(Peer peer) {
    return peer.name().equals(settings.name()) ? local : peer.host();
  }

  private List<Patroni.Member> members() throws SiteProblem {
    try {
      return patroni.members(patroniHost());
    } catch (IOException e) {
      throw new SiteProblem("no Patroni answers: " + e.getMessage(), e);
    }
  }

  private String patroniHost() throws SiteProblem {
    return settings.fullSites().stream()
        .map(this::host)
        .filter(host -> answers(() -> patroni.members(host)))
        .findFirst()
        .orElseThrow(() -> new SiteProblem("no Patroni answers at any site"));
  }

  private String votingHost() throws SiteProblem {
    return settings.oursFirst().stream()
        .map(this::host)
        .filter(host -> answers(() -> etcd.members(host)))
        .findFirst()
        .orElseThrow(() -> new SiteProblem("no majority of the sites is there"));
  }

  @FunctionalInterface
  private interface Question {
    Object ask() throws IOException;
  }

  private static boolean answers(Question question) {
    try {
      question.ask();
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
