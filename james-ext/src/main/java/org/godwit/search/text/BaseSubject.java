package org.godwit.search.text;

import java.util.Locale;

/**
 * The subject that a conversation is about (RFC 5256 §2.1): without "Re:", "Fwd:", "(fwd)" and
 * labels in brackets.
 *
 * @param text in the case of the message
 * @param reply whether a mark of a reply or of forwarding was taken away
 */
record BaseSubject(String text, boolean reply) {

  private static final String FORWARD_START = "[fwd:";

  /**
   * Takes a subject apart.
   *
   * @param subject decoded
   */
  static BaseSubject of(String subject) {
    String text = spaced(subject); // 5256 §2.1 (1)
    boolean reply = false;
    while (true) {
      String shorter = withoutTrailer(text); // (2)
      reply |= !shorter.equals(text);
      text = shorter;
      while (true) { // (5)
        String before = text;
        int leader = leader(text); // (3)
        if (leader > 0) {
          reply = true;
          text = text.substring(leader);
        }
        int blob = blob(text, 0); // (4)
        if (blob > 0 && blob < text.length()) {
          text = text.substring(blob);
        }
        if (text.equals(before)) {
          break;
        }
      }
      if (!isForwarded(text)) {
        return new BaseSubject(text, reply);
      }
      reply = true; // (6)
      text = text.substring(FORWARD_START.length(), text.length() - 1).strip();
    }
  }

  private static boolean isForwarded(String text) {
    return text.regionMatches(true, 0, FORWARD_START, 0, FORWARD_START.length())
        && text.endsWith("]");
  }

  private static String spaced(String subject) {
    StringBuilder spaced = new StringBuilder(subject.length());
    for (int i = 0; i < subject.length(); i++) {
      char c = subject.charAt(i);
      boolean white = c == ' ' || c == '\t' || c == '\r' || c == '\n';
      if (!white) {
        spaced.append(c);
      } else if (!spaced.isEmpty() && spaced.charAt(spaced.length() - 1) != ' ') {
        spaced.append(' ');
      }
    }
    return spaced.toString().stripTrailing();
  }

  /** subj-trailer: "(fwd)" and white space. */
  private static String withoutTrailer(String text) {
    String left = text.stripTrailing();
    while (left.toLowerCase(Locale.ROOT).endsWith("(fwd)")) {
      left = left.substring(0, left.length() - "(fwd)".length()).stripTrailing();
    }
    return left;
  }

  /**
   * The end of a subj-leader, which is blobs and "re", "fw" or "fwd", or white space; 0 for none.
   */
  private static int leader(String text) {
    if (text.startsWith(" ")) {
      return 1;
    }
    int at = 0;
    for (int blob = blob(text, at); blob > at; blob = blob(text, at)) {
      at = blob;
    }
    int word = word(text, at);
    if (word == at) {
      return 0;
    }
    at = skipSpace(text, word);
    int blob = blob(text, at);
    at = blob > at ? blob : at;
    return at < text.length() && text.charAt(at) == ':' ? at + 1 : 0;
  }

  private static int word(String text, int at) {
    for (String word : new String[] {"fwd", "fw", "re"}) {
      if (text.regionMatches(true, at, word, 0, word.length())) {
        return at + word.length();
      }
    }
    return at;
  }

  /** The end of a subj-blob, "[…]" and white space; {@code from} when there is none. */
  private static int blob(String text, int from) {
    if (from >= text.length() || text.charAt(from) != '[') {
      return from;
    }
    for (int at = from + 1; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '[') {
        return from;
      }
      if (c == ']') {
        return skipSpace(text, at + 1);
      }
    }
    return from;
  }

  private static int skipSpace(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
    return at;
  }
}
