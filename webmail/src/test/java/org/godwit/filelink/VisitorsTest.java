package org.godwit.filelink;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** One visitor cannot ask for everything. */
class VisitorsTest {
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2031-05-01T08:00:00Z"));
  private final Visitors visitors = new Visitors(now::get);

  private static InetAddress from(String address) {
    try {
      return InetAddress.getByName(address);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  private void guess(String address) {
    for (int i = 0; i <= Visitors.WRONG_A_MINUTE; i++) {
      visitors.missed(from(address));
    }
  }

  @Test
  void whoGuessesOnAndOnIsNotHeardForAWhile() {
    guess("192.0.2.1");
    assertThat(visitors.mayAsk(from("192.0.2.1"))).isFalse();
    assertThat(visitors.mayAsk(from("192.0.2.2"))).as("somebody else").isTrue();
    now.set(now.get().plusSeconds(61));
    assertThat(visitors.mayAsk(from("192.0.2.1"))).isTrue();
  }

  @Test
  void aNetworkOfManyAddressesIsOneVisitor() {
    guess("2001:db8::1");
    assertThat(visitors.mayAsk(from("2001:db8::ffff"))).isFalse();
    assertThat(visitors.mayAsk(from("2001:db8:0:1::1"))).isTrue();
  }

  @Test
  void soManyDownloadsAtATimeAndAnotherWhenOneIsOver() {
    List<Visitors.Pass> passes = new ArrayList<>();
    for (int i = 0; i < Visitors.DOWNLOADS; i++) {
      passes.add(visitors.download(from("192.0.2.1")).orElseThrow());
    }
    assertThat(visitors.download(from("192.0.2.1"))).isEmpty();
    passes.getFirst().close();
    assertThat(visitors.download(from("192.0.2.1"))).isPresent();
  }

  @Test
  void allVisitorsTogetherHaveALimitToo() {
    int all = 0;
    for (int i = 0; i < 100; i++) {
      Optional<Visitors.Pass> pass = visitors.download(from("192.0.2." + i));
      all += pass.isPresent() ? 1 : 0;
    }
    assertThat(all).isEqualTo(Visitors.ALL_DOWNLOADS);
  }
}
