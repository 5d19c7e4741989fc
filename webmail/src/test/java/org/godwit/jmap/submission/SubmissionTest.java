package org.godwit.jmap.submission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.godwit.jmap.JmapHouse.json;
import static org.godwit.jmap.JmapHouse.texts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.godwit.jmap.JmapHouse;
import org.godwit.store.Database;
import org.godwit.store.OneAccountStatements;
import org.godwit.store.PostgresExtension;
import org.godwit.store.queue.Lease;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Submissions (8621 §7). */
@ExtendWith({PostgresExtension.class, OneAccountStatements.class})
class SubmissionTest {

  private static final String LETTER =
      "From: Alice <alice@example.test>\nTo: bob@example.test, Bob <BOB@example.test>\n"
          + "Cc: carol@example.org\nBcc: dave@example.org\nSubject: a letter\n\nx\n";

  @TempDir private Path folder;
  private SendingHouse sending;
  private JmapHouse house;
  private String drafts;
  private String email;
  private String identity;

  @BeforeEach
  void build(Database database) throws Exception {
    sending = new SendingHouse(database, folder);
    house = sending.jmap();
    drafts = house.mailbox("Drafts");
    email = house.add(drafts, LETTER);
    identity = house.call("Identity/get", "").at("/list/0/id").textValue();
  }

  @AfterEach
  void close() {
    sending.close();
  }

  private JsonNode set(String envelope, String more) {
    return house.call(
        "EmailSubmission/set",
        "'create':{'s':{'identityId':'"
            + identity
            + "','emailId':'"
            + email
            + "'"
            + (envelope.isEmpty() ? "" : ",'envelope':" + envelope)
            + "}}"
            + more);
  }

  private static String held(String parameters) {
    return "{'mailFrom':{'email':'alice@example.test','parameters':{"
        + parameters
        + "}},'rcptTo':[{'email':'bob@example.test'}]}";
  }

  private JsonNode get(String id) {
    return house.call("EmailSubmission/get", "'ids':['" + id + "']").at("/list/0");
  }

  @Test
  void theEnvelopeFollowsFromTheHeader() throws Exception {
    JsonNode made = set("", "").at("/created/s");

    assertThat(made.at("/envelope/mailFrom/email").textValue()).isEqualTo("alice@example.test");
    assertThat(made.at("/envelope/rcptTo").findValuesAsText("email"))
        .containsExactly("bob@example.test", "carol@example.org", "dave@example.org");
    assertThat(made.get("undoStatus").textValue()).isEqualTo("final");
    Lease lease = sending.queues().lease("spool").orElseThrow();
    assertThat(lease.mail().getRecipients()).hasSize(3);
    assertThat(lease.mail().getMaybeSender().asString()).isEqualTo("alice@example.test");
  }

  @Test
  void aHeldOneIsPendingAndCanBeCanceledOnce() {
    JsonNode made = set(held("'HOLDFOR':'3600'"), "").at("/created/s");
    String id = made.get("id").textValue();
    assertThat(made.get("undoStatus").textValue()).isEqualTo("pending");
    assertThat(Instant.parse(made.get("sendAt").textValue()))
        .isBetween(
            Instant.now().plusSeconds(3500).truncatedTo(ChronoUnit.SECONDS),
            Instant.now().plusSeconds(3600));
    assertThat(made.at("/deliveryStatus/bob@example.test/delivered").textValue())
        .isEqualTo("queued");
    assertThat(sending.queues().lease("spool")).as("held by the server").isEmpty();

    JsonNode undone =
        house.call("EmailSubmission/set", "'update':{'" + id + "':{'undoStatus':'canceled'}}");
    assertThat(undone.get("updated")).isEqualTo(json("{'" + id + "':null}"));
    assertThat(get(id).get("undoStatus").textValue()).isEqualTo("canceled");
    assertThat(sending.queues().content()).isEmpty();
    JsonNode again =
        house.call("EmailSubmission/set", "'update':{'" + id + "':{'undoStatus':'pending'}}");
    assertThat(again.at("/notUpdated/" + id + "/properties/0").textValue()).isEqualTo("undoStatus");
  }

  @Test
  void whatIsSentCannotBeUnsent() {
    String id = set("", "").at("/created/s/id").textValue();
    JsonNode answer =
        house.call("EmailSubmission/set", "'update':{'" + id + "':{'undoStatus':'canceled'}}");
    assertThat(answer.at("/notUpdated/" + id + "/type").textValue()).isEqualTo("cannotUnsend");
  }

  @Test
  void aTimeIsKeptToTheSecond() {
    String time = Instant.now().plus(2, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS).toString();
    JsonNode made = set(held("'holduntil':'" + time + "'"), "").at("/created/s");
    assertThat(made.get("sendAt").textValue()).isEqualTo(time);
    assertThat(made.get("undoStatus").textValue()).isEqualTo("pending");
  }

