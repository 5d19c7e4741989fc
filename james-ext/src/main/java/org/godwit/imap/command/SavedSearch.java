package org.godwit.imap.command;

import java.util.ArrayList;
import java.util.List;
import org.apache.james.imap.api.message.IdRange;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.api.process.SearchResUtil;
import org.apache.james.imap.api.process.SelectedMailbox;
import org.apache.james.mailbox.MessageUid;

/** What {@code $} stands for (RFC 5182). James's attribute of the session holds UIDs, always. */
public final class SavedSearch {

  private SavedSearch() {}

  /** What {@code $} means to a command: UIDs, or the message numbers they have now. */
  public static IdRange[] get(ImapSession session, boolean uids) {
    IdRange[] saved = SearchResUtil.getSavedSequenceSet(session);
    SelectedMailbox selected = session.getSelected();
    if (uids || selected == null) {
      return saved;
    }
    List<IdRange> numbers = new ArrayList<>();
    for (IdRange range : saved) {
      for (long uid = range.getLowVal(); uid <= range.getHighVal(); uid++) {
        selected
            .msn(MessageUid.of(uid))
            .ifPresent(number -> numbers.add(new IdRange(number.asInt())));
      }
    }
    return IdRange.mergeRanges(numbers).toArray(IdRange[]::new);
  }
}
