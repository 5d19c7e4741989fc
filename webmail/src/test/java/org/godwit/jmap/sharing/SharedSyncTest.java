package org.godwit.jmap.sharing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.godwit.jmap.JmapHouse.ALICE;
import static org.godwit.jmap.JmapHouse.BOB;
import static org.godwit.jmap.JmapHouse.texts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.apache.james.mailbox.model.MailboxACL;
import org.apache.james.mailbox.model.MailboxPath;
import org.godwit.jmap.JmapHouse;
import org.godwit.store.Database;
import org.godwit.store.OneAccountStatements;
import org.godwit.store.PostgresExtension;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Somebody who sees some mailboxes of another's account, whose rights come and go, knows after each
 * refresh what they see then, and nothing else (8620 §5.2).
 */
@ExtendWith({PostgresExtension.class, OneAccountStatements.class})
class SharedSyncTest {

  private static final List<String> BOXES = List.of("INBOX", "Work", "Private");

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13})
  void aViewersChangesAppliedToWhatWasAreWhatIs(long seed, Database database) throws Exception {
    JmapHouse house = new JmapHouse(database, folder.resolve("s" + seed));
    Owner owner = new Owner(house, new Random(seed));
    for (String box : BOXES) {
      house.mailbox(box);
    }
    Viewer viewer = new Viewer(house);
    for (int step = 0; step < 60; step++) {
      owner.step();
      viewer.refresh();
      viewer.mustBeFresh("seed " + seed + ", step " + step);
    }
    assertThat(viewer.calculated).as("refreshes without beginning anew").isGreaterThan(15);
    assertThat(viewer.begun).as("refreshes from the beginning").isGreaterThan(3);
  }

  /** Alice, who does anything. */
  private static final class Owner {
    private final JmapHouse house;
    private final Random random;
    private int count;

    Owner(JmapHouse house, Random random) {
      this.house = house;
      this.random = random;
    }

    private String box() {
      return BOXES.get(random.nextInt(BOXES.size()));
    }

    void step() throws Exception {
      switch (random.nextInt(8)) {
        case 0 -> grant();
        case 1, 2, 3 ->
            house.add(
                house.mailbox(box()),
                "Subject: " + ++count + "\nMessage-ID: <" + count + "@x>\n\nx\n");
        case 4 -> patch("'keywords/$seen':" + (random.nextBoolean() ? "true" : "null"));
        case 5, 6 -> patch("'mailboxIds':{'" + house.mailbox(box()) + "':true}");
        default -> remove();
      }
    }

    private void grant() throws Exception {
      String box = box();
      house.mailbox(box);
      String rights = List.of("", "l", "lr", "lrs").get(random.nextInt(4));
      house
          .manager()
          .applyRightsCommand(
              MailboxPath.forUser(ALICE, box),
              MailboxACL.command()
                  .forUser(BOB)
                  .rights(MailboxACL.Rfc4314Rights.fromSerializedRfc4314Rights(rights))
                  .asReplacement(),
              house.session(ALICE));
    }

    private void patch(String patch) {
      List<String> all = texts(house.call("Email/query", "").get("ids"));
      if (!all.isEmpty()) {
        house.call(
            "Email/set",
            "'update':{'" + all.get(random.nextInt(all.size())) + "':{" + patch + "}}");
      }
    }

    private void remove() throws Exception {
      if (random.nextInt(3) == 0) {
        house.call(
            "Mailbox/set",
            "'onDestroyRemoveEmails':true,'destroy':['" + house.mailbox("Work") + "']");
      } else {
        List<String> all = texts(house.call("Email/query", "").get("ids"));
        if (!all.isEmpty()) {
          house.call("Email/set", "'destroy':['" + all.get(random.nextInt(all.size())) + "']");
        }
      }
    }
  }

  /** Bob, who keeps what he sees. */
  private static final class Viewer {
    private final JmapHouse house;
    private final Map<String, Map<String, JsonNode>> known = new TreeMap<>();
    private final Map<String, String> states = new TreeMap<>();
    private int calculated;
    private int begun;

    Viewer(JmapHouse house) {
      this.house = house;
      known.put("Mailbox", new TreeMap<>());
      known.put("Email", new TreeMap<>());
    }

    private ArrayNode ask(String method, String arguments) {
      return house.calls(BOB, "['" + method + "',{'accountId':'$A'" + arguments + "},'v']");
    }

    void refresh() {
      for (String type : known.keySet()) {
        if (!states.containsKey(type) || !calculate(type)) {
          begin(type);
        }
      }
    }

    private boolean calculate(String type) {
      ArrayNode answer = ask(type + "/changes", ",'sinceState':'" + states.get(type) + "'");
      if (answer.at("/0/0").textValue().equals("error")) {
        assertThat(answer.at("/0/1/type").textValue())
            .isIn("cannotCalculateChanges", "accountNotFound");
        return false;
      }
      JsonNode changes = answer.at("/0/1");
      Map<String, JsonNode> here = known.get(type);
      texts(changes.get("destroyed")).forEach(here::remove);
      Set<String> wanted = new HashSet<>(texts(changes.get("created")));
      wanted.addAll(texts(changes.get("updated")));
      get(type, new ArrayList<>(wanted));
      states.put(type, changes.get("newState").textValue());
      calculated++;
      return true;
    }

    private void begin(String type) {
      Map<String, JsonNode> here = known.get(type);
      here.clear();
      states.remove(type);
      ArrayNode all = ask(type.equals("Email") ? "Email/query" : "Mailbox/query", "");
      if (all.at("/0/0").textValue().equals("error")) {
        return; // nothing is shared
      }
      get(type, texts(all.at("/0/1/ids")));
      begun++;
    }

    private void get(String type, List<String> ids) {
      String properties =
          type.equals("Email")
              ? ",'properties':['mailboxIds','keywords']"
              : ",'properties':['name','totalEmails','unreadEmails','myRights']";
      JsonNode answer =
          ask(type + "/get", ",'ids':['" + String.join("','", ids) + "']" + properties).at("/0/1");
      answer.path("list").forEach(one -> known.get(type).put(one.get("id").textValue(), one));
      states.put(type, answer.get("state").textValue());
    }

    void mustBeFresh(String when) {
      for (String type : known.keySet()) {
        Viewer fresh = new Viewer(house);
        fresh.begin(type);
        assertThat(known.get(type).toString())
            .as(type + ", " + when)
            .isEqualTo(fresh.known.get(type).toString());
      }
    }
  }
}
