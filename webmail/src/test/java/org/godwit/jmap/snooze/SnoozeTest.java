package org.godwit.jmap.snooze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.godwit.jmap.JmapHouse.json;
import static org.godwit.jmap.JmapHouse.texts;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import javax.mail.Flags;
import org.godwit.jmap.JmapHouse;
import org.godwit.store.Database;
import org.godwit.store.PostgresExtension;
import org.godwit.store.mailbox.StoreInvariants;
import org.godwit.store.snooze.Snoozes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Mail that was put off waits, and comes back. */
@ExtendWith({PostgresExtension.class, StoreInvariants.class})
class SnoozeTest {

  private static final String UNTIL = "2031-05-01T08:00:00Z";
  private static final Instant BEFORE = Instant.parse("2031-05-01T07:59:59Z");
  private static final Instant THEN = Instant.parse(UNTIL);

  @TempDir private Path folder;
  private JmapHouse house;
  private String inbox;
  private String email;
  private String newer;

  @BeforeEach
  void build(Database database) throws Exception {
    house = new JmapHouse(database, folder, List.of(), List.of(SnoozeCapability.class));
    inbox = house.mailbox("INBOX");
    Flags seen = new Flags(Flags.Flag.SEEN);
    email = house.add(inbox, "Subject: old\n\nx\n", seen, received("2024-01-01T00:00:00Z"));
    newer = house.add(inbox, "Subject: new\n\nx\n", seen, received("2024-02-01T00:00:00Z"));
  }

  private static Date received(String when) {
    return Date.from(Instant.parse(when));
  }

  private JsonNode putOff(String more) {
    return house.call(
        "Snooze/set",
        "'create':{'s':{'emailId':'" + email + "','until':'" + UNTIL + "'" + more + "}}");
  }

  private int wake(Instant now) {
    return house.the(Snoozes.class).wake(now);
  }

  private String role(String role) {
    for (JsonNode mailbox : house.call("Mailbox/get", "").get("list")) {
      if (mailbox.path("role").asText().equals(role)) {
        return mailbox.get("id").textValue();
      }
    }
    return "none";
  }

  private List<String> list(String mailbox) {
    return texts(
        house
            .call(
                "Email/query",
                "'filter':{'inMailbox':'"
                    + mailbox
                    + "'},'sort':[{'property':'receivedAt','isAscending':false}]")
            .get("ids"));
  }

  private JsonNode email() {
    return house
        .call(
            "Email/get",
            "'ids':['" + email + "'],'properties':['mailboxIds','keywords','receivedAt']")
        .at("/list/0");
  }

  @Test
  void anEmailThatIsPutOffWaitsInAMailboxThatIsMadeForIt() {
    assertThat(role("snoozed")).isEqualTo("none");
    JsonNode made = putOff("").at("/created/s");
    assertThat(made.get("id").textValue()).isEqualTo(email);
    assertThat(made.get("mailboxId").textValue()).isEqualTo(inbox);
    assertThat(made.get("inMailboxId").textValue()).isEqualTo(role("snoozed"));
    assertThat(list(inbox)).containsExactly(newer);
    assertThat(list(role("snoozed"))).containsExactly(email);
    assertThat(house.call("Snooze/get", "").at("/list/0/until").textValue()).isEqualTo(UNTIL);
  }

  @Test
  void itComesBackUnreadOnTopAndSaysStillWhenItWasReceived() {
    putOff("");
    assertThat(wake(BEFORE)).isZero();
    assertThat(list(inbox)).containsExactly(newer);
    assertThat(wake(THEN)).isEqualTo(1);
    assertThat(list(inbox)).containsExactly(email, newer);
    assertThat(list(role("snoozed"))).isEmpty();
    assertThat(email().get("keywords")).isEqualTo(json("{'$new':true}"));
    assertThat(email().get("receivedAt").textValue()).isEqualTo("2024-01-01T00:00:00Z");
    assertThat(house.call("Snooze/get", "").get("list")).isEmpty();
    assertThat(wake(THEN)).isZero();
  }

  @Test
  void whatAnotherMessageJoinsToAnOlderThreadMeanwhileComesBackAllTheSame() throws Exception {
    house.add(inbox, "Message-ID: <a@x>\nSubject: s\n\nx\n");
    email = house.add(inbox, "Message-ID: <c@x>\nReferences: <b@x>\nSubject: s\n\nx\n");
    putOff("");
    house.add(inbox, "Message-ID: <b@x>\nReferences: <a@x>\nSubject: s\n\nx\n");

    String anew = house.call("Snooze/get", "").at("/list/0/id").textValue();
    assertThat(anew).isNotEqualTo(email);
    assertThat(list(role("snoozed"))).containsExactly(anew);
    assertThat(wake(THEN)).isEqualTo(1);
    assertThat(list(inbox)).hasSize(5).startsWith(anew);
  }

