package org.godwit.jmap.submission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.godwit.jmap.JmapHouse.json;
import static org.godwit.jmap.JmapHouse.texts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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
import org.junit.jupiter.params.provider.ValueSource;

/** Receipts (9007). */
@ExtendWith({PostgresExtension.class, OneAccountStatements.class})
class ReceiptTest {

  private static final String LETTER =
      "From: Carol <carol@example.org>\nTo: alice@example.test\nMessage-ID: <1@example.org>\n"
          + "Disposition-Notification-To: Carol <carol@example.org>\nSubject: terms\n\nx\n";
  private static final String DISPLAYED =
      "'disposition':{'actionMode':'manual-action','sendingMode':'mdn-sent-manually',"
          + "'type':'displayed'}";

  @TempDir private Path folder;
  private SendingHouse sending;
  private JmapHouse house;
  private String inbox;
  private String email;
  private String identity;

  @BeforeEach
  void build(Database database) throws Exception {
    sending = new SendingHouse(database, folder);
    house = sending.jmap();
    inbox = house.mailbox("INBOX");
    email = house.add(inbox, LETTER);
    identity = house.call("Identity/get", "").at("/list/0/id").textValue();
  }

  @AfterEach
  void close() {
    sending.close();
  }

  private ArrayNode send(String receipt) {
    return house.calls(
        "['MDN/send',{'accountId':'$A','identityId':'"
            + identity
            + "','send':{'r':{"
            + receipt.replace("$E", email)
            + "}},'onSuccessUpdateEmail':{'#r':{'keywords/$mdnsent':true}}},'s']");
  }

  private String mail() throws Exception {
    Lease lease = sending.queues().lease("spool").orElseThrow();
    assertThat(lease.mail().getMaybeSender().isNullSender())
        .as("a receipt is from nobody")
        .isTrue();
    assertThat(lease.mail().getRecipients()).hasToString("[carol@example.org]");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    lease.mail().getMessage().writeTo(bytes);
    return bytes.toString(StandardCharsets.ISO_8859_1);
  }

  @Test
  void whoAskedHearsThatItWasSeenAndTheEmailIsMarked() throws Exception {
    ArrayNode answers =
        send(
            "'forEmailId':'$E','subject':'Gelesen: grün','textBody':'Seen.\\n',"
                + "'reportingUA':'joes-pc.cs.example.com; Foomail 97.1',"
                + DISPLAYED
                + ",'extensionFields':{'X-Extension':'one'}");
    assertThat(answers.at("/0/1/sent/r/finalRecipient").textValue())
        .as(answers.toString())
        .isEqualTo("rfc822; alice@example.test");
    assertThat(answers.at("/0/1/sent/r/originalMessageId").textValue())
        .isEqualTo("<1@example.org>");
    assertThat(answers.at("/1/0").textValue()).isEqualTo("Email/set");
    assertThat(
            house
                .call("Email/get", "'ids':['" + email + "'],'properties':['keywords']")
                .at("/list/0/keywords"))
        .isEqualTo(json("{'$mdnsent':true}"));
    String mail = mail();
    assertThat(mail)
        .contains("multipart/report; report-type=disposition-notification")
        .contains("Disposition: manual-action/MDN-sent-manually; displayed\r\n")
        .contains("Original-Message-ID: <1@example.org>\r\n")
        .contains("Final-Recipient: rfc822; alice@example.test\r\n")
        .contains("X-Extension: one\r\n")
        .doesNotContain("message/rfc822");
    JsonNode parsed = parse(mail);
    assertThat(parsed.get("subject").textValue()).isEqualTo("Gelesen: grün");
    assertThat(parsed.get("textBody").textValue()).isEqualTo("Seen.\n");
    assertThat(parsed.get("includeOriginalMessage").booleanValue()).isFalse();
    assertThat(parsed.at("/extensionFields/X-Extension").textValue()).isEqualTo("one");
    assertThat(parsed.get("disposition")).isEqualTo(json("{" + DISPLAYED + "}").get("disposition"));
  }

  private JsonNode parse(String mail) throws Exception {
    String id = house.add(inbox, mail.replace("\r\n", "\n"));
    String blob =
        house
            .call("Email/get", "'ids':['" + id + "'],'properties':['blobId']")
            .at("/list/0/blobId")
            .textValue();
    JsonNode answer = house.call("MDN/parse", "'blobIds':['" + blob + "']");
    return answer.get("parsed").isNull() ? answer.get("notParsable") : answer.at("/parsed/" + blob);
  }

  @Test
  void oneEmailIsAnsweredOnce() {
    String receipt = "'forEmailId':'$E'," + DISPLAYED;
    assertThat(send(receipt).at("/0/1/sent").has("r")).isTrue();
    assertThat(send(receipt).at("/0/1/notSent/r/type").textValue()).isEqualTo("mdnAlreadySent");
    assertThat(sending.queues().content()).hasSize(1);
  }

  @Test
  void theMessageItselfGoesAlongWhereThatIsWanted() throws Exception {
    send("'forEmailId':'$E','includeOriginalMessage':true," + DISPLAYED);
    String mail = mail();
    assertThat(mail).contains("message/rfc822").contains("Subject: terms\r\n\r\nx\r\n");
    assertThat(parse(mail).get("includeOriginalMessage").booleanValue()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'forEmailId':'$E'",
        "'forEmailId':'$E','disposition':{'type':'displayed'}",
        "'forEmailId':'$E',$D,'subject':'a\\r\\nBcc: x@example.org'",
        "'forEmailId':'$E',$D,'extensionFields':{'X-A: b\\r\\nBcc':'x'}",
        "'forEmailId':'$E',$D,'error':['x']",
        "'forEmailId':'$E',$D,'textBody':1",
        "'forEmailId':'$E',$D,'includeOriginalMessage':1"
      })
  void refuses(String receipt) {
    assertThat(send(receipt.replace("$D", DISPLAYED)).at("/0/1/notSent/r/type").textValue())
        .isEqualTo("invalidProperties");
    assertThat(sending.queues().content()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "From: a@x",
        "Disposition-Notification-To: one@example.org, two@example.org",
        "Disposition-Notification-To: nobody"
      })
  void whereNobodyAskedNobodyHears(String field) throws Exception {
    email = house.add(inbox, field + "\nSubject: x\n\nx\n");
    assertThat(send("'forEmailId':'$E'," + DISPLAYED).at("/0/1/notSent/r/type").textValue())
        .isEqualTo("notFound");
    assertThat(sending.queues().content()).isEmpty();
  }

  @Test
  void whatIsNoReceiptIsNotParsable() throws Exception {
    assertThat(parse(LETTER)).hasSize(1);
    assertThat(texts(house.call("MDN/parse", "'blobIds':['none']").get("notFound")))
        .containsExactly("none");
  }
}
