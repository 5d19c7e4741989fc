package org.godwit.jmap.submission;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.godwit.jmap.Arguments;
import org.godwit.jmap.Limits;
import org.godwit.jmap.MethodError;
import org.godwit.jmap.QueryRequest;
import org.godwit.store.submission.Submission;

/** Which submissions are in a list, and in what order (8621 §7.3). */
final class SubmissionFilter implements QueryRequest.Conditions<Predicate<Submission>> {

  private SubmissionFilter() {}

  static Predicate<Submission> read(QueryRequest request) throws MethodError {
    return request.filter().isEmpty()
        ? any -> true
        : QueryRequest.read(request.filter().get(), new SubmissionFilter());
  }

  @Override
  public Predicate<Submission> operator(String name, List<Predicate<Submission>> parts) {
    return switch (name) {
      case "AND" -> one -> parts.stream().allMatch(part -> part.test(one));
      case "OR" -> one -> parts.stream().anyMatch(part -> part.test(one));
      default -> one -> parts.stream().noneMatch(part -> part.test(one));
    };
  }

  @Override
  public Predicate<Submission> condition(Arguments given) throws MethodError {
    List<Predicate<Submission>> all = new ArrayList<>();
    among(given, "identityIds", Submission::identity).ifPresent(all::add);
    among(given, "emailIds", one -> one.message().toString()).ifPresent(all::add);
    among(given, "threadIds", one -> one.thread().toString()).ifPresent(all::add);
    Optional<String> status = given.text("undoStatus");
    status.ifPresent(wanted -> all.add(one -> SubmissionJson.status(one.undo()).equals(wanted)));
    date(given, "before").ifPresent(end -> all.add(one -> one.sendAt().isBefore(end)));
    date(given, "after").ifPresent(start -> all.add(one -> !one.sendAt().isBefore(start)));
    return operator("AND", all);
  }

  private static Optional<Predicate<Submission>> among(
      Arguments given, String name, Function<Submission, String> property) throws MethodError {
    return given.ids(name).map(Set::copyOf).map(ids -> one -> ids.contains(property.apply(one)));
  }

  private static Optional<Instant> date(Arguments given, String name) throws MethodError {
    Optional<String> text = given.text(name);
    try {
      return text.map(it -> OffsetDateTime.parse(it).toInstant());
    } catch (DateTimeException e) {
      throw MethodError.invalidArguments(name + " is not a UTCDate");
    }
  }

  /** Without a sort, and where a sort does not decide, the older comes first. */
  static Comparator<Submission> order(QueryRequest request) throws MethodError {
    Comparator<Submission> order = Comparator.comparingInt(one -> 0); // a stable sort keeps theirs
    for (Arguments comparator : request.sort()) {
      String property = Arguments.need(comparator.text("property"), "property");
      boolean ascending = comparator.flag("isAscending", true);
      Optional<String> collation = comparator.text("collation");
      comparator.noOther();
      boolean known = collation.map(Limits.COLLATIONS::contains).orElse(true);
      Comparator<Submission> next = known ? order(property) : null;
      if (next == null) {
        throw MethodError.unsupportedSort("submissions are not sorted by " + property);
      }
      order = order.thenComparing(ascending ? next : next.reversed());
    }
    return order;
  }

  private static Comparator<Submission> order(String property) {
    return switch (property) {
      case "emailId" -> Comparator.comparing(one -> one.message().toString());
      case "threadId" -> Comparator.comparing(one -> one.thread().toString());
      case "sentAt", "sendAt" -> Comparator.comparing(Submission::sendAt);
      default -> null;
    };
  }
}
