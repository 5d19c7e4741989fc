package org.godwit.store.mailbox;

import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.io.input.TeeInputStream;
import org.apache.james.mailbox.store.mail.model.impl.Properties;
import org.apache.james.mailbox.store.mail.model.impl.PropertyBuilder;
import org.godwit.store.blob.EncodedBlob;
import org.godwit.store.message.ContentFields;
import org.godwit.store.message.HeaderFields;
import org.godwit.store.message.MessageSummary;
import org.godwit.store.message.MimePart;
import org.godwit.store.message.MimeScanner;
import org.godwit.store.message.SummaryFormat;

/**
 * All that is found out about the bytes of a new message, in one pass over them: they are hashed,
 * compressed and taken apart while they are read.
 *
 * @param lackingOctets see {@link MimeScanner#lackingOctets}
 * @param header the bytes before the body; null when there are too many to keep them beside it
 */
@SuppressWarnings("ArrayRecordComponent") // the bytes are handed on, never compared
record Intake(
    EncodedBlob blob,
    int bodyStart,
    byte[] header,
    ThreadKeys threadKeys,
    Properties properties,
    byte[] summary,
    int lackingOctets) {

  /**
   * Reads a message to its end.
   *
   * @param message is not closed
   * @param expectedSize a guess, in bytes
   */
  static Intake read(InputStream message, long expectedSize) throws IOException {
    MimeScanner scanner = new MimeScanner();
    EncodedBlob blob = EncodedBlob.of(new TeeInputStream(message, scanner), expectedSize);
    MessageSummary summary = MessageSummary.of(scanner);
    MimePart root = summary.root();
    int bodyStart = Math.toIntExact(root.bodyStart());
    byte[] header = scanner.header();
    HeaderFields fields = HeaderFields.parse(header, 0, header.length);
    return new Intake(
        blob,
        bodyStart,
        bodyStart <= NewMessage.LONGEST_HEADER ? header : null,
        ThreadKeys.of(fields),
        properties(root),
        SummaryFormat.write(summary),
        scanner.lackingOctets());
  }

  /** The same in the shape that James's own parts ask for. */
  static Properties properties(MimePart root) {
    ContentFields content = root.content();
    boolean text = content.type().equals("text");
    PropertyBuilder properties = new PropertyBuilder();
    properties.setMediaType(content.type());
    properties.setSubType(content.subtype());
    content.id().ifPresent(properties::setContentID);
    content.description().ifPresent(properties::setContentDescription);
    content.location().ifPresent(properties::setContentLocation);
    content.md5().ifPresent(properties::setContentMD5);
    properties.setContentTransferEncoding(content.encoding());
    properties.setContentLanguage(content.languages());
    content
        .disposition()
        .ifPresent(
            said -> {
              properties.setContentDispositionType(said.type());
              properties.setContentDispositionParameters(map(said.parameters()));
            });
    properties.setContentTypeParameters(map(content.parameters()));
    if (text) {
      properties.setTextualLineCount(root.bodyLines());
      properties.setCharset(content.parameter("charset").orElse("us-ascii"));
    }
    return properties.build();
  }

  private static Map<String, String> map(List<ContentFields.Parameter> parameters) {
    Map<String, String> map = new LinkedHashMap<>();
    parameters.forEach(parameter -> map.putIfAbsent(parameter.name(), parameter.value()));
    return map;
  }
}
