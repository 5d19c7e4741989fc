package org.godwit.jmap.submission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.godwit.jmap.JmapHouse.texts;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.inject.AbstractModule;
import com.google.inject.Module;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.godwit.jmap.JmapHouse;
import org.godwit.jmap.blob.BlobCapability;
import org.godwit.jmap.contacts.ContactsCapability;
import org.godwit.jmap.deleted.DeletedCapability;
import org.godwit.jmap.deleted.KeptDays;
import org.godwit.jmap.link.LinkCapability;
import org.godwit.jmap.link.LinkLimits;
import org.godwit.jmap.mail.MailShare;
import org.godwit.jmap.quota.QuotaCapability;
import org.godwit.jmap.sharing.OwnerCapability;
import org.godwit.jmap.sharing.PrincipalsCapability;
import org.godwit.jmap.sharing.ShareNotifications;
import org.godwit.jmap.sieve.SieveCapability;
import org.godwit.jmap.snooze.SnoozeCapability;
import org.godwit.server.sieve.ScriptLanguage;
import org.godwit.server.sieve.SieveLanguage;
import org.godwit.store.CountedDatabase;
import org.godwit.store.PostgresExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * How many statements each method that reads lists sends to the database: as many for thirty rows
 * as for three. The methods are those that the server has, so a new one is counted, too.
 */
@ExtendWith(PostgresExtension.class)
class ListStatementsTest {

  private static final int FEW = 3;
  private static final int MANY = 30;
  private static final int TIMES = 100;
  private static final long BETWEEN_MS = 100;

  /** Searches ask how new the index is; quotas are what is used and two limits. */
  private static final Map<String, Integer> MORE_THAN_TWO =
      Map.of("Email/query (text)", 3, "Quota/get", 3, "Quota/changes", 3, "Quota/query", 3);

  @TempDir private Path folder;

  @Test
  void aListCostsAFewStatementsHoweverLongItIs() throws Exception {
    try (CountedDatabase counted = new CountedDatabase();
        SendingHouse sending = house(counted)) {
      JmapHouse house = sending.jmap();
      house.the(ShareNotifications.class).listen(account -> {});
      ManyRows rows = new ManyRows(sending, counted.database());
      rows.upTo(1);
      Map<String, String> states = states(house);
      for (int number : new int[] {FEW, MANY}) {
        rows.upTo(number);
        Map<String, Integer> counts = counts(house, counted, states);
        System.err.println("statements of lists of " + number + ": " + counts);
        assertThat(counts.keySet()).as("lists that are there").hasSizeGreaterThan(40);
        counts.forEach(
            (call, count) ->
                assertThat(count).as("%s of %d", call, number).isLessThanOrEqualTo(most(call)));
      }
    }
  }

  private SendingHouse house(CountedDatabase counted) throws Exception {
    Module more =
        new AbstractModule() {
          @Override
          protected void configure() {
            bind(SieveLanguage.class).to(ScriptLanguage.class);
            bind(KeptDays.class).toInstance(new KeptDays(30));
            bind(LinkLimits.class).toInstance(new LinkLimits(1, 1_000_000, 7, 30));
          }
        };
    return new SendingHouse(
        counted.database(),
        folder,
        List.of(
            ContactsCapability.class,
            QuotaCapability.class,
            SnoozeCapability.class,
            SieveCapability.class,
            BlobCapability.class,
            DeletedCapability.class,
            LinkCapability.class,
            PrincipalsCapability.class,
            OwnerCapability.class,
            MailShare.class),
        List.of(more));
  }

  private static int most(String call) {
    return MORE_THAN_TWO.getOrDefault(call, 2);
  }

  private static boolean isList(String method) {
    return method.matches(".*/(get|changes|query|queryChanges|lookup)");
  }

  private static String type(String method) {
    return method.substring(0, method.indexOf('/'));
  }

  private static Map<String, String> states(JmapHouse house) {
    Map<String, String> states = new TreeMap<>();
    for (String method : house.methods()) {
      if (method.endsWith("/changes")) {
        JsonNode answer = house.call(type(method) + "/get", "'ids':[]");
        states.put(type(method), answer.get("state").textValue());
      }
    }
    return states;
  }

