package org.godwit.search;

import com.google.common.collect.Lists;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.inject.Inject;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.godwit.search.Documents.State;
import org.godwit.search.WordQuery.Part;
import org.godwit.search.text.MessageText;
import org.godwit.store.mailbox.AccountReading;
import org.godwit.store.mailbox.AccountReading.Held;
import org.godwit.store.mailbox.MessageView;
import org.godwit.store.mailbox.StoreMessageId;

/**
 * People's search: by words, the best or the newest first. IMAP's SEARCH is another: it finds
 * strings. Safe for many threads; calls block, and cost two statements or three; a phrase costs a
 * read of each message that has its words.
 */
public final class Search {

  /** What comes first. */
  public enum Order {
    RELEVANCE,
    NEWEST,
    OLDEST
  }

  /**
   * What is wanted; all of it must be so. Texts are words that must all be there, {@code "words
   * side by side"} and {@code begin*}; an empty text wants nothing.
   *
   * @param account whose mail
   * @param mailboxes numbers of mailboxes, in one of which the message must be; empty for any
   * @param text anywhere: subject, addresses, text, attachments and their names
   * @param body in the text or in attachments
   * @param attachment whether a file must come with it, or must not; empty for either
   * @param after received then or later; empty for any time
   * @param before received earlier than that; empty for any time
   * @param skip how many of the found are not told, from the first
   * @param limit how many are told at most
   */
  public record Question(
      long account,
      Set<Long> mailboxes,
      String text,
      String from,
      String to,
      String subject,
      String body,
      Optional<Boolean> attachment,
      Optional<Instant> after,
      Optional<Instant> before,
      Order order,
      int skip,
      int limit) {

    public Question {
      mailboxes = Set.copyOf(mailboxes);
    }

    /** For a text anywhere, the newest first. */
    public static Question anywhere(long account, String text, int limit) {
      return new Question(
          account,
          Set.of(),
          text,
          "",
          "",
          "",
          "",
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Order.NEWEST,
          0,
          limit);
    }
  }

  /**
   * A message that was found.
   *
   * @param mailboxes numbers of all mailboxes that it is in
   * @param received in the first of them
   */
  public record Hit(
      StoreMessageId message, StoreMessageId thread, List<Long> mailboxes, Instant received) {
    public Hit {
      mailboxes = List.copyOf(mailboxes);
    }
  }

  /**
   * What was found.
   *
   * @param total how many there are, told or not
   * @param complete false while the index is being built: then there may be more
   */
  public record Found(List<Hit> hits, int total, boolean complete) {
    public Found {
      hits = List.copyOf(hits);
    }
  }

  /**
   * What of a message was searched for, in HTML whose only element is {@code mark} (8621 §5).
   *
   * @param subject empty when nothing in it was
   * @param preview of the text or of attachments, at most 255 octets; empty when nothing in them
   *     was
   */
  public record Snippet(
      StoreMessageId message, Optional<String> subject, Optional<String> preview) {}

  private static final int BATCH = 100;
  private static final int LONGEST_PREVIEW = 255; // 8621 §5
  private static final int LONGEST_SUBJECT = 10_000;

  private final AccountReading reading;
  private final Indexes indexes;
  private final IndexKeeper keeper;

  @Inject
  Search(AccountReading reading, Indexes indexes, IndexKeeper keeper) {
    this.reading = reading;
    this.indexes = indexes;
    this.keeper = keeper;
  }

  /**
   * Finds messages.
   *
   * @throws org.godwit.store.StoreException when the database cannot be asked
   * @throws UncheckedIOException when the index cannot be read: it is built anew, try again later
   */
  public Found find(Question question) {
    long account = question.account();
    try (Indexes.Lease lease = indexes.use(account)) {
      boolean complete = keeper.catchUp(account, lease, true);
      try (AccountIndex.View view = lease.index().view()) {
        return find(question, view, complete);
      }
    } catch (IOException e) {
      keeper.rebuild(account);
      throw new UncheckedIOException("reading a search index", e);
    }
  }

  private Found find(Question question, AccountIndex.View view, boolean complete)
      throws IOException {
    List<Part> parts = parts(question);
    Scored scored = Scored.of(view.searcher(), query(question, parts));
    Map<UUID, Float> scores = scored.messages(view.searcher());
    keepPhrases(question.account(), scores, parts, view);
    List<Scoring> found = places(question, scores);
    found.sort(order(question.order()));
    List<Hit> page =
        found.stream().skip(question.skip()).limit(question.limit()).map(Scoring::hit).toList();
    return new Found(page, found.size(), complete);
  }