  @Test
  void clientsHearOfAllOfIt() {
    String state = house.call("Snooze/get", "'ids':[]").get("state").textValue();
    putOff("");
    JsonNode changes = house.call("Snooze/changes", "'sinceState':'" + state + "'");
    assertThat(texts(changes.get("created"))).containsExactly(email);
    state = changes.get("newState").textValue();
    wake(THEN);
    changes = house.call("Snooze/changes", "'sinceState':'" + state + "'");
    assertThat(texts(changes.get("destroyed"))).containsExactly(email);
    assertThat(texts(house.call("Email/changes", "'sinceState':'" + state + "'").get("updated")))
        .containsExactly(email);
    state = changes.get("newState").textValue();
    putOff("");
    changes = house.call("Snooze/changes", "'sinceState':'" + state + "'");
    assertThat(texts(changes.get("created"))).as("put off again").containsExactly(email);
  }

  @Test
  void takingItBackLeavesItAsItWas() {
    JsonNode before = email();
    putOff("");
    assertThat(texts(house.call("Snooze/set", "'destroy':['" + email + "']").get("destroyed")))
        .containsExactly(email);
    assertThat(email()).isEqualTo(before);
    assertThat(list(inbox)).containsExactly(newer, email);
    assertThat(wake(THEN)).isZero();
  }

  @Test
  void whoeverTakesItOutMeanwhileHasDecidedOtherwise() throws Exception {
    putOff("");
    String archive = house.mailbox("Archive");
    house.call("Email/set", "'update':{'" + email + "':{'mailboxIds':{'" + archive + "':true}}}");
    wake(THEN);
    assertThat(list(archive)).containsExactly(email);
    assertThat(email().get("keywords")).isEqualTo(json("{'$seen':true}"));
  }

  @Test
  void aLabelStaysAndAnotherMailboxCanBeWhereItComesBack() throws Exception {
    String label = house.mailbox("Label");
    String work = house.mailbox("Work");
    house.call("Email/set", "'update':{'" + email + "':{'mailboxIds/" + label + "':true}}");
    putOff(",'mailboxId':'" + work + "','fromMailboxIds':{'" + inbox + "':true}");
    assertThat(list(label)).containsExactly(email);
    assertThat(list(inbox)).containsExactly(newer);
    wake(THEN);
    assertThat(list(work)).containsExactly(email);
    assertThat(list(label)).containsExactly(email);
    assertThat(list(inbox)).containsExactly(newer);
  }

  @Test
  void itComesToTheInboxWhereItsMailboxIsGone() throws Exception {
    String work = house.mailbox("Work");
    putOff(",'mailboxId':'" + work + "','fromMailboxIds':{'" + inbox + "':true}");
    house.call("Mailbox/set", "'destroy':['" + work + "']");
    wake(THEN);
    assertThat(list(inbox)).containsExactly(email, newer);
  }

  @Test
  void theTimeCanBeMovedAndTheLastWordCounts() {
    putOff("");
    house.call("Snooze/set", "'update':{'" + email + "':{'until':'2031-06-01T08:00:00Z'}}");
    assertThat(wake(THEN)).isZero();
    putOff("");
    assertThat(wake(THEN)).isEqualTo(1);
    assertThat(list(inbox)).as("although it waited when it was put off again").contains(email);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'emailId':'none','until':'2031-05-01T08:00:00Z'",
        "'emailId':'$E','until':'2001-05-01T08:00:00Z'",
        "'emailId':'$E','until':'2131-05-01T08:00:00Z'",
        "'emailId':'$E','until':'tomorrow'",
        "'emailId':'$E'",
        "'emailId':'$E','until':'2031-05-01T08:00:00Z','mailboxId':'none'",
        "'emailId':'$E','until':'2031-05-01T08:00:00Z','fromMailboxIds':{'$I':false}",
        "'emailId':'$E','until':'2031-05-01T08:00:00Z','other':1"
      })
  void refuses(String properties) {
    String given = properties.replace("$E", email).replace("$I", inbox);
    assertThat(
            house
                .call("Snooze/set", "'create':{'s':{" + given + "}}")
                .at("/notCreated/s/type")
                .textValue())
        .isEqualTo("invalidProperties");
    assertThat(list(inbox)).containsExactly(newer, email);
  }

  @Test
  void nobodyPutsOffTheMailOfOthers() {
    assertThat(
            house
                .calls(JmapHouse.BOB, "['Snooze/get',{'accountId':'$A','ids':null},'g']")
                .at("/0/1/type")
                .textValue())
        .isEqualTo("accountNotFound");
  }
}
