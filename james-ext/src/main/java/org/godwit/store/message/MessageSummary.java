package org.godwit.store.message;

import java.io.IOException;
import java.io.InputStream;

/**
 * What is found out about a message when it is stored, and kept beside it.
 *
 * @param root the whole message as a tree of parts
 * @param preview the first words for people, in one line; may be empty
 */
public record MessageSummary(MimePart root, String preview) {

  /**
   * Reads a whole message.
   *
   * @param message is not closed
   */
  public static MessageSummary of(InputStream message) throws IOException {
    MimeScanner scanner = new MimeScanner();
    message.transferTo(scanner);
    return of(scanner);
  }

  /** Takes what a scanner found; the message has gone through it. */
  public static MessageSummary of(MimeScanner scanner) {
    return new MessageSummary(scanner.finish(), scanner.preview());
  }

  /** Whether a file comes with the message that is not a picture in its text (8621 §4.1.4). */
  public boolean hasAttachment() {
    return hasAttachment(root, false);
  }

  private static boolean hasAttachment(MimePart part, boolean related) {
    if (part.isMultipart()) {
      boolean inside = part.content().subtype().equals("related");
      return part.children().stream().anyMatch(child -> hasAttachment(child, inside));
    }
    ContentFields content = part.content();
    String disposition = content.disposition().map(ContentFields.Disposition::type).orElse("");
    if (disposition.equals("attachment")) {
      return true;
    }
    boolean shown = content.type().equals("text") || disposition.equals("inline");
    boolean embedded = related && content.id().isPresent();
    return !shown && !embedded && !content.type().equals("multipart");
  }
}
