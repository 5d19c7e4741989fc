package org.godwit.server;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** A name server on loopback that knows what a test tells it; all other names do not exist. */
public final class TestNameServer implements AutoCloseable {
  private final DatagramSocket socket;
  private final Map<String, List<Record>> records = new ConcurrentHashMap<>();

  public TestNameServer() throws IOException {
    socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::serve);
  }

  public InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort());
  }

  /**
   * Adds the only record of a name and type.
   *
   * @param data as in a zone file
   */
  public TestNameServer add(String name, String type, String data) throws IOException {
    Record record =
        Record.fromString(
            Name.fromString(name, Name.root), Type.value(type), DClass.IN, 60, data, Name.root);
    records.put(record.getName() + " " + type, List.of(record));
    return this;
  }

  private void serve() {
    try {
      while (true) {
        DatagramPacket packet = new DatagramPacket(new byte[4096], 4096);
        socket.receive(packet);
        byte[] query = Arrays.copyOf(packet.getData(), packet.getLength());
        byte[] reply = reply(new Message(query)).toWire();
        socket.send(new DatagramPacket(reply, reply.length, packet.getSocketAddress()));
      }
    } catch (IOException closed) {
      // the test is over
    }
  }

  private Message reply(Message query) {
    Record question = query.getQuestion();
    String key = question.getName() + " " + Type.string(question.getType());
    List<Record> found = records.getOrDefault(key, List.of());
    Message reply = new Message(query.getHeader().getID());
    reply.getHeader().setFlag(Flags.QR);
    reply.addRecord(question, Section.QUESTION);
    reply.getHeader().setRcode(found.isEmpty() ? Rcode.NXDOMAIN : Rcode.NOERROR);
    found.forEach(record -> reply.addRecord(record, Section.ANSWER));
    return reply;
  }

  @Override
  public void close() {
    socket.close();
  }
}
