package org.godwit.jmap.rules;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.james.vacation.api.AccountId;
import org.apache.james.vacation.api.VacationRepository;
import org.godwit.jmap.Arguments;
import org.godwit.jmap.Exchange;
import org.godwit.jmap.GetRequest;
import org.godwit.jmap.Method;
import org.godwit.jmap.MethodError;
import org.godwit.jmap.Patch;
import org.godwit.jmap.SetAnswer;
import org.godwit.jmap.SetError;
import org.godwit.jmap.SetRequest;
import org.godwit.jmap.Sight;
import org.godwit.jmap.States;
import org.godwit.store.mailbox.AccountReading;

/** VacationResponse/get and set (8621 §8): one for each account. */
final class VacationMethods {

  private static final String ID = "singleton"; // 8621 §8

  private final VacationRepository vacations;
  private final AccountReading reading;

  @Inject
  VacationMethods(VacationRepository vacations, AccountReading reading) {
    this.vacations = vacations;
    this.reading = reading;
  }

  Map<String, Method> methods() {
    return Map.of("VacationResponse/get", this::get, "VacationResponse/set", this::set);
  }

  private static AccountId owner(Sight sight) {
    return AccountId.fromUsername(sight.owner());
  }

  private ObjectNode read(Sight sight) {
    return VacationJson.of(
        Optional.ofNullable(vacations.retrieveVacation(owner(sight)).block())
            .orElse(VacationRepository.DEFAULT_VACATION));
  }

  private String state(Sight sight) {
    return States.of(reading.modseq(sight.account()).orElse(0));
  }

  private ObjectNode get(Arguments arguments, Exchange exchange) throws MethodError {
    Sight sight = exchange.ownAccount(arguments);
    GetRequest request =
        GetRequest.of(
            sight, arguments, exchange, VacationJson.PROPERTIES, VacationJson.PROPERTIES::contains);
    arguments.noOther();
    String state = state(sight);
    return request.answer(state, Map.of(ID, read(sight).put("id", ID)));
  }

  private ObjectNode set(Arguments arguments, Exchange exchange) throws MethodError {
    Sight sight = exchange.ownAccount(arguments);
    SetRequest request = SetRequest.of(sight, arguments, exchange);
    arguments.noOther();
    String before = state(sight);
    request.mustBeIn(before);
    SetAnswer answer = new SetAnswer(exchange);
    SetError only = SetError.of("singleton", null); // 8620 §5.3
    request.create().keySet().forEach(id -> answer.notCreated(id, only));
    request.update().forEach((id, patch) -> update(sight, id, patch, answer));
    request
        .destroy()
        .forEach(id -> answer.notDestroyed(id, id.equals(ID) ? only : SetError.notFound()));
    return answer.json(sight, before, state(sight));
  }

  private void update(Sight sight, String id, ObjectNode patch, SetAnswer answer) {
    try {
      if (!id.equals(ID)) {
        throw SetError.notFound();
      }
      ObjectNode changes = patch.deepCopy();
      if (changes.path("id").asText().equals(ID)) {
        changes.remove("id");
      }
      ObjectNode before = read(sight);
      ObjectNode after = Patch.apply(before, changes);
      if (after.path("isEnabled").isNull()) { // 8620 §5.3: null sets what it was in the beginning
        after.put("isEnabled", false);
      }
      if (!after.equals(before)) {
        vacations.modifyVacation(owner(sight), VacationJson.read(after)).block();
      }
      answer.updated(id);
    } catch (SetError why) {
      answer.notUpdated(id, why);
    }
  }
}
