package org.godwit.jmap.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.godwit.jmap.JmapHouse.texts;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.mail.Flags;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.model.FetchGroup;
import org.apache.james.mailbox.model.MessageRange;
import org.apache.james.mailbox.model.MessageResult;
import org.godwit.jmap.JmapHouse;
import org.godwit.store.CountedDatabase;
import org.godwit.store.Database;
import org.godwit.store.OneAccountStatements;
import org.godwit.store.PostgresExtension;
import org.godwit.store.mailbox.StoreInvariants;
import org.godwit.store.mailbox.StoreMailboxId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A conversation is one thread, in whatever order its messages come (8621 §3). */
@ExtendWith({PostgresExtension.class, OneAccountStatements.class, StoreInvariants.class})
class ThreadJoinTest {

  private static final List<String> BOXES = List.of("INBOX", "Archive", "Sent");
  private static final String LIST = "'properties':['messageId','threadId','mailboxIds']";

  @TempDir private Path folder;

  /** One message of a conversation. */
  private record Letter(String id, Set<String> mentions, String subject, String mailbox) {
    String text() {
      List<String> others = new ArrayList<>(mentions);
      others.remove(id);
      return "Message-ID: <"
          + id
          + ">\nSubject: "
          + subject
          + (others.isEmpty() ? "" : "\nReferences: <" + String.join(">\n <", others) + ">")
          + "\n\nx\n";
    }
  }

