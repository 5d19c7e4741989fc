package org.godwit.imap.command;

import java.util.Optional;
import org.apache.james.imap.api.ImapConstants;
import org.apache.james.imap.api.Tag;
import org.apache.james.imap.message.request.AbstractImapRequest;

/** CREATE as it was asked. */
final class CreateMailboxRequest extends AbstractImapRequest {
  private final String name;
  private final Optional<String> use;

  CreateMailboxRequest(Tag tag, String name, Optional<String> use) {
    super(tag, ImapConstants.CREATE_COMMAND);
    this.name = name;
    this.use = use;
  }

  String name() {
    return name;
  }

  /** The special use, such as {@code \Archive}. */
  Optional<String> use() {
    return use;
  }
}