  /** Of each call, with what it is about read before. */
  private static Map<String, Integer> counts(
      JmapHouse house, CountedDatabase counted, Map<String, String> states) {
    Map<String, Integer> counts = new TreeMap<>();
    for (String method : house.methods()) {
      if (isList(method)) {
        arguments(house, method, states)
            .forEach(
                (how, arguments) ->
                    counts.put(method + how, fewest(house, counted, method, how, arguments)));
      }
    }
    return counts;
  }

  /** Of some times, for the index looks after itself meanwhile. */
  private static int fewest(
      JmapHouse house, CountedDatabase counted, String method, String how, String arguments) {
    int fewest = Integer.MAX_VALUE;
    for (int i = 0; i < TIMES && fewest > most(method + how); i++) {
      LockSupport.parkNanos(i == 0 ? 0 : TimeUnit.MILLISECONDS.toNanos(BETWEEN_MS));
      counted.clear();
      house.call(method, arguments);
      int sent =
          (int)
              counted.statements().stream()
                  .filter(text -> !text.startsWith("SELECT account_id"))
                  .count();
      fewest = Math.min(fewest, sent);
    }
    return fewest;
  }

  private static Map<String, String> arguments(
      JmapHouse house, String method, Map<String, String> states) {
    if (method.equals("Principal/changes")) { // it tells that nothing has changed, or nothing
      String now = house.call("Principal/get", "'ids':[]").get("state").textValue();
      return Map.of("", "'sinceState':'" + now + "'");
    }
    if (method.endsWith("/changes")) {
      return Map.of("", "'sinceState':'" + states.get(type(method)) + "'");
    }
    String emails = quoted(texts(house.call("Email/query", "").get("ids")));
    return switch (method) {
      case "Email/get" ->
          Map.of(
              " (list)",
              "'ids':%s,'properties':['threadId','mailboxIds','keywords','from','subject','preview']"
                  .formatted(emails),
              " (header)",
              "'ids':%s,'properties':['header:List-Id:asText']".formatted(emails),
              " (text)",
              "'ids':%s,'fetchTextBodyValues':true".formatted(emails));
      case "Thread/get" -> Map.of("", "'ids':" + threads(house, emails));
      case "SearchSnippet/get" -> Map.of("", "'filter':{'text':'topic'},'emailIds':" + emails);
      case "Email/query" ->
          Map.of(
              " (date)", "'sort':[{'property':'receivedAt','isAscending':false}],'limit':50",
              " (threads)", "'collapseThreads':true,'calculateTotal':true",
              " (subject)", "'sort':[{'property':'subject'}]",
              " (keyword)", "'sort':[{'property':'someInThreadHaveKeyword','keyword':'$seen'}]",
              " (text)", "'filter':{'text':'topic'}");
      case "Email/queryChanges" ->
          Map.of(
              "",
              "'sinceQueryState':'" + states.get("Email") + "'",
              " (threads)",
              "'collapseThreads':true,'sinceQueryState':'" + states.get("Email") + "'");
      case "Blob/get" -> Map.of(); // no list: octets of one after the other, two statements each
      case "Blob/lookup" ->
          Map.of("", "'typeNames':['Email','Thread','Mailbox'],'ids':" + blobs(house, emails));
      case "DeletedEmail/get" ->
          Map.of("", "'ids':" + quoted(texts(house.call("DeletedEmail/query", "").get("ids"))));
      case "Quota/queryChanges", "Principal/queryChanges", "ShareNotification/queryChanges" ->
          Map.of(); // they calculate none
      default ->
          method.endsWith("/queryChanges")
              ? Map.of("", "'sinceQueryState':'" + states.get(type(method)) + "'")
              : Map.of("", method.endsWith("/get") ? "'ids':null" : "");
    };
  }

  private static String threads(JmapHouse house, String emails) {
    JsonNode found = house.call("Email/get", "'ids':" + emails + ",'properties':['threadId']");
    return quoted(found.get("list").findValuesAsText("threadId").stream().distinct().toList());
  }

  private static String blobs(JmapHouse house, String emails) {
    JsonNode found = house.call("Email/get", "'ids':" + emails + ",'properties':['blobId']");
    return quoted(found.get("list").findValuesAsText("blobId"));
  }

  private static String quoted(List<String> ids) {
    return "['" + String.join("','", ids) + "']";
  }
}
