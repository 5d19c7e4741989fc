package org.godwit.mailflow.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Cache;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/** What a real name server's answers mean for mail. */
class DnsJavaMailDnsTest {

  /** A name server of one test's records; names end with a dot. */
  private static final class NameServer implements AutoCloseable {
    private final DatagramSocket socket;
    private final Map<String, List<Record>> records = new ConcurrentHashMap<>();
    private final Map<String, Integer> codes = new ConcurrentHashMap<>();

    NameServer() throws IOException {
      socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
      Thread.ofVirtual().start(this::serve);
    }

    void add(String name, int type, String text) throws IOException {
      Record record =
          Record.fromString(Name.fromString(name), type, DClass.IN, 60, text, Name.root);
      records.merge(
          name + Type.string(type),
          List.of(record),
          (old, more) -> java.util.stream.Stream.concat(old.stream(), more.stream()).toList());
      codes.put(name, Rcode.NOERROR);
    }

    void answer(String name, int code) {
      codes.put(name, code);
    }

    void answer(String name, int type, int code) {
      codes.put(name + Type.string(type), code);
    }

    private void serve() {
      try {
        while (true) {
          DatagramPacket packet = new DatagramPacket(new byte[4096], 4096);
          socket.receive(packet);
          byte[] query = java.util.Arrays.copyOf(packet.getData(), packet.getLength());
          byte[] reply = reply(new Message(query)).toWire();
          socket.send(new DatagramPacket(reply, reply.length, packet.getSocketAddress()));
        }
      } catch (IOException closed) {
        // the test is over
      }
    }

    private Message reply(Message query) {
      Record question = query.getQuestion();
      String name = question.getName().toString();
      String type = Type.string(question.getType());
      Message reply = new Message(query.getHeader().getID());
      reply.getHeader().setFlag(Flags.QR);
      reply.addRecord(question, Section.QUESTION);
      int code = codes.getOrDefault(name, Rcode.NXDOMAIN);
      reply.getHeader().setRcode(codes.getOrDefault(name + type, code));
      List<Record> alias = records.getOrDefault(name + "CNAME", List.of());
      List<Record> found = records.getOrDefault(name + type, alias);
      found.forEach(record -> reply.addRecord(record, Section.ANSWER));
      return reply;
    }

    @Override
    public void close() {
      socket.close();
    }
  }

  private NameServer server;
  private MailDns dns;

  @BeforeEach
  void setUp() throws Exception {
    server = new NameServer();
    SimpleResolver resolver = new SimpleResolver("127.0.0.1");
    resolver.setPort(server.socket.getLocalPort());
    resolver.setTimeout(Duration.ofSeconds(2));
    Cache cache = new Cache(DClass.IN);
    dns = new DnsJavaMailDns(() -> resolver, () -> cache, Optional::empty);
  }

  @AfterEach
  void tearDown() {
    server.close();
  }

  @Test
  void mxRecordsAreRead() throws Exception {
    server.add("there.example.", Type.MX, "10 mx1.there.example.");
    server.add("there.example.", Type.MX, "20 mx2.there.example.");

    assertThat(dns.mx("there.example").records())
        .containsExactlyInAnyOrder(
            new MailDns.Mx(10, "mx1.there.example"), new MailDns.Mx(20, "mx2.there.example"));
  }

  @Test
  void aNullMxIsSeen() throws Exception {
    server.add("there.example.", Type.MX, "0 .");

    assertThat(dns.mx("there.example").records()).containsExactly(new MailDns.Mx(0, "."));
  }

  @Test
  void anAliasIsFollowed() throws Exception {
    server.add("alias.example.", Type.CNAME, "there.example.");
    server.add("there.example.", Type.MX, "10 mx1.there.example.");

    assertThat(dns.mx("alias.example").records())
        .containsExactly(new MailDns.Mx(10, "mx1.there.example"));
  }

  @Test
  void aNameWithoutMxIsNoNameThatDoesNotExist() throws Exception {
    server.add("there.example.", Type.A, "192.0.2.1");

    assertThat(dns.mx("there.example").records()).isEmpty();
    assertThatThrownBy(() -> dns.mx("nowhere.example")).isInstanceOf(MailDns.NoSuchName.class);
  }

  @Test
  void aServerThatFailsIsNoAnswer() {
    server.answer("there.example.", Rcode.SERVFAIL);

    assertThatThrownBy(() -> dns.mx("there.example")).isInstanceOf(MailDns.NoAnswer.class);
    assertThatThrownBy(() -> dns.addresses("there.example")).isInstanceOf(MailDns.NoAnswer.class);
  }

  @Test
  void aServerThatIsNotThereIsNoAnswer() {
    server.close();

    assertThatThrownBy(() -> dns.mx("there.example")).isInstanceOf(MailDns.NoAnswer.class);
  }

  @Test
  void addressesOfBothFamiliesAreFound() throws Exception {
    server.add("mx.example.", Type.A, "192.0.2.1");
    server.add("mx.example.", Type.AAAA, "2001:db8::1");

    assertThat(dns.addresses("mx.example").records())
        .extracting(InetAddress::getHostAddress)
        .containsExactlyInAnyOrder("192.0.2.1", "2001:db8:0:0:0:0:0:1");
  }

  @Test
  void aNameServerThatStumblesOverIpv6DoesNotHideIpv4() throws Exception {
    server.add("mx.example.", Type.A, "192.0.2.1");
    server.answer("mx.example.", Type.AAAA, Rcode.SERVFAIL);

    assertThat(dns.addresses("mx.example").records())
        .extracting(InetAddress::getHostAddress)
        .containsExactly("192.0.2.1");
  }

  @Test
  void whatIsNoNameDoesNotExist() {
    assertThatThrownBy(() -> dns.mx("a..b")).isInstanceOf(MailDns.NoSuchName.class);
  }
}
