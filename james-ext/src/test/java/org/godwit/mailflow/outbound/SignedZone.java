package org.godwit.mailflow.outbound;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DNSSEC;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSECRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRset;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * A name server on loopback with the zone {@code example}, signed as it answers, and in it {@code
 * insecure.example}, which is delegated and not signed. What is not there is denied by a signed
 * record for just that name.
 */
final class SignedZone implements AutoCloseable {
  private static final Name APEX = Name.fromConstantString("example.");
  private static final Name INSECURE = Name.fromConstantString("insecure.example.");
  private static final Duration ALLOWANCE = Duration.ofHours(1);

  private final DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
  private final List<Record> records = new CopyOnWriteArrayList<>();
  private final Map<String, Integer> codes = new ConcurrentHashMap<>();
  private final Set<String> forged = ConcurrentHashMap.newKeySet();
  private final Set<String> asked = ConcurrentHashMap.newKeySet();
  private final AtomicInteger questions = new AtomicInteger();
  private final KeyPair keys;
  private final DNSKEYRecord key;
  private volatile boolean signs = true;

  SignedZone() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    keys = generator.generateKeyPair();
    key =
        new DNSKEYRecord(
            APEX,
            DClass.IN,
            60,
            DNSKEYRecord.Flags.ZONE_KEY | DNSKEYRecord.Flags.SEP_KEY,
            DNSKEYRecord.Protocol.DNSSEC,
            DNSSEC.Algorithm.ECDSAP256SHA256,
            keys.getPublic());
    records.add(key);
    add("example.", Type.SOA, "ns.example. host.example. 1 3600 600 86400 60");
    Thread.ofVirtual().start(this::serve);
  }

  InetSocketAddress address() {
    return (InetSocketAddress) socket.getLocalSocketAddress();
  }

  /** The key, as in a zone file. */
  String anchor() {
    return key.toString();
  }

  SignedZone add(String name, int type, String text) throws IOException {
    records.add(Record.fromString(Name.fromString(name), type, DClass.IN, 60, text, Name.root));
    return this;
  }

  /** Answers about this name and type carry a signature over something else. */
  void forge(String name, int type) {
    forged.add(name + Type.string(type));
  }

  void fail(String name, int type, int code) {
    codes.put(name + Type.string(type), code);
  }

  /** As a name server that knows nothing of signatures. */
  void stopSigning() {
    signs = false;
  }

  boolean wasAsked(String name, int type) {
    return asked.contains(name + Type.string(type));
  }

  int questions() {
    return questions.get();
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
    } catch (DNSSEC.DNSSECException e) {
      throw new IllegalStateException(e);
    }
  }

  private Message reply(Message query) throws DNSSEC.DNSSECException {
    Record question = query.getQuestion();
    String asking = question.getName() + Type.string(question.getType());
    asked.add(asking);
    questions.incrementAndGet();
    Message reply = new Message(query.getHeader().getID());
    reply.getHeader().setFlag(Flags.QR);
    reply.getHeader().setFlag(Flags.RA);
    reply.addRecord(question, Section.QUESTION);
    reply.getHeader().setRcode(codes.getOrDefault(asking, Rcode.NOERROR));
    if (reply.getRcode() != Rcode.NOERROR) {
      return reply;
    }
    boolean signed =
        signs && (!question.getName().subdomain(INSECURE) || question.getType() == Type.DS);
    List<Record> found = of(question.getName(), question.getType());
    List<Record> alias = of(question.getName(), Type.CNAME);
    if (found.isEmpty() && !alias.isEmpty()) {
      answer(reply, Section.ANSWER, alias, signed, false);
      Name target = alias.getFirst().rdataToString().isEmpty() ? APEX : target(alias.getFirst());
      answer(reply, Section.ANSWER, of(target, question.getType()), signed, false);
    } else if (found.isEmpty()) {
      deny(reply, question, signed);
    } else {
      answer(reply, Section.ANSWER, found, signed, forged.contains(asking));
    }
    return reply;
  }

  private static Name target(Record alias) {
    return Name.fromConstantString(alias.rdataToString());
  }

  private List<Record> of(Name name, int type) {
    return records.stream()
        .filter(record -> record.getName().equals(name) && record.getType() == type)
        .toList();
  }

  private void deny(Message reply, Record question, boolean signed) throws DNSSEC.DNSSECException {
    answer(reply, Section.AUTHORITY, of(APEX, Type.SOA), signed, false);
    if (signed) {
      Set<Integer> types = new HashSet<>(List.of(Type.NSEC, Type.RRSIG));
      records.stream()
          .filter(record -> record.getName().equals(question.getName()))
          .forEach(record -> types.add(record.getType()));
      if (question.getName().equals(INSECURE)) {
        types.add(Type.NS);
      }
      Name next = Name.fromConstantString("\\000." + question.getName());
      int[] sorted = new TreeSet<>(types).stream().mapToInt(Integer::intValue).toArray();
      Record proof = new NSECRecord(question.getName(), DClass.IN, 60, next, sorted);
      answer(reply, Section.AUTHORITY, List.of(proof), true, false);
    }
  }

  private void answer(Message reply, int section, List<Record> found, boolean signed, boolean forge)
      throws DNSSEC.DNSSECException {
    found.forEach(record -> reply.addRecord(record, section));
    if (!signed || found.isEmpty()) {
      return;
    }
    List<Record> named = forge ? List.of(other(found.getFirst())) : found;
    RRset set = new RRset();
    new ArrayList<>(named).forEach(set::addRR);
    Instant now = Instant.now();
    reply.addRecord(
        DNSSEC.sign(set, key, keys.getPrivate(), now.minus(ALLOWANCE), now.plus(ALLOWANCE)),
        section);
  }

  /** Another record of the same name and type. */
  private static Record other(Record record) {
    byte[] data = record.rdataToWireCanonical();
    data[0] ^= 1;
    return Record.newRecord(
        record.getName(), record.getType(), record.getDClass(), record.getTTL(), data);
  }

  @Override
  public void close() {
    socket.close();
  }
}
