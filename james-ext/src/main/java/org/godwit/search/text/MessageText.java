package org.godwit.search.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.godwit.store.mailbox.SortKeys;
import org.godwit.store.message.Address;
import org.godwit.store.message.AddressParser;

/**
 * What a message says, decoded: the texts in which a search looks for a string. In each of them
 * {@link #END} ends what belongs together; nothing is found across it, for it is in no string that
 * is looked for.
 *
 * @param header the message's own fields, each {@code Name: value}
 * @param inner the fields of its parts and of messages inside, and the names of files
 * @param body the text parts, HTML as its reader sees it
 * @param markup the HTML parts as they are written
 * @param beyond what is too long to be here
 * @param attached what was read out of attachments; empty until they are read
 * @param sent what the Date field says
 * @param keys what the message is sorted and threaded by
 * @param attachment whether a file comes with it
 * @param files parts in which more text may be
 * @param cut whether there was more text than was asked for
 */
public record MessageText(
    String header,
    String inner,
    String body,
    String markup,
    LongTexts beyond,
    String attached,
    Optional<SentDate> sent,
    SortKeys keys,
    boolean attachment,
    List<FilePart> files,
    boolean cut) {

  // What IMAP says of an address that lacks a half, and nobody wrote.
  private static final String NO_HOST = "MISSING_DOMAIN";
  private static final String NO_MAILBOX = "MISSING_MAILBOX";

  private static final Pattern BLANKS = Pattern.compile(" {2,}");

  /** Ends a field, or a part. */
  public static final char END = '\0';

  /**
   * A part that is no text by itself.
   *
   * @param place counted from 0 in the message
   * @param type as in {@code application/pdf}
   * @param name of the file; empty when it has none
   * @param from where its body starts in the message
   * @param to where it ends
   * @param encoding of its body, in lower case
   */
  public record FilePart(
      int place, String type, String name, long from, long to, String encoding) {}

  public MessageText {
    files = List.copyOf(files);
  }

  /** Whether a text contains a needle. */
  public static boolean contains(String text, String folded) {
    return Casemap.fold(text).contains(folded);
  }

  /** Whether the header, a part's header or a text part contains it (9051 §6.4.4: TEXT). */
  public boolean anywhere(String folded) {
    return contains(header, folded) || contains(inner, folded) || inBody(folded);
  }

  /**
   * Whether a text part contains it (9051 §6.4.4: BODY). HTML is a text as it is written, and what
   * its reader sees is one too.
   */
  public boolean inBody(String folded) {
    return contains(body, folded) || contains(markup, folded) || beyond.contain(folded);
  }

  /** Whether a field of this name contains it (9051 §6.4.4: HEADER). */
  public boolean inField(String name, String folded) {
    return values(name).stream()
        .anyMatch(value -> contains(value, folded) || contains(oneBlank(value), folded));
  }

  /** Whether there is a field of this name. */
  public boolean hasField(String name) {
    return !values(name).isEmpty();
  }

  /** Whether a field of addresses contains it, as written or as people read it. */
  public boolean inAddresses(String name, String folded) {
    return values(name).stream()
        .flatMap(value -> addressTexts(value).stream())
        .anyMatch(text -> contains(text, folded));
  }

  /** The values of the message's fields of this name. */
  public List<String> values(String name) {
    List<String> values = new ArrayList<>();
    fields(
            field ->
                field.regionMatches(true, 0, name, 0, name.length())
                    && field.startsWith(":", name.length()))
        .forEach(field -> values.add(field.substring(Math.min(field.length(), name.length() + 2))));
    return values;
  }

  private List<String> fields(Predicate<String> wanted) {
    List<String> found = new ArrayList<>();
    int from = 0;
    for (int end = header.indexOf(END); end >= 0; end = header.indexOf(END, from)) {
      String field = header.substring(from, end);
      if (wanted.test(field)) {
        found.add(field);
      }
      from = end + 1;
    }
    return found;
  }

  /** Hears of fields. */
  @FunctionalInterface
  public interface FieldVisitor {
    /** Hears of one, decoded. */
    void visit(String name, String value);
  }

  /** Tells the message's own fields, in their order. */
  public void fields(FieldVisitor visitor) {
    for (String field : fields(field -> true)) {
      int colon = field.indexOf(':');
      visitor.visit(
          field.substring(0, Math.max(0, colon)),
          field.substring(Math.min(field.length(), colon + 2)));
    }
  }

  /**
   * A value of a field of addresses as it stands, and without quotes and comments, each address as
   * {@code name <mailbox@host>} or {@code <mailbox@host>}, with a comma and a blank between.
   *
   * @param value decoded
   */
  public static List<String> addressTexts(String value) {
    StringJoiner plain = new StringJoiner(", ");
    for (Address address : AddressParser.parse(value)) {
      String text = text(address);
      if (!text.isEmpty()) {
        plain.add(text);
      }
    }
    return plain.length() == 0 || value.equals(plain.toString())
        ? List.of(value)
        : List.of(value, plain.toString());
  }

  private static String text(Address address) {
    String mailbox = address.mailbox().filter(said -> !said.equals(NO_MAILBOX)).orElse("");
    String host =
        address.host().filter(said -> !said.equals(NO_HOST)).map(said -> "@" + said).orElse("");
    String place = mailbox + host;
    if (address.host().isEmpty() || place.isEmpty()) { // the name of a group, or its end
      return address.name().orElse(place);
    }
    return address.name().map(name -> name + " ").orElse("") + "<" + place + ">";
  }

  /** A text in which each run of blanks is one: nobody sees how a line was folded. */
  public static String oneBlank(String text) {
    return text.contains("  ") ? BLANKS.matcher(text).replaceAll(" ") : text;
  }

  /** The same, with what was read out of the attachments. */
  public MessageText withAttached(String text) {
    return new MessageText(
        header, inner, body, markup, beyond, text, sent, keys, attachment, files, cut);
  }
}
