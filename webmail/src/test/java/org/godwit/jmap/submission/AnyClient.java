package org.godwit.jmap.submission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.godwit.jmap.JmapHouse.texts;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.godwit.jmap.JmapHouse;

/** What a client of Alice's keeps of all types, refreshed by changes alone where it can be. */
final class AnyClient {

  private static final List<String> TYPES =
      List.of(
          "Mailbox",
          "Email",
          "Thread",
          "Identity",
          "EmailSubmission",
          "AddressBook",
          "ContactCard",
          "Quota",
          "Snooze",
          "Principal",
          "ShareNotification");

  private static final List<String> QUERIES =
      List.of(
          "Mailbox|'sort':[{'property':'name'}]",
          "Mailbox|'filter':{'hasAnyRole':false},'sort':[{'property':'sortOrder'}]",
          "Email|'sort':[{'property':'receivedAt','isAscending':false}],'collapseThreads':true",
          "Email|'filter':{'notKeyword':'$seen'}",
          "ContactCard|'sort':[{'property':'name/given'}]",
          "ContactCard|'filter':{'text':'a'}",
          "EmailSubmission|'sort':[{'property':'sentAt'}]",
          "EmailSubmission|'filter':{'undoStatus':'pending'}",
          "Quota|",
          "Principal|'sort':[{'property':'name'}]",
          "ShareNotification|'sort':[{'property':'created'}]");

  private final JmapHouse house;
  private final Random random;
  private final Map<String, Map<String, JsonNode>> known = new LinkedHashMap<>();
  private final Map<String, String> states = new TreeMap<>();
  private final Map<String, List<String>> lists = new TreeMap<>();
  private final Map<String, String> listStates = new TreeMap<>();
  private int calculated;

  AnyClient(JmapHouse house, Random random) {
    this.house = house;
    this.random = random;
    TYPES.forEach(this::begin);
    QUERIES.forEach(this::beginList);
  }

  /** Refreshes that changes alone made. */
  int calculated() {
    return calculated;
  }

  private static String properties(String type) {
    return type.equals("Email") ? ",'properties':['mailboxIds','keywords','threadId']" : "";
  }

  /** Nothing on the left, or the type of an error. */
  private String tried(JsonNode answer) {
    return answer.get(0).textValue().equals("error") ? answer.at("/1/type").textValue() : "";
  }

  private JsonNode call(String method, String arguments) {
    return house
        .calls(
            "['"
                + method
                + "',{'accountId':'$A'"
                + (arguments.isEmpty() ? "" : ",")
                + arguments
                + "},'c']")
        .get(0);
  }

  private JsonNode fresh(String type) {
    String ids = "null";
    if (type.equals("Email") || type.equals("Thread")) {
      List<String> all = texts(house.call("Email/query", "").get("ids"));
      if (type.equals("Thread")) {
        Set<String> threads = new TreeSet<>();
        house
            .call("Email/get", "'ids':" + quoted(all) + ",'properties':['threadId']")
            .get("list")
            .forEach(one -> threads.add(one.get("threadId").textValue()));
        ids = quoted(threads);
      } else {
        ids = quoted(all);
      }
    }
    return house.call(type + "/get", "'ids':" + ids + properties(type));
  }

  private static String quoted(Iterable<String> ids) {
    List<String> all = new ArrayList<>();
    ids.forEach(id -> all.add("'" + id + "'"));
    return "[" + String.join(",", all) + "]";
  }

  private void begin(String type) {
    JsonNode answer = fresh(type);
    Map<String, JsonNode> all = new TreeMap<>();
    answer.get("list").forEach(one -> all.put(one.get("id").textValue(), one));
    known.put(type, all);
    states.put(type, answer.get("state").textValue());
  }

  private static String type(String query) {
    return query.substring(0, query.indexOf('|'));
  }

  private static String asked(String query) {
    return query.substring(query.indexOf('|') + 1);
  }

  private void beginList(String query) {
    JsonNode answer = house.call(type(query) + "/query", asked(query));
    lists.put(query, new ArrayList<>(texts(answer.get("ids"))));
    listStates.put(query, answer.get("queryState").textValue());
  }

  void refresh() {
    TYPES.forEach(this::refresh);
    QUERIES.forEach(this::refreshList);
  }

  private void refresh(String type) {
    Map<String, JsonNode> there = known.get(type);
    boolean more = true;
    while (more) {
      JsonNode answer =
          call(
              type + "/changes",
              "'sinceState':'"
                  + states.get(type)
                  + "'"
                  + (random.nextBoolean() ? "" : ",'maxChanges':" + (1 + random.nextInt(30))));
      if (!tried(answer).isEmpty()) {
        assertThat(tried(answer)).as(type).isEqualTo("cannotCalculateChanges");
        begin(type);
        return;
      }
      JsonNode changes = answer.get(1);
      texts(changes.get("destroyed")).forEach(there::remove);
      Set<String> wanted = new HashSet<>(texts(changes.get("updated")));
      assertThat(there.keySet()).as(type + " updated").containsAll(wanted);
      wanted.addAll(texts(changes.get("created")));
      JsonNode got = house.call(type + "/get", "'ids':" + quoted(wanted) + properties(type));
      got.get("list").forEach(one -> there.put(one.get("id").textValue(), one));
      states.put(type, changes.get("newState").textValue());
      more = changes.get("hasMoreChanges").booleanValue();
      calculated++;
    }
  }

  private void refreshList(String query) {
    String comma = asked(query).isEmpty() ? "" : ",";
    JsonNode answer =
        call(
            type(query) + "/queryChanges",
            asked(query) + comma + "'sinceQueryState':'" + listStates.get(query) + "'");
    if (!tried(answer).isEmpty()) {
      assertThat(tried(answer)).as(query).isEqualTo("cannotCalculateChanges");
      beginList(query);
      return;
    }
    List<String> list = lists.get(query);
    list.removeAll(texts(answer.get(1).get("removed")));
    answer
        .get(1)
        .get("added")
        .forEach(one -> list.add(one.get("index").intValue(), one.get("id").textValue()));
    listStates.put(query, answer.at("/1/newQueryState").textValue());
    calculated++;
  }

  void mustBeFresh(String when) {
    for (String type : TYPES) {
      Map<String, String> is = new TreeMap<>();
      fresh(type).get("list").forEach(one -> is.put(one.get("id").textValue(), one.toString()));
      Map<String, String> thought = new TreeMap<>();
      known.get(type).forEach((id, one) -> thought.put(id, one.toString()));
      assertThat(thought).as(when + ", " + type).isEqualTo(is);
    }
    for (String query : QUERIES) {
      assertThat(lists.get(query))
          .as(when + ", " + query)
          .isEqualTo(texts(house.call(type(query) + "/query", asked(query)).get("ids")));
    }
  }
}
