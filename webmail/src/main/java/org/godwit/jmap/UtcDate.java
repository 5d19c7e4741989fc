package org.godwit.jmap;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/** A UTCDate (8620 §1.4): a time whose offset is {@code Z}, in capitals. */
public final class UtcDate {

  private static final Pattern FORM =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})?Z");

  private UtcDate() {}

  /** The time; empty when the text is none. */
  public static Optional<Instant> read(String text) {
    try {
      return FORM.matcher(text).matches() ? Optional.of(Instant.parse(text)) : Optional.empty();
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** An argument; empty when it is missing or null. */
  public static Optional<Instant> argument(Arguments given, String name) throws MethodError {
    Optional<String> text = given.text(name);
    if (text.isPresent() && read(text.get()).isEmpty()) {
      throw MethodError.invalidArguments(name + " is not a UTCDate");
    }
    return text.flatMap(UtcDate::read);
  }

  /** A property; empty when it is missing or null. */
  public static Optional<Instant> property(JsonNode given, String name) throws SetError {
    JsonNode value = given.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    Optional<Instant> read = value.isTextual() ? read(value.textValue()) : Optional.empty();
    if (read.isEmpty()) {
      throw SetError.invalidProperties("this is no UTCDate", name);
    }
    return read;
  }
}
