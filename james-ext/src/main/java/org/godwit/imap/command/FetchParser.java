package org.godwit.imap.command;

import com.google.common.base.CharMatcher;
import java.util.Locale;
import org.apache.james.imap.api.ImapMessage;
import org.apache.james.imap.api.Tag;
import org.apache.james.imap.api.message.BodyFetchElement;
import org.apache.james.imap.api.message.FetchData;
import org.apache.james.imap.api.message.FetchData.Item;
import org.apache.james.imap.api.message.IdRange;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.decode.DecodingException;
import org.apache.james.imap.decode.FetchPartPathDecoder;
import org.apache.james.imap.decode.ImapRequestLineReader;
import org.apache.james.imap.decode.parser.FetchCommandParser;
import org.apache.james.imap.message.request.FetchRequest;
import org.godwit.imap.fetch.BinaryElement;
import org.godwit.imap.fetch.PreviewElement;

/**
 * FETCH (RFC 9051 §6.4.5) with CHANGEDSINCE and VANISHED (RFC 7162 §3.1.4.1, §3.2.6), EMAILID and
 * THREADID (RFC 8474 §5), SAVEDATE (RFC 8514), BINARY (RFC 3516) and PREVIEW (RFC 8970).
 */
final class FetchParser extends FetchCommandParser {
  private static final CharMatcher END_OF_NAME = CharMatcher.anyOf(" [()\r\n");
  private static final CharMatcher END_OF_SECTION = CharMatcher.is(']');

  FetchParser(StatusResponseFactory responses) {
    super(responses);
  }

  @Override
  protected ImapMessage decode(
      ImapRequestLineReader in, Tag tag, boolean useUids, ImapSession session)
      throws DecodingException {
    IdRange[] set = in.parseIdRange(session);
    FetchData.Builder fetch = FetchData.builder();
    if (useUids) {
      fetch.fetch(Item.UID);
    }
    if (in.nextWordChar() == '(') {
      in.consumeChar('(');
      while (in.nextWordChar() != ')') {
        item(in, fetch);
      }
      in.consumeChar(')');
    } else {
      item(in, fetch);
    }
    if (in.nextWordCharLenient().isPresent()) {
      modifiers(in, fetch);
    }
    in.eol();
    return new FetchRequest(useUids, set, fetch.build(), tag);
  }

  private static void modifiers(ImapRequestLineReader in, FetchData.Builder fetch)
      throws DecodingException {
    in.consumeChar('(');
    while (in.nextWordChar() != ')') {
      switch (ListParser.word(in)) {
        case "CHANGEDSINCE" -> {
          in.nextWordChar();
          fetch.changedSince(in.number());
        }
        case "VANISHED" -> fetch.vanished(true);
        default -> throw ListParser.wrong("unknown modifier");
      }
    }
    in.consumeChar(')');
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
      default -> throw ListParser.wrong("unknown item");
    }
  }

  /** {@code PREVIEW} or {@code PREVIEW (LAZY)}; ours is there, so that laziness gains nothing. */
  private static void preview(ImapRequestLineReader in, FetchData.Builder fetch)
      throws DecodingException {
    if (in.nextChar() == ' ' && in.nextWordChar() == '(') {
      in.consumeChar('(');
      if (!ListParser.word(in).equals("LAZY")) {
        throw ListParser.wrong("unknown modifier");
      }
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
      default -> throw ListParser.wrong("unknown item");
    }
  }

  private static BodyFetchElement body(String section, Long first, Long octets)
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
      throw ListParser.wrong("not the number of a part");
    }
    FetchPartPathDecoder decoder = new FetchPartPathDecoder();
    decoder.decode(section);
    return decoder.getPath() == null ? new int[0] : decoder.getPath();
  }
}
