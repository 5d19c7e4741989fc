package org.godwit.mailflow.inbound;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.godwit.mailflow.inbound.Questions.NoAnswer;
import org.godwit.mailflow.inbound.SpfRecord.Directive;
import org.godwit.trust.Network;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.ReverseMap;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/** Whether an address may send for a domain (7208 §4). For one message and one thread. */
final class Spf {

  private static final int MOST_LOOKUPS = 10; // 7208 §4.6.4
  private static final int MOST_VOID = 2; // 7208 §4.6.4
  private static final int MOST_NAMES = 10; // 7208 §4.6.4, of one mx or ptr
  private static final String VERSION = "v=spf1";

  private final Questions questions;
  private final SpfMacros macros;
  private final InetAddress client;
  private int lookups;
  private int voids;

  private Spf(Questions questions, InetAddress client, String sender, String helo) {
    this.questions = questions;
    this.client = client;
    this.macros = new SpfMacros(client, sender, helo, this::validatedName);
  }

  /**
   * Asks.
   *
   * @param domain of the sender, or what the client calls itself when there is no sender
   * @param sender the whole address; postmaster at that name when there is none (7208 §2.4)
   */
  static SpfResult check(
      Questions questions, InetAddress client, String domain, String sender, String helo) {
    try {
      return new Spf(questions, client, sender, helo).host(domain);
    } catch (NoAnswer e) {
      return SpfResult.TEMPERROR;
    } catch (SpfPermError e) {
      return SpfResult.PERMERROR;
    }
  }

  private SpfResult host(String domain) throws NoAnswer, SpfPermError {
    if (!isName(domain)) {
      return SpfResult.NONE; // 7208 §4.3
    }
    List<String> found = policies(domain);
    if (found.isEmpty()) {
      return SpfResult.NONE;
    }
    if (found.size() > 1) {
      throw new SpfPermError("several policies"); // 7208 §4.5
    }
    SpfRecord record = SpfRecord.parse(found.getFirst().substring(VERSION.length()));
    for (Directive directive : record.directives()) {
      if (matches(directive, domain)) {
        return directive.result();
      }
    }
    if (record.redirect().isEmpty()) {
      return SpfResult.NEUTRAL; // 7208 §4.7
    }
    countLookup();
    SpfResult result = host(macros.expand(record.redirect().get(), domain));
    if (result == SpfResult.NONE) {
      throw new SpfPermError("redirected to nothing"); // 7208 §6.1
    }
    return result;
  }

  static boolean isName(String domain) {
    return domain.length() <= 253
        && domain.matches("[A-Za-z0-9_-]{1,63}(\\.[A-Za-z0-9_-]{1,63})+\\.?");
  }

  private List<String> policies(String domain) throws NoAnswer {
    return texts(questions, domain).stream()
        .filter(
            text ->
                text.regionMatches(true, 0, VERSION, 0, VERSION.length())
                    && (text.length() == VERSION.length() || text.charAt(VERSION.length()) == ' '))
        .toList();
  }

  /** The TXT records of a name, each in one piece (7208 §3.3). */
  static List<String> texts(Questions questions, String name) throws NoAnswer {
    List<String> texts = new ArrayList<>();
    for (Record record : questions.ask(name, Type.TXT)) {
      if (record instanceof TXTRecord txt) {
        texts.add(String.join("", txt.getStrings()));
      }
    }
    return texts;
  }

  private boolean matches(Directive directive, String domain) throws NoAnswer, SpfPermError {
    return switch (directive.kind()) {
      case ALL -> true;
      case IP4, IP6 -> directive.network().orElseThrow().contains(client);
      case INCLUDE -> includes(target(directive, domain));
      case A -> anyAddress(List.of(target(directive, domain)), directive);
      case MX -> anyAddress(exchangers(target(directive, domain)), directive);
      case PTR -> isNamedIn(target(directive, domain));
      case EXISTS -> !ask(target(directive, domain), Type.A).isEmpty();
    };
  }

  private String target(Directive directive, String domain) throws NoAnswer, SpfPermError {
    countLookup();
    Optional<String> spec = directive.domain();
    return spec.isEmpty() ? domain : macros.expand(spec.get(), domain);
  }

  private void countLookup() throws SpfPermError {
    if (++lookups > MOST_LOOKUPS) {
      throw new SpfPermError("too many lookups");
    }
  }

  private boolean includes(String domain) throws NoAnswer, SpfPermError {
    SpfResult result = host(domain);
    if (result == SpfResult.NONE) {
      throw new SpfPermError("includes nothing"); // 7208 §5.2
    }
    return result == SpfResult.PASS;
  }

  private List<String> exchangers(String domain) throws NoAnswer, SpfPermError {
    List<String> hosts = new ArrayList<>();
    for (Record record : ask(domain, Type.MX)) {
      if (record instanceof MXRecord mx) {
        hosts.add(mx.getTarget().toString(true));
      }
    }
    if (hosts.size() > MOST_NAMES) {
      throw new SpfPermError("too many servers");
    }
    return hosts;
  }

  private boolean anyAddress(List<String> hosts, Directive directive)
      throws NoAnswer, SpfPermError {
    for (String host : hosts) {
      for (InetAddress address : addresses(host)) {
        if (new Network(address, directive.bits(address)).contains(client)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Of the client's kind. */
  private List<InetAddress> addresses(String host) throws NoAnswer, SpfPermError {
    List<InetAddress> found = new ArrayList<>();
    for (Record record : ask(host, client.getAddress().length == 4 ? Type.A : Type.AAAA)) {
      if (record instanceof ARecord a) {
        found.add(a.getAddress());
      } else if (record instanceof AAAARecord aaaa) {
        found.add(aaaa.getAddress());
      }
    }
    return found;
  }

  private boolean isNamedIn(String domain) throws SpfPermError {
    return validatedNames().stream().anyMatch(name -> isIn(name, domain));
  }

  private static boolean isIn(String name, String domain) {
    String lower = name.toLowerCase(Locale.ROOT);
    String parent = domain.toLowerCase(Locale.ROOT);
    return lower.equals(parent) || lower.endsWith("." + parent);
  }

  /** For the macro "p" (7208 §7.3). */
  private String validatedName(String domain) throws SpfPermError {
    List<String> names = validatedNames();
    return names.stream()
        .filter(name -> isIn(name, domain))
        .findFirst()
        .or(() -> names.stream().findFirst())
        .orElse("unknown");
  }

  /** What the client's address is called, and what is at that address (7208 §5.5). */
  private List<String> validatedNames() throws SpfPermError {
    List<String> valid = new ArrayList<>();
    try {
      List<Record> names = questions.ask(ReverseMap.fromAddress(client).toString(true), Type.PTR);
      for (Record record : names.subList(0, Math.min(MOST_NAMES, names.size()))) {
        if (record instanceof PTRRecord ptr) {
          String name = ptr.getTarget().toString(true);
          if (isAt(name)) {
            valid.add(name);
          }
        }
      }
    } catch (NoAnswer e) {
      return valid; // 7208 §5.5: then it does not match
    }
    return valid;
  }

  private boolean isAt(String name) throws SpfPermError {
    try {
      return addresses(name).contains(client);
    } catch (NoAnswer e) {
      return false;
    }
  }

  private List<Record> ask(String name, int type) throws NoAnswer, SpfPermError {
    List<Record> found = isName(name) ? questions.ask(name, type) : List.of();
    if (found.isEmpty() && ++voids > MOST_VOID) {
      throw new SpfPermError("too many lookups of nothing");
    }
    return found;
  }
}
