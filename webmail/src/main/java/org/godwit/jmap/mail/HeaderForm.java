package org.godwit.jmap.mail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.text.Normalizer;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.godwit.jmap.Json;
import org.godwit.search.text.HeaderText;
import org.godwit.search.text.SentDate;
import org.godwit.store.message.Address;
import org.godwit.store.message.AddressParser;

/** The forms in which a header field is told (8621 §4.1.2). */
enum HeaderForm {
  RAW("asRaw") {
    @Override
    JsonNode of(HeaderLines.Line line) {
      return TextNode.valueOf(line.raw());
    }
  },
  TEXT("asText") {
    @Override
    JsonNode of(HeaderLines.Line line) {
      return TextNode.valueOf(text(line.value()));
    }
  },
  ADDRESSES("asAddresses") {
    @Override
    JsonNode of(HeaderLines.Line line) {
      ArrayNode all = Json.array();
      for (Address address : AddressParser.parse(line.value())) {
        if (address.host().isPresent()) {
          all.add(address(address));
        }
      }
      return all;
    }
  },
  GROUPED_ADDRESSES("asGroupedAddresses") {
    @Override
    JsonNode of(HeaderLines.Line line) {
      return groups(AddressParser.parse(line.value()));
    }
  },
  MESSAGE_IDS("asMessageIds") {
    @Override
    JsonNode of(HeaderLines.Line line) {
      List<String> ids = inBrackets(line.value());
      return ids.isEmpty() ? NullNode.instance : Json.texts(ids);
    }
  },
  DATE("asDate") {
    @Override
    JsonNode of(HeaderLines.Line line) {
      return SentDate.of(line.value())
          .<JsonNode>map(date -> TextNode.valueOf(date(date.at())))
          .orElse(NullNode.instance);
    }
  },
  URLS("asURLs") {
    @Override
    JsonNode of(HeaderLines.Line line) {
      List<String> urls = inBrackets(line.value());
      return urls.isEmpty() ? NullNode.instance : Json.texts(urls);
    }
  };

  private static final Pattern BRACKETS = Pattern.compile("<([^<>]*)>");

  /** Fields of 5322 and 2369 have but their own forms; all others may be told in any. */
  private static final Map<HeaderForm, Set<String>> FIELDS =
      Map.of(
          TEXT, Set.of("subject", "comments", "keywords", "list-id"),
          ADDRESSES,
              Set.of(
                  "from",
                  "sender",
                  "reply-to",
                  "to",
                  "cc",
                  "bcc",
                  "resent-from",
                  "resent-sender",
                  "resent-reply-to",
                  "resent-to",
                  "resent-cc",
                  "resent-bcc"),
          MESSAGE_IDS, Set.of("message-id", "in-reply-to", "references", "resent-message-id"),
          DATE, Set.of("date", "resent-date"),
          URLS,
              Set.of(
                  "list-help",
                  "list-unsubscribe",
                  "list-subscribe",
                  "list-post",
                  "list-owner",
                  "list-archive"),
          RAW, Set.of("return-path", "received"));

  private final String suffix;

  HeaderForm(String suffix) {
    this.suffix = suffix;
  }

  abstract JsonNode of(HeaderLines.Line line);

  static HeaderForm named(String suffix) {
    for (HeaderForm form : values()) {
      if (form.suffix.equals(suffix)) {
        return form;
      }
    }
    return null;
  }

  /** Whether a field may be told in this form. */
  boolean fits(String field) {
    String name = field.toLowerCase(Locale.ROOT);
    boolean isKnown = FIELDS.values().stream().anyMatch(fields -> fields.contains(name));
    HeaderForm kind = this == GROUPED_ADDRESSES ? ADDRESSES : this;
    return this == RAW || !isKnown || FIELDS.get(kind).contains(name);
  }

  /** As people read it. */
  static String text(String value) {
    return Normalizer.normalize(HeaderText.decode(value).strip(), Normalizer.Form.NFC);
  }

  static String date(OffsetDateTime at) {
    String time = DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(at.withNano(0));
    return time + (at.getOffset().equals(ZoneOffset.UTC) ? "Z" : at.getOffset().getId());
  }

  private static List<String> inBrackets(String value) {
    List<String> found = new ArrayList<>();
    Matcher inside = BRACKETS.matcher(value);
    while (inside.find()) {
      String text = HeaderText.decode(inside.group(1)).replaceAll("\\s", "");
      if (!text.isEmpty()) {
        found.add(text);
      }
    }
    return found;
  }

  static ObjectNode address(Address address) {
    String mailbox = address.mailbox().map(HeaderForm::text).orElse("");
    String host = address.host().map(HeaderForm::text).orElse("");
    boolean hasHost = !host.isEmpty() && !host.startsWith("MISSING_");
    return Json.object()
        .put("name", address.name().map(HeaderForm::text).filter(it -> !it.isEmpty()).orElse(null))
        .put("email", hasHost ? mailbox + "@" + host : mailbox);
  }

  /** Those in no group stand together in one without a name. */
  private static ArrayNode groups(List<Address> addresses) {
    ArrayNode groups = Json.array();
    ArrayNode open = null;
    boolean named = false;
    for (Address address : addresses) {
      if (address.host().isPresent()) {
        if (open == null) {
          open = groups.addObject().putNull("name").putArray("addresses");
        }
        open.add(address(address));
      } else if (address.mailbox().isPresent()) {
        open = groups.addObject().put("name", text(address.mailbox().get())).putArray("addresses");
        named = true;
      } else if (named) {
        open = null;
        named = false;
      }
    }
    return groups;
  }
}
