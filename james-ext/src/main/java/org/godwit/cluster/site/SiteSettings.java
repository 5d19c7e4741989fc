package org.godwit.cluster.site;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a site is told. All sites are told the same, but for their names.
 *
 * @param name which of the peers we are
 * @param peers all sites, we among them
 * @param token the secret that they share
 * @param durability what is done with new mail while only one site is there
 */
public record SiteSettings(String name, List<Peer> peers, JoinToken token, Durability durability) {

  public SiteSettings {
    peers = List.copyOf(peers);
    Objects.requireNonNull(token);
    Objects.requireNonNull(durability);
    Set<String> names = new HashSet<>();
    Set<String> hosts = new HashSet<>();
    for (Peer peer : peers) {
      if (!names.add(peer.name()) || !hosts.add(peer.host())) {
        throw new IllegalArgumentException("cluster.peers: " + peer + " is there twice");
      }
    }
    if (!names.contains(name)) {
      throw new IllegalArgumentException(
          "cluster.site: "
              + name
              + " is none of cluster.peers; allowed: "
              + String.join(", ", names));
    }
    if (peers.size() < 3 || peers.stream().filter(peer -> !peer.witness()).count() < 2) {
      throw new IllegalArgumentException(
          "cluster.peers: two sites and a witness are the least, for of two alone neither can know"
              + " which of them is cut off");
    }
  }

  /** The same, where nothing waits for a second site. */
  public SiteSettings alone() {
    return new SiteSettings(name, peers, token, Durability.AVAILABLE);
  }

  /** Ourselves. */
  public Peer self() {
    return peers.stream().filter(peer -> peer.name().equals(name)).findFirst().orElseThrow();
  }

  /** All but ourselves. */
  List<Peer> others() {
    return peers.stream().filter(peer -> !peer.name().equals(name)).toList();
  }

  /** All, ourselves first. */
  List<Peer> oursFirst() {
    return Stream.concat(Stream.of(self()), others().stream()).toList();
  }

  /** All that keep mail, ourselves first if we do. */
  List<Peer> fullSites() {
    return oursFirst().stream().filter(peer -> !peer.witness()).toList();
  }
}
