package org.godwit.jmap.sieve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.godwit.jmap.JmapHouse.ALICE;
import static org.godwit.jmap.JmapHouse.json;
import static org.godwit.jmap.JmapHouse.texts;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.errorprone.annotations.FormatMethod;
import com.google.inject.AbstractModule;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.apache.james.core.quota.QuotaSizeLimit;
import org.apache.james.sieverepository.api.ScriptContent;
import org.apache.james.sieverepository.api.ScriptName;
import org.apache.james.sieverepository.api.SieveRepository;
import org.apache.james.sieverepository.api.exception.ScriptNotFoundException;
import org.godwit.jmap.JmapHouse;
import org.godwit.jmap.blob.BlobCapability;
import org.godwit.jmap.mail.BlobId;
import org.godwit.server.sieve.ScriptLanguage;
import org.godwit.server.sieve.SieveLanguage;
import org.godwit.store.Database;
import org.godwit.store.OneAccountStatements;
import org.godwit.store.PostgresExtension;
import org.godwit.store.account.SieveStore;
import org.godwit.store.listing.Uploads;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sieve scripts (9661), and ManageSieve's view of them. */
@ExtendWith({PostgresExtension.class, OneAccountStatements.class})
class SieveScriptTest {

  private static final String KEEP = "keep;\r\n";
  private static final String DISCARD = "discard;\r\n";

  @TempDir private Path folder;
  private JmapHouse house;
  private SieveRepository byName;

  @BeforeEach
  void build(Database database) throws Exception {
    AbstractModule language =
        new AbstractModule() {
          @Override
          protected void configure() {
            bind(SieveLanguage.class).to(ScriptLanguage.class);
          }
        };
    house =
        new JmapHouse(
            database,
            folder,
            List.of(language),
            List.of(SieveCapability.class, BlobCapability.class));
    byName = SieveStore.of(database);
  }

  private String upload(String text) {
    return upload(text.getBytes(StandardCharsets.UTF_8));
  }

  private String upload(byte[] bytes) {
    return new BlobId.OfUpload(house.the(Uploads.class).add(house.viewer(ALICE).account(), bytes))
        .toString();
  }

  private String script(String name, String text) {
    JsonNode answer = set("'create':{'k':{'name':'%s','blobId':'%s'}}", name, upload(text));
    assertThat(answer.at("/created/k/id").isTextual()).as(answer.toString()).isTrue();
    return answer.at("/created/k/id").textValue();
  }

  @FormatMethod
  private JsonNode set(String arguments, Object... values) {
    return house.call("SieveScript/set", arguments.formatted(values));
  }

  private JsonNode get(String id) {
    return house.call("SieveScript/get", "'ids':['" + id + "']").at("/list/0");
  }

  private String text(JsonNode script) {
    return house
        .call("Blob/get", "'ids':['" + script.get("blobId").textValue() + "']")
        .at("/list/0/data:asText")
        .textValue();
  }

