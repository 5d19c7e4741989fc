package org.godwit.command;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.Type;

/**
 * A name server on loopback for {@code example.test}, by UDP and TCP, that takes updates with the
 * right signature and refuses others.
 */
final class TestZone implements AutoCloseable {
  static final String KEY = "c2VjcmV0IG9mIGEgdGVzdCB6b25lIQ==";
  private static final String SOA = "ns.example.test. root.example.test. 1 3600 600 86400 60";

  private final List<Record> records = new CopyOnWriteArrayList<>();
  private final List<String> history = new CopyOnWriteArrayList<>();
  private final TSIG key;
  private final Name origin;
  private final DatagramSocket udp;
  private final ServerSocket tcp;

  TestZone() throws IOException {
    origin = Name.fromString("example.test.");
    key = new TSIG(TSIG.HMAC_SHA256, Name.fromString("godwit."), KEY);
    tcp = new ServerSocket(0, 20, InetAddress.getLoopbackAddress());
    udp = new DatagramSocket(tcp.getLocalPort(), InetAddress.getLoopbackAddress());
    add("example.test.", Type.SOA, SOA);
    Thread.ofPlatform().daemon().start(this::serveUdp);
    Thread.ofPlatform().daemon().start(this::serveTcp);
  }

  InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), tcp.getLocalPort());
  }

  TestZone add(String name, int type, String data) throws IOException {
    records.add(Record.fromString(Name.fromString(name), type, DClass.IN, 60, data, Name.root));
    return this;
  }

  /** What was put in and taken out by updates, in order. */
  List<String> history() {
    return List.copyOf(history);
  }

  private void serveUdp() {
    try {
      while (true) {
        DatagramPacket packet = new DatagramPacket(new byte[4096], 4096);
        udp.receive(packet);
        byte[] reply = reply(Arrays.copyOf(packet.getData(), packet.getLength()));
        udp.send(new DatagramPacket(reply, reply.length, packet.getSocketAddress()));
      }
    } catch (IOException closed) {
      // the test is over
    }
  }

  private void serveTcp() {
    try {
      while (true) {
        Socket one = tcp.accept();
        Thread.ofVirtual().start(() -> serve(one));
      }
    } catch (IOException closed) {
      // the test is over
    }
  }

  private void serve(Socket one) {
    try (one) {
      DataInputStream in = new DataInputStream(one.getInputStream());
      DataOutputStream out = new DataOutputStream(one.getOutputStream());
      while (true) {
        byte[] reply = reply(in.readNBytes(in.readUnsignedShort()));
        out.writeShort(reply.length);
        out.write(reply);
      }
    } catch (IOException ended) {
      // whoever asked has its answer
    }
  }

  private byte[] reply(byte[] bytes) throws IOException {
    Message query = new Message(bytes);
    Message reply = new Message(query.getHeader().getID());
    reply.getHeader().setFlag(Flags.QR);
    reply.getHeader().setFlag(Flags.AA);
    reply.getHeader().setOpcode(query.getHeader().getOpcode());
    reply.addRecord(query.getQuestion(), Section.QUESTION);
    if (query.getHeader().getOpcode() == Opcode.UPDATE) {
      boolean signed = query.getTSIG() != null && key.verify(query, bytes, null) == Rcode.NOERROR;
      reply.getHeader().setRcode(signed ? Rcode.NOERROR : Rcode.REFUSED);
      if (signed) {
        query.getSection(Section.UPDATE).forEach(this::update);
        reply.setTSIG(key, Rcode.NOERROR, query.getTSIG());
      }
    } else {
      answer(query.getQuestion(), reply);
      if (query.getTSIG() != null) {
        reply.setTSIG(key, Rcode.NOERROR, query.getTSIG());
      }
    }
    return reply.toWire(Message.MAXLENGTH);
  }

  private void update(Record change) {
    String what = change.getName() + " " + change.rdataToString();
    if (change.getDClass() == DClass.NONE) {
      history.add("- " + what);
      records.removeIf(
          each ->
              each.getName().equals(change.getName())
                  && each.rdataToString().equals(change.rdataToString()));
    } else {
      history.add("+ " + what);
      records.add(change);
    }
  }

  private void answer(Record question, Message reply) {
    List<Record> there = new ArrayList<>();
    boolean known = false;
    for (Record each : records) {
      if (each.getName().equals(question.getName())) {
        known = true;
        if (each.getType() == question.getType()) {
          there.add(each);
        }
      }
    }
    there.forEach(each -> reply.addRecord(each, Section.ANSWER));
    if (there.isEmpty()) {
      reply.getHeader().setRcode(known ? Rcode.NOERROR : Rcode.NXDOMAIN);
      records.stream()
          .filter(each -> each.getType() == Type.SOA && question.getName().subdomain(origin))
          .forEach(each -> reply.addRecord(each, Section.AUTHORITY));
    }
  }

  @Override
  public void close() throws IOException {
    udp.close();
    tcp.close();
  }
}
