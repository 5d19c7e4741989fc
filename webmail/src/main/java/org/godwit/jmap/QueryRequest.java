package org.godwit.jmap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What /query and /queryChanges have in common (8620 §5.5, §5.6).
 *
 * @param filter empty for all
 */
public record QueryRequest(
    Sight sight,
    Optional<ObjectNode> filter,
    List<Arguments> sort,
    long position,
    Optional<String> anchor,
    long anchorOffset,
    OptionalLong limit,
    boolean calculateTotal) {

  private static final int DEEPEST = 20;
  private static final int MOST_SORTS = 10;

  public QueryRequest {
    sort = List.copyOf(sort);
  }

  public static QueryRequest of(Sight sight, Arguments arguments) throws MethodError {
    arguments.any("accountId");
    return new QueryRequest(
        sight,
        filter(arguments),
        sort(arguments),
        arguments.integer("position").orElse(0),
        arguments.id("anchor"),
        arguments.integer("anchorOffset").orElse(0),
        arguments.unsigned("limit"),
        arguments.flag("calculateTotal", false));
  }

  /** The filter of a query, as far as it is not too deep. */
  public static Optional<ObjectNode> filter(Arguments arguments) throws MethodError {
    Optional<ObjectNode> filter = arguments.object("filter");
    if (filter.isPresent()) {
      mustNotBeDeep(filter.get(), DEEPEST);
    }
    return filter;
  }

  private static void mustNotBeDeep(JsonNode filter, int left) throws MethodError {
    if (left == 0) {
      throw MethodError.unsupportedFilter("the filter is too deep");
    }
    for (JsonNode part : filter.path("conditions")) {
      mustNotBeDeep(part, left - 1);
    }
  }

  static List<Arguments> sort(Arguments arguments) throws MethodError {
    Optional<JsonNode> given = arguments.any("sort");
    if (given.isPresent() && !given.get().isArray()) {
      throw MethodError.invalidArguments("sort is not an array");
    }
    List<Arguments> sort = new ArrayList<>();
    if (given.isPresent()) {
      for (JsonNode one : given.get()) {
        if (!(one instanceof ObjectNode comparator)) {
          throw MethodError.invalidArguments("sort is not an array of objects");
        }
        sort.add(new Arguments(comparator));
      }
    }
    if (sort.size() > MOST_SORTS) {
      throw MethodError.unsupportedSort("there are too many comparators");
    }
    return sort;
  }

  /** A filter taken apart: an operator over parts, or one condition. */
  public interface Conditions<T> {
    T operator(String name, List<T> parts) throws MethodError;

    T condition(Arguments condition) throws MethodError;
  }

  /** Reads a filter from its leaves up. */
  public static <T> T read(ObjectNode filter, Conditions<T> conditions) throws MethodError {
    if (!filter.has("operator")) {
      Arguments condition = new Arguments(filter);
      T read = conditions.condition(condition);
      noOther(condition);
      return read;
    }
    Arguments operator = new Arguments(filter);
    String name = Arguments.need(operator.text("operator"), "operator");
    JsonNode parts = Arguments.need(operator.any("conditions"), "conditions");
    operator.noOther();
    if (!List.of("AND", "OR", "NOT").contains(name) || !parts.isArray()) {
      throw MethodError.invalidArguments("a filter's operator is AND, OR or NOT of conditions");
    }
    List<T> read = new ArrayList<>();
    for (JsonNode part : parts) {
      if (!(part instanceof ObjectNode inside)) {
        throw MethodError.invalidArguments("a filter's conditions are objects");
      }
      read.add(read(inside, conditions));
    }
    return conditions.operator(name, read);
  }

  /** Conditions on what is at hand. */
  public abstract static class Checks<T> implements Conditions<Predicate<T>> {
    @Override
    public final Predicate<T> operator(String name, List<Predicate<T>> parts) {
      return switch (name) {
        case "AND" -> one -> parts.stream().allMatch(part -> part.test(one));
        case "OR" -> one -> parts.stream().anyMatch(part -> part.test(one));
        default -> one -> parts.stream().noneMatch(part -> part.test(one));
      };
    }

    @Override
    public final Predicate<T> condition(Arguments given) throws MethodError {
      List<Predicate<T>> all = new ArrayList<>();
      read(given, all);
      return operator("AND", all);
    }

    /** Adds what one condition asks for; all of it must be so. */
    protected abstract void read(Arguments given, List<Predicate<T>> all) throws MethodError;
  }

  /** What is in the list. */
  public <T> Predicate<T> test(Checks<T> checks) throws MethodError {
    return filter.isEmpty() ? any -> true : read(filter.get(), checks);
  }

  /**
   * The order of the list; where it does not decide, things keep theirs.
   *
   * @param by the order by a property; empty when lists have none by it
   */
  public <T> Comparator<T> order(Function<String, Optional<Comparator<T>>> by) throws MethodError {
    Comparator<T> order = Comparator.comparingInt(one -> 0);
    for (Arguments comparator : sort) {
      String property = Arguments.need(comparator.text("property"), "property");
      boolean ascending = comparator.flag("isAscending", true);
      Optional<String> collation = comparator.text("collation");
      comparator.noOther();
      Optional<Comparator<T>> next = by.apply(property);
      if (next.isEmpty()) {
        throw MethodError.unsupportedSort("this is not sorted by " + property);
      }
      if (!collation.map(Limits.COLLATIONS::contains).orElse(true)) { // 8620 §5.5
        throw MethodError.unsupportedSort("the collation is not known");
      }
      order = order.thenComparing(ascending ? next.get() : next.get().reversed());
    }
    return order;
  }

  private static void noOther(Arguments condition) throws MethodError {
    try {
      condition.noOther();
    } catch (MethodError e) {
      throw MethodError.unsupportedFilter(e.getMessage());
    }
  }

  /**
   * The answer, and which part of the list it is.
   *
   * @param limit what the server limited it to, when it did
   */
  public ObjectNode answer(
      String state, boolean canCalculateChanges, long start, List<String> ids, OptionalLong limit) {
    ObjectNode answer =
        Json.object()
            .put("accountId", sight.id())
            .put("queryState", state)
            .put("canCalculateChanges", canCalculateChanges)
            .put("position", start);
    answer.set("ids", Json.texts(ids));
    if (limit.isPresent()) {
      answer.put("limit", limit.getAsLong());
    }
    return answer;
  }

  /** Where the window of a whole list starts. */
  public int start(List<String> all) throws MethodError {
    if (anchor.isPresent()) {
      int at = all.indexOf(anchor.get());
      if (at < 0) {
        throw new MethodError("anchorNotFound", null);
      }
      return Math.clamp(at + anchorOffset, 0, all.size());
    }
    long start = position < 0 ? Math.max(0, all.size() + position) : position;
    return (int) Math.min(start, all.size());
  }
}
