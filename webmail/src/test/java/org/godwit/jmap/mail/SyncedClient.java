package org.godwit.jmap.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.godwit.jmap.JmapHouse.texts;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.godwit.jmap.JmapHouse;

/** What a client of Alice's keeps of mail, refreshed by changes alone. */
final class SyncedClient {

  private static final List<String> QUERIES =
      List.of(
          "'filter':{'inMailbox':'$INBOX'},'sort':[{'property':'receivedAt','isAscending':false}]",
          "'filter':{'inMailbox':'$INBOX'},'collapseThreads':true",
          "'filter':{'notKeyword':'$seen'},'sort':[{'property':'size'}]",
          "'filter':{'someInThreadHaveKeyword':'$seen'},'sort':[{'property':'subject'}]",
          "'sort':[{'property':'hasKeyword','keyword':'$seen'}],'collapseThreads':true");

  private final JmapHouse house;
  private final List<String> queries;
  private final Map<String, JsonNode> emails = new TreeMap<>();
  private final Map<String, JsonNode> threads = new TreeMap<>();
  private final Map<String, JsonNode> mailboxes = new TreeMap<>();
  private final List<List<String>> lists = new ArrayList<>();
  private final List<String> listStates = new ArrayList<>();
  private final Map<String, String> states = new TreeMap<>();

  SyncedClient(JmapHouse house, String inbox) {
    this.house = house;
    this.queries = QUERIES.stream().map(query -> query.replace("$INBOX", inbox)).toList();
    states.put("Email", house.call("Email/get", "'ids':[]").get("state").textValue());
    states.put("Thread", states.get("Email"));
    JsonNode all = house.call("Mailbox/get", "");
    all.get("list").forEach(one -> mailboxes.put(one.get("id").textValue(), one));
    states.put("Mailbox", all.get("state").textValue());
    for (String query : queries) {
      JsonNode answer = house.call("Email/query", query);
      lists.add(texts(answer.get("ids")));
      listStates.add(answer.get("queryState").textValue());
    }
  }

  void refresh() {
    refresh("Email", ",'properties':['mailboxIds','keywords','threadId']", emails);
    refresh("Thread", "", threads);
    refresh("Mailbox", "", mailboxes);
    for (int i = 0; i < queries.size(); i++) {
      JsonNode answer =
          house.call(
              "Email/queryChanges",
              queries.get(i) + ",'sinceQueryState':'" + listStates.get(i) + "'");
      List<String> list = new ArrayList<>(lists.get(i));
      list.removeAll(texts(answer.get("removed")));
      answer
          .get("added")
          .forEach(one -> list.add(one.get("index").intValue(), one.get("id").textValue()));
      lists.set(i, list);
      listStates.set(i, answer.get("newQueryState").textValue());
    }
  }

  private void refresh(String type, String properties, Map<String, JsonNode> known) {
    boolean more = true;
    while (more) {
      JsonNode changes =
          house.call(type + "/changes", "'sinceState':'" + states.get(type) + "','maxChanges':200");
      texts(changes.get("destroyed")).forEach(known::remove);
      Set<String> wanted = new HashSet<>(texts(changes.get("updated")));
      assertThat(known.keySet()).as(type + " updated").containsAll(wanted);
      wanted.addAll(texts(changes.get("created")));
      JsonNode got =
          house.call(type + "/get", "'ids':['" + String.join("','", wanted) + "']" + properties);
      got.get("list").forEach(one -> known.put(one.get("id").textValue(), one));
      states.put(type, changes.get("newState").textValue());
      more = changes.get("hasMoreChanges").booleanValue();
    }
  }

  void mustBeFresh(String when) {
    for (int i = 0; i < queries.size(); i++) {
      assertThat(lists.get(i))
          .as(when + ", " + queries.get(i))
          .isEqualTo(texts(house.call("Email/query", queries.get(i)).get("ids")));
    }
    List<String> all = texts(house.call("Email/query", "").get("ids"));
    assertThat(emails.keySet()).as(when).containsExactlyInAnyOrderElementsOf(all);
    JsonNode fresh =
        house.call(
            "Email/get",
            "'ids':['"
                + String.join("','", all)
                + "'],'properties':['mailboxIds','keywords','threadId']");
    fresh
        .get("list")
        .forEach(
            one ->
                assertThat(emails.get(one.get("id").textValue()).toString())
                    .as(when)
                    .isEqualTo(one.toString()));
    house
        .call("Mailbox/get", "")
        .get("list")
        .forEach(
            one ->
                assertThat(mailboxes.get(one.get("id").textValue()).toString())
                    .as(when)
                    .isEqualTo(one.toString()));
    if (!threads.isEmpty()) {
      JsonNode freshThreads =
          house.call("Thread/get", "'ids':['" + String.join("','", threads.keySet()) + "']");
      assertThat(freshThreads.get("notFound")).as(when).isEmpty();
      freshThreads
          .get("list")
          .forEach(
              one ->
                  assertThat(threads.get(one.get("id").textValue()).toString())
                      .as(when)
                      .isEqualTo(one.toString()));
    }
  }
}
