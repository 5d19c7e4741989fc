package org.godwit.trust.dkim;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code tag=value; tag=value}, as in signatures and key records (6376 §3.2). Immutable. */
final class TagList {
  private static final CharMatcher WHITE = CharMatcher.anyOf(" \t\r\n");

  private final Map<String, String> tags;

  private TagList(Map<String, String> tags) {
    this.tags = tags;
  }

  static TagList parse(String text) throws DkimProblem {
    Map<String, String> tags = new LinkedHashMap<>();
    List<String> all = Splitter.on(';').splitToList(text);
    for (int i = 0; i < all.size(); i++) {
      String one = WHITE.trimFrom(all.get(i));
      if (one.isEmpty() && i == all.size() - 1) {
        break; // one semicolon may end the list
      }
      int equals = one.indexOf('=');
      if (equals < 1) {
        throw DkimProblem.permanent("a tag without a value");
      }
      String name = WHITE.trimFrom(one.substring(0, equals));
      if (tags.put(name, WHITE.trimFrom(one.substring(equals + 1))) != null) {
        throw DkimProblem.permanent("a tag is there twice"); // 6376 §3.2
      }
    }
    return new TagList(tags);
  }

  Optional<String> get(String tag) {
    return Optional.ofNullable(tags.get(tag));
  }

  String must(String tag) throws DkimProblem {
    String value = tags.get(tag);
    if (value == null || value.isEmpty()) {
      throw DkimProblem.permanent("the tag " + tag + " is missing");
    }
    return value;
  }

  /** A value with colons between its words. */
  List<String> words(String tag, String otherwise) {
    return Splitter.on(':')
        .trimResults(WHITE)
        .omitEmptyStrings()
        .splitToList(tags.getOrDefault(tag, otherwise));
  }

  byte[] bytes(String tag) throws DkimProblem {
    try {
      return Base64.getDecoder().decode(WHITE.removeFrom(must(tag)));
    } catch (IllegalArgumentException e) {
      throw DkimProblem.permanent("the tag " + tag + " is not base64");
    }
  }

  Optional<Long> number(String tag) throws DkimProblem {
    String value = tags.get(tag);
    if (value == null) {
      return Optional.empty();
    }
    if (!value.matches("[0-9]{1,18}")) { // 6376 §3.5: up to 76 digits; nobody has so many octets
      throw DkimProblem.permanent("the tag " + tag + " is not a number");
    }
    return Optional.of(Long.parseLong(value));
  }

  /** A field with the value of "b=" taken out, as it is signed (6376 §3.5). */
  static String withoutSignature(String raw) {
    StringBuilder out = new StringBuilder(raw.length());
    int start = raw.indexOf(':') + 1;
    out.append(raw, 0, start);
    while (start <= raw.length()) {
      int semicolon = raw.indexOf(';', start);
      int end = semicolon < 0 ? raw.length() : semicolon;
      int equals = raw.indexOf('=', start);
      boolean signature =
          equals >= 0 && equals < end && WHITE.trimFrom(raw.substring(start, equals)).equals("b");
      out.append(raw, start, signature ? equals + 1 : end);
      if (semicolon >= 0) {
        out.append(';');
      }
      start = end + 1;
    }
    return out.toString();
  }
}
