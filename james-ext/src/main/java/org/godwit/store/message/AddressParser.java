package org.godwit.store.message;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads a list of addresses as people and programs write them (5322 §3.4, with the obsolete forms
 * of §4.4). It never gives up: what is no address is shown as a name, as other servers do.
 */
public final class AddressParser {

  private static final String NO_HOST = "MISSING_DOMAIN";
  private static final String NO_MAILBOX = "MISSING_MAILBOX";
  private static final int MOST = 10_000;

  private final String text;
  private final List<Address> found = new ArrayList<>();
  private int at;
  private boolean inGroup;
  private String comment = "";

  private AddressParser(String text) {
    this.text = text;
  }

  /** The addresses of an unfolded field value. */
  public static List<Address> parse(String text) {
    AddressParser parser = new AddressParser(text);
    parser.list();
    return parser.found;
  }

  private void list() {
    while (found.size() < MOST && more()) {
      char c = text.charAt(at);
      if (c == ',' || (c == ';' && !inGroup)) {
        at++;
      } else if (c == ';') {
        at++;
        endGroup();
      } else {
        comment = "";
        one();
      }
    }
    if (inGroup) {
      endGroup();
    }
  }

  private void endGroup() {
    inGroup = false;
    found.add(Address.groupEnd());
  }

  /** One address, or the start of a group. It always moves on. */
  private void one() {
    String phrase = words(false);
    char c = more() ? text.charAt(at) : ',';
    if (c == ':' && !inGroup) {
      at++;
      inGroup = true;
      found.add(Address.groupStart(phrase));
    } else if (c == '<') {
      at++;
      inBrackets(phrase);
    } else if (c == '@') {
      at++;
      String host = words(true);
      skipRest();
      found.add(Address.of(comment, "", phrase.isEmpty() ? NO_MAILBOX : phrase, host(host)));
    } else {
      if (c != ',' && c != ';') {
        at++; // a stray mark
      }
      if (!phrase.isEmpty()) {
        found.add(Address.of(comment, "", phrase, NO_HOST));
      }
    }
  }

  private static String host(String host) {
    return host.isEmpty() ? NO_HOST : host;
  }

  private void inBrackets(String name) {
    String route = "";
    more();
    if (at < text.length() && text.charAt(at) == '@') { // 5322 §4.4: <@a,@b:ann@c>
      int colon = text.indexOf(':', at);
      int close = text.indexOf('>', at);
      if (colon > 0 && (close < 0 || colon < close)) {
        route = text.substring(at, colon).strip();
        at = colon + 1;
      }
    }
    String mailbox = words(true);
    String host = "";
    if (more() && text.charAt(at) == '@') {
      at++;
      host = words(true);
    }
    int close = text.indexOf('>', at);
    at = close < 0 ? text.length() : close + 1;
    skipRest();
    if (mailbox.isEmpty() && host.isEmpty() && name.isEmpty()) {
      return; // <> is nobody
    }
    String display = name.isEmpty() ? comment : name;
    found.add(Address.of(display, route, mailbox.isEmpty() ? NO_MAILBOX : mailbox, host(host)));
  }

  /** To the comma behind an address; a comment there is its name (5322 §3.4, older habit). */
  private void skipRest() {
    while (more() && text.charAt(at) != ',' && text.charAt(at) != ';') {
      at++;
    }
  }

  /**
   * Words up to a mark that ends them.
   *
   * @param joined whether white space between them falls away, as inside an address
   */
  private String words(boolean joined) {
    StringBuilder words = new StringBuilder();
    while (true) {
      int before = at;
      if (!more()) {
        return words.toString();
      }
      boolean gap = at > before;
      char c = text.charAt(at);
      if (",;:<>@".indexOf(c) >= 0) {
        return words.toString();
      }
      if (gap && !joined && !words.isEmpty()) {
        words.append(' ');
      }
      if (c == '"') {
        quoted(words);
      } else if (c == '[') {
        literal(words);
      } else {
        words.append(c);
        at++;
      }
    }
  }

  private void quoted(StringBuilder words) {
    at++;
    while (at < text.length() && text.charAt(at) != '"') {
      if (text.charAt(at) == '\\' && at + 1 < text.length()) {
        at++;
      }
      words.append(text.charAt(at++));
    }
    at++;
  }

  private void literal(StringBuilder words) {
    int close = text.indexOf(']', at);
    int end = close < 0 ? text.length() : close + 1;
    words.append(text, at, end);
    at = end;
  }

  /** Passes white space and comments; says whether something is left. */
  private boolean more() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '(') {
        comment();
      } else if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
        at++;
      } else {
        return true;
      }
    }
    return false;
  }

  private void comment() {
    StringBuilder said = new StringBuilder();
    int depth = 1;
    for (at++; at < text.length() && depth > 0; at++) {
      char c = text.charAt(at);
      if (c == '\\' && at + 1 < text.length()) {
        at++;
      } else if (c == '(') {
        depth++;
      } else if (c == ')') {
        depth--;
      }
      if (depth > 0) {
        said.append(text.charAt(at));
      }
    }
    comment = said.toString().strip();
  }
}
