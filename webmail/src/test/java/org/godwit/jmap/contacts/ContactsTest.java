package org.godwit.jmap.contacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.godwit.jmap.JmapHouse.json;
import static org.godwit.jmap.JmapHouse.texts;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.godwit.jmap.JmapHouse;
import org.godwit.store.Database;
import org.godwit.store.OneAccountStatements;
import org.godwit.store.PostgresExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Address books and cards (9610). */
@ExtendWith({PostgresExtension.class, OneAccountStatements.class})
class ContactsTest {

  @TempDir private Path folder;
  private JmapHouse house;
  private String book;

  @BeforeEach
  void build(Database database) throws Exception {
    house = new JmapHouse(database, folder, List.of(), List.of(ContactsCapability.class));
    book = house.call("AddressBook/get", "").at("/list/0/id").textValue();
  }

  private String card(String name, String email) {
    JsonNode answer =
        house.call(
            "ContactCard/set",
            "'create':{'c':{'addressBookIds':{'"
                + book
                + "':true},'name':{'full':'"
                + name
                + "','components':[{'kind':'given','value':'"
                + name
                + "'}]},'emails':{'e1':{'address':'"
                + email
                + "'}}}}");
    assertThat(answer.at("/created/c/id").isTextual()).as(answer.toString()).isTrue();
    return answer.at("/created/c/id").textValue();
  }

  @Test
  void thereIsABookFromTheBeginning() {
    JsonNode list = house.call("AddressBook/get", "").get("list");
    assertThat(list).hasSize(1);
    assertThat(list.at("/0/isDefault").booleanValue()).isTrue();
    assertThat(list.at("/0/myRights/mayWrite").booleanValue()).isTrue();
  }

  @Test
  void anotherBookBecomesTheDefaultWhenAllElseSucceeds() {
    JsonNode failed =
        house.call(
            "AddressBook/set",
            "'create':{'b':{'name':'Work'},'none':{}},'onSuccessSetIsDefault':'#b'");
    String other = failed.at("/created/b/id").textValue();
    assertThat(failed.at("/created/b/isDefault").booleanValue()).isFalse();
    assertThat(failed.at("/created/b/myRights/mayWrite").booleanValue()).isTrue();
    JsonNode ignored = house.call("AddressBook/set", "'onSuccessSetIsDefault':'none'");
    assertThat(ignored.get("newState")).isEqualTo(ignored.get("oldState"));
    JsonNode answer = house.call("AddressBook/set", "'onSuccessSetIsDefault':'" + other + "'");
    assertThat(answer.get("updated"))
        .isEqualTo(json("{'" + book + "':{'isDefault':false},'" + other + "':{'isDefault':true}}"));
    assertThat(answer.get("newState")).isNotEqualTo(answer.get("oldState"));
    JsonNode made =
        house.call(
            "AddressBook/set", "'create':{'c':{'name':'Club'}},'onSuccessSetIsDefault':'#c'");
    assertThat(made.at("/created/c/isDefault").booleanValue()).isTrue();
    JsonNode told =
        house.call(
            "AddressBook/set",
            "'update':{'" + book + "':{'shareWith':null,'isDefault':false,'sortOrder':null}}");
    assertThat(told.get("updated").has(book)).as(told.toString()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'emails':{'e':{'address':1}}",
        "'phones':{'p':{'number':[]}}",
        "'created':'yesterday'",
        "'members':[]",
        "'keywords':{'a':false}"
      })
  void refusesCardsThatAreNone(String property) {
    JsonNode answer =
        house.call(
            "ContactCard/set",
            "'create':{'c':{'addressBookIds':{'" + book + "':true}," + property + "}}");
    assertThat(answer.at("/notCreated/c/type").asText())
        .as(answer.toString())
        .isEqualTo("invalidProperties");
  }

  @Test
  void aCardComesBackAsItWasGivenAndWithWhatMustBeInIt() {
    String id = card("Bob", "bob@example.org");
    JsonNode card = house.call("ContactCard/get", "'ids':['" + id + "']").at("/list/0");
    assertThat(card.get("@type").textValue()).isEqualTo("Card");
    assertThat(card.get("version").textValue()).isEqualTo("1.0");
    assertThat(card.get("uid").textValue()).startsWith("urn:uuid:");
    assertThat(card.at("/emails/e1/address").textValue()).isEqualTo("bob@example.org");
    assertThat(card.get("addressBookIds")).isEqualTo(json("{'" + book + "':true}"));
    JsonNode some =
        house.call("ContactCard/get", "'ids':['" + id + "'],'properties':['emails']").at("/list/0");
    assertThat(some.size()).isEqualTo(2);
  }

