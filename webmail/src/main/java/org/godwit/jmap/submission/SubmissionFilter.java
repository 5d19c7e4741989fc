package org.godwit.jmap.submission;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.godwit.jmap.Arguments;
import org.godwit.jmap.MethodError;
import org.godwit.jmap.QueryRequest;
import org.godwit.jmap.UtcDate;
import org.godwit.store.submission.Submission;

/** Which submissions are in a list, and in what order (8621 §7.3). */
final class SubmissionFilter extends QueryRequest.Checks<Submission> {

  @Override
  protected void read(Arguments given, List<Predicate<Submission>> all) throws MethodError {
    among(given, "identityIds", Submission::identity).ifPresent(all::add);
    among(given, "emailIds", one -> one.message().toString()).ifPresent(all::add);
    among(given, "threadIds", one -> one.thread().toString()).ifPresent(all::add);
    Optional<String> status = given.text("undoStatus");
    status.ifPresent(wanted -> all.add(one -> SubmissionJson.status(one.undo()).equals(wanted)));
    UtcDate.argument(given, "before").ifPresent(end -> all.add(one -> one.sendAt().isBefore(end)));
    UtcDate.argument(given, "after")
        .ifPresent(start -> all.add(one -> !one.sendAt().isBefore(start)));
  }

  private static Optional<Predicate<Submission>> among(
      Arguments given, String name, Function<Submission, String> property) throws MethodError {
    return given.ids(name).map(Set::copyOf).map(ids -> one -> ids.contains(property.apply(one)));
  }

  /** Without a sort, and where a sort does not decide, the older comes first. */
  static Optional<Comparator<Submission>> order(String property) {
    return Optional.ofNullable(
        switch (property) {
          case "emailId" -> Comparator.comparing(one -> one.message().toString());
          case "threadId" -> Comparator.comparing(one -> one.thread().toString());
          case "sentAt", "sendAt" -> Comparator.comparing(Submission::sendAt);
          default -> null;
        });
  }
}
