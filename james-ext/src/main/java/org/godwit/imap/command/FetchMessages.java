package org.godwit.imap.command;

import java.util.Optional;
import org.apache.james.imap.api.Tag;
import org.apache.james.imap.api.message.FetchData;
import org.apache.james.imap.api.message.IdRange;
import org.apache.james.imap.message.request.FetchRequest;
import org.godwit.imap.search.ReturnOptions;

/** FETCH as it was asked, with what James's request has no place for. */
final class FetchMessages extends FetchRequest {
  private final Optional<ReturnOptions.Partial> partial;

  FetchMessages(
      Tag tag,
      boolean useUids,
      IdRange[] set,
      FetchData fetch,
      Optional<ReturnOptions.Partial> partial) {
    super(useUids, set, fetch, tag);
    this.partial = partial;
  }

  /** Which of the messages of the set, counted from its start or its end (RFC 9394 §3.4). */
  Optional<ReturnOptions.Partial> partial() {
    return partial;
  }
}