  @Test
  void onSuccessTheEmailIsChangedByACallThatIsTold() throws Exception {
    String sent = house.mailbox("Sent");
    ArrayNode answers =
        house.calls(
            "['EmailSubmission/set',{'accountId':'$A','create':{'s':{'identityId':'"
                + identity
                + "','emailId':'"
                + email
                + "'},'bad':{'identityId':'none','emailId':'"
                + email
                + "'}},'onSuccessUpdateEmail':{'#s':{'mailboxIds/"
                + drafts
                + "':null,'mailboxIds/"
                + sent
                + "':true,'keywords/$draft':null},'#bad':{'keywords/x':true}}},'c']");
    assertThat(answers).hasSize(2);
    assertThat(answers.at("/1/0").textValue()).isEqualTo("Email/set");
    assertThat(answers.at("/1/2").textValue()).isEqualTo("c");
    assertThat(answers.at("/1/1/updated")).isEqualTo(json("{'" + email + "':null}"));
    JsonNode now =
        house
            .call("Email/get", "'ids':['" + email + "'],'properties':['mailboxIds','keywords']")
            .at("/list/0");
    assertThat(now.get("mailboxIds")).isEqualTo(json("{'" + sent + "':true}"));
    assertThat(now.get("keywords")).isEqualTo(json("{}"));
  }

