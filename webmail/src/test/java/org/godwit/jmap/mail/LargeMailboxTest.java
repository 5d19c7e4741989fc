package org.godwit.jmap.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.godwit.jmap.JmapHouse.texts;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.godwit.jmap.JmapHouse;
import org.godwit.store.CountedDatabase;
import org.godwit.store.PostgresExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What PostgreSQL itself says it has read for lists in a mailbox of 100,000 messages. */
@ExtendWith(PostgresExtension.class)
class LargeMailboxTest {

  private static final int MESSAGES = 100_000;
  private static final String NEWEST = "'sort':[{'property':'receivedAt','isAscending':false}]";
  private static final String OLDEST = "'sort':[{'property':'receivedAt','isAscending':true}]";

  @TempDir private Path folder;

  @Test
  void aListByDateReadsNoFurtherThanItsWindow() throws Exception {
    try (CountedDatabase counted = new CountedDatabase()) {
      JmapHouse house = new JmapHouse(counted.database(), folder);
      String inbox = house.mailbox("INBOX");
      house.mailbox("Empty");
      String one = house.add(inbox, "From: a@x\nSubject: s\n\nx\n");
      LargeAccount large = new LargeAccount(house, counted.database(), MESSAGES);
      String in = "'filter':{'inMailbox':'" + inbox + "'},";
      Map<String, Long> most = new LinkedHashMap<>();
      most.put(in + NEWEST + ",'limit':50", 500L);
      most.put(in + OLDEST + ",'limit':50", 500L);
      most.put(in + NEWEST + ",'limit':50,'position':2000", 5_000L);
      most.put(in + NEWEST + ",'limit':50,'collapseThreads':true", 1_000L);
      most.put(in + NEWEST + ",'limit':50,'anchor':'" + one + "'", 3_000L);
      most.put(NEWEST + ",'limit':50", 1_000L);
      most.put(NEWEST + ",'limit':50,'collapseThreads':true", 2_000L);
      most.forEach(
          (query, rows) -> {
            house.call("Email/query", query);
            long before = large.read();
            assertThat(texts(house.call("Email/query", query).get("ids"))).as(query).hasSize(50);
            long read = large.read() - before;
            System.err.println("rows read for " + query + ": " + read);
            assertThat(read).as(query).isLessThan(rows);
          });
    }
  }

  @Test
  void aSearchBeforeTheIndexIsThereIsWholeOrRefused() throws Exception {
    try (CountedDatabase counted = new CountedDatabase()) {
      JmapHouse house = new JmapHouse(counted.database(), folder);
      house.add(house.mailbox("INBOX"), "From: a@x\nSubject: seldom\n\nx\n");
      new LargeAccount(house, counted.database(), 20_000);
      JsonNode answer =
          house
              .calls(
                  "['Email/query',{'accountId':'$A','filter':{'text':'seldom'},"
                      + "'limit':1,'calculateTotal':true},'q']")
              .get(0);
      if (answer.get(0).textValue().equals("error")) { // 8620 §3.6.2
        assertThat(answer.at("/1/type").textValue()).isEqualTo("serverUnavailable");
      } else {
        assertThat(answer.at("/1/total").intValue()).isEqualTo(20_001);
      }
    }
  }

  @Test
  void theRowsOfAListAreReadAndNoOthers() throws Exception {
    try (CountedDatabase counted = new CountedDatabase()) {
      JmapHouse house = new JmapHouse(counted.database(), folder);
      String inbox = house.mailbox("INBOX");
      house.add(inbox, "From: a@x\nSubject: s\n\nx\n");
      LargeAccount large = new LargeAccount(house, counted.database(), MESSAGES);
      String page =
          String.join(
              "','",
              texts(
                  house
                      .call(
                          "Email/query",
                          "'filter':{'inMailbox':'" + inbox + "'}," + NEWEST + ",'limit':50")
                      .get("ids")));
      String get = "'ids':['" + page + "'],'properties':['threadId','keywords','from','preview']";
      house.call("Email/get", get);
      long before = large.read();
      house.call("Email/get", get);
      assertThat(large.read() - before).isLessThan(1_000);
    }
  }
}
