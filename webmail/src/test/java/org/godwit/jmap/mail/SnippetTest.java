package org.godwit.jmap.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.godwit.jmap.JmapHouse.texts;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.godwit.jmap.JmapHouse;
import org.godwit.store.Database;
import org.godwit.store.OneAccountStatements;
import org.godwit.store.PostgresExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Where in an email lies what was searched for (8621 §5). */
@ExtendWith({PostgresExtension.class, OneAccountStatements.class})
class SnippetTest {

  @TempDir private Path folder;
  private JmapHouse house;
  private String email;

  @BeforeEach
  void build(Database database) throws Exception {
    house = new JmapHouse(database, folder);
    email =
        house.add(
            house.mailbox("INBOX"), "Subject: Lunch <b>\n\nWe meet for lunch & talk of ships.\n");
  }

  private JsonNode snippet(String filter) {
    return house
        .call("SearchSnippet/get", "'filter':" + filter + ",'emailIds':['" + email + "']")
        .at("/list/0");
  }

  @Test
  void wordsAreMarkedAndTheRestIsEscaped() {
    JsonNode found = snippet("{'text':'lunch'}");
    assertThat(found.get("emailId").textValue()).isEqualTo(email);
    assertThat(found.get("subject").textValue()).isEqualTo("<mark>Lunch</mark> &lt;b&gt;");
    assertThat(found.get("preview").textValue()).contains("for <mark>lunch</mark> &amp; talk");
  }

  @Test
  void onlyWhatTheFilterLooksForThereIsMarked() {
    JsonNode found = snippet("{'subject':'ships'}");
    assertThat(found.get("subject").isNull()).isTrue();
    assertThat(found.get("preview").isNull()).isTrue();
    assertThat(
            snippet(
                    "{'operator':'AND','conditions':[{'body':'ships','hasKeyword':'a'},"
                        + "{'operator':'NOT','conditions':[{'body':'meet'}]}]}")
                .get("preview")
                .textValue())
        .contains("<mark>ships</mark>")
        .doesNotContain("<mark>meet");
  }

  @Test
  void whatIsNotThereIsTold() {
    JsonNode answer = house.call("SearchSnippet/get", "'filter':{'text':'x'},'emailIds':['none']");
    assertThat(texts(answer.get("notFound"))).containsExactly("none");
    assertThat(snippet("{'text':'absent'}").get("subject").isNull()).isTrue();
    assertThat(house.error("SearchSnippet/get", "'filter':{'nothing':1},'emailIds':[]"))
        .isEqualTo("unsupportedFilter");
    assertThat(house.error("SearchSnippet/get", "'filter':{'text':'x'}"))
        .isEqualTo("invalidArguments");
  }

  @Test
  void theEmailsOfAQueryAreShownInTheSameRequest() {
    JsonNode answers =
        house.calls(
            "['Email/query',{'accountId':'$A','filter':{'text':'ships'}},'q']",
            "['SearchSnippet/get',{'accountId':'$A','filter':{'text':'ships'},'#emailIds':"
                + "{'resultOf':'q','name':'Email/query','path':'/ids'}},'s']");
    assertThat(answers.at("/1/1/list/0/preview").textValue()).contains("<mark>ships</mark>");
  }
}
