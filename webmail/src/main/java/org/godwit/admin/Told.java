package org.godwit.admin;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.james.core.Domain;
import org.apache.james.core.MailAddress;
import org.apache.james.core.Username;
import org.godwit.store.account.UnicodeAddress;

/**
 * What a request says, checked as it is read.
 *
 * @param values of the parameters, an object
 * @param file what comes with it; empty for an operation that takes none
 * @param actor who asks
 * @param reach how far their rights go; null until that is decided
 */
record Told(JsonNode values, InputStream file, Actor actor, Reach reach) {
  private static final Pattern SIZE = Pattern.compile("(\\d{1,12}) ?(B|KB|MB|GB|TB|)");
  private static final Pattern AGO = Pattern.compile("(\\d{1,5})([hd])");

  Optional<String> maybe(String name) {
    JsonNode value = values.path(name);
    return value.isValueNode() && !value.isNull()
        ? Optional.of(value.asText().strip())
        : Optional.empty();
  }

  String text(String name) throws AdminProblem {
    return maybe(name)
        .filter(text -> !text.isEmpty())
        .orElseThrow(() -> AdminProblem.malformed(name + " is missing"));
  }

  /** As it was given: spaces may be meant. */
  String password() throws AdminProblem {
    String password = values.path("password").asText("");
    if (password.isEmpty()) {
      throw AdminProblem.malformed("the password is empty");
    }
    return password;
  }

  boolean flag(String name) {
    return values.path(name).asBoolean(false);
  }

  List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    values.path(name).forEach(value -> texts.add(value.asText().strip()));
    return texts;
  }

  Username account(String name) throws AdminProblem {
    return UnicodeAddress.user(address(name));
  }

  MailAddress address(String name) throws AdminProblem {
    return address(name, text(name));
  }

  static MailAddress address(String name, String text) throws AdminProblem {
    try {
      return UnicodeAddress.parse(text);
    } catch (javax.mail.internet.AddressException e) {
      throw AdminProblem.malformed(
          "%s is not an address such as alice@example.org: %s".formatted(name, text));
    }
  }

  /** All that a parameter says, one text for each thing. */
  List<String> said(Parameter parameter) {
    return switch (parameter.kind()) {
      case SOME, ANY -> texts(parameter.name());
      default -> maybe(parameter.name()).filter(text -> !text.isEmpty()).stream().toList();
    };
  }

  Domain domain() throws AdminProblem {
    return domain(text("domain"));
  }

  static Domain domain(String text) throws AdminProblem {
    try {
      if (text.contains(".")) {
        return Domain.of(text);
      }
    } catch (IllegalArgumentException e) {
      // said below
    }
    throw AdminProblem.malformed("domain is not a domain such as example.org: " + text);
  }

  long number(String name) throws AdminProblem {
    return number(name, text(name));
  }

  static long number(String name, String text) throws AdminProblem {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw AdminProblem.malformed(name + " is not a number: " + text);
    }
  }

  /**
   * A moment: a date, a date and time with its zone, or how long ago; empty when nothing is said.
   */
  Optional<Instant> since(String name) throws AdminProblem {
    Optional<String> text = maybe(name);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Matcher ago = AGO.matcher(text.get());
    try {
      if (ago.matches()) {
        long count = Long.parseLong(ago.group(1));
        Duration time = ago.group(2).equals("d") ? Duration.ofDays(count) : Duration.ofHours(count);
        return Optional.of(Instant.now().minus(time));
      }
      return Optional.of(
          text.get().contains("T")
              ? OffsetDateTime.parse(text.get()).toInstant()
              : LocalDate.parse(text.get()).atStartOfDay(ZoneId.systemDefault()).toInstant());
    } catch (DateTimeException e) {
      throw AdminProblem.malformed(
          "%s is not a time such as 2026-01-31, 2026-01-31T12:00:00Z, 2h or 7d: %s"
              .formatted(name, text.get()));
    }
  }

  /** A number of bytes; empty when nothing is said. */
  Optional<Long> size(String name) throws AdminProblem {
    Optional<String> text = maybe(name);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Matcher size = SIZE.matcher(text.get().toUpperCase(java.util.Locale.ROOT));
    if (!size.matches()) {
      throw AdminProblem.malformed(name + " is not a size such as 2GB: " + text.get());
    }
    int power = List.of("KB", "MB", "GB", "TB").indexOf(size.group(2)) + 1;
    try {
      return Optional.of(Math.multiplyExact(Long.parseLong(size.group(1)), 1L << (10 * power)));
    } catch (ArithmeticException e) {
      throw AdminProblem.malformed(name + " is too large: " + text.get());
    }
  }
}
