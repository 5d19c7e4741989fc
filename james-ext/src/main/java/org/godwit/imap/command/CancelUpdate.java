package org.godwit.imap.command;

import org.apache.james.imap.api.process.ImapSession;

/** CANCELUPDATE (RFC 5267 §4.3.5): results of searches are no longer kept up to date. */
final class CancelUpdate extends MailboxCommand<CancelUpdateRequest> {

  CancelUpdate(Parts parts) {
    super(CancelUpdateRequest.class, parts);
  }

  @Override
  void run(CancelUpdateRequest request, ImapSession session, Replies replies) {
    Selected selected = (Selected) session.getSelected();
    request.searches().forEach(tag -> selected.contexts().close(tag, selected));
    tellNews(session, replies, true, false);
    ok(request, replies, "no further updates");
  }
}
