package org.godwit.cluster.site;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Who keeps mail, and who of them is primary: Patroni, asked at a site. */
final class Patroni {
  private static final String DRAINED = "drained";
  private static final Duration SWITCH = Duration.ofSeconds(60);

  /**
   * A site that keeps mail, as etcd last heard of it.
   *
   * @param role {@code leader}, {@code sync_standby}, {@code replica} …
   * @param state {@code running}, {@code streaming}, {@code starting} …
   */
  record Member(String name, String role, String state, int timeline) {
    boolean leads() {
      return role.equals("leader") || role.equals("standby_leader");
    }
  }

  private final SiteHttp http;

  Patroni(SiteHttp http) {
    this.http = http;
  }

  List<Member> members(String host) throws IOException {
    List<Member> members = new ArrayList<>();
    for (JsonNode member : http.get(at(host, "cluster")).path("members")) {
      members.add(
          new Member(
              member.path("name").asText(),
              member.path("role").asText(),
              member.path("state").asText(),
              member.path("timeline").asInt(0)));
    }
    return members;
  }

  /** What holds in all sites. */
  JsonNode shared(String host) throws IOException {
    return http.get(at(host, "config"));
  }

  void share(String host, Map<String, Object> settings) throws IOException {
    http.send("PATCH", at(host, "config"), settings);
  }

  /**
   * Sites that take no new work, from what holds in all; {@code patroni-lock.py} obeys it. A host
   * may know of a change two seconds later than the one that made it.
   */
  Set<String> drained(String host) throws IOException {
    Set<String> drained = new TreeSet<>();
    shared(host).path(DRAINED).fieldNames().forEachRemaining(drained::add);
    return drained;
  }

  void drain(String host, String site) throws IOException {
    share(host, Map.of(DRAINED, Map.of(site, true)));
  }

  void undrain(String host, String site) throws IOException {
    share(host, Map.of(DRAINED, Collections.singletonMap(site, null))); // Patroni takes out a null
  }

  /** Makes another site primary; asked at any. Returns what Patroni says when it is done. */
  String switchover(String host, String from, String to) throws IOException {
    return http.send(
            at(host, "switchover"), "POST", Map.of("leader", from, "candidate", to), SWITCH)
        .asText();
  }

  private static String at(String host, String path) {
    return "https://" + host + ":" + Ports.PATRONI + "/" + path;
  }
}
