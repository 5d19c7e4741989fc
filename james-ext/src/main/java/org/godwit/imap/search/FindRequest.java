package org.godwit.imap.search;

import org.apache.james.imap.api.ImapCommand;
import org.apache.james.imap.api.ImapConstants;
import org.apache.james.imap.api.Tag;
import org.apache.james.imap.message.request.AbstractImapRequest;
import org.apache.james.mailbox.model.SearchQuery;

/** What SEARCH, SORT and THREAD have in common. */
public abstract sealed class FindRequest extends AbstractImapRequest {

  /**
   * What is looked for, and how it is told.
   *
   * @param usesModseq whether MODSEQ is among the keys (7162 §3.1.5)
   * @param usesNumbers whether message numbers are among the keys
   * @param usesUids whether results are UIDs
   */
  public record Question(
      SearchQuery query,
      boolean usesModseq,
      boolean usesNumbers,
      boolean usesUids,
      ReturnOptions returns) {}

  private final Question question;

  private FindRequest(Tag tag, ImapCommand command, Question question) {
    super(tag, command);
    this.question = question;
  }

  public Question question() {
    return question;
  }

  /** SEARCH (RFC 9051 §6.4.4). */
  public static final class ForSearch extends FindRequest {
    ForSearch(Tag tag, Question question) {
      super(tag, ImapConstants.SEARCH_COMMAND, question);
    }
  }

  /** SORT (RFC 5256 §4). */
  public static final class ForSort extends FindRequest {
    static final ImapCommand COMMAND = ImapCommand.selectedStateCommand("SORT");
    private final SortOrder order;

    ForSort(Tag tag, Question question, SortOrder order) {
      super(tag, COMMAND, question);
      this.order = order;
    }

    public SortOrder order() {
      return order;
    }
  }

  /** THREAD (RFC 5256 §4). */
  public static final class ForThread extends FindRequest {
    static final ImapCommand COMMAND = ImapCommand.selectedStateCommand("THREAD");
    private final Threading threading;

    ForThread(Tag tag, Question question, Threading threading) {
      super(tag, COMMAND, question);
      this.threading = threading;
    }

    public Threading threading() {
      return threading;
    }
  }
}
