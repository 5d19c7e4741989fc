package org.godwit.jmap.submission;

import static org.godwit.jmap.JmapHouse.ALICE;
import static org.godwit.jmap.JmapHouse.BOB;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import org.apache.james.sieverepository.api.ScriptContent;
import org.apache.james.sieverepository.api.ScriptName;
import org.godwit.jmap.JmapHouse;
import org.godwit.jmap.PrincipalIds;
import org.godwit.jmap.mail.BlobId;
import org.godwit.store.Database;
import org.godwit.store.account.SieveStore;
import org.godwit.store.listing.Uploads;

/** Alice's account with one more row of every type each time. */
final class ManyRows {

  private final JmapHouse house;
  private final Database database;
  private int there;

  ManyRows(SendingHouse sending, Database database) {
    this.house = sending.jmap();
    this.database = database;
    person(ALICE.asString());
    person(BOB.asString());
  }

  void upTo(int many) throws Exception {
    while (there < many) {
      there++;
      one();
    }
  }

  private String made(String type, String what) {
    JsonNode answer = house.call(type + "/set", "'create':{'c':" + what + "}");
    JsonNode id = answer.at("/created/c/id");
    if (!id.isTextual()) {
      throw new AssertionError(type + ": " + answer);
    }
    return id.textValue();
  }

  private String mail(String mailbox, String kind) throws Exception {
    return house.add(
        mailbox,
        "From: alice@example.test\nTo: bob@example.test\nSubject: topic %s%d\nMessage-ID: <%s%d@x>\n\nx\n"
            .formatted(kind, there, kind, there));
  }

  private void one() throws Exception {
    String box = house.mailbox("Box" + there);
    String email = mail(box, "kept");
    mail(box, "kept"); // with the first one a thread of two
    String identity = made("Identity", "{'email':'alice@example.test','name':'n" + there + "'}");
    made(
        "EmailSubmission",
        ("{'identityId':'%s','emailId':'%s','envelope':{'mailFrom':{'email':'alice@example.test',"
                + "'parameters':{'HOLDFOR':'3600'}},'rcptTo':[{'email':'bob@example.test'}]}}")
            .formatted(identity, email));
    String book = made("AddressBook", "{'name':'book " + there + "'}");
    made("ContactCard", "{'addressBookIds':{'" + book + "':true}}");
    made("Snooze", "{'emailId':'" + mail(box, "later") + "','until':'2031-05-01T08:00:00Z'}");
    house.call("Email/set", "'destroy':['" + mail(box, "gone") + "']");
    byte[] bytes = ("file " + there).getBytes(StandardCharsets.UTF_8);
    String blob =
        new BlobId.OfUpload(house.the(Uploads.class).add(house.viewer(ALICE).account(), bytes))
            .toString();
    made("FileLink", "{'name':'f','blobIds':['" + blob + "']}");
    SieveStore.of(database)
        .putScript(ALICE, new ScriptName("s" + there), new ScriptContent("keep; # " + there));
    person("new" + there + "@example.test");
    share();
  }

  /** Bob shows one more mailbox to Alice, who is told. */
  private void share() {
    String bob = house.account(BOB);
    JsonNode answer =
        house.calls(
            BOB,
            ("['Mailbox/set',{'accountId':'%s','create':{'m':{'name':'Shown%d'}}},'1'],"
                    + "['Mailbox/set',{'accountId':'%s','update':{'#m':{'shareWith/%s':"
                    + "{'mayReadItems':true}}}},'2']")
                .formatted(bob, there, bob, PrincipalIds.of(ALICE)));
    if (answer.at("/1/1/updated").isEmpty()) {
      throw new AssertionError(answer.toString());
    }
  }

  private void person(String name) {
    database.run(
        "making a person",
        on -> {
          try (PreparedStatement insert =
              on.prepareStatement(
                  "INSERT INTO person (name, scram_salt, scram_iterations, scram_stored_key,"
                      + " scram_server_key) VALUES (?, '', 1, '', '') ON CONFLICT DO NOTHING")) {
            insert.setString(1, name);
            return insert.executeUpdate();
          }
        });
  }
}