  @Test
  void cardsAreChangedByPatches() {
    String id = card("Bob", "bob@example.org");
    house.call(
        "ContactCard/set",
        "'update':{'"
            + id
            + "':{'emails/e1/address':'b@example.org','phones':{'p':{'number':'1'}}}}");
    JsonNode card = house.call("ContactCard/get", "'ids':['" + id + "']").at("/list/0");
    assertThat(card.at("/emails/e1/address").textValue()).isEqualTo("b@example.org");
    house.call("ContactCard/set", "'update':{'" + id + "':{'phones':null}}");
    assertThat(house.call("ContactCard/get", "'ids':['" + id + "']").at("/list/0").has("phones"))
        .isFalse();
    JsonNode refused =
        house.call(
            "ContactCard/set",
            "'update':{'"
                + id
                + "':{'addressBookIds':{'none':true}}},"
                + "'create':{'x':{'addressBookIds':{'"
                + book
                + "':true},'emails':[]},'y':{}}");
    assertThat(refused.at("/notUpdated/" + id + "/properties/0").textValue())
        .isEqualTo("addressBookIds");
    assertThat(refused.at("/notCreated/x/properties/0").textValue()).isEqualTo("emails");
    assertThat(refused.at("/notCreated/y/properties/0").textValue()).isEqualTo("addressBookIds");
  }

  @Test
  void cardsAreFoundByWhatTheySay() {
    String bob = card("Bob", "bob@example.org");
    String ann = card("Ann", "ann@example.net");
    assertThat(
            texts(house.call("ContactCard/query", "'filter':{'email':'EXAMPLE.org'}").get("ids")))
        .containsExactly(bob);
    assertThat(
            texts(
                house
                    .call(
                        "ContactCard/query",
                        "'filter':{'text':'example'},'sort':[{'property':'name/given'}]")
                    .get("ids")))
        .containsExactly(ann, bob);
    assertThat(
            texts(
                house
                    .call(
                        "ContactCard/query",
                        "'filter':{'operator':'NOT','conditions':[{'name':'bob'}]}")
                    .get("ids")))
        .containsExactly(ann);
    assertThat(house.error("ContactCard/query", "'filter':{'x':'y'}"))
        .isEqualTo("unsupportedFilter");
  }

  @Test
  void aBookWithCardsGoesOnlyWithThem() {
    String other =
        house
            .call("AddressBook/set", "'create':{'b':{'name':'Other'}}")
            .at("/created/b/id")
            .textValue();
    String first = book;
    book = other;
    String id = card("Bob", "bob@example.org");
    JsonNode refused = house.call("AddressBook/set", "'destroy':['" + other + "','" + first + "']");
    assertThat(refused.at("/notDestroyed/" + other + "/type").textValue())
        .isEqualTo("addressBookHasContents");
    assertThat(refused.at("/notDestroyed/" + first + "/type").textValue()).isEqualTo("forbidden");
    JsonNode gone =
        house.call("AddressBook/set", "'onDestroyRemoveContents':true,'destroy':['" + other + "']");
    assertThat(texts(gone.get("destroyed"))).containsExactly(other);
    assertThat(texts(house.call("ContactCard/get", "'ids':['" + id + "']").get("notFound")))
        .containsExactly(id);
  }

  @Test
  void changesAppliedToWhatWasAreWhatIs() {
    Random random = new Random(7);
    Map<String, JsonNode> known = new TreeMap<>();
    String state = house.call("ContactCard/get", "'ids':[]").get("state").textValue();
    List<String> list = new ArrayList<>();
    String query = "'filter':{'name':'a'},'sort':[{'property':'name/given'}]";
    String listState = house.call("ContactCard/query", query).get("queryState").textValue();
    for (int step = 0; step < 30; step++) {
      for (int i = random.nextInt(3); i >= 0; i--) {
        someChange(random);
      }
      JsonNode changes = house.call("ContactCard/changes", "'sinceState':'" + state + "'");
      texts(changes.get("destroyed")).forEach(known::remove);
      Set<String> wanted = new HashSet<>(texts(changes.get("updated")));
      assertThat(known.keySet()).containsAll(wanted);
      wanted.addAll(texts(changes.get("created")));
      house
          .call("ContactCard/get", "'ids':['" + String.join("','", wanted) + "']")
          .get("list")
          .forEach(one -> known.put(one.get("id").textValue(), one));
      state = changes.get("newState").textValue();
      JsonNode moved =
          house.call("ContactCard/queryChanges", query + ",'sinceQueryState':'" + listState + "'");
      list.removeAll(texts(moved.get("removed")));
      moved
          .get("added")
          .forEach(one -> list.add(one.get("index").intValue(), one.get("id").textValue()));
      listState = moved.get("newQueryState").textValue();

      Map<String, JsonNode> fresh = new TreeMap<>();
      house
          .call("ContactCard/get", "")
          .get("list")
          .forEach(one -> fresh.put(one.get("id").textValue(), one));
      assertThat(known).as("step %d", step).isEqualTo(fresh);
      assertThat(list)
          .as("step %d", step)
          .isEqualTo(texts(house.call("ContactCard/query", query).get("ids")));
    }
  }

  private void someChange(Random random) {
    List<String> all = texts(house.call("ContactCard/query", "").get("ids"));
    String name = List.of("Anna", "Bert", "Carla", "Dirk").get(random.nextInt(4));
    if (all.isEmpty() || random.nextInt(3) == 0) {
      card(name, name + "@example.org");
    } else if (random.nextBoolean()) {
      house.call("ContactCard/set", "'destroy':['" + all.get(random.nextInt(all.size())) + "']");
    } else {
      house.call(
          "ContactCard/set",
          "'update':{'"
              + all.get(random.nextInt(all.size()))
              + "':{'name':{'components':[{'kind':'given','value':'"
              + name
              + "'}]}}}");
    }
  }
}
