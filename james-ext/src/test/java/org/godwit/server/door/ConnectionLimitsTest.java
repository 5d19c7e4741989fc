package org.godwit.server.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class ConnectionLimitsTest {

  private final ConnectionLimits limits = new ConnectionLimits("smtp", 5, 2, "");

  @Test
  void oneAddressGetsItsShareAndOthersTheirs() throws Exception {
    InetAddress greedy = InetAddress.getByName("192.0.2.1");
    assertThat(limits.enter(greedy)).isTrue();
    assertThat(limits.enter(greedy)).isTrue();
    assertThat(limits.enter(greedy)).isFalse();
    assertThat(limits.enter(InetAddress.getByName("192.0.2.2"))).isTrue();

    limits.leave(greedy);
    assertThat(limits.enter(greedy)).isTrue();
  }

  @Test
  void aRefusedConnectionTakesNoPlace() throws Exception {
    InetAddress greedy = InetAddress.getByName("192.0.2.1");
    for (int i = 0; i < 100; i++) {
      limits.enter(greedy);
    }
    assertThat(limits.enter(InetAddress.getByName("192.0.2.2"))).isTrue();
    assertThat(limits.enter(InetAddress.getByName("192.0.2.3"))).isTrue();
    assertThat(limits.enter(InetAddress.getByName("192.0.2.4"))).isTrue();
    assertThat(limits.enter(InetAddress.getByName("192.0.2.5"))).as("the sixth").isFalse();
  }

  @Test
  void loopbackMayHaveAllPlaces() {
    for (int i = 0; i < 5; i++) {
      assertThat(limits.enter(InetAddress.getLoopbackAddress())).isTrue();
    }
    assertThat(limits.enter(InetAddress.getLoopbackAddress())).isFalse();
  }
}
