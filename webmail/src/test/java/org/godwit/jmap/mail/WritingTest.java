package org.godwit.jmap.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.godwit.jmap.JmapHouse.json;
import static org.godwit.jmap.JmapHouse.texts;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.UUID;
import org.godwit.jmap.JmapHouse;
import org.godwit.store.Database;
import org.godwit.store.OneAccountStatements;
import org.godwit.store.PostgresExtension;
import org.godwit.store.listing.Uploads;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What clients change: mailboxes and emails (8621 §2.5, §4.6 to §4.9). */
@ExtendWith({PostgresExtension.class, OneAccountStatements.class})
class WritingTest {

  @TempDir private Path folder;
  private JmapHouse house;
  private String inbox;

  @BeforeEach
  void build(Database database) throws Exception {
    house = new JmapHouse(database, folder);
    inbox = house.mailbox("INBOX");
  }

  private JsonNode email(String id, String properties) {
    return house
        .call("Email/get", "'ids':['" + id + "'],'properties':[" + properties + "]")
        .at("/list/0");
  }

  @Test
  void changesKeywordsAndMailboxesByPatches() throws Exception {
    String id = house.add(inbox, "Subject: a\n\nx\n");
    String archive = house.mailbox("Archive");
    JsonNode answer =
        house.call(
            "Email/set",
            "'update':{'"
                + id
                + "':{'keywords/$seen':true,'keywords/Later':true,'mailboxIds/"
                + archive
                + "':true,'mailboxIds/"
                + inbox
                + "':null}}");
    assertThat(answer.get("updated")).isEqualTo(json("{'" + id + "':null}"));
    assertThat(answer.get("newState")).isNotEqualTo(answer.get("oldState"));
    JsonNode email = email(id, "'keywords','mailboxIds'");
    assertThat(email.get("keywords")).isEqualTo(json("{'$seen':true,'later':true}"));
    assertThat(email.get("mailboxIds")).isEqualTo(json("{'" + archive + "':true}"));
    assertThat(
            house
                .call("Mailbox/get", "'ids':['" + inbox + "']")
                .at("/list/0/totalEmails")
                .intValue())
        .isZero();
  }

  @Test
  void keepsAnEmailInTwoMailboxesAsOne() throws Exception {
    String id = house.add(inbox, "Subject: a\n\nx\n");
    String archive = house.mailbox("Archive");
    house.call("Email/set", "'update':{'" + id + "':{'mailboxIds/" + archive + "':true}}");
    house.call("Email/set", "'update':{'" + id + "':{'keywords':{'$flagged':true}}}");
    JsonNode all = house.call("Email/query", "'calculateTotal':true");
    assertThat(texts(all.get("ids"))).containsExactly(id);
    assertThat(all.get("total").intValue()).isEqualTo(1);
    JsonNode gone = house.call("Email/set", "'destroy':['" + id + "','none']");
    assertThat(texts(gone.get("destroyed"))).containsExactly(id);
    assertThat(gone.at("/notDestroyed/none/type").textValue()).isEqualTo("notFound");
    assertThat(texts(house.call("Email/query", "").get("ids"))).isEmpty();
  }

  @Test
  void refusesWhatCannotBe() throws Exception {
    String id = house.add(inbox, "Subject: a\n\nx\n");
    JsonNode answer = house.call("Email/set", "'update':{'" + id + "':{'mailboxIds':{}}}");
    assertThat(answer.at("/notUpdated/" + id + "/type").textValue()).isEqualTo("invalidProperties");
    answer = house.call("Email/set", "'update':{'" + id + "':{'subject':'b'}}");
    assertThat(answer.at("/notUpdated/" + id + "/properties/0").textValue()).isEqualTo("subject");
    answer = house.call("Email/set", "'update':{'" + id + "':{'keywords/a/b':true}}");
    assertThat(answer.at("/notUpdated/" + id + "/type").textValue()).isEqualTo("invalidPatch");
    assertThat(house.error("Email/set", "'ifInState':'0'")).isEqualTo("stateMismatch");
  }

