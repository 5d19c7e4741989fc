package org.godwit.imap.command;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.ByteContent;
import org.godwit.store.mailbox.MessageSets.Incoming;
import org.godwit.store.message.HeaderFields;
import org.godwit.store.message.MessageSummary;
import org.godwit.store.message.MimePart;

/**
 * Puts the binary parts of a message into base64, so that what is kept can be told by every command
 * to every client (RFC 3516 §4.4, RFC 9051 §4.3.1). What holds a NUL elsewhere cannot be kept.
 */
final class BinaryParts {
  private static final String ENCODING = "Content-Transfer-Encoding";
  private static final Base64.Encoder BASE64 = Base64.getMimeEncoder(76, new byte[] {'\r', '\n'});

  private final byte[] message;
  private final ByteArrayOutputStream out;
  private int copied;

  private BinaryParts(byte[] message) {
    this.message = message;
    this.out = new ByteArrayOutputStream(message.length + message.length / 2);
  }

  /** The same message, without binary parts; itself when it has none. */
  static Incoming encoded(Incoming incoming) throws MailboxException {
    byte[] message;
    MimePart root;
    try (InputStream scanned = incoming.content().getInputStream()) {
      root = MessageSummary.of(scanned).root();
      if (binary(root).isEmpty()) {
        return incoming;
      }
    } catch (IOException e) {
      throw new MailboxException("the message cannot be read", e);
    }
    try (InputStream in = incoming.content().getInputStream()) {
      message = in.readAllBytes();
    } catch (IOException e) {
      throw new MailboxException("the message cannot be read", e);
    }
    byte[] encoded = new BinaryParts(message).encode(binary(root));
    return new Incoming(new ByteContent(encoded), incoming.flags(), incoming.internalDate());
  }

  private static List<MimePart> binary(MimePart part) {
    List<MimePart> found = new ArrayList<>();
    if (part.content().encoding().equals("binary")) {
      found.add(part);
    }
    part.children().forEach(child -> found.addAll(binary(child)));
    return found;
  }

  /** Parts come in the order of their headers. */
  private byte[] encode(List<MimePart> parts) {
    for (MimePart part : parts) {
      boolean leaf = part.children().isEmpty();
      header(part, leaf ? "base64" : "8bit"); // 2045 §6.4: around parts there is no base64
      if (leaf) {
        copyTo((int) part.bodyStart());
        out.writeBytes(
            BASE64.encode(
                java.util.Arrays.copyOfRange(
                    message, (int) part.bodyStart(), (int) part.bodyEnd())));
        out.writeBytes(new byte[] {'\r', '\n'});
        copied = (int) part.bodyEnd();
      }
    }
    copyTo(message.length);
    return out.toByteArray();
  }

  private void header(MimePart part, String encoding) {
    int start = (int) part.headerStart();
    for (HeaderFields.Field field :
        HeaderFields.parse(message, start, (int) part.bodyStart()).all()) {
      if (field.name().equalsIgnoreCase(ENCODING)) {
        copyTo(field.start());
        out.writeBytes((ENCODING + ": " + encoding + "\r\n").getBytes(StandardCharsets.US_ASCII));
        copied = field.end();
        return;
      }
    }
  }

  private void copyTo(int end) {
    out.write(message, copied, Math.max(0, end - copied));
    copied = Math.max(copied, end);
  }
}
