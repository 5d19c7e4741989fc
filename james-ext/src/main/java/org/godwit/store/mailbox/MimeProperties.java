package org.godwit.store.mailbox;

import static org.apache.james.mailbox.store.mail.model.StandardNames.MIME_CONTENT_DISPOSITION_PARAMETER_SPACE;
import static org.apache.james.mailbox.store.mail.model.StandardNames.MIME_CONTENT_DISPOSITION_SPACE;
import static org.apache.james.mailbox.store.mail.model.StandardNames.MIME_CONTENT_TYPE_PARAMETER_SPACE;
import static org.apache.james.mailbox.store.mail.model.StandardNames.MIME_CONTENT_TYPE_SPACE;
import static org.apache.james.mailbox.store.mail.model.StandardNames.NAMESPACE_RFC_1766;
import static org.apache.james.mailbox.store.mail.model.StandardNames.NAMESPACE_RFC_1864;
import static org.apache.james.mailbox.store.mail.model.StandardNames.NAMESPACE_RFC_2045;
import static org.apache.james.mailbox.store.mail.model.StandardNames.NAMESPACE_RFC_2557;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.james.mailbox.store.mail.model.Property;
import org.apache.james.mailbox.store.mail.model.impl.Properties;

/**
 * James's properties of a message (its MIME fields) as bytes: a list of space, name and value. A
 * well-known space is one byte, its place in {@link #SPACES}; other texts have their length before
 * them. The order of {@code SPACES} is stored: add at the end only.
 */
final class MimeProperties {

  private static final List<String> SPACES =
      List.of(
          MIME_CONTENT_TYPE_SPACE,
          MIME_CONTENT_TYPE_PARAMETER_SPACE,
          NAMESPACE_RFC_2045,
          NAMESPACE_RFC_2557,
          NAMESPACE_RFC_1864,
          NAMESPACE_RFC_1766,
          MIME_CONTENT_DISPOSITION_SPACE,
          MIME_CONTENT_DISPOSITION_PARAMETER_SPACE);
  private static final int OTHER = 255;

  private MimeProperties() {}

  static byte[] encode(Properties properties) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(256);
    for (Property property : properties.toProperties()) {
      int known = SPACES.indexOf(property.getNamespace());
      out.write(known < 0 ? OTHER : known);
      if (known < 0) {
        write(out, property.getNamespace());
      }
      write(out, property.getLocalName());
      write(out, property.getValue());
    }
    return out.toByteArray();
  }

  private static void write(ByteArrayOutputStream out, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int rest = bytes.length;
    for (; rest > 0x7F; rest >>>= 7) {
      out.write((rest & 0x7F) | 0x80);
    }
    out.write(rest);
    out.writeBytes(bytes);
  }

  static Properties decode(byte[] bytes, Long textLines) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    List<Property> found = new ArrayList<>();
    while (in.hasRemaining()) {
      int known = in.get() & 0xFF;
      String space = known == OTHER ? read(in) : SPACES.get(known);
      found.add(new Property(space, read(in), read(in)));
    }
    return new Properties(found, textLines);
  }

  private static String read(ByteBuffer in) {
    int length = 0;
    int shift = 0;
    int next;
    do {
      next = in.get();
      length |= (next & 0x7F) << shift;
      shift += 7;
    } while (next < 0);
    byte[] text = new byte[length];
    in.get(text);
    return new String(text, StandardCharsets.UTF_8);
  }
}
