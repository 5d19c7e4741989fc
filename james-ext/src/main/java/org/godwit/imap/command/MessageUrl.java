package org.godwit.imap.command;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A relative URL of a message or a part of one (RFC 5092 §5, §6).
 *
 * @param mailbox empty for the selected one
 * @param section as FETCH names it, {@code ""} for the whole message
 * @param octets how many at most, from {@code first} on
 */
record MessageUrl(
    Optional<String> mailbox,
    OptionalLong uidValidity,
    long uid,
    String section,
    OptionalLong first,
    OptionalLong octets) {

  private static final Pattern FORM =
      Pattern.compile(
          "(?:/(?<mailbox>[^;]+?)(?:;UIDVALIDITY=(?<validity>\\d{1,10}))?/|/?)"
              + ";UID=(?<uid>\\d{1,10})"
              + "(?:/;SECTION=(?<section>[^;]*))?"
              + "(?:/;PARTIAL=(?<first>\\d{1,10})(?:\\.(?<octets>\\d{1,10}))?)?",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern ESCAPE = Pattern.compile("%[0-9a-fA-F]{2}");

  /**
   * Reads a URL.
   *
   * @return empty when it is none, or one of another server (4469 §3)
   */
  static Optional<MessageUrl> of(String text) {
    Matcher found = FORM.matcher(text);
    if (!found.matches()) {
      return Optional.empty();
    }
    Optional<String> mailbox = Optional.empty();
    if (found.group("mailbox") != null) {
      mailbox = decoded(found.group("mailbox"));
      if (mailbox.isEmpty()) {
        return Optional.empty();
      }
    }
    String section = found.group("section") == null ? "" : found.group("section");
    OptionalLong validity = number(found.group("validity"));
    OptionalLong first = number(found.group("first"));
    OptionalLong octets = number(found.group("octets"));
    long uid = Long.parseLong(found.group("uid"));
    Optional<String> named = mailbox;
    return uid == 0
        ? Optional.empty()
        : decoded(section).map(part -> new MessageUrl(named, validity, uid, part, first, octets));
  }

  private static OptionalLong number(String digits) {
    return digits == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(digits));
  }

  /** What {@code %41} and its like stand for, which is UTF-8 (5092 §8). */
  private static Optional<String> decoded(String text) {
    ByteArrayOutputStream octets = new ByteArrayOutputStream(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%') {
        if (!ESCAPE.matcher(text).region(i, text.length()).lookingAt()) {
          return Optional.empty();
        }
        octets.write(Integer.parseInt(text, i + 1, i + 3, 16));
        i += 2;
      } else {
        octets.write(c);
      }
    }
    try {
      return Optional.of(
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(octets.toByteArray()))
              .toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
