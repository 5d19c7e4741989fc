package org.godwit.cluster.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How etcd is started: to make a cluster with the others, to go on, or to come (again) to one. */
final class EtcdStart {
  private static final Logger LOG = LoggerFactory.getLogger(EtcdStart.class);
  private static final long LOOK_SECONDS = 5;

  // Heartbeats cost nothing between sites, and a leader that is lost is missed after half a second
  // of them at the widest distance that we promise (150 ms).
  private static final int HEARTBEAT_MILLIS = 200;
  private static final int ELECTION_MILLIS = 2_000;

  private final SiteSettings settings;
  private final SiteFiles files;
  private final Binding binding;
  private final Etcd etcd;
  private final Path program;

  EtcdStart(SiteSettings settings, SiteFiles files, Binding binding, Etcd etcd, Path program) {
    this.settings = settings;
    this.files = files;
    this.binding = binding;
    this.etcd = etcd;
    this.program = program;
  }

  /** The command. Waits while there is a cluster that does not know us. */
  List<String> command() throws IOException, InterruptedException {
    List<String> peers = settings.peers().stream().map(EtcdStart::voter).toList();
    if (Files.exists(files.place().etcd().resolve("member"))) {
      awaitKnown();
      // What is kept there counts.
      return Files.deleteIfExists(files.place().rescue())
          ? command("existing", peers, "--force-new-cluster")
          : command("existing", peers);
    }
    while (true) {
      Optional<Peer> answers = answering();
      if (answers.isEmpty()) {
        return command("new", peers);
      }
      Optional<List<String>> known = join(answers.get().host());
      if (known.isPresent()) {
        return command("existing", known.get());
      }
      LOG.error(
          "the cluster does not know the site {}; at another site: godwit cluster add {}",
          settings.name(),
          settings.self());
      TimeUnit.SECONDS.sleep(LOOK_SECONDS);
    }
  }

  /** Whoever the others have forgotten must not vote with what it kept. */
  private void awaitKnown() throws InterruptedException {
    for (Optional<Peer> by = forgotten(); by.isPresent(); by = forgotten()) {
      LOG.error(
          "{} knows this site no more; it comes back with an empty data directory only, after, at"
              + " {}: godwit cluster add {}",
          by.get().name(),
          by.get().name(),
          settings.self());
      TimeUnit.SECONDS.sleep(LOOK_SECONDS);
    }
  }

  private Optional<Peer> forgotten() {
    for (Peer peer : settings.others()) {
      try {
        if (etcd.members(peer.host()).stream().noneMatch(this::isOurs)) {
          return Optional.of(peer);
        }
      } catch (IOException e) {
        LOG.debug("no etcd at {} yet", peer, e);
      }
    }
    return Optional.empty();
  }

  private boolean isOurs(Etcd.Member member) {
    return member.name().equals(settings.name())
        || member.address().equals(address(settings.self()));
  }

  private Optional<Peer> answering() {
    for (Peer peer : settings.others()) {
      try {
        etcd.members(peer.host());
        return Optional.of(peer);
      } catch (IOException e) {
        LOG.debug("no etcd at {} yet", peer, e);
      }
    }
    return Optional.empty();
  }

  /** The voters, when we are one. A voter that has lost its disk must come as a new one. */
  private Optional<List<String>> join(String host) throws IOException {
    String ourAddress = address(settings.self());
    List<Etcd.Member> members = etcd.members(host);
    Optional<Etcd.Member> ours =
        members.stream().filter(member -> member.address().equals(ourAddress)).findFirst();
    if (ours.isEmpty()) {
      return Optional.empty();
    }
    if (ours.get().started()) {
      LOG.warn("this site has lost what its etcd kept, it joins anew");
      etcd.remove(host, ours.get());
      etcd.add(host, ourAddress);
    }
    List<String> known = new ArrayList<>();
    for (Etcd.Member member : etcd.members(host)) {
      boolean us = member.address().equals(ourAddress);
      if (us || !member.name().isEmpty()) {
        known.add((us ? settings.name() : member.name()) + "=" + member.address());
      }
    }
    return Optional.of(known);
  }

  private static String voter(Peer peer) {
    return peer.name() + "=" + address(peer);
  }

  static String address(Peer peer) {
    return "https://" + peer.at(Ports.ETCD_PEERS);
  }

  private List<String> command(String state, List<String> voters, String... more) {
    Peer self = settings.self();
    String token = HexFormat.of().formatHex(settings.token().derive("etcd", 8));
    List<String> words =
        new ArrayList<>(
            List.of(
                program.toString(),
                "--name=" + settings.name(),
                "--data-dir=" + files.place().etcd(),
                "--initial-cluster=" + voters.stream().collect(Collectors.joining(",")),
                "--initial-cluster-state=" + state,
                "--initial-cluster-token=" + token,
                "--initial-advertise-peer-urls=" + address(self),
                "--advertise-client-urls=https://" + self.at(Ports.ETCD_CLIENTS),
                "--listen-peer-urls=https://" + binding.listen(Ports.ETCD_PEERS),
                "--listen-client-urls=https://" + binding.listen(Ports.ETCD_CLIENTS),
                "--cert-file=" + files.place().certificate(),
                "--key-file=" + files.place().key(),
                "--trusted-ca-file=" + files.place().authority(),
                "--client-cert-auth",
                "--peer-cert-file=" + files.place().certificate(),
                "--peer-key-file=" + files.place().key(),
                "--peer-trusted-ca-file=" + files.place().authority(),
                "--peer-client-cert-auth",
                // Behind a router a site comes from another address than its certificate names.
                "--experimental-peer-skip-client-san-verification",
                "--heartbeat-interval=" + HEARTBEAT_MILLIS,
                "--election-timeout=" + ELECTION_MILLIS,
                "--pre-vote", // who hears nobody calls no election that costs the others theirs
                "--auto-compaction-mode=periodic",
                "--auto-compaction-retention=1h",
                "--snapshot-count=10000",
                "--logger=zap",
                "--log-outputs=stderr",
                "--log-level=warn"));
    words.addAll(List.of(more));
    return files.user().bound(words);
  }
}
