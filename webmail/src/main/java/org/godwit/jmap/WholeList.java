package org.godwit.jmap;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.godwit.store.listing.Change;

/**
 * A list that is read whole, since it is never long: what /query and /queryChanges answer of it.
 *
 * @param ids in the order that was asked for
 * @param state the query's
 */
public record WholeList(List<String> ids, String state) {

  /** Ids that one answer has. */
  private static final int MOST = 10_000;

  private static final int TRIES = 5;

  public WholeList {
    ids = List.copyOf(ids);
  }

  /** Reads the list as it is now. */
  @FunctionalInterface
  public interface Reader {
    WholeList read(QueryRequest request) throws MethodError;
  }

  /** The answer to a /query (8620 §5.5). */
  public ObjectNode window(QueryRequest request, boolean canCalculateChanges) throws MethodError {
    int start = request.start(ids);
    long limit = Math.min(request.limit().orElse(MOST), MOST);
    int end = (int) Math.min(ids.size(), start + limit);
    boolean limited = request.limit().isEmpty() || request.limit().getAsLong() > limit;
    ObjectNode answer =
        request.answer(
            state,
            canCalculateChanges,
            start,
            ids.subList(start, end),
            limited ? OptionalLong.of(limit) : OptionalLong.empty());
    return request.calculateTotal() ? answer.put("total", ids.size()) : answer;
  }

  /** The answer to a /queryChanges (8620 §5.6), when list and log tell of the same moment. */
  public static ObjectNode changes(
      Sight sight, Arguments arguments, Changes.Source<UUID> source, Reader reader)
      throws MethodError {
    QueryRequest request = QueryChanges.request(sight, arguments);
    long since = States.since(arguments, "sinceQueryState");
    OptionalLong most = arguments.unsigned("maxChanges");
    arguments.noOther();
    for (int tried = 0; tried < TRIES; tried++) {
      Change.Log<UUID> log = source.since(since);
      if (!log.complete()) {
        throw MethodError.cannotCalculateChanges("what changed since is not known any more");
      }
      WholeList now = reader.read(request);
      if (now.state().equals(States.of(log.modseq()))) { // else something happened in between
        return now.changes(request, since, log, most);
      }
    }
    throw MethodError.cannotCalculateChanges("too much is changing now");
  }

  private ObjectNode changes(
      QueryRequest request, long since, Change.Log<UUID> log, OptionalLong most)
      throws MethodError {
    Set<String> affected = new HashSet<>();
    log.changes().forEach(change -> affected.add(change.id().toString()));
    OptionalLong total =
        request.calculateTotal() ? OptionalLong.of(ids.size()) : OptionalLong.empty();
    return QueryChanges.answer(request, since, log.modseq(), affected, ids, total, most);
  }
}
