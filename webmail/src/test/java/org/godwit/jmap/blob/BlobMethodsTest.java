package org.godwit.jmap.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.godwit.jmap.JmapHouse.json;
import static org.godwit.jmap.JmapHouse.texts;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import org.godwit.jmap.JmapHouse;
import org.godwit.store.Database;
import org.godwit.store.OneAccountStatements;
import org.godwit.store.PostgresExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Blobs by methods (9404 §4). */
@ExtendWith({PostgresExtension.class, OneAccountStatements.class})
class BlobMethodsTest {

  @TempDir private Path folder;
  private JmapHouse house;

  @BeforeEach
  void build(Database database) throws Exception {
    house = new JmapHouse(database, folder, List.of(), List.of(BlobCapability.class));
  }

  private String upload(String data) {
    JsonNode answer = house.call("Blob/upload", "'create':{'b':{'data':" + data + "}}");
    assertThat(answer.at("/created/b/id").isTextual()).as(answer.toString()).isTrue();
    return answer.at("/created/b/id").textValue();
  }

  private JsonNode get(String id, String more) {
    return house.call("Blob/get", "'ids':['" + id + "']" + more).at("/list/0");
  }

  @Test
  void aBlobIsPutTogetherOfTextsAndPiecesOfOthers() {
    String first = upload("[{'data:asText':'The quick'},{'data:asBase64':'IGJyb3du'}]");
    assertThat(get(first, "").get("data:asText").textValue()).isEqualTo("The quick brown");
    String second =
        upload("[{'blobId':'" + first + "','offset':4,'length':5},{'data:asText':' fox'}]");
    JsonNode got = get(second, ",'properties':['data:asText','size','digest:sha']");
    assertThat(got.get("data:asText").textValue()).isEqualTo("quick fox");
    assertThat(got.get("size").intValue()).isEqualTo(9);
    assertThat(got.get("digest:sha").textValue()).hasSize(28);
  }

  @Test
  void whatIsNoTextIsToldSo() {
    String id = upload("[{'data:asBase64':'/w=='}]");
    JsonNode got = get(id, "");
    assertThat(got.get("data:asBase64").textValue()).isEqualTo("/w==");
    assertThat(got.get("isEncodingProblem").booleanValue()).isTrue();
    assertThat(got.has("data:asText")).isFalse();
    JsonNode text = get(id, ",'properties':['data:asText']");
    assertThat(text.get("data:asText").isNull()).isTrue();
  }

  @Test
  void aRangeBehindTheEndIsCut() {
    String id = upload("[{'data:asText':'abcdef'}]");
    JsonNode got = get(id, ",'offset':4,'length':9");
    assertThat(got.get("data:asText").textValue()).isEqualTo("ef");
    assertThat(got.get("isTruncated").booleanValue()).isTrue();
    assertThat(get(id, ",'offset':1,'length':2").has("isTruncated")).isFalse();
  }

  @Test
  void refusesWhatCannotBe() {
    JsonNode answer =
        house.call(
            "Blob/upload",
            "'create':{'a':{'data':[{'data:asBase64':'?'}]},'b':{'data':[{'blobId':'none'}]},"
                + "'c':{}}");
    assertThat(answer.at("/notCreated/a/type").textValue()).isEqualTo("invalidProperties");
    assertThat(answer.at("/notCreated/b/type").textValue()).isEqualTo("blobNotFound");
    assertThat(answer.at("/notCreated/c/properties/0").textValue()).isEqualTo("data");
    assertThat(texts(house.call("Blob/get", "'ids':['none']").get("notFound")))
        .containsExactly("none");
    assertThat(house.error("Blob/get", "'ids':[],'properties':['digest:md5']"))
        .isEqualTo("invalidArguments");
    assertThat(house.error("Blob/lookup", "'ids':[],'typeNames':['Calendar']"))
        .isEqualTo("unknownDataType");
  }

  @Test
  void whoHoldsABlobIsFound() throws Exception {
    String inbox = house.mailbox("INBOX");
    String email = house.add(inbox, "Subject: a\n\nx\n");
    String blob =
        house
            .call("Email/get", "'ids':['" + email + "'],'properties':['blobId']")
            .at("/list/0/blobId")
            .textValue();
    JsonNode found =
        house.call("Blob/lookup", "'ids':['" + blob + "','none'],'typeNames':['Email','Mailbox']");
    assertThat(found.at("/list/0/matchedIds"))
        .isEqualTo(json("{'Email':['" + email + "'],'Mailbox':['" + inbox + "']}"));
    assertThat(texts(found.get("notFound"))).containsExactly("none");
    String upload = upload("[{'data:asText':'x'}]");
    assertThat(
            house
                .call("Blob/lookup", "'ids':['" + upload + "'],'typeNames':['Email']")
                .at("/list/0/matchedIds/Email"))
        .isEmpty();
  }
}
