package org.godwit.imap.command;

import org.apache.james.imap.api.ImapCommand;
import org.apache.james.imap.api.Tag;
import org.apache.james.imap.message.request.AbstractImapRequest;

/** GETJMAPACCESS as it was asked. */
final class JmapAccessRequest extends AbstractImapRequest {
  static final ImapCommand COMMAND = ImapCommand.authenticatedStateCommand("GETJMAPACCESS");

  JmapAccessRequest(Tag tag) {
    super(tag, COMMAND);
  }
}
