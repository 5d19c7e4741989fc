package org.godwit.mailflow.inbound;

import com.google.common.base.Splitter;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.godwit.trust.Network;

/**
 * A policy, read (7208 §4.6).
 *
 * @param redirect where it goes on, before macros are expanded
 */
record SpfRecord(List<Directive> directives, Optional<String> redirect) {
  private static final int LONGEST = 8192;

  /** What a directive looks at (7208 §5). */
  enum Kind {
    ALL,
    INCLUDE,
    A,
    MX,
    PTR,
    IP4,
    IP6,
    EXISTS
  }

  /**
   * One directive.
   *
   * @param domain before macros are expanded; empty is the domain itself
   * @param network of ip4 and ip6
   */
  record Directive(
      SpfResult result,
      Kind kind,
      Optional<String> domain,
      Optional<Network> network,
      int bits4,
      int bits6) {

    int bits(InetAddress address) {
      return address.getAddress().length == 4 ? bits4 : bits6;
    }
  }

  /**
   * @param terms what stands behind the version
   */
  static SpfRecord parse(String terms) throws SpfPermError {
    if (terms.length() > LONGEST) {
      throw new SpfPermError("too long");
    }
    List<Directive> directives = new ArrayList<>();
    Optional<String> redirect = Optional.empty();
    boolean explained = false;
    for (String term : Splitter.on(' ').omitEmptyStrings().split(terms)) {
      int equals = term.indexOf('=');
      if (equals < 0 || !term.substring(0, equals).matches("[A-Za-z][A-Za-z0-9_.-]*")) {
        directives.add(directive(term));
        continue;
      }
      String name = term.substring(0, equals).toLowerCase(Locale.ROOT);
      String value = term.substring(equals + 1);
      SpfMacros.check(value);
      if (name.equals("redirect")) {
        if (redirect.isPresent() || value.isEmpty()) {
          throw new SpfPermError("redirect"); // 7208 §6
        }
        redirect = Optional.of(value);
      } else if (name.equals("exp")) {
        if (explained) {
          throw new SpfPermError("exp"); // 7208 §6
        }
        explained = true;
      }
    }
    return new SpfRecord(List.copyOf(directives), redirect);
  }

  private static Directive directive(String term) throws SpfPermError {
    SpfResult result =
        switch (term.charAt(0)) {
          case '-' -> SpfResult.FAIL;
          case '~' -> SpfResult.SOFTFAIL;
          case '?' -> SpfResult.NEUTRAL;
          default -> SpfResult.PASS;
        };
    String rest = "+-~?".indexOf(term.charAt(0)) >= 0 ? term.substring(1) : term;
    int end = 0;
    while (end < rest.length() && rest.charAt(end) != ':' && rest.charAt(end) != '/') {
      end++;
    }
    Kind kind = kind(rest.substring(0, end));
    String argument = rest.substring(end);
    return switch (kind) {
      case IP4, IP6 -> network(result, kind, argument);
      case A, MX -> addresses(result, kind, argument);
      default -> plain(result, kind, argument);
    };
  }

  private static Kind kind(String word) throws SpfPermError {
    try {
      return Kind.valueOf(word.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new SpfPermError("an unknown mechanism");
    }
  }

  private static Directive network(SpfResult result, Kind kind, String argument)
      throws SpfPermError {
    try {
      Network network = Network.parse(argument.startsWith(":") ? argument.substring(1) : "");
      boolean four = network.address().getAddress().length == 4;
      if (four != (kind == Kind.IP4)) {
        throw new SpfPermError("an address of the wrong kind");
      }
      return new Directive(result, kind, Optional.empty(), Optional.of(network), 32, 128);
    } catch (IllegalArgumentException e) {
      throw new SpfPermError("an address that is none");
    }
  }

  private static Directive addresses(SpfResult result, Kind kind, String argument)
      throws SpfPermError {
    String rest = argument;
    int bits6 = 128;
    int bits4 = 32;
    int six = rest.indexOf("//");
    if (six >= 0) {
      bits6 = bits(rest.substring(six + 2), 128);
      rest = rest.substring(0, six);
    }
    int four = rest.lastIndexOf('/');
    if (four >= 0 && rest.indexOf('}', four) < 0) { // a slash may be a delimiter in a macro
      bits4 = bits(rest.substring(four + 1), 32);
      rest = rest.substring(0, four);
    }
    return new Directive(result, kind, domain(rest), Optional.empty(), bits4, bits6);
  }

  private static int bits(String text, int most) throws SpfPermError {
    if (!text.matches("0|[1-9][0-9]{0,2}") || Integer.parseInt(text) > most) {
      throw new SpfPermError("a range that is none");
    }
    return Integer.parseInt(text);
  }

  private static Directive plain(SpfResult result, Kind kind, String argument) throws SpfPermError {
    Optional<String> domain = domain(argument);
    boolean needed = kind == Kind.INCLUDE || kind == Kind.EXISTS;
    if ((needed && domain.isEmpty()) || (kind == Kind.ALL && domain.isPresent())) {
      throw new SpfPermError("a domain that is missing, or too much");
    }
    return new Directive(result, kind, domain, Optional.empty(), 32, 128);
  }

  private static Optional<String> domain(String argument) throws SpfPermError {
    if (argument.isEmpty()) {
      return Optional.empty();
    }
    String domain = argument.substring(1);
    if (argument.charAt(0) != ':' || domain.isEmpty()) {
      throw new SpfPermError("a domain that is none");
    }
    SpfMacros.check(domain);
    return Optional.of(domain);
  }
}
