package org.godwit.mailflow.sieve;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.james.core.Username;
import org.apache.james.vacation.api.AccountId;
import org.apache.james.vacation.api.Vacation;
import org.apache.james.vacation.api.VacationRepository;

/**
 * The answer that people set without a script (8621 §8), as the action that a script would take.
 * Safe for many threads; one statement a call.
 */
final class Absences {
  private static final int DAYS = 7; // 5230 §4.1
  private static final String BOUNDARY = "=_an_answer_in_two_forms";
  private static final String NOTHING_SAID = "I am away, and will read your message later.";

  private final VacationRepository vacations;

  @Inject
  Absences(VacationRepository vacations) {
    this.vacations = vacations;
  }

  /** What somebody who is away says; empty when nobody is. */
  Optional<SieveAction.Vacation> of(Username owner, Instant now) {
    Vacation vacation = vacations.retrieveVacation(AccountId.fromUsername(owner)).block();
    return vacation != null && vacation.isActiveAtDate(now.atZone(ZoneOffset.UTC))
        ? Optional.of(action(vacation))
        : Optional.empty();
  }

  private static SieveAction.Vacation action(Vacation vacation) {
    Optional<String> html = vacation.getHtmlBody();
    String text = vacation.getTextBody().orElse(html.isPresent() ? "" : NOTHING_SAID);
    // Who has an answer gets another when it is another one (5230 §4.2).
    String handle =
        String.join(
            "\0",
            "absence",
            vacation.getFromDate().map(Object::toString).orElse(""),
            vacation.getSubject().orElse(""),
            text,
            html.orElse(""));
    return new SieveAction.Vacation(
        DAYS,
        vacation.getSubject(),
        Optional.empty(),
        List.of(),
        html.isPresent(),
        handle,
        html.map(it -> entity(text, it)).orElse(text));
  }

  /** A MIME entity, whose header is told apart by an empty line. */
  private static String entity(String text, String html) {
    return text.isEmpty()
        ? part("text/html", html)
        : "Content-Type: multipart/alternative; boundary=\""
            + BOUNDARY
            + "\"\r\n\r\n--"
            + BOUNDARY
            + "\r\n"
            + part("text/plain", text)
            + "\r\n--"
            + BOUNDARY
            + "\r\n"
            + part("text/html", html)
            + "\r\n--"
            + BOUNDARY
            + "--\r\n";
  }

  private static String part(String type, String text) {
    return "Content-Type: "
        + type
        + "; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + Base64.getMimeEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