  @Test
  void namesTheMethodOfACalendarWhereProgramsLookForIt() throws Exception {
    String drafts = house.mailbox("Drafts");
    JsonNode made =
        house.call(
            "Email/set",
            "'create':{'a':{'mailboxIds':{'"
                + drafts
                + "':true},'bodyStructure':{'partId':'c','type':'text/calendar'},"
                + "'bodyValues':{'c':{'value':'BEGIN:VCALENDAR\\nMETHOD:REPLY\\nEND:VCALENDAR'}}}}");
    String id = made.at("/created/a/id").textValue();
    assertThat(email(id, "'header:Content-Type'").get("header:Content-Type").textValue())
        .contains("method=\"REPLY\""); // RFC 6047 §2.4
  }

  @Test
  void composesAnEmail() throws Exception {
    String drafts = house.mailbox("Drafts");
    UUID upload =
        house
            .the(Uploads.class)
            .add(house.viewer(JmapHouse.ALICE).account(), new byte[] {1, 2, 3, (byte) 200});
    String blob = new BlobId.OfUpload(upload).toString();
    JsonNode answer =
        house.call(
            "Email/set",
            "'create':{'d':{'mailboxIds':{'"
                + drafts
                + "':true},'keywords':{'$draft':true,'$seen':true},"
                + "'from':[{'name':'J\u00f6rg, Dr.','email':'j@example.org'}],"
                + "'subject':'Gr\u00fc\u00dfe\\r\\nBcc: x@example.org',"
                + "'textBody':[{'partId':'t','type':'text/plain'}],"
                + "'htmlBody':[{'partId':'h','type':'text/html'}],"
                + "'attachments':[{'blobId':'"
                + blob
                + "','type':'image/png','name':'K\u00e4tzchen.png'}],"
                + "'bodyValues':{'t':{'value':'H\u00e9llo\\nthere'},'h':{'value':'<p>Hi</p>'}}}}");
    String id = answer.at("/created/d/id").textValue();
    assertThat(id).as(answer.toString()).isNotNull();
    JsonNode email =
        house
            .call(
                "Email/get",
                "'ids':['"
                    + id
                    + "'],'fetchAllBodyValues':true,'properties':['subject','from',"
                    + "'bcc','messageId','sentAt','keywords','bodyValues','textBody','attachments']")
            .at("/list/0");
    assertThat(email.get("subject").textValue()).isEqualTo("Gr\u00fc\u00dfe Bcc: x@example.org");
    assertThat(email.get("bcc").isNull()).isTrue();
    assertThat(email.at("/from/0/name").textValue()).isEqualTo("J\u00f6rg, Dr.");
    assertThat(email.get("messageId")).hasSize(1);
    assertThat(email.get("sentAt").isTextual()).isTrue();
    assertThat(email.get("keywords")).isEqualTo(json("{'$draft':true,'$seen':true}"));
    assertThat(email.at("/bodyValues").toString())
        .contains("H\u00e9llo\\nthere")
        .contains("<p>Hi</p>");
    assertThat(email.at("/attachments/0/name").textValue()).isEqualTo("K\u00e4tzchen.png");
    assertThat(email.at("/attachments/0/size").intValue()).isEqualTo(4);
  }

  @Test
  void importsAndParsesMessages() {
    UUID upload =
        house
            .the(Uploads.class)
            .add(
                house.viewer(JmapHouse.ALICE).account(),
                "Subject: kept\r\n\r\nhello".getBytes(StandardCharsets.US_ASCII));
    String blob = new BlobId.OfUpload(upload).toString();
    JsonNode parsed =
        house.call(
            "Email/parse",
            "'blobIds':['" + blob + "','none'],'properties':['subject','id','preview']");
    assertThat(parsed.at("/parsed/" + blob + "/subject").textValue()).isEqualTo("kept");
    assertThat(texts(parsed.get("notFound"))).containsExactly("none");
    JsonNode imported =
        house.call(
            "Email/import",
            "'emails':{'i':{'blobId':'"
                + blob
                + "','mailboxIds':{'"
                + inbox
                + "':true},'keywords':{'$seen':true},'receivedAt':'2020-01-01T00:00:00Z'}}");
    JsonNode email = email(imported.at("/created/i/id").textValue(), "'subject','receivedAt'");
    assertThat(email.get("subject").textValue()).isEqualTo("kept");
    assertThat(email.get("receivedAt").textValue()).isEqualTo("2020-01-01T00:00:00Z");
  }

