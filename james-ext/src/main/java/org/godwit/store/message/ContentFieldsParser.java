package org.godwit.store.message;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.godwit.store.message.ContentFields.Disposition;
import org.godwit.store.message.ContentFields.Parameter;

/** Reads the Content- fields of a header. */
final class ContentFieldsParser {

  private static final int MOST_PARAMETERS = 200;

  private ContentFieldsParser() {}

  /**
   * What a header says of its body.
   *
   * @param inDigest whether silence means message/rfc822 (2046 §5.1.5)
   */
  static ContentFields parse(HeaderFields header, boolean inDigest) {
    StructuredValue type = StructuredValue.parse(header.first("content-type").orElse(""));
    int slash = type.value().indexOf('/');
    String mainType = inDigest ? "message" : "text";
    String subtype = inDigest ? "rfc822" : "plain";
    List<Parameter> parameters = List.of();
    if (slash > 0 && slash < type.value().length() - 1) {
      mainType = HeaderFields.lower(type.value().substring(0, slash).strip());
      subtype = HeaderFields.lower(type.value().substring(slash + 1).strip());
      parameters = joined(type.parameters());
    }
    return new ContentFields(
        mainType,
        subtype,
        parameters,
        encoding(header),
        header.first("content-id"),
        header.first("content-description"),
        header.first("content-md5"),
        disposition(header),
        languages(header),
        header.first("content-location"));
  }

  private static String encoding(HeaderFields header) {
    String said =
        StructuredValue.parse(header.first("content-transfer-encoding").orElse("")).value();
    return said.isEmpty() ? "7bit" : HeaderFields.lower(said);
  }

  private static Optional<Disposition> disposition(HeaderFields header) {
    return header
        .first("content-disposition")
        .map(StructuredValue::parse)
        .filter(value -> !value.value().isEmpty())
        .map(
            value ->
                new Disposition(HeaderFields.lower(value.value()), joined(value.parameters())));
  }

  private static List<String> languages(HeaderFields header) {
    List<String> languages = new ArrayList<>();
    for (String language : header.first("content-language").orElse("").split(",", -1)) {
      if (!language.isBlank()) {
        languages.add(language.strip());
      }
    }
    return languages;
  }

  /**
   * Puts values that came in pieces together (2231 §3): {@code name*0}, {@code name*1*} become
   * {@code name}, or {@code name*} when a piece is in the extended form.
   */
  private static List<Parameter> joined(List<Parameter> said) {
    Map<String, Pieces> pieces = new LinkedHashMap<>();
    for (Parameter parameter : said.subList(0, Math.min(said.size(), MOST_PARAMETERS))) {
      String name = parameter.name();
      boolean extended = name.endsWith("*");
      String base = extended ? name.substring(0, name.length() - 1) : name;
      int star = base.lastIndexOf('*');
      int number = star > 0 ? number(base.substring(star + 1)) : -1;
      String key = number >= 0 ? base.substring(0, star) : name;
      pieces
          .computeIfAbsent(key, any -> new Pieces())
          .add(Math.max(0, number), parameter.value(), extended && number >= 0);
    }
    List<Parameter> joined = new ArrayList<>();
    pieces.forEach(
        (key, value) -> joined.add(new Parameter(value.extended ? key + "*" : key, value.text())));
    return joined;
  }

  private static int number(String digits) {
    if (digits.isEmpty() || digits.length() > 3 || !digits.chars().allMatch(Character::isDigit)) {
      return -1;
    }
    return Integer.parseInt(digits);
  }

  /** The pieces of one value, which may come in any order. */
  private static final class Pieces {
    private final Map<Integer, String> byNumber = new java.util.TreeMap<>();
    private boolean extended;

    void add(int number, String value, boolean inExtendedForm) {
      byNumber.putIfAbsent(number, value);
      extended |= inExtendedForm;
    }

    String text() {
      return String.join("", byNumber.values());
    }
  }
}
