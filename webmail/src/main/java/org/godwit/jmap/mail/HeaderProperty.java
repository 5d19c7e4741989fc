package org.godwit.jmap.mail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.godwit.jmap.Json;

/**
 * A property that tells header fields: {@code header:List-Id:asText:all} (8621 §4.1.3), or one of
 * the short names.
 */
record HeaderProperty(String field, HeaderForm form, boolean all) {

  private static final Map<String, HeaderProperty> SHORT =
      Map.ofEntries(
          Map.entry("messageId", new HeaderProperty("Message-ID", HeaderForm.MESSAGE_IDS, false)),
          Map.entry("inReplyTo", new HeaderProperty("In-Reply-To", HeaderForm.MESSAGE_IDS, false)),
          Map.entry("references", new HeaderProperty("References", HeaderForm.MESSAGE_IDS, false)),
          Map.entry("sender", new HeaderProperty("Sender", HeaderForm.ADDRESSES, false)),
          Map.entry("from", new HeaderProperty("From", HeaderForm.ADDRESSES, false)),
          Map.entry("to", new HeaderProperty("To", HeaderForm.ADDRESSES, false)),
          Map.entry("cc", new HeaderProperty("Cc", HeaderForm.ADDRESSES, false)),
          Map.entry("bcc", new HeaderProperty("Bcc", HeaderForm.ADDRESSES, false)),
          Map.entry("replyTo", new HeaderProperty("Reply-To", HeaderForm.ADDRESSES, false)),
          Map.entry("subject", new HeaderProperty("Subject", HeaderForm.TEXT, false)),
          Map.entry("sentAt", new HeaderProperty("Date", HeaderForm.DATE, false)));

  /** Reads a name; empty when it is none of these. */
  static Optional<HeaderProperty> of(String property) {
    HeaderProperty known = SHORT.get(property);
    return known != null
        ? Optional.of(known)
        : property.startsWith("header:") ? parse(property) : Optional.empty();
  }

  private static Optional<HeaderProperty> parse(String property) {
    List<String> parts = List.of(property.split(":", -1));
    boolean all = parts.size() > 2 && parts.getLast().equals("all");
    int forms = parts.size() - 2 - (all ? 1 : 0);
    String field = parts.get(1);
    HeaderForm form = forms == 0 ? HeaderForm.RAW : HeaderForm.named(parts.get(2));
    boolean isField = !field.isEmpty() && field.chars().allMatch(c -> c > 32 && c < 127);
    return forms > 1 || form == null || !isField || !form.fits(field)
        ? Optional.empty()
        : Optional.of(new HeaderProperty(field, form, all));
  }

  /** The short properties' names. */
  static boolean isShort(String property) {
    return SHORT.containsKey(property);
  }

  String lowerField() {
    return field.toLowerCase(Locale.ROOT);
  }

  /** What it tells of a header: of several fields the last (8621 §4.1.3). */
  JsonNode of(HeaderLines header) {
    List<HeaderLines.Line> lines = header.all(field);
    if (all) {
      ArrayNode values = Json.array();
      lines.forEach(line -> values.add(form.of(line)));
      return values;
    }
    return lines.isEmpty() ? NullNode.instance : form.of(lines.getLast());
  }
}