  private JsonNode importMessage(String message, String mailbox) {
    UUID upload =
        house
            .the(Uploads.class)
            .add(
                house.viewer(JmapHouse.ALICE).account(),
                message.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
    return house.call(
        "Email/import",
        "'emails':{'i':{'blobId':'%s','mailboxIds':{'%s':true}}}"
            .formatted(new BlobId.OfUpload(upload), mailbox));
  }

  @Test
  void theVerySameMessageIsNotImportedTwice() throws Exception {
    String message = "Subject: once\n\nhello\n";
    String id = importMessage(message, inbox).at("/created/i/id").textValue();

    JsonNode again = importMessage(message, house.mailbox("Other")).at("/notCreated/i");

    assertThat(again.get("type").textValue()).isEqualTo("alreadyExists");
    assertThat(again.get("existingId").textValue()).isEqualTo(id);
    assertThat(importMessage("Subject: once\n\nhello!\n", inbox).has("created")).isTrue();
  }

  @Test
  void whatWasDeletedIsImportedAgain() {
    String message = "Subject: again\n\nhello\n";
    String id = importMessage(message, inbox).at("/created/i/id").textValue();
    house.call("Email/set", "'destroy':['" + id + "']");

    assertThat(importMessage(message, inbox).at("/created/i/id").isTextual()).isTrue();
  }

  @Test
  void makesMovesAndRemovesMailboxes() throws Exception {
    JsonNode made =
        house.call(
            "Mailbox/set",
            "'create':{'c':{'name':'Child','parentId':'#p'},"
                + "'p':{'name':'Parent','isSubscribed':true,'sortOrder':7}}");
    String parent = made.at("/created/p/id").textValue();
    String child = made.at("/created/c/id").textValue();
    JsonNode got = house.call("Mailbox/get", "'ids':['" + child + "','" + parent + "']");
    assertThat(got.at("/list/0/parentId").textValue()).isEqualTo(parent);
    assertThat(got.at("/list/1/sortOrder").intValue()).isEqualTo(7);
    assertThat(got.at("/list/1/isSubscribed").booleanValue()).isTrue();
    house.add(child, "Subject: a\n\nx\n");
    String state = got.get("state").textValue();
    house.call("Mailbox/set", "'update':{'" + child + "':{'parentId':null,'name':'Free'}}");
    assertThat(texts(house.call("Mailbox/changes", "'sinceState':'" + state + "'").get("updated")))
        .contains(child);
    JsonNode refused = house.call("Mailbox/set", "'destroy':['" + child + "','" + inbox + "']");
    assertThat(refused.at("/notDestroyed/" + child + "/type").textValue())
        .isEqualTo("mailboxHasEmail");
    assertThat(refused.at("/notDestroyed/" + inbox + "/type").textValue()).isEqualTo("forbidden");
    JsonNode gone =
        house.call(
            "Mailbox/set",
            "'onDestroyRemoveEmails':true,'destroy':['" + child + "','" + parent + "']");
    assertThat(texts(gone.get("destroyed"))).containsExactlyInAnyOrder(child, parent);
    assertThat(texts(house.call("Email/query", "").get("ids"))).isEmpty();
  }

  @Test
  void takesAMailboxAsItWasToldAndNullAsTheDefault() throws Exception {
    JsonNode made =
        house
            .call("Mailbox/set", "'create':{'m':{'name':'M','sortOrder':3,'isSubscribed':true}}")
            .at("/created/m");
    String id = made.get("id").textValue();
    JsonNode answer =
        house.call(
            "Mailbox/set",
            "'update':{'"
                + id
                + "':{'totalEmails':0,'unreadThreads':0,'sortOrder':null,'isSubscribed':null}}");
    assertThat(answer.get("updated").has(id)).as(answer.toString()).isTrue();
    JsonNode now = house.call("Mailbox/get", "'ids':['" + id + "']").at("/list/0");
    assertThat(now.get("sortOrder").intValue()).isZero();
    assertThat(now.get("isSubscribed").booleanValue()).isFalse();
  }

  @Test
  void refusesARoleThatIsTaken() {
    JsonNode answer = house.call("Mailbox/set", "'create':{'a':{'name':'Other','role':'sent'}}");
    assertThat(answer.at("/notCreated/a/properties/0").textValue()).isEqualTo("role");
  }

  @Test
  void queriesMailboxes() {
    JsonNode answer =
        house.call(
            "Mailbox/query",
            "'filter':{'hasAnyRole':true},'sort':[{'property':'name'}],'limit':2,"
                + "'calculateTotal':true");
    assertThat(answer.get("ids")).hasSize(2);
    assertThat(answer.get("total").intValue()).isEqualTo(6);
  }
}
