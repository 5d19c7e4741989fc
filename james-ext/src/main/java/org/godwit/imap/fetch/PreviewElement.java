package org.godwit.imap.fetch;

import java.util.List;
import org.apache.james.imap.api.message.BodyFetchElement;
import org.apache.james.imap.api.message.SectionType;

/** PREVIEW (RFC 8970): the first words of a message. They were kept when it came. */
public final class PreviewElement extends BodyFetchElement {

  public PreviewElement() {
    super("PREVIEW", SectionType.CONTENT, new int[0], List.of(), null, null);
  }
}
