package org.godwit.jmap;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** What /queryChanges methods answer (8620 §5.6). */
public final class QueryChanges {

  private QueryChanges() {}

  /**
   * The answer.
   *
   * @param affected all that may have left the list, come to it, or moved in it
   * @param list the list as it is, at least as far as affected ones are in it
   * @param total of the list, when it was asked for
   */
  public static ObjectNode answer(
      QueryRequest request,
      long since,
      long now,
      Collection<String> affected,
      List<String> list,
      OptionalLong total,
      OptionalLong most)
      throws MethodError {
    ObjectNode answer =
        Json.object()
            .put("accountId", request.sight().id())
            .put("oldQueryState", States.of(since))
            .put("newQueryState", States.of(now));
    if (total.isPresent()) {
      answer.put("total", total.getAsLong());
    }
    Set<String> touched = Set.copyOf(affected);
    answer.set("removed", Json.texts(touched));
    ArrayNode added = answer.putArray("added");
    for (int index = 0; index < list.size(); index++) {
      if (touched.contains(list.get(index))) {
        added.addObject().put("id", list.get(index)).put("index", index);
      }
    }
    if (most.isPresent() && touched.size() + added.size() > most.getAsLong()) {
      throw new MethodError("tooManyChanges", null);
    }
    return answer;
  }

  /** The request of a type that never tells: what is wrong with it is said all the same. */
  public static QueryRequest refused(Sight sight, Arguments arguments) throws MethodError {
    QueryRequest request = request(sight, arguments);
    Arguments.need(arguments.text("sinceQueryState"), "sinceQueryState");
    arguments.unsigned("maxChanges");
    arguments.noOther();
    return request;
  }

  /** Reads what a /queryChanges is asked besides filter and sort. */
  public static QueryRequest request(Sight sight, Arguments arguments) throws MethodError {
    arguments.any("accountId");
    arguments.id("upToId"); // 8620 §5.6: changes behind it may be left out, and need not be
    return new QueryRequest(
        sight,
        QueryRequest.filter(arguments),
        QueryRequest.sort(arguments),
        0,
        Optional.empty(),
        0,
        OptionalLong.empty(),
        arguments.flag("calculateTotal", false));
  }
}
