package org.godwit.mailflow.inbound;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import org.godwit.mailflow.NameServers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xbill.DNS.Type;

/** A name server that says nothing. */
class PatienceTest {

  @Test
  @Timeout(60)
  void aNameServerThatSaysNothingIsWaitedForNoLonger() throws Exception {
    try (DatagramSocket silent = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      InetSocketAddress address =
          new InetSocketAddress(InetAddress.getLoopbackAddress(), silent.getLocalPort());
      DnsQuestions questions =
          new DnsQuestions(new NameServers(Optional.of(address)), Duration.ofMillis(200));

      assertThatThrownBy(() -> questions.ask("there.example", Type.TXT))
          .isInstanceOf(Questions.NoAnswer.class);
      assertThatThrownBy(() -> questions.ask("other.example", Type.TXT))
          .as("all of them together")
          .isInstanceOf(Questions.NoAnswer.class);
    }
  }
}
