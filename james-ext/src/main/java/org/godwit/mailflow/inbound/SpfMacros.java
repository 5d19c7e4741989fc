package org.godwit.mailflow.inbound;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import com.google.common.net.UrlEscapers;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What stands for something else in a policy (7208 §7). For one message. */
final class SpfMacros {
  private static final Pattern MACRO =
      Pattern.compile("%(?:([%_-])|\\{([slodiphvSLODIPHV])([0-9]{0,3})([rR]?)([.+,/_=-]*)\\})");
  private static final Pattern PLAIN = Pattern.compile("[\\x21-\\x24\\x26-\\x7e]*");
  private static final int LONGEST = 253;

  private final InetAddress client;
  private final String sender;
  private final String helo;
  private final Names names;

  /** Asks for a validated name of the client; most policies never do. */
  @FunctionalInterface
  interface Names {
    String of(String domain) throws SpfPermError;
  }

  SpfMacros(InetAddress client, String sender, String helo, Names names) {
    this.client = client;
    this.sender = sender;
    this.helo = helo;
    this.names = names;
  }

  /** Refuses what is no macro string. */
  static void check(String text) throws SpfPermError {
    Matcher macro = MACRO.matcher(text);
    int end = 0;
    while (macro.find()) {
      plain(text.substring(end, macro.start()));
      if ("0".equals(macro.group(3)) || "00".equals(macro.group(3))) {
        throw new SpfPermError("a macro of no parts");
      }
      end = macro.end();
    }
    plain(text.substring(end));
  }

  private static void plain(String text) throws SpfPermError {
    if (!PLAIN.matcher(text).matches()) {
      throw new SpfPermError("a macro that is none");
    }
  }

  String expand(String text, String domain) throws SpfPermError {
    StringBuilder out = new StringBuilder();
    Matcher macro = MACRO.matcher(text);
    int end = 0;
    while (macro.find()) {
      out.append(text, end, macro.start()).append(expand(macro, domain));
      end = macro.end();
    }
    String name = out.append(text, end, text.length()).toString();
    while (name.length() > LONGEST && name.indexOf('.') >= 0) { // 7208 §7.3
      name = name.substring(name.indexOf('.') + 1);
    }
    return name;
  }

  private String expand(Matcher macro, String domain) throws SpfPermError {
    if (macro.group(1) != null) {
      return switch (macro.group(1)) {
        case "%" -> "%";
        case "_" -> " ";
        default -> "%20";
      };
    }
    String letter = macro.group(2);
    String value = value(letter.toLowerCase(Locale.ROOT), domain);
    String delimiters = macro.group(5).isEmpty() ? "." : macro.group(5);
    List<String> parts =
        new ArrayList<>(Splitter.on(CharMatcher.anyOf(delimiters)).splitToList(value));
    if (!macro.group(4).isEmpty()) {
      Collections.reverse(parts);
    }
    int keep = macro.group(3).isEmpty() ? parts.size() : Integer.parseInt(macro.group(3));
    String kept = String.join(".", parts.subList(Math.max(0, parts.size() - keep), parts.size()));
    return letter.equals(letter.toLowerCase(Locale.ROOT))
        ? kept
        : UrlEscapers.urlPathSegmentEscaper().escape(kept);
  }

  private String value(String letter, String domain) throws SpfPermError {
    int at = sender.lastIndexOf('@');
    return switch (letter) {
      case "s" -> sender;
      case "l" -> at < 1 ? "postmaster" : sender.substring(0, at);
      case "o" -> sender.substring(at + 1);
      case "d" -> domain;
      case "i" -> dotted();
      case "p" -> names.of(domain);
      case "v" -> client.getAddress().length == 4 ? "in-addr" : "ip6";
      default -> helo;
    };
  }

  private String dotted() {
    byte[] octets = client.getAddress();
    if (octets.length == 4) {
      return client.getHostAddress();
    }
    List<String> nibbles = new ArrayList<>();
    for (byte octet : octets) {
      nibbles.add(Integer.toHexString((octet >> 4) & 0xf));
      nibbles.add(Integer.toHexString(octet & 0xf));
    }
    return String.join(".", nibbles);
  }
}
