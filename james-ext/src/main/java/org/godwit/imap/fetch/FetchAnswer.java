package org.godwit.imap.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.io.input.BoundedInputStream;
import org.apache.james.imap.api.message.response.ImapResponseMessage;
import org.apache.james.imap.encode.ImapResponseComposer;
import org.apache.james.imap.message.Literal;
import org.godwit.store.mailbox.MessageView;

/** One untagged FETCH response, ready to be written: items with their values. */
public final class FetchAnswer implements ImapResponseMessage {

  /** Words, and behind them a literal or nothing. */
  @SuppressWarnings("ArrayRecordComponent") // written, never compared
  private record Item(byte[] words, Literal literal) {}

  private final long number;
  private final String name;
  private final List<Item> items = new ArrayList<>();

  FetchAnswer(long number, String name) {
    this.number = number;
    this.name = name;
  }

  /** The response that names a message by its UID (9586 §3.3). */
  static FetchAnswer ofUid(long uid) {
    return new FetchAnswer(uid, "UIDFETCH");
  }

  void add(ResponseText words) {
    items.add(new Item(words.octets(), null));
  }

  void add(String name, byte[] value) {
    items.add(new Item(new ResponseText().raw(name).octets(), literal(value)));
  }

  void add(String name, MessageView.Bytes message, Section section) {
    items.add(new Item(new ResponseText().raw(name).octets(), literal(message, section)));
  }

  void add(String name, Decoded part) {
    String words = part.hasNul() ? name + " ~" : name; // 3516 §4.2: literal8
    items.add(new Item(new ResponseText().raw(words).octets(), part));
  }

  static Literal literal(byte[] value) {
    return new Octets(value);
  }

  static Literal literal(MessageView.Bytes message, Section section) {
    return new Range(message, section);
  }

  /** Writes the response with its line end. */
  public void write(ImapResponseComposer composer) throws IOException {
    composer.untagged().message(number).message(name).openParen();
    for (Item item : items) {
      composer.message(item.words());
      if (item.literal() instanceof Decoded part && part.hasNul()) {
        composer.skipNextSpace();
      }
      if (item.literal() != null) {
        composer.literal(item.literal());
      }
    }
    composer.closeParen().end();
  }

  @SuppressWarnings("ArrayRecordComponent") // written, never compared
  private record Octets(byte[] value) implements Literal {
    @Override
    public long size() {
      return value.length;
    }

    @Override
    public InputStream getInputStream() {
      return new java.io.ByteArrayInputStream(value);
    }
  }

  /** A section, read from the message while it is sent. */
  private record Range(MessageView.Bytes message, Section section) implements Literal {
    @Override
    public long size() {
      return section.length();
    }

    @Override
    public InputStream getInputStream() throws IOException {
      InputStream in = message.open();
      in.skipNBytes(section.from());
      return BoundedInputStream.builder()
          .setInputStream(in)
          .setMaxCount(section.length())
          .setPropagateClose(true)
          .get();
    }
  }
}
