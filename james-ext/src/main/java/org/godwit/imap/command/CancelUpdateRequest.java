package org.godwit.imap.command;

import java.util.List;
import org.apache.james.imap.api.ImapCommand;
import org.apache.james.imap.api.Tag;
import org.apache.james.imap.message.request.AbstractImapRequest;

/** CANCELUPDATE as it was asked: tags of searches. */
final class CancelUpdateRequest extends AbstractImapRequest {
  static final ImapCommand COMMAND = ImapCommand.selectedStateCommand("CANCELUPDATE");

  private final List<String> searches;

  CancelUpdateRequest(Tag tag, List<String> searches) {
    super(tag, COMMAND);
    this.searches = List.copyOf(searches);
  }

  List<String> searches() {
    return searches;
  }
}
