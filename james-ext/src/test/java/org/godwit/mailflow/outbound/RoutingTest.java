package org.godwit.mailflow.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.common.net.InetAddresses;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.godwit.mailflow.outbound.Outcome.Action;
import org.godwit.mailflow.outbound.sts.StsPolicies;
import org.godwit.mailflow.outbound.sts.StsPolicy;
import org.junit.jupiter.api.Test;

/** Which servers a domain's mail goes to (5321 §5.1, 7505). */
class RoutingTest {
  private final FixedDns dns = new FixedDns();
  private final Set<String> ours = new HashSet<>();
  private final Map<String, StsPolicy> policies = new HashMap<>();
  private final Routing routing =
      new Routing(
          OutboundSettings.defaults("mail.here.example"),
          dns,
          (InetAddress address) -> ours.contains(address.getHostAddress()),
          domain -> StsPolicies.Found.of(Optional.ofNullable(policies.get(domain))),
          TlsTally.NONE);

  private static StsPolicy policy(StsPolicy.Mode mode, String... mx) {
    return new StsPolicy(mode, List.of(mx), Duration.ofDays(1));
  }

  @Test
  void aPolicyLeavesTheServersThatItNamesAndTheyHaveToProveIt() throws Exception {
    dns.mx("a.example", 10, "mx.evil.example").host("mx.evil.example", "192.0.2.1");
    dns.mx("a.example", 20, "mx.a.example").host("mx.a.example", "192.0.2.2");
    policies.put("a.example", policy(StsPolicy.Mode.ENFORCE, "mx.a.example"));
    assertThat(routing.to("a.example"))
        .extracting(Hop::host, Hop::proof)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("mx.a.example", new Proof.Name()));
  }

  @Test
  void aPolicyThatNamesNoServerHoldsTheMailUp() {
    dns.mx("a.example", 10, "mx.evil.example").host("mx.evil.example", "192.0.2.1");
    policies.put("a.example", policy(StsPolicy.Mode.ENFORCE, "mx.a.example"));
    assertThatThrownBy(() -> routing.to("a.example"))
        .isInstanceOfSatisfying(
            Undeliverable.class,
            e -> {
              assertThat(e.outcome().action()).isEqualTo(Outcome.Action.DELAYED);
              assertThat(e.outcome().status()).isEqualTo("4.7.5");
            });
  }

  @Test
  void aPolicyThatIsBeingTestedChangesNothing() throws Exception {
    dns.mx("a.example", 10, "mx.other.example").host("mx.other.example", "192.0.2.1");
    policies.put("a.example", policy(StsPolicy.Mode.TESTING, "mx.a.example"));
    assertThat(routing.to("a.example")).extracting(Hop::proof).containsExactly(new Proof.Nothing());
  }

  private List<String> hosts(String domain) throws Undeliverable {
    return routing.to(domain).stream().map(Hop::host).toList();
  }

  private List<String> addresses(String domain) throws Undeliverable {
    return routing.to(domain).stream()
        .map(hop -> hop.address().getAddress().getHostAddress())
        .toList();
  }

  private Outcome refusal(String domain) {
    return catchThrowableOfType(Undeliverable.class, () -> routing.to(domain)).outcome();
  }

  @Test
  void serversComeInTheOrderOfTheirPreference() throws Exception {
    dns.mx("there.example", 20, "second").mx("there.example", 10, "first");
    dns.mx("there.example", 30, "third");
    dns.host("first", "192.0.2.1").host("second", "192.0.2.2").host("third", "192.0.2.3");

    assertThat(hosts("there.example")).containsExactly("first", "second", "third");
  }

  @Test
  void equalServersShareTheLoad() throws Exception {
    dns.mx("there.example", 10, "one").mx("there.example", 10, "two");
    dns.host("one", "192.0.2.1").host("two", "192.0.2.2");

    Set<String> firsts = new HashSet<>();
    for (int i = 0; i < 100; i++) { // both orders, but for one run in 2^99
      firsts.add(hosts("there.example").getFirst());
    }
    assertThat(firsts).containsExactlyInAnyOrder("one", "two");
  }

  @Test
  void aDomainWithoutMxIsItsOwnServer() throws Exception {
    dns.host("there.example", "192.0.2.1");

    assertThat(hosts("there.example")).containsExactly("there.example");
  }

  @Test
  void bothFamiliesOfAddressesAreTriedInTurns() throws Exception {
    dns.host("there.example", "192.0.2.1", "192.0.2.2", "2001:db8::1", "2001:db8::2");

    assertThat(addresses("there.example"))
        .containsExactly("2001:db8:0:0:0:0:0:1", "192.0.2.1", "2001:db8:0:0:0:0:0:2", "192.0.2.2");
  }

  @Test
  void aNullMxRefusesForGood() {
    dns.mx("there.example", 0, ".").host("there.example", "192.0.2.1");

    assertThat(refusal("there.example").action()).isEqualTo(Action.FAILED);
    assertThat(refusal("there.example").status()).isEqualTo("5.1.10");
  }

  @Test
  void aDomainThatDoesNotExistFails() {
    assertThat(refusal("nowhere.example").action()).isEqualTo(Action.FAILED);
    assertThat(refusal("nowhere.example").status()).isEqualTo("5.1.2");
  }

  @Test
  void aDnsThatDoesNotAnswerIsTemporary() {
    dns.silentAbout("there.example");

    assertThat(refusal("there.example").action()).isEqualTo(Action.DELAYED);
    assertThat(refusal("there.example").status()).isEqualTo("4.4.3");
  }

  @Test
  void aServerWhoseAddressIsUnknownNowMakesItTemporaryWhenNoOtherIsLeft() throws Exception {
    dns.mx("there.example", 10, "first").mx("there.example", 20, "gone").silentAbout("first");

    assertThat(refusal("there.example").action()).isEqualTo(Action.DELAYED);
    dns.mx("there.example", 30, "third").host("third", "192.0.2.3");
    assertThat(hosts("there.example")).containsExactly("third");
  }

  @Test
  void serversWithoutAddressFail() {
    dns.mx("there.example", 10, "gone");

    assertThat(refusal("there.example").status()).isEqualTo("5.4.4");
  }

  @Test
  void onlyServersBeforeOurselvesAreTried() throws Exception {
    dns.mx("there.example", 10, "first").mx("there.example", 20, "Mail.Here.Example");
    dns.mx("there.example", 20, "equal").mx("there.example", 30, "third");
    dns.host("first", "192.0.2.1").host("equal", "192.0.2.2").host("third", "192.0.2.3");
    dns.host("Mail.Here.Example", "192.0.2.9");

    for (int i = 0; i < 20; i++) { // an equal must not slip in when chance puts it first
      assertThat(hosts("there.example")).containsExactly("first");
    }
  }

  @Test
  void beingTheBestServerOurselvesIsALoop() {
    dns.mx("there.example", 10, "mail.here.example").host("mail.here.example", "192.0.2.9");

    assertThat(refusal("there.example").action()).isEqualTo(Action.FAILED);
    assertThat(refusal("there.example").status()).isEqualTo("5.4.6");
  }

  @Test
  void anAddressOfOursUnderAnotherNameIsALoopToo() {
    dns.mx("there.example", 10, "alias").host("alias", "192.0.2.9");
    ours.add("192.0.2.9");

    assertThat(refusal("there.example").status()).isEqualTo("5.4.6");
    assertThat(refusal("192.0.2.9").status()).isEqualTo("5.4.6");
  }

  @Test
  void anAddressLiteralIsItsOwnServer() throws Exception {
    assertThat(addresses("192.0.2.1")).containsExactly("192.0.2.1");
  }

  @Test
  void aNameBeyondAsciiIsLookedUpInAscii() throws Exception {
    dns.mx("xn--bcher-kva.example", 10, "first").host("first", "192.0.2.1");

    assertThat(hosts("bücher.example")).containsExactly("first");
  }

  @Test
  void loopbackIsOurs() throws Exception {
    assertThat(OwnAddresses.ofThisMachine().test(InetAddresses.forString("127.0.0.1"))).isTrue();
    assertThat(OwnAddresses.ofThisMachine().test(InetAddresses.forString("192.0.2.1"))).isFalse();
  }
}
