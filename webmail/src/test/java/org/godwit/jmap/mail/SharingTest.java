package org.godwit.jmap.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.godwit.jmap.JmapHouse.ALICE;
import static org.godwit.jmap.JmapHouse.BOB;
import static org.godwit.jmap.JmapHouse.json;
import static org.godwit.jmap.JmapHouse.texts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.nio.file.Path;
import javax.mail.Flags;
import org.apache.james.mailbox.model.MailboxACL;
import org.apache.james.mailbox.model.MailboxPath;
import org.godwit.jmap.JmapHouse;
import org.godwit.store.Database;
import org.godwit.store.OneAccountStatements;
import org.godwit.store.PostgresExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What somebody does with mailboxes that others share. */
@ExtendWith({PostgresExtension.class, OneAccountStatements.class})
class SharingTest {

  @TempDir private Path folder;
  private JmapHouse house;
  private String inbox;
  private String alice;
  private String bob;

  @BeforeEach
  void build(Database database) throws Exception {
    house = new JmapHouse(database, folder);
    inbox = house.mailbox("INBOX");
    alice = house.account(ALICE);
    bob = house.account(BOB);
  }

  private void grant(String mailbox, String rights) throws Exception {
    house
        .manager()
        .applyRightsCommand(
            MailboxPath.forUser(ALICE, mailbox),
            MailboxACL.command()
                .forUser(BOB)
                .rights(MailboxACL.Rfc4314Rights.fromSerializedRfc4314Rights(rights))
                .asReplacement(),
            house.session(ALICE));
  }

  private String bobs(String name) throws Exception {
    return house
        .manager()
        .getMailbox(MailboxPath.forUser(BOB, name), house.session(BOB))
        .getId()
        .serialize();
  }

  @Test
  void anEmailIsCopiedFromASharedAccountWithWhatItBears() throws Exception {
    String id = house.add(inbox, "Subject: shared\n\nx\n", new Flags(Flags.Flag.FLAGGED));
    grant("INBOX", "lr");

    ArrayNode answers =
        house.calls(
            BOB,
            "['Email/copy',{'fromAccountId':'"
                + alice
                + "','accountId':'"
                + bob
                + "','create':{'k':{'id':'"
                + id
                + "','mailboxIds':{'"
                + bobs("INBOX")
                + "':true}},'no':{'id':'none','mailboxIds':{'"
                + bobs("INBOX")
                + "':true}}}},'c']");
    JsonNode answer = answers.at("/0/1");
    assertThat(answer.get("fromAccountId").textValue()).isEqualTo(alice);
    assertThat(answer.at("/notCreated/no/type").textValue()).isEqualTo("notFound");
    String copy = answer.at("/created/k/id").textValue();
    assertThat(copy).as(answers.toString()).isNotNull();
    JsonNode email =
        house
            .calls(
                BOB,
                "['Email/get',{'accountId':'"
                    + bob
                    + "','ids':['"
                    + copy
                    + "'],'properties':['subject','keywords']},'g']")
            .at("/0/1/list/0");
    assertThat(email.get("subject").textValue()).isEqualTo("shared");
    assertThat(email.get("keywords")).isEqualTo(json("{'$flagged':true}"));
  }

  @Test
  void theOriginalGoesWhenItMay() throws Exception {
    String id = house.add(inbox, "Subject: shared\n\nx\n");
    grant("INBOX", "lrte");
    ArrayNode answers =
        house.calls(
            BOB,
            "['Email/copy',{'fromAccountId':'"
                + alice
                + "','accountId':'"
                + bob
                + "','onSuccessDestroyOriginal':true,'create':{'k':{'id':'"
                + id
                + "','mailboxIds':{'"
                + bobs("INBOX")
                + "':true}}}},'c']");
    assertThat(answers.at("/1/0").textValue()).as(answers.toString()).isEqualTo("Email/set");
    assertThat(texts(answers.at("/1/1/destroyed"))).containsExactly(id);
    assertThat(texts(house.call("Email/query", "").get("ids"))).isEmpty();
  }

  @Test
  void copyingNamesTwoAccountsAndTheirStates() throws Exception {
    assertThat(house.error("Email/copy", "'fromAccountId':'" + alice + "','create':{}"))
        .isEqualTo("invalidArguments");
    assertThat(house.error("Email/copy", "'fromAccountId':'a999','create':{}"))
        .isEqualTo("fromAccountNotFound");
    grant("INBOX", "lr");
    ArrayNode answers =
        house.calls(
            BOB,
            "['Email/copy',{'fromAccountId':'"
                + alice
                + "','accountId':'"
                + bob
                + "','ifFromInState':'0','create':{}},'c']");
    assertThat(answers.at("/0/1/type").textValue()).isEqualTo("stateMismatch");
  }
}
