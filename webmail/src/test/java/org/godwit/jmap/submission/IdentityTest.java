package org.godwit.jmap.submission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.godwit.jmap.JmapHouse.json;
import static org.godwit.jmap.JmapHouse.texts;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.godwit.jmap.JmapHouse;
import org.godwit.store.Database;
import org.godwit.store.OneAccountStatements;
import org.godwit.store.PostgresExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Identities (8621 §6). */
@ExtendWith({PostgresExtension.class, OneAccountStatements.class})
class IdentityTest {

  @TempDir private Path folder;
  private SendingHouse sending;
  private JmapHouse house;

  @BeforeEach
  void build(Database database) throws Exception {
    sending = new SendingHouse(database, folder);
    house = sending.jmap();
  }

  @AfterEach
  void close() {
    sending.close();
  }

  private JsonNode identities() {
    return house.call("Identity/get", "");
  }

  private List<String> emails() {
    List<String> emails = new ArrayList<>();
    identities().get("list").forEach(one -> emails.add(one.get("email").textValue()));
    return emails;
  }

  @Test
  void eachAddressHasOneFromTheBeginning() {
    sending.alias("sales@example.test");

    JsonNode first = identities().at("/list/0");
    assertThat(first.get("email").textValue()).isEqualTo("alice@example.test");
    assertThat(first.get("mayDelete").booleanValue()).isFalse();
    assertThat(first.get("replyTo").isNull()).isTrue();
    assertThat(first.get("textSignature").textValue()).isEmpty();
    assertThat(emails()).containsExactlyInAnyOrder("alice@example.test", "sales@example.test");
  }

  @Test
  void oneComesAndGoesWithItsAddressAndChangesTellIt() {
    String before = identities().get("state").textValue();
    sending.alias("sales@example.test");
    JsonNode came = house.call("Identity/changes", "'sinceState':'" + before + "'");
    assertThat(came.get("created")).hasSize(1);
    String id = came.at("/created/0").textValue();

    sending.noAlias("sales@example.test");
    JsonNode went =
        house.call("Identity/changes", "'sinceState':'" + came.get("newState").textValue() + "'");
    assertThat(texts(went.get("destroyed"))).containsExactly(id);
    assertThat(house.call("Identity/changes", "'sinceState':'" + before + "'").get("destroyed"))
        .as("it came and went in between")
        .isEmpty();
  }

  @Test
  void signaturesAndNamesAreKept() {
    JsonNode got = identities();
    String id = got.at("/list/0/id").textValue();
    JsonNode answer =
        house.call(
            "Identity/set",
            "'ifInState':'"
                + got.get("state").textValue()
                + "','update':{'"
                + id
                + "':{'name':'Alice','htmlSignature':'<b>A</b>',"
                + "'replyTo':[{'name':null,'email':'team@example.org'}],'bcc':null}}");
    assertThat(answer.get("updated")).isEqualTo(json("{'" + id + "':null}"));
    assertThat(answer.get("newState")).isNotEqualTo(answer.get("oldState"));
    JsonNode now = identities().at("/list/0");
    assertThat(now.get("name").textValue()).isEqualTo("Alice");
    assertThat(now.at("/replyTo/0/email").textValue()).isEqualTo("team@example.org");
    JsonNode changes =
        house.call("Identity/changes", "'sinceState':'" + answer.get("oldState").textValue() + "'");
    assertThat(texts(changes.get("updated"))).containsExactly(id);
  }

  @Test
  void anotherIsMadeForAnAddressOfOnesOwnAndRemoved() {
    JsonNode made =
        house.call(
            "Identity/set", "'create':{'k':{'email':'alice@example.test','name':'The other'}}");
    String id = made.at("/created/k/id").textValue();
    assertThat(made.at("/created/k/mayDelete").booleanValue()).isTrue();
    assertThat(made.at("/created/k").has("name")).as("the client knows it").isFalse();
    assertThat(emails()).hasSize(2);

    JsonNode gone = house.call("Identity/set", "'destroy':['" + id + "','none']");
    assertThat(texts(gone.get("destroyed"))).containsExactly(id);
    assertThat(gone.at("/notDestroyed/none/type").textValue()).isEqualTo("notFound");
  }

  @Test
  void whatCannotBeIsRefused() {
    String id = identities().at("/list/0/id").textValue();
    JsonNode answer =
        house.call(
            "Identity/set",
            "'create':{'a':{'email':'bob@example.test'},'b':{'name':'x'},"
                + "'c':{'email':'alice@example.test','color':'red'}},"
                + "'update':{'"
                + id
                + "':{'email':'x@example.test'},'none':{}},'destroy':['"
                + id
                + "x']");
    assertThat(answer.at("/notCreated/a/type").textValue()).isEqualTo("forbiddenFrom");
    assertThat(answer.at("/notCreated/b/properties/0").textValue()).isEqualTo("email");
    assertThat(answer.at("/notCreated/c/properties/0").textValue()).isEqualTo("color");
    assertThat(answer.at("/notUpdated/" + id + "/properties/0").textValue()).isEqualTo("email");
    assertThat(answer.at("/notUpdated/none/type").textValue()).isEqualTo("notFound");
    JsonNode stays = house.call("Identity/set", "'destroy':['" + id + "']");
    assertThat(stays.at("/notDestroyed/" + id + "/type").textValue()).isEqualTo("forbidden");
    assertThat(house.error("Identity/set", "'ifInState':'0'")).isEqualTo("stateMismatch");
    assertThat(house.error("Identity/get", "'properties':['x']")).isEqualTo("invalidArguments");
  }

  @Test
  void nullIsWhatItWasInTheBeginning() {
    String id = identities().at("/list/0/id").textValue();
    house.call("Identity/set", "'update':{'" + id + "':{'name':'Alice'}}");
    JsonNode answer = house.call("Identity/set", "'update':{'" + id + "':{'name':null}}");
    assertThat(answer.has("updated")).isTrue();
    assertThat(identities().at("/list/0/name").textValue()).isEmpty();
  }
}
