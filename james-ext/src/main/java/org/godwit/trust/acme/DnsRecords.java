package org.godwit.trust.acme;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import org.xbill.DNS.Update;

/** TXT records in somebody's zone, by signed updates (RFC 2136, RFC 8945). One thread's. */
final class DnsRecords {
  private static final Logger LOG = LoggerFactory.getLogger(DnsRecords.class);
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final long TTL = 60;

  private record Put(Name zone, Record record) {}

  private final AcmeSettings.DnsUpdates settings;
  private final List<Put> put = new ArrayList<>();

  DnsRecords(AcmeSettings.DnsUpdates settings) {
    this.settings = settings;
  }

  void add(String name, String text) throws OrderFailed {
    try {
      Name owner = Name.fromString(name, Name.root);
      Put one = new Put(zone(owner), new TXTRecord(owner, DClass.IN, TTL, text));
      put.add(one); // before it is sent: an answer may be lost on the way back
      Update update = new Update(one.zone());
      update.add(one.record());
      send(update);
    } catch (IOException | IllegalArgumentException e) {
      throw new OrderFailed(
          "the record %s cannot be put up at %s: %s"
              .formatted(name, settings.server(), e.getMessage()),
          e);
    }
  }

  void removeAll() {
    for (Put one : put) {
      try {
        Update update = new Update(one.zone());
        update.delete(one.record()); // 2136 §2.5.4
        send(update);
      } catch (IOException | IllegalArgumentException | OrderFailed e) {
        LOG.warn("the record {} stays in DNS: {}", one.record().getName(), e.getMessage());
      }
    }
    put.clear();
  }

  /** 2136 §4.3: a server takes updates of its zones only, so it is asked which one it is. */
  private Name zone(Name owner) throws IOException, OrderFailed {
    if (settings.zone().isPresent()) {
      return Name.fromString(settings.zone().get(), Name.root);
    }
    Message asked = Message.newQuery(Record.newRecord(owner, Type.SOA, DClass.IN));
    Message answer = resolver().send(asked);
    for (int section : new int[] {Section.ANSWER, Section.AUTHORITY}) {
      for (Record each : answer.getSection(section)) {
        if (each.getType() == Type.SOA && owner.subdomain(each.getName())) {
          return each.getName();
        }
      }
    }
    throw new OrderFailed(settings.server() + " knows no zone for " + owner);
  }

  private void send(Update update) throws IOException, OrderFailed {
    Message answer = resolver().send(update);
    if (answer.getRcode() != Rcode.NOERROR) {
      throw new OrderFailed(
          "%s does not take records: %s"
              .formatted(settings.server(), Rcode.string(answer.getRcode())));
    }
  }

  private SimpleResolver resolver() throws TextParseException {
    SimpleResolver resolver = new SimpleResolver(settings.server());
    resolver.setTimeout(PATIENCE);
    resolver.setTCP(true); // an update is not lost on the way without our knowing
    resolver.setTSIGKey(
        new TSIG(
            Name.fromString(settings.algorithm(), Name.root),
            Name.fromString(settings.keyName(), Name.root),
            settings.key()));
    return resolver;
  }
}
