package org.godwit.mailflow.sieve;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The command "vacation" (RFC 5230 §4). */
final class Vacations {
  private static final int USUAL_DAYS = 7; // 5230 §4.1
  private static final int MOST_DAYS = 90;

  private Vacations() {}

  static Step compile(Given given) throws SieveProblem {
    given.needs(Extension.VACATION);
    OptionalLong days = given.tagNumber("days");
    Optional<Template> subject = given.tagText("subject");
    Optional<Template> from = given.tagText("from");
    Optional<List<Template>> addresses = given.tagTexts("addresses");
    boolean mime = given.tag("mime");
    Optional<Template> handle = given.tagText("handle");
    Template reason = given.text("a reason");
    int pause = (int) Math.clamp(days.orElse(USUAL_DAYS), 1L, MOST_DAYS); // 5230 §4.1
    return run -> {
      Optional<String> about = subject.map(text -> text.text(run));
      Optional<String> author = from.map(text -> text.text(run));
      String answer = reason.text(run);
      // 5230 §4.2: without a handle, what is said tells answers apart
      String name =
          handle
              .map(text -> text.text(run))
              .orElseGet(() -> String.join("\0", about.orElse(""), author.orElse(""), answer));
      run.act(
          new SieveAction.Vacation(
              pause,
              about,
              author,
              Template.texts(addresses.orElse(List.of()), run),
              mime,
              name,
              answer));
    };
  }
}
