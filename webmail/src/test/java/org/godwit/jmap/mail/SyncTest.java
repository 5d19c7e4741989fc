package org.godwit.jmap.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.godwit.jmap.JmapHouse.texts;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import javax.mail.Flags;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.model.MessageRange;
import org.godwit.jmap.JmapHouse;
import org.godwit.store.CountedDatabase;
import org.godwit.store.Database;
import org.godwit.store.OneAccountStatements;
import org.godwit.store.PostgresExtension;
import org.godwit.store.mailbox.StoreMailboxId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that applies what changed to what it knew knows what is (8620 §5.2, §5.6). */
@ExtendWith({PostgresExtension.class, OneAccountStatements.class})
class SyncTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void changesAppliedToWhatWasAreWhatIs(long seed, Database database) throws Exception {
    JmapHouse house = new JmapHouse(database, folder.resolve("s" + seed));
    History history = new History(house, new Random(seed));
    SyncedClient client = new SyncedClient(house, history.boxes.getFirst());
    for (int step = 0; step < 40; step++) {
      for (int i = history.random.nextInt(4); i >= 0; i--) {
        history.step();
      }
      client.refresh();
      client.mustBeFresh("seed " + seed + ", step " + step);
    }
  }

  /** Changes by IMAP's managers and by JMAP, at random. */
  private static final class History {
    private final JmapHouse house;
    private final Random random;
    private final List<String> boxes = new ArrayList<>();
    private int count;

    History(JmapHouse house, Random random) throws Exception {
      this.house = house;
      this.random = random;
      for (String name : List.of("INBOX", "Archive", "Work")) {
        boxes.add(house.mailbox(name));
      }
    }

    private String any(List<String> of) {
      return of.get(random.nextInt(of.size()));
    }

    void step() throws Exception {
      switch (random.nextInt(6)) {
        case 0, 1 -> add();
        case 2 -> patch("'keywords/$seen':" + (random.nextBoolean() ? "true" : "null"));
        case 3 -> patch("'mailboxIds':{'" + String.join("':true,'", someBoxes()) + "':true}");
        case 4 -> flagByImap();
        default -> removeOne();
      }
    }

    private Set<String> someBoxes() {
      return new HashSet<>(List.of(boxes.get(random.nextInt(2)), boxes.get(2)))
          .stream()
              .filter(box -> random.nextBoolean() || box.equals(boxes.get(2)))
              .collect(java.util.stream.Collectors.toSet());
    }

    private void add() throws Exception {
      count++;
      String thread = "<t" + random.nextInt(6) + "@x>";
      String subject = "topic " + thread.charAt(2);
      Date received =
          Date.from(Instant.parse("2024-01-01T00:00:00Z").plusSeconds(random.nextInt(50)));
      house.add(
          any(boxes),
          "Subject: "
              + subject
              + "\nMessage-ID: <m"
              + count
              + "@x>\nReferences: "
              + thread
              + "\n\n"
              + "x".repeat(random.nextInt(30))
              + "\n",
          random.nextBoolean() ? new Flags(Flags.Flag.SEEN) : new Flags(),
          received);
    }

    private List<String> all() {
      return texts(house.call("Email/query", "").get("ids"));
    }

    private void patch(String patch) {
      List<String> all = all();
      if (!all.isEmpty()) {
        house.call("Email/set", "'update':{'" + any(all) + "':{" + patch + "}}");
      }
    }

    private MessageManager box() throws Exception {
      return house
          .manager()
          .getMailbox(
              new StoreMailboxId.Factory().fromString(any(boxes)), house.session(JmapHouse.ALICE));
    }

    private void flagByImap() throws Exception {
      box()
          .setFlags(
              new Flags(Flags.Flag.SEEN),
              random.nextBoolean()
                  ? MessageManager.FlagsUpdateMode.ADD
                  : MessageManager.FlagsUpdateMode.REMOVE,
              MessageRange.range(MessageUid.of(1), MessageUid.of(1 + random.nextInt(9))),
              house.session(JmapHouse.ALICE));
    }

    private void removeOne() throws Exception {
      if (random.nextBoolean()) {
        List<String> all = all();
        if (!all.isEmpty()) {
          house.call("Email/set", "'destroy':['" + any(all) + "']");
        }
      } else {
        box().delete(List.of(MessageUid.of(1 + random.nextInt(9))), house.session(JmapHouse.ALICE));
      }
    }
  }

  @Test
  void aListIsOneStatementAndARefreshSixAtMost() throws Exception {
    try (CountedDatabase counted = new CountedDatabase()) {
      JmapHouse house = new JmapHouse(counted.database(), folder);
      String inbox = house.mailbox("INBOX");
      List<String> ids = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        ids.add(house.add(inbox, "From: a@x\nSubject: " + i + "\n\nx\n"));
      }
      String list = "'filter':{'inMailbox':'" + inbox + "'}";
      String state = house.call("Email/query", list).get("queryState").textValue();
      house.call("Mailbox/get", "");
      house.add(inbox, "Subject: new\n\nx\n");
      String account = house.account(JmapHouse.ALICE);
      counted.clear();
      house.call(
          "Email/get",
          "'ids':['"
              + String.join("','", ids)
              + "'],'properties':['threadId','mailboxIds',"
              + "'keywords','from','subject','receivedAt','preview','hasAttachment']");
      long ours =
          counted.statements().stream()
              .filter(text -> !text.startsWith("SELECT account_id"))
              .count();
      assertThat(ours).as("Email/get: %s", counted.statements()).isEqualTo(1);
      counted.clear();
      String since = "{'accountId':'" + account + "','sinceState':'" + state + "'}";
      house.calls(
          "['Mailbox/changes'," + since + ",'1']",
          "['Mailbox/get',{'accountId':'"
              + account
              + "','#ids':{'resultOf':'1',"
              + "'name':'Mailbox/changes','path':'/updated'}},'2']",
          "['Email/changes'," + since + ",'3']",
          "['Email/get',{'accountId':'"
              + account
              + "','#ids':{'resultOf':'3',"
              + "'name':'Email/changes','path':'/created'},'properties':['subject']},'4']",
          "['Email/queryChanges',{'accountId':'"
              + account
              + "',"
              + list
              + ",'sinceQueryState':'"
              + state
              + "'},'5']");
      ours =
          counted.statements().stream()
              .filter(text -> !text.startsWith("SELECT account_id"))
              .count();
      assertThat(ours).as("refresh: %s", counted.statements()).isLessThanOrEqualTo(6);
    }
  }
}