  /**
   * Shows where messages have what a question asks for. Costs a read of each message.
   *
   * @param messages which; one that is no more is missing in the answer
   * @throws org.godwit.store.StoreException when the database cannot be asked
   * @throws UncheckedIOException when the index cannot be read: it is built anew, try again later
   */
  public List<Snippet> snippets(Question question, List<StoreMessageId> messages) {
    long account = question.account();
    List<Snippet> snippets = new ArrayList<>();
    try (Indexes.Lease lease = indexes.use(account);
        AccountIndex.View view = lease.index().view()) {
      Marker subject = new Marker(List.of(question.text(), question.subject()));
      Marker body = new Marker(List.of(question.text(), question.body()));
      DocumentFinder finder = new DocumentFinder(view.searcher());
      for (List<StoreMessageId> some : Lists.partition(messages, BATCH)) {
        Map<UUID, MessageView.Bytes> found =
            reading.bytes(account, some.stream().map(StoreMessageId::uuid).toList());
        for (StoreMessageId id : some) {
          MessageView.Bytes bytes = found.get(id.uuid());
          if (bytes != null) {
            int document = finder.document(id.uuid());
            String attached =
                document == Condition.NONE ? "" : Texts.attached(view.searcher(), document);
            snippets.add(snippet(id, Texts.whole(bytes).withAttached(attached), subject, body));
          }
        }
      }
      return snippets;
    } catch (IOException e) {
      keeper.rebuild(account);
      throw new UncheckedIOException("reading a search index", e);
    }
  }

  private static Snippet snippet(StoreMessageId id, MessageText text, Marker subject, Marker body) {
    String said = String.join(" ", text.values("subject"));
    return new Snippet(
        id,
        subject.mark(said, LONGEST_SUBJECT),
        body.mark(text.body(), LONGEST_PREVIEW)
            .or(() -> body.mark(text.attached(), LONGEST_PREVIEW)));
  }

  private static List<Part> parts(Question question) {
    List<Part> parts = new ArrayList<>();
    parts.add(Part.anywhere(question.text()));
    parts.add(Part.from(question.from()));
    parts.add(Part.to(question.to()));
    parts.add(Part.subject(question.subject()));
    parts.add(Part.body(question.body()));
    parts.removeIf(part -> part.typed().isBlank());
    return parts;
  }

  private static Query query(Question question, List<Part> parts) {
    BooleanQuery.Builder all = new BooleanQuery.Builder();
    all.add(MatchAllDocsQuery.INSTANCE, Occur.FILTER);
    parts.forEach(part -> all.add(part.query(), Occur.MUST));
    question
        .attachment()
        .ifPresent(
            wanted ->
                all.add(
                    new TermQuery(Documents.state(State.ATTACHMENT)),
                    wanted ? Occur.FILTER : Occur.MUST_NOT));
    return all.build();
  }

  /** The index knows that the words are there, not that they stand side by side. */
  private void keepPhrases(
      long account, Map<UUID, Float> scores, List<Part> parts, AccountIndex.View view)
      throws IOException {
    List<Part> phrases = parts.stream().filter(part -> !part.phrases().isEmpty()).toList();
    if (phrases.isEmpty()) {
      return;
    }
    DocumentFinder finder = new DocumentFinder(view.searcher());
    List<UUID> ids = List.copyOf(scores.keySet());
    for (int from = 0; from < ids.size(); from += BATCH) {
      List<UUID> batch = ids.subList(from, Math.min(ids.size(), from + BATCH));
      Map<UUID, MessageView.Bytes> messages = reading.bytes(account, batch);
      for (UUID id : batch) {
        int document = finder.document(id);
        MessageView.Bytes bytes = messages.get(id);
        if (bytes == null || document == Condition.NONE) {
          scores.remove(id);
          continue;
        }
        String attached = Texts.attached(view.searcher(), document);
        MessageText text = Texts.whole(bytes).withAttached(attached);
        if (!phrases.stream().allMatch(part -> part.hasPhrases(text))) {
          scores.remove(id);
        }
      }
    }
  }

  /** A hit and its rank. */
  private record Scoring(Hit hit, float score) {}

  private List<Scoring> places(Question question, Map<UUID, Float> scores) {
    Map<UUID, List<Held>> places = new HashMap<>();
    for (Held row : reading.places(question.account(), scores.keySet())) {
      places.computeIfAbsent(row.id().uuid(), id -> new ArrayList<>()).add(row);
    }
    List<Scoring> found = new ArrayList<>();
    places.forEach(
        (id, rows) -> {
          List<Long> mailboxes = rows.stream().map(row -> row.mailbox().number()).toList();
          Instant received =
              rows.stream()
                  .map(row -> row.internalDate().toInstant())
                  .min(Comparator.naturalOrder())
                  .orElseThrow();
          Hit hit = new Hit(rows.get(0).id(), rows.get(0).thread(), mailboxes, received);
          if (isWanted(question, hit)) {
            found.add(new Scoring(hit, scores.get(id)));
          }
        });
    return found;
  }

  private static boolean isWanted(Question question, Hit hit) {
    return (question.mailboxes().isEmpty()
            || hit.mailboxes().stream().anyMatch(question.mailboxes()::contains))
        && question.after().filter(after -> hit.received().isBefore(after)).isEmpty()
        && question.before().filter(before -> !hit.received().isBefore(before)).isEmpty();
  }

  /** Always the same order, also of those that are equal: pages must not overlap. */
  private static Comparator<Scoring> order(Order order) {
    Comparator<Scoring> newest =
        Comparator.<Scoring, Instant>comparing(one -> one.hit().received())
            .thenComparing(one -> one.hit().message().uuid())
            .reversed();
    return switch (order) {
      case NEWEST -> newest;
      case OLDEST -> newest.reversed();
      case RELEVANCE ->
          Comparator.<Scoring>comparingDouble(Scoring::score).reversed().thenComparing(newest);
    };
  }
}
