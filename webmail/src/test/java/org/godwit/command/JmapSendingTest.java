package org.godwit.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.godwit.server.OneServer.PASSWORD;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import org.godwit.server.ImapTalk;
import org.godwit.server.OneServer;
import org.godwit.web.WebDoor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is handed in by JMAP arrives as what is handed in by SMTP does (8621 §7). */
@ExtendWith(OneServer.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JmapSendingTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration SOON = Duration.ofSeconds(30);

  private WebDoor door;

  @BeforeAll
  void open() {
    OneServer mail = OneServer.running();
    door = WebDoor.open(mail, callers -> JmapParts.of(mail.server(), callers));
  }

  @AfterAll
  void close() {
    door.close();
  }

  private JsonNode call(OneServer mail, String calls) throws Exception {
    String address = mail.address("alice");
    String basic = WebDoor.basic(address, PASSWORD);
    JsonNode session =
        JSON.readTree(
            door.send(door.request("/jmap/session").header("Authorization", basic)).body());
    String account =
        session.get("primaryAccounts").get("urn:ietf:params:jmap:submission").textValue();
    String request =
        ("{'using':['urn:ietf:params:jmap:core','urn:ietf:params:jmap:mail',"
                + "'urn:ietf:params:jmap:submission','urn:ietf:params:jmap:vacationresponse'],"
                + "'methodCalls':["
                + calls
                + "]}")
            .replace('\'', '"')
            .replace("$A", account)
            .replace("$ME", address)
            .replace("$BOB", mail.address("bob"));
    return JSON.readTree(
            door.send(
                    door.request("/jmap/api")
                        .header("Authorization", basic)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(request)))
                .body())
        .get("methodResponses");
  }

  /** Sends a letter to Bob; the id of the submission. */
  private String send(OneServer mail, String parameters) throws Exception {
    JsonNode known =
        call(
            mail,
            "['Identity/get',{'accountId':'$A'},'i'],"
                + "['Mailbox/query',{'accountId':'$A','filter':{'role':'drafts'}},'m']");
    JsonNode answers =
        call(
            mail,
            "['Email/set',{'accountId':'$A','create':{'d':{'mailboxIds':{'"
                + known.at("/1/1/ids/0").textValue()
                + "':true},'from':[{'email':'$ME'}],'to':[{'email':'$BOB'}],"
                + "'bcc':[{'email':'$ME'}],'subject':'by JMAP','textBody':[{'partId':'t'}],"
                + "'bodyValues':{'t':{'value':'text'}}}}},'1'],"
                + "['EmailSubmission/set',{'accountId':'$A','create':{'s':{'identityId':'"
                + known.at("/0/1/list/0/id").textValue()
                + "','emailId':'#d','envelope':{'mailFrom':{'email':'$ME','parameters':{"
                + parameters
                + "}},'rcptTo':[{'email':'$BOB'}]}}}},'2']");
    assertThat(answers.at("/1/1/created/s/id").isTextual()).as(answers.toString()).isTrue();
    return answers.at("/1/1/created/s/id").textValue();
  }

  private JsonNode submission(OneServer mail, String id) throws Exception {
    return call(mail, "['EmailSubmission/get',{'accountId':'$A','ids':['" + id + "']},'g']")
        .at("/0/1/list/0");
  }

  @Test
  void aLetterArrivesWithoutItsBlindCopiesAndItsSenderSeesThatItDid(OneServer mail)
      throws Exception {
    try (ImapTalk bob = mail.imap("bob")) {
      bob.ok("SELECT INBOX");
      String id = send(mail, "");
      await()
          .atMost(SOON)
          .until(() -> submission(mail, id).at("/deliveryStatus").toString().contains("\"yes\""));
      bob.ok("NOOP");
      String letter = String.join("\n", bob.ok("FETCH 1 BODY.PEEK[]").lines());
      assertThat(letter).contains("Subject: by JMAP").doesNotContainIgnoringCase("bcc:");
    }
  }

  @Test
  void aHeldLetterLeavesAtItsTime(OneServer mail) throws Exception {
    String id = send(mail, "'HOLDFOR':'2'");
    assertThat(submission(mail, id).get("undoStatus").textValue()).isEqualTo("pending");
    await()
        .atMost(SOON)
        .until(() -> submission(mail, id).get("undoStatus").textValue().equals("final"));
    try (ImapTalk bob = mail.imap("bob")) {
      await()
          .atMost(SOON)
          .until(() -> String.join("", bob.ok("SELECT INBOX").lines()).contains("* 1 EXISTS"));
    }
  }

  @Test
  void aCanceledLetterStays(OneServer mail) throws Exception {
    String id = send(mail, "'HOLDFOR':'3'");
    JsonNode undone =
        call(
            mail,
            "['EmailSubmission/set',{'accountId':'$A','update':{'"
                + id
                + "':{'undoStatus':'canceled'}}},'u']");
    assertThat(undone.at("/0/1/updated").has(id)).as(undone.toString()).isTrue();
    String other = send(mail, "'HOLDFOR':'4'"); // when this one is there, the first would be, too
    await()
        .atMost(SOON)
        .until(() -> submission(mail, other).at("/deliveryStatus").toString().contains("\"yes\""));
    try (ImapTalk bob = mail.imap("bob")) {
      assertThat(bob.ok("SELECT INBOX").lines()).contains("* 1 EXISTS");
    }
    assertThat(submission(mail, id).get("undoStatus").textValue()).isEqualTo("canceled");
  }

  @Test
  void whoIsAwaySaysSoByJmap(OneServer mail) throws Exception {
    JsonNode first = call(mail, "['VacationResponse/get',{'accountId':'$A'},'g']").at("/0/1");
    assertThat(first.at("/list/0/id").textValue()).isEqualTo("singleton");
    assertThat(first.at("/list/0/isEnabled").booleanValue()).isFalse();
    JsonNode set =
        call(
                mail,
                "['VacationResponse/set',{'accountId':'$A','ifInState':'"
                    + first.get("state").textValue()
                    + "','update':{'singleton':{'isEnabled':true,'textBody':'I am away',"
                    + "'toDate':'2100-01-01T00:00:00Z'},'other':{}},"
                    + "'create':{'c':{}},'destroy':['singleton']},'s']")
            .at("/0/1");
    assertThat(set.at("/updated").has("singleton")).as(set.toString()).isTrue();
    assertThat(set.get("newState")).isNotEqualTo(set.get("oldState"));
    assertThat(set.at("/notUpdated/other/type").textValue()).isEqualTo("notFound");
    assertThat(set.at("/notCreated/c/type").textValue()).isEqualTo("singleton");
    assertThat(set.at("/notDestroyed/singleton/type").textValue()).isEqualTo("singleton");
    JsonNode now =
        call(
            mail,
            "['VacationResponse/set',{'accountId':'$A','update':{'singleton':"
                + "{'isEnabled':1}}},'s'],"
                + "['VacationResponse/get',{'accountId':'$A','ids':['singleton','x']},'g']");
    assertThat(now.at("/0/1/notUpdated/singleton/properties/0").textValue()).isEqualTo("isEnabled");
    assertThat(now.at("/1/1/list/0/textBody").textValue()).isEqualTo("I am away");
    assertThat(now.at("/1/1/list/0/toDate").textValue()).isEqualTo("2100-01-01T00:00:00Z");
    assertThat(now.at("/1/1/notFound/0").textValue()).isEqualTo("x");
  }
}
