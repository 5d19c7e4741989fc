package org.godwit.search;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.inject.Inject;
import org.apache.james.mailbox.MailboxManager.MessageCapabilities;
import org.apache.james.mailbox.MailboxManager.SearchCapabilities;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.model.MessageId;
import org.apache.james.mailbox.model.SearchQuery;
import org.apache.james.mailbox.store.search.MessageSearchIndex;
import org.apache.james.util.ReactorUtils;
import org.godwit.store.mailbox.AccountReading.Held;
import org.godwit.store.mailbox.StoreMailboxId;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * James's search, on our index. What comes back is exactly what the query asks for (9051 §6.4.4).
 * Safe for many threads.
 */
public final class AccountSearchIndex implements MessageSearchIndex {

  private final ExactSearch search;

  @Inject
  AccountSearchIndex(ExactSearch search) {
    this.search = search;
  }

  @Override
  public EnumSet<SearchCapabilities> getSupportedCapabilities(
      EnumSet<MessageCapabilities> messages) {
    return EnumSet.of(
        SearchCapabilities.MultimailboxSearch,
        SearchCapabilities.Text,
        SearchCapabilities.Attachment,
        SearchCapabilities.PartialEmailMatch,
        SearchCapabilities.AttachmentFileName);
  }

  @Override
  public Flux<MessageUid> search(MailboxSession session, Mailbox mailbox, SearchQuery query)
      throws MailboxException {
    StoreMailboxId id = (StoreMailboxId) mailbox.getMailboxId();
    refuseOrder(query);
    return Mono.fromCallable(() -> search.search(id.account(), List.of(id), query))
        .subscribeOn(ReactorUtils.BLOCKING_CALL_WRAPPER)
        .flatMapIterable(rows -> rows)
        .map(row -> MessageUid.of(row.uid()));
  }

  /** SORT and JMAP ask elsewhere: {@code MessageFinding} and the store's lists know all orders. */
  private static void refuseOrder(SearchQuery query) {
    if (!query.getSorts().equals(SearchQuery.DEFAULT_SORTS)) {
      throw new UnsupportedOperationException("a search sorted by " + query.getSorts());
    }
  }

  @Override
  public Flux<MessageId> search(
      MailboxSession session, Collection<MailboxId> mailboxes, SearchQuery query, long limit)
      throws MailboxException {
    refuseOrder(query);
    return Mono.fromCallable(() -> messages(mailboxes, query))
        .subscribeOn(ReactorUtils.BLOCKING_CALL_WRAPPER)
        .flatMapIterable(found -> found)
        .distinct()
        .take(limit);
  }

  private List<MessageId> messages(Collection<MailboxId> mailboxes, SearchQuery query) {
    Map<Long, List<StoreMailboxId>> byAccount = new LinkedHashMap<>();
    for (MailboxId mailbox : mailboxes) {
      StoreMailboxId id = (StoreMailboxId) mailbox;
      byAccount.computeIfAbsent(id.account(), account -> new ArrayList<>()).add(id);
    }
    List<MessageId> found = new ArrayList<>();
    byAccount.forEach(
        (account, theirs) -> {
          for (Held row : search.search(account, theirs, query)) {
            found.add(row.id());
          }
        });
    return found;
  }
}