  @Test
  void onSuccessTheEmailIsDestroyedAndIsSentAllTheSame() throws Exception {
    set("", ",'onSuccessDestroyEmail':['#s']");
    assertThat(texts(house.call("Email/query", "").get("ids"))).isEmpty();
    assertThat(
            org.godwit.store.queue.Queues.text(
                sending.queues().lease("spool").orElseThrow().mail()))
        .contains("Subject: a letter");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'mailFrom':{'email':'bob@example.test'},'rcptTo':[{'email':'b@x.org'}]}|forbiddenMailFrom",
        "{'mailFrom':{'email':'alice@example.test'},'rcptTo':[]}|noRecipients",
        "{'mailFrom':{'email':'alice@example.test'},'rcptTo':[{'email':'no'}]}|invalidRecipients",
        "{'mailFrom':{'email':'alice@example.test'},'rcptTo':[{'email':'nobody@example.test'}]}"
            + "|invalidRecipients",
        "{'mailFrom':{'email':'alice@example.test'},'rcptTo':[{'email':'a@x.org'},"
            + "{'email':'b@x.org'},{'email':'c@x.org'},{'email':'d@x.org'}]}|tooManyRecipients",
        "{'mailFrom':{'email':'no'},'rcptTo':[{'email':'b@x.org'}]}|invalidProperties",
        "{'mailFrom':{'email':'alice@example.test','parameters':{'HOLDFOR':'x'}},"
            + "'rcptTo':[{'email':'b@x.org'}]}|invalidProperties",
        "{'mailFrom':{'email':'alice@example.test','parameters':{'HOLDFOR':'99999999'}},"
            + "'rcptTo':[{'email':'b@x.org'}]}|invalidProperties",
        "{'mailFrom':{'email':'alice@example.test','parameters':{'HOLDFOR':'9',"
            + "'HOLDUNTIL':'2030-01-01T00:00:00Z'}},'rcptTo':[{'email':'b@x.org'}]}"
            + "|invalidProperties",
        "{'mailFrom':{'email':'alice@example.test','parameters':{'XYZ':'x'}},"
            + "'rcptTo':[{'email':'b@x.org'}]}|invalidProperties",
        "{'rcptTo':[{'email':'b@x.org'}]}|invalidProperties",
        "{}|invalidProperties"
      })
  void refuses(String envelope, String error) {
    JsonNode answer = set(envelope, "");
    assertThat(answer.at("/notCreated/s/type").textValue()).as(answer.toString()).isEqualTo(error);
    assertThat(sending.queues().content()).isEmpty();
  }

  @Test
  void refusalsSayTheLimits() throws Exception {
    assertThat(
            set(
                    "{'mailFrom':{'email':'alice@example.test'},'rcptTo':[{'email':'a@x.org'},"
                        + "{'email':'b@x.org'},{'email':'c@x.org'},{'email':'d@x.org'}]}",
                    "")
                .at("/notCreated/s/maxRecipients")
                .intValue())
        .isEqualTo(3);
    assertThat(
            texts(
                set(
                        "{'mailFrom':{'email':'alice@example.test'},'rcptTo':[{'email':'no'},"
                            + "{'email':'b@x.org'}]}",
                        "")
                    .at("/notCreated/s/invalidRecipients")))
        .containsExactly("no");
    email = house.add(drafts, LETTER + "x".repeat(10_000));
    JsonNode large = set("", "");
    assertThat(large.at("/notCreated/s/type").textValue()).isEqualTo("tooLarge");
    assertThat(large.at("/notCreated/s/maxSize").intValue()).isEqualTo(10_000);
  }

  @Test
  void refusesAMessageFromSomebodyElseOrFromNobody() throws Exception {
    email = house.add(drafts, "From: bob@example.test\nTo: b@x.org\n\nx\n");
    assertThat(set("", "").at("/notCreated/s/type").textValue()).isEqualTo("forbiddenFrom");
    email = house.add(drafts, "To: b@x.org\n\nx\n");
    JsonNode nobody = set("", "");
    assertThat(nobody.at("/notCreated/s/type").textValue()).isEqualTo("invalidEmail");
    assertThat(nobody.at("/notCreated/s/properties/0").textValue()).isEqualTo("from");
    email = house.add(drafts, "From: alice@example.test\nSubject: for nobody\n\nx\n");
    assertThat(set("", "").at("/notCreated/s/type").textValue()).isEqualTo("noRecipients");
    email = "none";
    assertThat(set("", "").at("/notCreated/s/properties/0").textValue()).isEqualTo("emailId");
  }

  @Test
  void listsAreFilteredAndSorted() {
    String later = set(held("'HOLDFOR':'7200'"), "").at("/created/s/id").textValue();
    String sooner = set(held("'HOLDFOR':'3600'"), "").at("/created/s/id").textValue();
    String done = set("", "").at("/created/s/id").textValue();

    JsonNode pending =
        house.call(
            "EmailSubmission/query",
            "'filter':{'undoStatus':'pending','emailIds':['"
                + email
                + "']},'sort':[{'property':'sentAt'}],'calculateTotal':true");
    assertThat(texts(pending.get("ids"))).containsExactly(sooner, later);
    assertThat(pending.get("total").intValue()).isEqualTo(2);
    String soon = Instant.now().plusSeconds(600).truncatedTo(ChronoUnit.SECONDS).toString();
    assertThat(
            texts(
                house
                    .call("EmailSubmission/query", "'filter':{'before':'" + soon + "'}")
                    .get("ids")))
        .containsExactly(done);
    assertThat(house.error("EmailSubmission/query", "'filter':{'x':1}"))
        .isEqualTo("unsupportedFilter");
    assertThat(house.error("EmailSubmission/query", "'sort':[{'property':'x'}]"))
        .isEqualTo("unsupportedSort");
  }

  @Test
  void changesLeadFromWhatWasToWhatIs() {
    String first = set(held("'HOLDFOR':'3600'"), "").at("/created/s/id").textValue();
    String query = "'filter':{'undoStatus':'pending'}";
    JsonNode before = house.call("EmailSubmission/query", query);
    String state = before.get("queryState").textValue();
    String second = set(held("'HOLDFOR':'3600'"), "").at("/created/s/id").textValue();
    house.call("EmailSubmission/set", "'update':{'" + first + "':{'undoStatus':'canceled'}}");

    JsonNode changes = house.call("EmailSubmission/changes", "'sinceState':'" + state + "'");
    assertThat(texts(changes.get("created"))).containsExactly(second);
    assertThat(texts(changes.get("updated"))).containsExactly(first);
    JsonNode list =
        house.call("EmailSubmission/queryChanges", query + ",'sinceQueryState':'" + state + "'");
    assertThat(texts(list.get("removed"))).contains(first);
    assertThat(list.get("added")).isEqualTo(json("[{'id':'" + second + "','index':0}]"));
    house.call("EmailSubmission/set", "'destroy':['" + first + "']");
    assertThat(
            texts(
                house
                    .call("EmailSubmission/changes", "'sinceState':'" + state + "'")
                    .get("destroyed")))
        .containsExactly(first);
  }

  @Test
  void theSubmissionOfADraftOfTheSameRequestIsKnownByItsCreationId() throws Exception {
    ArrayNode answers =
        house.calls(
            "['Email/set',{'accountId':'$A','create':{'d':{'mailboxIds':{'"
                + drafts
                + "':true},'from':[{'email':'alice@example.test'}],'to':[{'email':'b@x.org'}],"
                + "'textBody':[{'partId':'t'}],'bodyValues':{'t':{'value':'x'}}}}},'1']",
            "['EmailSubmission/set',{'accountId':'$A','create':{'s':{'identityId':'"
                + identity
                + "','emailId':'#d'}}},'2']");
    assertThat(answers.at("/1/1/created/s/id").isTextual()).as(answers.toString()).isTrue();
  }
}
