package org.godwit.jmap.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.godwit.jmap.JmapHouse.ALICE;
import static org.godwit.jmap.JmapHouse.BOB;
import static org.godwit.jmap.JmapHouse.texts;

import java.nio.file.Path;
import java.util.List;
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

/**
 * Filters that ask the whole conversation (8621 §4.4.1). That each of their statements names the
 * account is checked behind every test, see {@link OneAccountStatements}.
 */
@ExtendWith({PostgresExtension.class, OneAccountStatements.class})
class ThreadFilterTest {

  @TempDir private Path folder;
  private JmapHouse house;
  private String first;
  private String answer;
  private String alone;

  @BeforeEach
  void build(Database database) throws Exception {
    house = new JmapHouse(database, folder);
    String inbox = house.mailbox("INBOX");
    first = house.add(inbox, "Subject: plan\nMessage-ID: <1@x>\n\nx\n", marked("$todo"));
    answer =
        house.add(
            house.mailbox("Sent"),
            "Subject: Re: plan\nMessage-ID: <2@x>\nIn-Reply-To: <1@x>\n\ny\n",
            new Flags());
    alone = house.add(inbox, "Subject: other\nMessage-ID: <3@x>\n\nz\n", new Flags());
  }

  private static Flags marked(String keyword) {
    return new Flags(keyword);
  }

  private List<String> found(String filter) {
    return texts(house.call("Email/query", "'filter':{" + filter + "}").get("ids"));
  }

  @Test
  void someNoneAndAllLookAtTheConversationAcrossMailboxes() {
    assertThat(found("'someInThreadHaveKeyword':'$todo'")).containsExactlyInAnyOrder(first, answer);
    assertThat(found("'noneInThreadHaveKeyword':'$todo'")).containsExactly(alone);
    assertThat(found("'allInThreadHaveKeyword':'$todo'")).isEmpty();
    house.call("Email/set", "'update':{'" + answer + "':{'keywords/$todo':true}}");
    assertThat(found("'allInThreadHaveKeyword':'$todo'")).containsExactlyInAnyOrder(first, answer);
  }

  @Test
  void conversationsAreSortedAndCountedByWhatTheyBear() {
    String sort =
        "'sort':[{'property':'someInThreadHaveKeyword','keyword':'$todo','isAscending':false},"
            + "{'property':'allInThreadHaveKeyword','keyword':'$todo'}],"
            + "'collapseThreads':true,'calculateTotal':true";
    assertThat(texts(house.call("Email/query", sort).get("ids"))).last().isEqualTo(alone);
    assertThat(
            house
                .call(
                    "Email/query",
                    "'filter':{'noneInThreadHaveKeyword':'$none','hasKeyword':'$todo'},"
                        + "'limit':1,'calculateTotal':true")
                .get("total")
                .intValue())
        .isEqualTo(1);
  }

  @Test
  void whatAViewerDoesNotSeeDecidesNothing() throws Exception {
    house
        .manager()
        .applyRightsCommand(
            MailboxPath.forUser(ALICE, "Sent"),
            MailboxACL.command()
                .forUser(BOB)
                .rights(MailboxACL.Rfc4314Rights.fromSerializedRfc4314Rights("lr"))
                .asReplacement(),
            house.session(ALICE));
    String none =
        "['Email/query',{'accountId':'$A','filter':{'noneInThreadHaveKeyword':'$todo'}},'q']";
    assertThat(texts(house.calls(BOB, none).at("/0/1/ids"))).containsExactly(answer);
    String other = "['Email/query',{'accountId':'$A','filter':{'hasKeyword':'$todo'}},'q']";
    assertThat(texts(house.calls(BOB, other).at("/0/1/ids"))).isEmpty();
  }
}
