package org.godwit.jmap.mail;

import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.inject.Inject;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.model.MultimailboxesSearchQuery;
import org.apache.james.mailbox.model.SearchQuery;
import org.godwit.jmap.MethodError;
import org.godwit.jmap.Sight;
import org.godwit.search.Search;
import org.godwit.store.mailbox.StoreMessageId;
import reactor.core.publisher.Flux;

/** Which messages of an account say something: the index knows. */
final class TextSearch {

  /** Where words are looked for. */
  enum Field {
    TEXT,
    FROM,
    TO,
    SUBJECT,
    BODY
  }

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Search search;
  private final MailboxManager manager;

  @Inject
  TextSearch(Search search, MailboxManager manager) {
    this.search = search;
    this.manager = manager;
  }

  /** Messages with all words of {@code text}. */
  Set<UUID> words(Sight sight, Field field, String text) throws MethodError {
    return find(
        new Search.Question(
            sight.account(),
            Set.of(),
            field == Field.TEXT ? text : "",
            field == Field.FROM ? text : "",
            field == Field.TO ? text : "",
            field == Field.SUBJECT ? text : "",
            field == Field.BODY ? text : "",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Search.Order.NEWEST,
            0,
            Integer.MAX_VALUE));
  }

  /** Messages that a file comes with. */
  Set<UUID> withAttachment(Sight sight) throws MethodError {
    return find(
        new Search.Question(
            sight.account(),
            Set.of(),
            "",
            "",
            "",
            "",
            "",
            Optional.of(true),
            Optional.empty(),
            Optional.empty(),
            Search.Order.NEWEST,
            0,
            Integer.MAX_VALUE));
  }

  /** All of them: while an index is being built, what it has already is no answer. */
  private Set<UUID> find(Search.Question question) throws MethodError {
    long begun = System.nanoTime();
    Search.Found found = search.find(question);
    while (!found.complete()) {
      if (System.nanoTime() - begun > PATIENCE.toNanos()) {
        throw new MethodError("serverUnavailable", "the search index is being built");
      }
      found = search.find(question); // which waits for the index, too
    }
    Set<UUID> messages = new HashSet<>();
    found.hits().forEach(hit -> messages.add(hit.message().uuid()));
    return messages;
  }

  /** Messages with a header field, which holds {@code text} where that is given. */
  Set<UUID> header(Sight sight, String field, Optional<String> text) {
    SearchQuery.Criterion criterion =
        text.map(wanted -> SearchQuery.headerContains(field, wanted))
            .orElseGet(() -> SearchQuery.headerExists(field));
    MailboxSession session = manager.createSystemSession(sight.owner());
    try {
      MultimailboxesSearchQuery query =
          MultimailboxesSearchQuery.from(SearchQuery.of(criterion)).build();
      Set<UUID> found = new HashSet<>();
      Flux.from(manager.search(query, session, Long.MAX_VALUE))
          .toIterable()
          .forEach(id -> found.add(((StoreMessageId) id).uuid()));
      return found;
    } finally {
      manager.endProcessingRequest(session);
    }
  }
}
