package org.godwit.imap.fetch;

import com.google.common.base.CharMatcher;
import java.util.Locale;
import org.apache.james.imap.api.display.HumanReadableText;
import org.apache.james.imap.api.message.BodyFetchElement;
import org.apache.james.imap.api.message.FetchData;
import org.apache.james.imap.api.message.FetchData.Item;
import org.apache.james.imap.decode.DecodingException;
import org.apache.james.imap.decode.FetchPartPathDecoder;
import org.apache.james.imap.decode.ImapRequestLineReader;

/** What a client wants of messages, as it writes it (9051 §9, fetch-att). */
public final class FetchItems {
  private static final CharMatcher END_OF_NAME = CharMatcher.anyOf(" [()\r\n");
  private static final CharMatcher END_OF_SECTION = CharMatcher.is(']');

  private FetchItems() {}

  /** One item, or several in parentheses. */
  public static void read(ImapRequestLineReader in, FetchData.Builder fetch)
      throws DecodingException {
    if (in.nextWordChar() == '(') {
      in.consumeChar('(');
      while (in.nextWordChar() != ')') {
        item(in, fetch);
      }
      in.consumeChar(')');
    } else {
      item(in, fetch);
    }
  }

  private static void item(ImapRequestLineReader in, FetchData.Builder fetch)
      throws DecodingException {
    String name = in.readUntil(END_OF_NAME).toUpperCase(Locale.ROOT);
    if (in.nextChar() == '[') {
      section(in, name, fetch);
    } else if (name.equals("PREVIEW")) {
      preview(in, fetch);
    } else {
      simple(name, fetch);
    }
  }

  private static void simple(String name, FetchData.Builder fetch) throws DecodingException {
    switch (name) {
      case "ALL" -> fetch.fetch(Item.FLAGS, Item.INTERNAL_DATE, Item.SIZE, Item.ENVELOPE);
      case "FAST" -> fetch.fetch(Item.FLAGS, Item.INTERNAL_DATE, Item.SIZE);
      case "FULL" ->
          fetch.fetch(Item.FLAGS, Item.INTERNAL_DATE, Item.SIZE, Item.ENVELOPE, Item.BODY);
      case "FLAGS" -> fetch.fetch(Item.FLAGS);
      case "UID" -> fetch.fetch(Item.UID);
      case "INTERNALDATE" -> fetch.fetch(Item.INTERNAL_DATE);
      case "RFC822.SIZE" -> fetch.fetch(Item.SIZE);
      case "ENVELOPE" -> fetch.fetch(Item.ENVELOPE);
      case "BODY" -> fetch.fetch(Item.BODY);
      case "BODYSTRUCTURE" -> fetch.fetch(Item.BODY_STRUCTURE);
      case "MODSEQ" -> fetch.fetch(Item.MODSEQ);
      case "EMAILID" -> fetch.fetch(Item.EMAILID);
      case "THREADID" -> fetch.fetch(Item.THREADID);
      case "SAVEDATE" -> fetch.fetch(Item.SAVEDATE);
      case "RFC822" -> fetch.add(BodyFetchElement.createRFC822(), false);
      case "RFC822.HEADER" -> fetch.add(BodyFetchElement.createRFC822Header(), true);
      case "RFC822.TEXT" -> fetch.add(BodyFetchElement.createRFC822Text(), false);
      default -> throw wrong("unknown item");
    }
  }

  /** {@code PREVIEW} or {@code PREVIEW (LAZY)}; ours is there, so that laziness gains nothing. */
  private static void preview(ImapRequestLineReader in, FetchData.Builder fetch)
      throws DecodingException {
    if (in.nextChar() == ' ' && in.nextWordChar() == '(') {
      in.consumeChar('(');
      in.nextWordChar();
      if (!in.readUntil(END_OF_NAME).equalsIgnoreCase("LAZY")) {
        throw wrong("unknown modifier");
      }
      in.nextWordChar();
      in.consumeChar(')');
    }
    fetch.add(new PreviewElement(), true);
  }

  private static void section(ImapRequestLineReader in, String name, FetchData.Builder fetch)
      throws DecodingException {
    in.consumeChar('[');
    String section = in.readUntil(END_OF_SECTION);
    in.consumeChar(']');
    Long first = null;
    Long octets = null;
    if (in.nextChar() == '<') {
      in.consumeChar('<');
      first = in.number();
      if (in.nextChar() == '.') {
        in.consumeChar('.');
        octets = in.nzNumber();
      }
      in.consumeChar('>');
    }
    switch (name) {
      case "BODY", "BODY.PEEK" -> fetch.add(body(section, first, octets), name.equals("BODY.PEEK"));
      case "BINARY", "BINARY.PEEK" ->
          fetch.add(
              BinaryElement.octets(section, path(section), first, octets),
              name.equals("BINARY.PEEK"));
      case "BINARY.SIZE" -> fetch.add(BinaryElement.size(section, path(section)), true);
      default -> throw wrong("unknown item");
    }
  }

  /** A section and a part of it; both null for all of it. */
  public static BodyFetchElement body(String section, Long first, Long octets)
      throws DecodingException {
    FetchPartPathDecoder decoder = new FetchPartPathDecoder();
    decoder.decode(section);
    return new BodyFetchElement(
        "BODY[" + section + "]",
        decoder.getSpecifier(),
        decoder.getPath(),
        decoder.getNames(),
        first,
        octets);
  }

  /** 3516 §4.2, section-binary: numbers, and nothing else. */
  private static int[] path(String section) throws DecodingException {
    if (!section.matches("|[1-9][0-9]{0,8}(\\.[1-9][0-9]{0,8}){0,99}")) {
      throw wrong("not the number of a part");
    }
    FetchPartPathDecoder decoder = new FetchPartPathDecoder();
    decoder.decode(section);
    return decoder.getPath() == null ? new int[0] : decoder.getPath();
  }

  private static DecodingException wrong(String why) {
    return new DecodingException(HumanReadableText.ILLEGAL_ARGUMENTS, why);
  }
}
