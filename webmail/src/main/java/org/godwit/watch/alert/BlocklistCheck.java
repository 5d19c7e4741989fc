package org.godwit.watch.alert;

import com.google.common.net.InetAddresses;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.godwit.store.alert.AlertKind;
import org.godwit.store.alert.Sighting;
import org.godwit.trust.PublicAddresses;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import org.xbill.DNS.lookup.LookupSession;
import org.xbill.DNS.lookup.NoSuchDomainException;
import org.xbill.DNS.lookup.NoSuchRRSetException;

/**
 * Whether others are told to refuse our mail (RFC 5782). Asks every few hours; in between, what it
 * found goes on. Addresses that are not of the public network are not asked about.
 */
final class BlocklistCheck implements Check {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** After a failure. */
  private static final Duration SOON = Duration.ofMinutes(15);

  private final List<String> lists;
  private final String hostname;
  private final Optional<InetAddress> bound;
  private final Supplier<LookupSession> dns;
  private final InstantSource clock;
  private final Duration every;
  private Instant next = Instant.MIN;
  private List<Sighting> found = List.of();

  /**
   * Asks nothing yet.
   *
   * @param lists zones; none is asked nothing
   * @param hostname our name, whose addresses we are taken to send from
   * @param bound where connections start from, if that is set
   */
  BlocklistCheck(
      List<String> lists,
      String hostname,
      Optional<InetAddress> bound,
      Supplier<LookupSession> dns,
      InstantSource clock,
      Duration every) {
    this.lists = lists;
    this.hostname = hostname;
    this.bound = bound;
    this.dns = dns;
    this.clock = clock;
    this.every = every;
  }

  @Override
  public Set<AlertKind> kinds() {
    return Set.of(AlertKind.BLOCKLISTED);
  }

  @Override
  public List<Sighting> look() throws Unknown {
    if (!lists.isEmpty() && !clock.instant().isBefore(next)) {
      next = clock.instant().plus(SOON);
      found = ask();
      next = clock.instant().plus(every);
    }
    return found;
  }

  private List<Sighting> ask() throws Unknown {
    List<Sighting> listed = new ArrayList<>();
    for (InetAddress address : addresses()) {
      for (String list : lists) {
        if (isListed(address, list)) {
          String words =
              "our address %s is on the blocklist %s".formatted(address.getHostAddress(), list);
          listed.add(
              Sighting.of(AlertKind.BLOCKLISTED, address.getHostAddress() + " " + list, words));
        }
      }
    }
    return listed;
  }

  private List<InetAddress> addresses() throws Unknown {
    List<InetAddress> all = new ArrayList<>();
    if (bound.isPresent() && !bound.get().isAnyLocalAddress()) {
      all.add(bound.get());
    } else {
      for (Record record : records(hostname, Type.A)) {
        all.add(((ARecord) record).getAddress());
      }
      for (Record record : records(hostname, Type.AAAA)) {
        all.add(((AAAARecord) record).getAddress());
      }
    }
    return all.stream().filter(PublicAddresses::contain).toList();
  }

  /** Of the answers only 127.0.0.0/16 tells of an address; some lists say no to us in another. */
  private boolean isListed(InetAddress address, String list) throws Unknown {
    for (Record record : records(reversed(address) + "." + list, Type.A)) { // 5782 §2.1
      int value = InetAddresses.coerceToInteger(((ARecord) record).getAddress());
      if (value >>> 16 == 0x7f00 && (value & 0xffff) > 1) {
        return true;
      }
    }
    return false;
  }

  /** 5782 §2.1 and §2.4: the bytes, or the hexadecimal digits, the last one first. */
  static String reversed(InetAddress address) {
    List<String> parts = new ArrayList<>();
    if (address instanceof Inet4Address) {
      for (byte part : address.getAddress()) {
        parts.addFirst(String.valueOf(part & 0xff));
      }
    } else {
      HexFormat.of()
          .formatHex(address.getAddress())
          .toLowerCase(Locale.ROOT)
          .chars()
          .forEach(digit -> parts.addFirst(String.valueOf((char) digit)));
    }
    return String.join(".", parts);
  }

  private List<Record> records(String name, int type) throws Unknown {
    try {
      return dns
          .get()
          .lookupAsync(Name.fromString(name, Name.root), type)
          .toCompletableFuture()
          .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
          .getRecords()
          .stream()
          .filter(record -> record.getType() == type)
          .toList();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof NoSuchDomainException
          || e.getCause() instanceof NoSuchRRSetException) {
        return List.of();
      }
      throw new Unknown("DNS cannot be asked", e);
    } catch (TextParseException | TimeoutException e) {
      throw new Unknown("DNS cannot be asked", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unknown("we stop", e);
    }
  }
}
