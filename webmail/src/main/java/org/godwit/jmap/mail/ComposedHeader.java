package org.godwit.jmap.mail;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.james.mime4j.codec.EncoderUtil;
import org.apache.james.mime4j.util.MimeUtil;
import org.godwit.jmap.SetError;

/** The header of a message or a part while it is written. No value can begin a field of its own. */
final class ComposedHeader {

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH);
  private static final int LONGEST_LINE = 998; // 5322 §2.1.1

  private record Field(String name, String value) {}

  private final List<Field> fields = new ArrayList<>();
  private final Set<String> given = new HashSet<>();
  private SetError wrong;

  /** Adds the fields that a property of an email stands for. */
  void add(String property, JsonNode value) throws SetError {
    Optional<HeaderProperty> known = HeaderProperty.of(property);
    if (known.isEmpty()) {
      throw SetError.invalidProperties("there is no such property", property);
    }
    HeaderProperty header = known.get();
    if (header.lowerField().startsWith("content-")) { // 8621 §4.6: the parts have those
      throw SetError.invalidProperties("a part says that", property);
    }
    addAll(header, property, value);
  }

  private void addAll(HeaderProperty header, String property, JsonNode value) throws SetError {
    if (value.isNull()) {
      return;
    }
    if (!given.add(header.lowerField())) { // 8621 §4.6
      throw SetError.invalidProperties("a field is given twice", property);
    }
    if (header.all() && !value.isArray()) {
      throw SetError.invalidProperties("these are many", property);
    }
    for (JsonNode one : header.all() ? value : List.of(value)) {
      fields.add(new Field(header.field(), text(header.form(), one, property)));
    }
  }

  /** The same of a part; what is wrong is told by {@link #mustBeWell}. */
  void addOf(Map.Entry<String, JsonNode> entry) {
    try {
      Optional<HeaderProperty> header = HeaderProperty.of(entry.getKey());
      if (header.isEmpty()
          || header.get().lowerField().equals("content-transfer-encoding")) { // 8621 §4.6
        throw SetError.invalidProperties("a part cannot say that", "bodyStructure");
      }
      addAll(header.get(), entry.getKey(), entry.getValue());
    } catch (SetError e) {
      wrong = e;
    }
  }

  /** Whether the client gave such a field, be it empty. */
  boolean gave(String lowerField) {
    return given.contains(lowerField);
  }

  void mustBeWell() throws SetError {
    if (wrong != null) {
      throw wrong;
    }
  }

  private boolean has(String field) {
    return fields.stream().anyMatch(one -> one.name().equalsIgnoreCase(field));
  }

  /** A field of our own, unless the client gave it. */
  void set(String field, String value) {
    addUnlessThere(field, value);
  }

  void addUnlessThere(String field, String value) {
    if (!has(field)) {
      fields.add(new Field(field, value));
    }
  }

  String text() {
    StringBuilder text = new StringBuilder();
    for (Field field : fields) {
      String line = field.name() + ": " + field.value();
      text.append(line.contains("\r\n") ? line : MimeUtil.fold(line, 0)).append("\r\n");
    }
    return text.toString();
  }

  private static String text(HeaderForm form, JsonNode value, String property) throws SetError {
    try {
      return switch (form) {
        case RAW -> raw(need(value, property));
        case TEXT -> encoded(line(need(value, property)));
        case ADDRESSES -> addresses(value, property);
        case GROUPED_ADDRESSES -> groups(value, property);
        case MESSAGE_IDS -> bracketed(value, property, " ");
        case URLS -> bracketed(value, property, ", ");
        case DATE -> date(OffsetDateTime.parse(need(value, property)));
      };
    } catch (DateTimeException | UncheckedIOException e) {
      throw SetError.invalidProperties("this is no value of that kind", property);
    }
  }

  private static String need(JsonNode value, String property) throws SetError {
    if (!value.isTextual()) {
      throw SetError.invalidProperties("this is a text", property);
    }
    return value.textValue();
  }

  /** As it is, but that no line of it can be a field. */
  private static String raw(String value) {
    return value.strip().replace("\0", "").replaceAll("\r?\n[ \t]*|\r", "\r\n ");
  }

  /** In one line. */
  static String line(String value) {
    return value.replaceAll("[\\r\\n\\x00]+", " ").strip();
  }

  private static String encoded(String text) {
    return text.chars().allMatch(c -> c >= 0x20 && c < 0x7F) && !text.contains("=?")
        ? text
        : EncoderUtil.encodeIfNecessary(text, EncoderUtil.Usage.TEXT_TOKEN, 9);
  }

  private static String addresses(JsonNode value, String property) throws SetError {
    if (!value.isArray()) {
      throw SetError.invalidProperties("these are addresses", property);
    }
    List<String> all = new ArrayList<>();
    for (JsonNode one : value) {
      JsonNode email = one.get("email");
      if (email == null || !email.isTextual() || !isAddress(email.textValue())) {
        throw SetError.invalidProperties("this is no address", property);
      }
      mustHave(one, "email", property);
      String name = one.path("name").asText("");
      all.add(
          name.isBlank() || one.path("name").isNull()
              ? email.textValue()
              : phrase(line(name)) + " <" + email.textValue() + ">");
    }
    return String.join(",\r\n ", all);
  }

  /** 8621 §4.1.2.3, §4.1.2.4: a name, which may be null, one thing more, and nothing else. */
  private static void mustHave(JsonNode given, String other, String property) throws SetError {
    JsonNode name = given.path("name");
    boolean named = name.isTextual() || name.isNull();
    boolean fits = named || name.isMissingNode();
    if (!fits || !given.has(other) || given.size() != (name.isMissingNode() ? 1 : 2)) {
      throw SetError.invalidProperties("it has a name and " + other, property);
    }
  }

  /** No character with which another address or field could begin. */
  private static boolean isAddress(String email) {
    return !email.isBlank() && email.chars().noneMatch(c -> c <= 0x20 || "<>,;()".indexOf(c) >= 0);
  }

  private static String phrase(String name) {
    boolean ascii = name.chars().allMatch(c -> c >= 0x20 && c < 0x7F) && !name.contains("=?");
    if (!ascii) {
      return EncoderUtil.encodeIfNecessary(name, EncoderUtil.Usage.WORD_ENTITY, 0);
    }
    return name.matches("[A-Za-z0-9 !#$%&'*+/=?^_`{|}~-]+")
        ? name
        : "\"" + name.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  private static String groups(JsonNode value, String property) throws SetError {
    if (!value.isArray()) {
      throw SetError.invalidProperties("these are groups", property);
    }
    List<String> all = new ArrayList<>();
    for (JsonNode group : value) {
      mustHave(group, "addresses", property);
      String members = addresses(group.path("addresses"), property);
      String name = group.path("name").asText("");
      all.add(
          group.path("name").isNull() || name.isBlank()
              ? members
              : phrase(line(name)) + ": " + members + ";");
    }
    return String.join(",\r\n ", all);
  }

  private static String bracketed(JsonNode value, String property, String between) throws SetError {
    if (!value.isArray()) {
      throw SetError.invalidProperties("these are many", property);
    }
    List<String> all = new ArrayList<>();
    for (JsonNode one : value) {
      all.add("<" + need(one, property).replaceAll("[\\s<>]", "") + ">");
    }
    return String.join(between, all);
  }

  static String date(OffsetDateTime at) {
    return DATE.format(at);
  }

  /** A parameter of a field: quoted, or as 2231 §4 has it where it is no ASCII. */
  static String parameter(String name, String value) {
    String text = line(value);
    if (text.chars().allMatch(c -> c >= 0x20 && c < 0x7F)) {
      return ";\r\n " + name + "=\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
    StringBuilder encoded = new StringBuilder();
    for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
      boolean plain =
          (octet >= '0' && octet <= '9')
              || (octet >= 'A' && octet <= 'Z')
              || (octet >= 'a' && octet <= 'z');
      encoded.append(plain ? (char) octet : "%" + String.format("%02X", octet & 0xFF));
    }
    return ";\r\n " + name + "*=utf-8''" + encoded;
  }

  /** Whether octets may travel as they are: ASCII in lines that are not too long. */
  static boolean isPlain(byte[] bytes) {
    int length = 0;
    for (int i = 0; i < bytes.length; i++) {
      byte one = bytes[i];
      boolean lineEnd = one == '\n' && i > 0 && bytes[i - 1] == '\r';
      boolean strayReturn = one == '\r' && (i + 1 == bytes.length || bytes[i + 1] != '\n');
      if (one <= 0 || strayReturn || (one == '\n' && !lineEnd)) {
        return false;
      }
      length = lineEnd ? 0 : length + 1;
      if (length > LONGEST_LINE) {
        return false;
      }
    }
    return true;
  }
}
