package org.godwit.cluster.site;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Who votes: the members of etcd, asked at whichever site answers. */
final class Etcd {

  /**
   * A voter.
   *
   * @param id etcd's number of it
   * @param address where the others reach it
   * @param started whether it ever ran
   */
  record Member(String id, String name, String address, boolean started) {}

  /**
   * How one is.
   *
   * @param id its number
   * @param leader the number of the one that leads; {@code 0} when none does
   */
  record Status(String id, String leader) {
    boolean leads() {
      return id.equals(leader);
    }

    boolean isLed() {
      return !leader.equals("0");
    }
  }

  private final SiteHttp http;

  Etcd(SiteHttp http) {
    // etcd takes a password of others for a token of its own, and 3.4 changes no members then.
    this.http = http.withoutPassword();
  }

  /**
   * All voters, as one site knows them.
   *
   * @throws IOException when its etcd does not answer, or has no majority
   */
  List<Member> members(String host) throws IOException {
    JsonNode answer = ask(host, "cluster/member/list", Map.of());
    List<Member> members = new ArrayList<>();
    for (JsonNode member : answer.path("members")) {
      members.add(
          new Member(
              member.path("ID").asText(),
              member.path("name").asText(""),
              member.path("peerURLs").path(0).asText(),
              !member.path("clientURLs").isEmpty()));
    }
    return members;
  }

  void add(String host, String address) throws IOException {
    ask(host, "cluster/member/add", Map.of("peerURLs", List.of(address)));
  }

  void remove(String host, Member member) throws IOException {
    ask(host, "cluster/member/remove", Map.of("ID", member.id()));
  }

  /** How a site's etcd is; it answers for itself, without a majority too. */
  Status status(String host) throws IOException {
    JsonNode answer = ask(host, "maintenance/status", Map.of());
    return new Status(
        answer.path("header").path("member_id").asText(), answer.path("leader").asText("0"));
  }

  /** Makes another voter lead, by its number; only the one that leads can be asked. */
  void lead(String host, String id) throws IOException {
    ask(host, "maintenance/transfer-leadership", Map.of("targetID", id));
  }

  private JsonNode ask(String host, String what, Object body) throws IOException {
    return http.send("POST", "https://" + host + ":" + Ports.ETCD_CLIENTS + "/v3/" + what, body);
  }
}
