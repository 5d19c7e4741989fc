package org.godwit.jmap.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.james.util.ValuePatch;
import org.apache.james.vacation.api.Vacation;
import org.apache.james.vacation.api.VacationPatch;
import org.godwit.jmap.Json;
import org.godwit.jmap.SetError;
import org.godwit.jmap.UtcDate;

/** A vacation response as clients read and write it (8621 §8). */
final class VacationJson {

  static final List<String> PROPERTIES =
      List.of("id", "isEnabled", "fromDate", "toDate", "subject", "textBody", "htmlBody");

  private static final int LONGEST = 256 * 1024;

  private VacationJson() {}

  static ObjectNode of(Vacation vacation) {
    return Json.object()
        .put("isEnabled", vacation.isEnabled())
        .put("fromDate", vacation.getFromDate().map(VacationJson::date).orElse(null))
        .put("toDate", vacation.getToDate().map(VacationJson::date).orElse(null))
        .put("subject", vacation.getSubject().orElse(null))
        .put("textBody", vacation.getTextBody().orElse(null))
        .put("htmlBody", vacation.getHtmlBody().orElse(null));
  }

  private static String date(ZonedDateTime date) {
    return date.toInstant().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** All of it, to take the place of what was. */
  static VacationPatch read(ObjectNode given) throws SetError {
    for (Map.Entry<String, JsonNode> entry : given.properties()) {
      JsonNode value = entry.getValue();
      boolean fits =
          switch (entry.getKey()) {
            case "isEnabled" -> value.isBoolean();
            case "fromDate", "toDate" -> value.isNull() || value.isTextual();
            case "subject", "textBody", "htmlBody" ->
                value.isNull()
                    || (value.isTextual()
                        && value.textValue().length() <= LONGEST
                        && value.textValue().indexOf('\0') < 0);
            default -> false;
          };
      if (!fits) {
        throw SetError.invalidProperties("this is no value for it", entry.getKey());
      }
    }
    return VacationPatch.builder()
        .isEnabled(given.get("isEnabled").booleanValue())
        .fromDate(ValuePatch.ofOptional(date(given, "fromDate")))
        .toDate(ValuePatch.ofOptional(date(given, "toDate")))
        .subject(ValuePatch.ofNullable(given.get("subject").textValue()))
        .textBody(ValuePatch.ofNullable(given.get("textBody").textValue()))
        .htmlBody(ValuePatch.ofNullable(given.get("htmlBody").textValue()))
        .build();
  }

  private static Optional<ZonedDateTime> date(ObjectNode given, String property) throws SetError {
    return UtcDate.property(given, property).map(it -> it.atZone(ZoneOffset.UTC));
  }
}
