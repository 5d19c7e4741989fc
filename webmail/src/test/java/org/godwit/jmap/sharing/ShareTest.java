package org.godwit.jmap.sharing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.godwit.jmap.JmapHouse.ALICE;
import static org.godwit.jmap.JmapHouse.BOB;
import static org.godwit.jmap.JmapHouse.texts;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.util.List;
import org.apache.james.mailbox.model.MailboxACL;
import org.apache.james.mailbox.model.MailboxPath;
import org.godwit.jmap.JmapHouse;
import org.godwit.jmap.PrincipalIds;
import org.godwit.jmap.mail.MailShare;
import org.godwit.store.Database;
import org.godwit.store.OneAccountStatements;
import org.godwit.store.PostgresExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** People share mailboxes with each other (9670). */
@ExtendWith({PostgresExtension.class, OneAccountStatements.class})
class ShareTest {

  private static final String BOBS_ID = PrincipalIds.of(BOB);
  private static final String READ = "{'mayReadItems':true,'maySetSeen':true}";

  @TempDir private Path folder;
  private JmapHouse house;
  private String work;

  @BeforeEach
  void build(Database database) throws Exception {
    house =
        new JmapHouse(
            database,
            folder,
            List.of(),
            List.of(PrincipalsCapability.class, OwnerCapability.class, MailShare.class));
    house.the(ShareNotifications.class).listen(account -> {});
    for (String name :
        List.of(ALICE.asString(), BOB.asString(), "carol@example.test", "dan@other.test")) {
      person(database, name);
    }
    work = house.mailbox("Work");
  }

  private static void person(Database database, String name) {
    database.run(
        "making a person",
        on -> {
          try (PreparedStatement insert =
              on.prepareStatement(
                  "INSERT INTO person (name, scram_salt, scram_iterations, scram_stored_key,"
                      + " scram_server_key) VALUES (?, '', 1, '', '')")) {
            insert.setString(1, name);
            return insert.executeUpdate();
          }
        });
  }

  private JsonNode share(String shareWith) {
    return house.call("Mailbox/set", "'update':{'" + work + "':{" + shareWith + "}}");
  }

  private JsonNode bob(String method, String arguments) {
    String account = arguments.contains("'accountId'") ? "" : "'accountId':'$A'";
    String more = account.isEmpty() || arguments.isEmpty() ? "" : ",";
    return house
        .calls(BOB, "['" + method + "',{" + account + more + arguments + "},'b']")
        .at("/0/1");
  }

  private String own() {
    return "'accountId':'" + house.account(BOB) + "'";
  }

  private JsonNode shared() {
    return house.call("Mailbox/get", "'ids':['" + work + "']").at("/list/0/shareWith");
  }

  @Test
  void whoAMailboxIsSharedWithSeesItAtOnceAndNoLongerWhenItIsTakenBack() {
    assertThat(bob("Mailbox/get", "").get("type").textValue()).isEqualTo("accountNotFound");
    share("'shareWith/" + BOBS_ID + "':" + READ);
    assertThat(shared().at("/" + BOBS_ID + "/mayReadItems").booleanValue()).isTrue();
    assertThat(shared().at("/" + BOBS_ID + "/mayAddItems").booleanValue()).isFalse();
    JsonNode seen = bob("Mailbox/get", "").get("list");
    assertThat(seen).hasSize(1);
    assertThat(seen.at("/0/id").textValue()).isEqualTo(work);
    assertThat(seen.at("/0/myRights/maySetSeen").booleanValue()).isTrue();
    assertThat(seen.at("/0/myRights/mayShare").booleanValue()).isFalse();
    assertThat(seen.at("/0/shareWith").isNull()).isTrue();
    share("'shareWith/" + BOBS_ID + "':null");
    assertThat(shared().isNull()).isTrue();
    assertThat(bob("Mailbox/get", "").get("type").textValue()).isEqualTo("accountNotFound");
  }

  @Test
  void oneRightIsChangedAndAllAreTakenBackAtOnce() {
    share("'shareWith':{'" + BOBS_ID + "':" + READ + ",'everybody':{'mayReadItems':true}}");
    share("'shareWith/" + BOBS_ID + "/mayAddItems':true");
    assertThat(shared().at("/" + BOBS_ID + "/mayAddItems").booleanValue()).isTrue();
    assertThat(shared().at("/everybody/mayReadItems").booleanValue()).isTrue();
    share("'shareWith':null");
    assertThat(shared().isNull()).isTrue();
  }