  private String active() throws Exception {
    try (var in = byName.getActive(ALICE)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private String state() {
    return house.call("SieveScript/get", "'ids':[]").get("state").textValue();
  }

  @Test
  void aScriptIsMadeFromABlobAndReadAsOne() {
    JsonNode made =
        set("'create':{'k':{'name':'Work','blobId':'%s'}}", upload(KEEP)).at("/created/k");
    assertThat(made.get("isActive").booleanValue()).isFalse();
    assertThat(made.has("name")).as("the client knows it").isFalse();
    JsonNode script = get(made.get("id").textValue());
    assertThat(script.get("name").textValue()).isEqualTo("Work");
    assertThat(script.get("blobId")).isEqualTo(made.get("blobId"));
    assertThat(text(script)).isEqualTo(KEEP);
  }

  @Test
  void aScriptWithoutANameGetsOne() {
    set("'create':{'k':{'blobId':'%s'}}", upload(KEEP));
    JsonNode second = set("'create':{'k':{'name':null,'blobId':'%s'}}", upload(KEEP));
    assertThat(second.at("/created/k/name").textValue()).isEqualTo("script 2");
  }

  @Test
  void aBlobIsAnotherWhenTheTextIsAnother() {
    String id = script("a", KEEP);
    String old = get(id).get("blobId").textValue();
    JsonNode updated = set("'update':{'%s':{'blobId':'%s'}}", id, upload(DISCARD));
    assertThat(updated.at("/updated/" + id + "/blobId")).isEqualTo(get(id).get("blobId"));
    assertThat(text(get(id))).isEqualTo(DISCARD);
    assertThat(texts(house.call("Blob/get", "'ids':['" + old + "']").get("notFound")))
        .containsExactly(old);
  }

  @Test
  void aScriptKeepsItsIdWhenItIsRenamed() {
    String id = script("a", KEEP);
    JsonNode answer = set("'update':{'%s':{'name':'b'}}", id);
    assertThat(answer.at("/updated/" + id).isNull()).isTrue();
    assertThat(get(id).get("name").textValue()).isEqualTo("b");
    assertThat(text(get(id))).isEqualTo(KEEP);
  }

  @Test
  void activatingTellsWhichScriptIsActiveAndWhichNoMore() throws Exception {
    String first = script("a", KEEP);
    JsonNode one = set("'onSuccessActivateScript':'%s'", first);
    assertThat(one.at("/updated/" + first + "/isActive").booleanValue()).isTrue();
    assertThat(active()).isEqualTo(KEEP);

    JsonNode two =
        set(
            "'create':{'k':{'name':'b','blobId':'%s'}},'onSuccessActivateScript':'#k'",
            upload(DISCARD));
    assertThat(two.at("/created/k/isActive").booleanValue()).isTrue();
    assertThat(two.at("/updated/" + first + "/isActive").booleanValue()).isFalse();
    assertThat(two.at("/updated/" + first + "/isActive").isMissingNode()).isFalse();
    assertThat(active()).isEqualTo(DISCARD);
  }

  @Test
  void deactivatingLeavesNoneActive() {
    String id = script("a", KEEP);
    set("'onSuccessActivateScript':'%s'", id);
    JsonNode answer = set("'onSuccessDeactivateScript':true");
    assertThat(answer.at("/updated/" + id)).isEqualTo(json("{'isActive':false}"));
    assertThatThrownBy(this::active).isInstanceOf(ScriptNotFoundException.class);
  }

  @Test
  void activatingWhatIsNotThereIsAsIfNothingHadBeenSaid() throws Exception {
    set("'onSuccessActivateScript':'%s'", script("a", KEEP));
    String before = state();
    for (String nothing : List.of("#none", "none", "00000000-0000-0000-0000-000000000000")) {
      set("'onSuccessActivateScript':'%s'", nothing);
    }
    assertThat(active()).isEqualTo(KEEP);
    assertThat(state()).isEqualTo(before);
  }

  @Test
  void nothingIsActivatedWhenOneChangeFails() {
    String id = script("a", KEEP);
    set("'onSuccessActivateScript':'%s','destroy':['none']", id);
    assertThat(get(id).get("isActive").booleanValue()).isFalse();
    set("'onSuccessActivateScript':'%s'", id);
    set("'onSuccessDeactivateScript':true,'update':{'none':{'name':'x'}}");
    assertThat(get(id).get("isActive").booleanValue()).isTrue();
  }

  @Test
  void theActiveScriptStays() {
    String id = script("a", KEEP);
    set("'onSuccessActivateScript':'%s'", id);
    JsonNode answer = set("'destroy':['%s'],'onSuccessDeactivateScript':true", id);
    assertThat(answer.at("/notDestroyed/" + id + "/type").textValue()).isEqualTo("sieveIsActive");
    assertThat(get(id).get("isActive").booleanValue()).isTrue();

    set("'onSuccessDeactivateScript':true");
    assertThat(texts(set("'destroy':['%s']", id).get("destroyed"))).containsExactly(id);
    assertThat(house.call("SieveScript/get", "'ids':null").get("list")).isEmpty();
  }

  @Test
  void aNameIsThereOnce() {
    String id = script("a", KEEP);
    String other = script("b", KEEP);
    JsonNode made = set("'create':{'k':{'name':'a','blobId':'%s'}}", upload(KEEP));
    assertThat(made.at("/notCreated/k/type").textValue()).isEqualTo("alreadyExists");
    assertThat(made.at("/notCreated/k/existingId").textValue()).isEqualTo(id);
    JsonNode renamed = set("'update':{'%s':{'name':'a'}}", other);
    assertThat(renamed.at("/notUpdated/" + other + "/existingId").textValue()).isEqualTo(id);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\\nb", "a\\u0085b", "a\\u2028b"})
  void aNameHasNoControls(String name) {
    JsonNode answer = set("'create':{'k':{'name':'%s','blobId':'%s'}}", name, upload(KEEP));
    assertThat(answer.at("/notCreated/k/properties")).isEqualTo(json("['name']"));
  }

  @Test
  void aNameHas128CharactersAtMostAndAllOfThemMayBeLong() {
    String longest = "\uD83D\uDC26".repeat(128);
    script(longest, KEEP);
    JsonNode answer =
        set("'create':{'k':{'name':'%s','blobId':'%s'}}", "a".repeat(129), upload(KEEP));
    assertThat(answer.at("/notCreated/k/properties")).isEqualTo(json("['name']"));
  }

  @Test
  void whatCannotRunIsNotStored() {
    JsonNode wrong = set("'create':{'k':{'blobId':'%s'}}", upload("keep;\nkep;"));
    assertThat(wrong.at("/notCreated/k/type").textValue()).isEqualTo("invalidSieve");
    assertThat(wrong.at("/notCreated/k/description").textValue()).contains("line 2");
    JsonNode unknown = set("'create':{'k':{'blobId':'%s'}}", upload("require \"teleport\";"));
    assertThat(unknown.at("/notCreated/k/type").textValue()).isEqualTo("invalidSieve");
    JsonNode binary = set("'create':{'k':{'blobId':'%s'}}", upload(new byte[] {(byte) 0xff}));
    assertThat(binary.at("/notCreated/k/type").textValue()).isEqualTo("invalidSieve");
    JsonNode nul = set("'create':{'k':{'blobId':'%s'}}", upload("keep;\0"));
    assertThat(nul.at("/notCreated/k/type").textValue()).isEqualTo("invalidSieve");
    String id = script("a", KEEP);
    JsonNode update = set("'update':{'%s':{'blobId':'%s'}}", id, upload("kep;"));
    assertThat(update.at("/notUpdated/" + id + "/type").textValue()).isEqualTo("invalidSieve");
    assertThat(text(get(id))).isEqualTo(KEEP);
  }

  @Test
  void refusesWhatIsNoScript() {
    JsonNode answer =
        set(
            "'create':{'a':{},'b':{'blobId':'none'},'c':{'blobId':'%1$s','isActive':true},"
                + "'d':{'blobId':'%1$s','what':1},'e':{'blobId':7},'f':{'name':7,'blobId':'%1$s'}}",
            upload(KEEP));
    assertThat(answer.at("/notCreated/a/properties")).isEqualTo(json("['blobId']"));
    assertThat(answer.at("/notCreated/b/type").textValue()).isEqualTo("blobNotFound");
    assertThat(answer.at("/notCreated/c/properties")).isEqualTo(json("['isActive']"));
    assertThat(answer.at("/notCreated/d/properties")).isEqualTo(json("['what']"));
    assertThat(answer.at("/notCreated/e/properties")).isEqualTo(json("['blobId']"));
    assertThat(answer.at("/notCreated/f/properties")).isEqualTo(json("['name']"));
  }

  @Test
  void refusesUpdatesOfWhatIsTheServers() {
    String id = script("a", KEEP);
    for (String patch : List.of("'isActive':true", "'id':'x'", "'what':1")) {
      JsonNode answer = set("'update':{'%s':{%s}}", id, patch);
      assertThat(answer.at("/notUpdated/" + id + "/type").textValue())
          .as(patch)
          .isEqualTo("invalidProperties");
    }
    JsonNode deep = set("'update':{'%s':{'name/x':1}}", id);
    assertThat(deep.at("/notUpdated/" + id + "/type").textValue()).isEqualTo("invalidPatch");
    JsonNode same = set("'update':{'%1$s':{'id':'%1$s','isActive':false}}", id);
    assertThat(same.at("/updated").has(id)).isTrue();
    JsonNode both = set("'update':{'%1$s':{'name':'x'}},'destroy':['%1$s']", id);
    assertThat(both.at("/notUpdated/" + id + "/type").textValue()).isEqualTo("willDestroy");
    JsonNode none = set("'update':{'none':{}},'destroy':['%s']", id);
    assertThat(none.at("/notUpdated/none/type").textValue()).isEqualTo("notFound");
    assertThat(none.at("/notDestroyed/" + id + "/type").textValue()).isEqualTo("notFound");
  }

  @Test
  void scriptsAreLimitedInSizeAndSum() throws Exception {
    String large = "#" + "x".repeat(SieveLanguage.LARGEST);
    JsonNode one = set("'create':{'k':{'blobId':'%s'}}", upload(large));
    assertThat(one.at("/notCreated/k/type").textValue()).isEqualTo("tooLarge");
    byName.setQuota(ALICE, QuotaSizeLimit.size(10));
    script("a", KEEP);
    JsonNode two = set("'create':{'k':{'blobId':'%s'}}", upload(KEEP));
    assertThat(two.at("/notCreated/k/type").textValue()).isEqualTo("overQuota");
  }

  @Test
  void scriptsAreLimitedInNumber() throws Exception {
    for (int i = 0; i < 100; i++) {
      byName.putScript(ALICE, new ScriptName("s" + i), new ScriptContent(""));
    }
    JsonNode answer = set("'create':{'k':{'blobId':'%s'}}", upload(KEEP));
    assertThat(answer.at("/notCreated/k/type").textValue()).isEqualTo("overQuota");
  }

  @Test
  void whatManageSieveDoesIsSeenAndMovesTheState() throws Exception {
    String empty = state();
    byName.putScript(ALICE, new ScriptName("Old"), new ScriptContent(KEEP));
    String stored = state();
    assertThat(stored).isNotEqualTo(empty);
    JsonNode list = house.call("SieveScript/get", "'ids':null").get("list");
    String id = list.at("/0/id").textValue();
    assertThat(text(list.get(0))).isEqualTo(KEEP);

    byName.renameScript(ALICE, new ScriptName("Old"), new ScriptName("New"));
    byName.setActive(ALICE, new ScriptName("New"));
    byName.putScript(ALICE, new ScriptName("New"), new ScriptContent(DISCARD));
    assertThat(get(id).get("name").textValue()).isEqualTo("New");
    assertThat(get(id).get("isActive").booleanValue()).isTrue();
    assertThat(text(get(id))).isEqualTo(DISCARD);
    assertThat(house.error("SieveScript/set", "'ifInState':'" + stored + "'"))
        .isEqualTo("stateMismatch");
  }

  @Test
  void whatIsMadeHereIsManageSievesToo() throws Exception {
    String id = script("Mine", KEEP);
    set("'onSuccessActivateScript':'%s'", id);
    assertThat(byName.listScripts(ALICE)).singleElement().matches(one -> one.isActive());
    try (var in = byName.getScript(ALICE, new ScriptName("Mine"))) {
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(KEEP);
    }
  }

  @Test
  void aCallThatChangesNothingLeavesTheStateAsItIs() {
    String id = script("a", KEEP);
    JsonNode answer = set("'update':{'%s':{'name':'a'}}", id);
    assertThat(answer.get("newState")).isEqualTo(answer.get("oldState"));
  }

  @Test
  void listsAreFilteredSortedAndCut() {
    String one = script("Alpha", KEEP);
    String two = script("beta", KEEP);
    String three = script("Gamma", KEEP);
    set("'onSuccessActivateScript':'%s'", two);
    assertThat(query("")).containsExactlyInAnyOrder(one, two, three);
    assertThat(query("'sort':[{'property':'name'}]")).containsExactly(one, two, three);
    assertThat(query("'sort':[{'property':'isActive','isAscending':false},{'property':'name'}]"))
        .containsExactly(two, one, three);
    assertThat(query("'filter':{'isActive':true}")).containsExactly(two);
    assertThat(query("'filter':{'name':'AMM'}")).containsExactly(three);
    assertThat(
            query("'filter':{'operator':'NOT','conditions':[{'isActive':true},{'name':'alpha'}]}"))
        .containsExactly(three);
    assertThat(query("'sort':[{'property':'name'}],'position':1,'limit':1")).containsExactly(two);
    assertThat(query("'sort':[{'property':'name'}],'anchor':'" + three + "','anchorOffset':-1"))
        .containsExactly(two, three);
    assertThat(house.call("SieveScript/query", "'limit':0,'calculateTotal':true").get("total"))
        .isEqualTo(json("3"));
  }

  private List<String> query(String arguments) {
    return texts(house.call("SieveScript/query", arguments).get("ids"));
  }

  @Test
  void refusesListsThatAreNone() {
    assertThat(house.error("SieveScript/query", "'filter':{'content':'x'}"))
        .isEqualTo("unsupportedFilter");
    assertThat(house.error("SieveScript/query", "'sort':[{'property':'id'}]"))
        .isEqualTo("unsupportedSort");
    assertThat(
            house.error("SieveScript/query", "'sort':[{'property':'name','collation':'klingon'}]"))
        .isEqualTo("unsupportedSort");
    assertThat(house.error("SieveScript/query", "'anchor':'none'")).isEqualTo("anchorNotFound");
    assertThat(house.error("SieveScript/get", "'properties':['content']"))
        .isEqualTo("invalidArguments");
    assertThat(house.error("SieveScript/set", "'onSuccessActivateScript':7"))
        .isEqualTo("invalidArguments");
    assertThat(house.error("SieveScript/set", "'onSuccessDeactivateScript':'yes'"))
        .isEqualTo("invalidArguments");
  }

  @Test
  void aScriptIsCheckedWithoutBeingStored() {
    String before = state();
    assertThat(validate(upload(KEEP)).isNull()).isTrue();
    assertThat(validate(upload("kep;")).get("type").textValue()).isEqualTo("invalidSieve");
    assertThat(validate("none").get("type").textValue()).isEqualTo("blobNotFound");
    assertThat(house.error("SieveScript/validate", "")).isEqualTo("invalidArguments");
    assertThat(state()).isEqualTo(before);
  }

  private JsonNode validate(String blob) {
    return house.call("SieveScript/validate", "'blobId':'" + blob + "'").get("error");
  }

  @Test
  void nobodyReadsTheScriptsOfOthers() {
    String blob = get(script("a", KEEP)).get("blobId").textValue();
    String bob = house.account(JmapHouse.BOB);
    JsonNode foreign =
        house.calls(JmapHouse.BOB, "['SieveScript/get',{'accountId':'$A','ids':null},'c']");
    assertThat(foreign.at("/0/1/type").textValue()).isEqualTo("accountNotFound");
    JsonNode stolen =
        house.calls(
            JmapHouse.BOB,
            "['SieveScript/set',{'accountId':'%s','create':{'k':{'blobId':'%s'}}},'c']"
                .formatted(bob, blob));
    assertThat(stolen.at("/0/1/notCreated/k/type").textValue()).isEqualTo("blobNotFound");
  }

  @Test
  void aScriptMayBeMadeOfAnother() {
    String first = script("a", KEEP);
    JsonNode answer = set("'create':{'k':{'blobId':'%s'}}", get(first).get("blobId").textValue());
    assertThat(text(get(answer.at("/created/k/id").textValue()))).isEqualTo(KEEP);
  }
}