  /** Answers to answers, some to none that is there, some under another subject. */
  private static List<Letter> conversation(Random random, String name) {
    List<Letter> letters = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      String id = name + "-" + i + "@x";
      Set<String> mentions = new TreeSet<>(Set.of(id));
      for (Letter earlier : letters) {
        if (random.nextInt(4) == 0) {
          mentions.add(earlier.id());
        }
      }
      if (random.nextInt(4) == 0) {
        mentions.add(name + "-lost" + random.nextInt(2) + "@x");
      }
      String subject = name + (random.nextInt(6) == 0 ? " other" : "");
      String prefix = random.nextBoolean() ? "Re: " : "";
      letters.add(
          new Letter(id, mentions, prefix + subject, BOXES.get(random.nextInt(BOXES.size()))));
    }
    return letters;
  }

  /** Sets of message ids: what mentions a common id under a common subject is together. */
  private static Set<Set<String>> expected(List<Letter> letters) {
    Map<String, Set<String>> byKey = new HashMap<>();
    Map<String, Set<String>> byLetter = new HashMap<>();
    for (Letter letter : letters) {
      Set<String> together = new TreeSet<>(Set.of(letter.id()));
      String subject = letter.subject().replace("Re: ", "");
      for (String mention : letter.mentions()) {
        together.addAll(byKey.getOrDefault(mention + " " + subject, Set.of()));
      }
      together.forEach(id -> byLetter.put(id, together));
      for (Letter one : letters) {
        if (together.contains(one.id())) {
          one.mentions()
              .forEach(it -> byKey.put(it + " " + one.subject().replace("Re: ", ""), together));
        }
      }
    }
    return new HashSet<>(byLetter.values());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void anyOrderEndsInTheSameThreadsAndAnOldClientHearsOfIt(long seed, Database database)
      throws Exception {
    JmapHouse house = new JmapHouse(database, folder.resolve("s" + seed));
    Random random = new Random(seed);
    SyncedClient client = new SyncedClient(house, house.mailbox("INBOX"));
    for (int round = 0; round < 4; round++) {
      String name = "talk" + seed + round;
      List<Letter> letters = conversation(random, name);
      Set<Set<String>> wanted = expected(letters);
      List<Letter> arriving = new ArrayList<>(letters);
      Collections.shuffle(arriving, random);
      for (Letter letter : arriving) {
        house.add(house.mailbox(letter.mailbox()), letter.text());
        if (random.nextBoolean()) {
          client.refresh();
        }
      }
      client.refresh();
      client.mustBeFresh(name);
      assertThat(threads(house, name).values().stream().map(TreeSet::new).toList())
          .as(name)
          .containsExactlyInAnyOrderElementsOf(wanted.stream().map(TreeSet::new).toList());
    }
    assertThat(byImap(house)).isEqualTo(byJmap(house));
  }

  private static JsonNode emails(JmapHouse house) {
    return house
        .call(
            "Email/get",
            "'ids':['"
                + String.join("','", texts(house.call("Email/query", "").get("ids")))
                + "'],"
                + LIST)
        .get("list");
  }

  /** Message ids of the conversation, by thread. */
  private static Map<String, Set<String>> threads(JmapHouse house, String name) {
    Map<String, Set<String>> threads = new TreeMap<>();
    for (JsonNode email : emails(house)) {
      String id = email.get("messageId").get(0).textValue();
      if (id.startsWith(name)) {
        threads.computeIfAbsent(email.get("threadId").textValue(), any -> new TreeSet<>()).add(id);
      }
    }
    return threads;
  }

  private static Map<String, String> byJmap(JmapHouse house) {
    Map<String, String> threads = new TreeMap<>();
    emails(house).forEach(it -> threads.put(it.get("id").asText(), it.get("threadId").asText()));
    return threads;
  }

  /** EMAILID and THREADID, as FETCH tells them (8474 §5). */
  private static Map<String, String> byImap(JmapHouse house) throws Exception {
    Map<String, String> threads = new TreeMap<>();
    for (String box : BOXES) {
      MessageManager mailbox =
          house
              .manager()
              .getMailbox(
                  new StoreMailboxId.Factory().fromString(house.mailbox(box)),
                  house.session(JmapHouse.ALICE));
      var all =
          mailbox.getMessages(
              MessageRange.all(), FetchGroup.MINIMAL, house.session(JmapHouse.ALICE));
      while (all.hasNext()) {
        MessageResult one = all.next();
        threads.put(one.getMessageId().serialize(), one.getThreadId().serialize());
      }
    }
    return threads;
  }

  @Test
  void aMessageThatComesLateJoinsTwoThreadsOfWhichTheOlderStays(Database database)
      throws Exception {
    JmapHouse house = new JmapHouse(database, folder);
    String inbox = house.mailbox("INBOX");
    String older = house.add(inbox, "Message-ID: <a@x>\nSubject: s\n\nx\n");
    String younger =
        house.add(
            inbox,
            "Message-ID: <c@x>\nSubject: Re: s\nReferences: <b@x>\n\nx\n",
            new Flags("work"));
    JsonNode before = house.call("Thread/get", "'ids':[]");
    house.add(inbox, "Message-ID: <b@x>\nSubject: Re: s\nReferences: <a@x>\n\nx\n");
    String since = "'sinceState':'" + before.get("state").textValue() + "'";

    JsonNode threads = house.call("Thread/changes", since);
    assertThat(texts(threads.get("destroyed"))).containsExactly(younger); // named by its first
    assertThat(texts(threads.get("updated"))).containsExactly(older);
    JsonNode emails = house.call("Email/changes", since);
    assertThat(texts(emails.get("destroyed"))).containsExactly(younger);
    assertThat(texts(emails.get("created"))).hasSize(2);
    JsonNode thread = house.call("Thread/get", "'ids':['" + older + "']").at("/list/0");
    assertThat(texts(thread.get("emailIds"))).hasSize(3).startsWith(older);
    JsonNode anew =
        house.call("Email/query", "'filter':{'inMailbox':'" + inbox + "','hasKeyword':'work'}");
    assertThat(texts(anew.get("ids"))).hasSize(1).doesNotContain(younger);
  }

  @Test
  void whatJoinsNothingIsOneStatementAndAJoinDoesNotGrowWithThreads() throws Exception {
    try (CountedDatabase counted = new CountedDatabase()) {
      JmapHouse house = new JmapHouse(counted.database(), folder);
      String inbox = house.mailbox("INBOX");
      house.add(inbox, "Message-ID: <first@x>\nSubject: s\n\nx\n");
      counted.clear();
      house.add(inbox, "Message-ID: <next@x>\nReferences: <first@x>\nSubject: s\n\nx\n");
      long plain = writes(counted);
      List<Long> joins = new ArrayList<>();
      for (int threads : List.of(2, 12)) {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < threads; i++) {
          String id = "<t" + threads + "-" + i + "@x>";
          house.add(inbox, "Message-ID: " + id + "\nSubject: s\n\nx\n");
          all.append("\n ").append(id);
        }
        counted.clear();
        house.add(
            inbox, "Message-ID: <j" + threads + "@x>\nSubject: s\nReferences:" + all + "\n\nx\n");
        joins.add(writes(counted));
      }
      assertThat(plain).as("%s", counted.statements()).isEqualTo(1);
      assertThat(joins.get(1)).as("%s", counted.statements()).isEqualTo(joins.getFirst());
    }
  }

  /** Statements that touch messages or threads. */
  private static long writes(CountedDatabase counted) {
    return counted.statements().stream()
        .filter(text -> text.contains("thread") || text.contains("mailbox_message"))
        .filter(text -> !text.contains("event"))
        .count();
  }
}
