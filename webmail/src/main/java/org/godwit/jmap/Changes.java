package org.godwit.jmap;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import org.godwit.store.listing.Change;

/** What /changes methods have in common (8620 §5.2). */
public final class Changes {

  private static final int MOST = 10_000;

  private Changes() {}

  /** Reads the log since a modseq. */
  @FunctionalInterface
  public interface Source<T> {
    Change.Log<T> since(long modseq);
  }

  /** A page of a log. */
  public record Page<T>(List<Change<T>> changes, ObjectNode answer) {
    public Page {
      changes = List.copyOf(changes);
    }
  }

  /**
   * Answers a call. A page ends between two modseqs: there alone a client can go on.
   *
   * @param id what clients call a thing
   */
  public static <T> Page<T> answer(
      Sight sight, Arguments arguments, Source<T> source, Function<T, String> id)
      throws MethodError {
    arguments.any("accountId");
    long since = States.since(arguments, "sinceState");
    OptionalLong most = arguments.unsigned("maxChanges");
    arguments.noOther();
    if (most.isPresent() && most.getAsLong() == 0) { // 8620 §5.2
      throw MethodError.invalidArguments("maxChanges must be 1 or more");
    }
    Change.Log<T> log = source.since(since);
    if (!log.complete()) {
      throw MethodError.cannotCalculateChanges("what changed since is not known any more");
    }
    List<Change<T>> page = cut(log.changes(), Math.min(most.orElse(MOST), MOST));
    boolean more = page.size() < log.changes().size();
    long now = more ? page.getLast().modseq() : log.modseq();
    ObjectNode answer =
        Json.object()
            .put("accountId", sight.id())
            .put("oldState", States.of(since))
            .put("newState", States.of(now))
            .put("hasMoreChanges", more);
    ArrayNode created = answer.putArray("created");
    ArrayNode updated = answer.putArray("updated");
    ArrayNode destroyed = answer.putArray("destroyed");
    for (Change<T> change : page) {
      (change.isGone() ? destroyed : change.isNew() ? created : updated).add(id.apply(change.id()));
    }
    return new Page<>(page, answer);
  }

  private static <T> List<Change<T>> cut(List<Change<T>> all, long most) throws MethodError {
    if (all.size() <= most) {
      return all;
    }
    long next = all.get(Math.toIntExact(most)).modseq();
    int end = Math.toIntExact(most);
    while (end > 0 && all.get(end - 1).modseq() == next) {
      end--;
    }
    if (end == 0) { // 8620 §5.2: no state fits under maxChanges
      throw MethodError.cannotCalculateChanges("the next change alone is more than maxChanges");
    }
    return all.subList(0, end);
  }
}