  @Test
  void aMailboxIsMadeShared() {
    JsonNode answer =
        house.call(
            "Mailbox/set",
            "'create':{'m':{'name':'Team','shareWith':{'" + BOBS_ID + "':" + READ + "}}}");
    assertThat(bob("Mailbox/get", "").at("/list/0/id")).isEqualTo(answer.at("/created/m/id"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'shareWith/nobody':{'mayReadItems':true}",
        "'shareWith/$A':{'mayReadItems':true}",
        "'shareWith/$D':{'mayReadItems':true}",
        "'shareWith/$N':{'mayReadItems':true}",
        "'shareWith/$B':{'mayFly':true}",
        "'shareWith/$B':{'mayReadItems':1}",
        "'shareWith/$B':{'mayRename':true}",
        "'shareWith/$B':true",
        "'shareWith':'all'"
      })
  void refuses(String patch) {
    String given =
        patch
            .replace("$A", PrincipalIds.of(ALICE))
            .replace("$B", BOBS_ID)
            .replace("$D", PrincipalIds.of(org.apache.james.core.Username.of("dan@other.test")))
            .replace("$N", PrincipalIds.of(org.apache.james.core.Username.of("no@example.test")));
    assertThat(share(given).at("/notUpdated/" + work + "/type").textValue())
        .isEqualTo("invalidProperties");
    assertThat(shared().isNull()).isTrue();
  }

  @Test
  void whoIsSharedWithIsToldOfItByWhicheverProtocol() throws Exception {
    String state = bob("ShareNotification/get", own()).get("state").textValue();
    share("'shareWith/" + BOBS_ID + "':" + READ);
    house
        .manager()
        .applyRightsCommand(
            MailboxPath.forUser(ALICE, "Work"),
            MailboxACL.command().forUser(BOB).noRights().asReplacement(),
            house.session(ALICE));
    JsonNode changes = bob("ShareNotification/changes", own() + ",'sinceState':'" + state + "'");
    assertThat(changes.get("created")).hasSize(2);
    JsonNode list = bob("ShareNotification/get", own()).get("list");
    assertThat(list.at("/0/changedBy/email").textValue()).isEqualTo(ALICE.asString());
    assertThat(list.at("/0/objectId").textValue()).isEqualTo(work);
    assertThat(list.at("/0/oldRights").isNull()).isTrue();
    assertThat(list.at("/0/newRights/mayReadItems").booleanValue()).isTrue();
    assertThat(list.at("/1/newRights").isNull()).isTrue();
    String first = list.at("/0/id").textValue();
    assertThat(
            texts(
                bob("ShareNotification/set", own() + ",'destroy':['" + first + "']")
                    .get("destroyed")))
        .containsExactly(first);
    assertThat(
            bob("ShareNotification/query", own() + ",'filter':{'objectType':'Mailbox'}").get("ids"))
        .hasSize(1);
    assertThat(house.call("ShareNotification/get", "").get("list")).as("of Alice").isEmpty();
  }

  @Test
  void principalsAreThePeopleOfOnesDomain() {
    JsonNode query =
        house.call(
            "Principal/query", "'filter':{'type':'individual'},'sort':[{'property':'email'}]");
    assertThat(texts(query.get("ids")))
        .containsExactly(
            PrincipalIds.of(ALICE),
            BOBS_ID,
            PrincipalIds.of(org.apache.james.core.Username.of("carol@example.test")));
    JsonNode bob = house.call("Principal/get", "'ids':['" + BOBS_ID + "']").at("/list/0");
    assertThat(bob.get("email").textValue()).isEqualTo(BOB.asString());
    assertThat(bob.get("accounts").isNull()).isTrue();
    share("'shareWith/" + BOBS_ID + "':" + READ);
    JsonNode alice =
        bob("Principal/get", own() + ",'ids':['" + PrincipalIds.of(ALICE) + "']").at("/list/0");
    assertThat(alice.get("accounts").has(house.account(ALICE))).isTrue();
    String state = house.call("Principal/get", "'ids':[]").get("state").textValue();
    assertThat(
            house
                .call("Principal/changes", "'sinceState':'" + state + "'")
                .get("newState")
                .textValue())
        .isEqualTo(state);
    assertThat(house.error("Principal/changes", "'sinceState':'x'"))
        .isEqualTo("cannotCalculateChanges");
    assertThat(
            house
                .call("Principal/set", "'destroy':['" + BOBS_ID + "']")
                .at("/notDestroyed/" + BOBS_ID + "/type")
                .textValue())
        .isEqualTo("forbidden");
  }

  @Test
  void whatIsSharedWithEverybodyIsSeenByEverybodyOfTheDomain() {
    share("'shareWith':{'everybody':{'mayReadItems':true}}");
    assertThat(bob("Mailbox/get", "").at("/list/0/id").textValue()).isEqualTo(work);
  }
}
