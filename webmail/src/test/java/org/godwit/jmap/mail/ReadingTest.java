package org.godwit.jmap.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.godwit.jmap.JmapHouse.json;
import static org.godwit.jmap.JmapHouse.texts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import javax.mail.Flags;
import org.godwit.jmap.JmapHouse;
import org.godwit.store.Database;
import org.godwit.store.OneAccountStatements;
import org.godwit.store.PostgresExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What mailboxes, threads and emails are told to be (8621 §2 to §4). */
@ExtendWith({PostgresExtension.class, OneAccountStatements.class})
class ReadingTest {

  private static final String LETTER =
      """
      Received: from x by y; Thu, 30 Oct 2014 06:12:01 +0000
      From: =?utf-8?q?J=C3=B6rg?= <joerg@example.org>, "Doe, Jane" <jane@example.org>
      To: friends: ann@example.org, Ben <ben@example.org>;, carl@example.org
      Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?= from
       here
      Date: Thu, 30 Oct 2014 14:12:00 +0800
      Message-ID: <one@example.org>
      References: <zero@example.org> <half@example.org>
      List-Unsubscribe: <mailto:leave@example.org>, <https://example.org/leave>
      X-Two: first
      X-Two: second
      MIME-Version: 1.0
      Content-Type: multipart/mixed; boundary=b

      --b
      Content-Type: multipart/alternative; boundary=a

      --a
      Content-Type: text/plain; charset=utf-8
      Content-Transfer-Encoding: quoted-printable

      Gr=C3=BC=C3=9Fe
      --a
      Content-Type: text/html; charset=utf-8

      <p>Hello</p>
      --a--
      --b
      Content-Type: image/png; name=cat.png
      Content-Disposition: attachment
      Content-Transfer-Encoding: base64

      aGVsbG8=
      --b--
      """;

  @TempDir private Path folder;
  private JmapHouse house;

  @BeforeEach
  void build(Database database) throws Exception {
    house = new JmapHouse(database, folder);
  }

  @Test
  void tellsMailboxesWithTheirRolesAndCounts() throws Exception {
    String inbox = house.mailbox("INBOX");
    String child = house.mailbox("Work/2024");
    house.add(inbox, "Subject: a\nMessage-ID: <a@x>\n\nx\n");
    house.add(inbox, "Subject: Re: a\nIn-Reply-To: <a@x>\n\nx\n", new Flags(Flags.Flag.SEEN));
    house.add(inbox, "Subject: b\n\nx\n", new Flags(Flags.Flag.SEEN));
    ObjectNode answer = house.call("Mailbox/get", "");
    JsonNode first = named(answer, "INBOX");
    assertThat(first.get("role").textValue()).isEqualTo("inbox");
    assertThat(first.get("totalEmails").intValue()).isEqualTo(3);
    assertThat(first.get("unreadEmails").intValue()).isEqualTo(1);
    assertThat(first.get("totalThreads").intValue()).isEqualTo(2);
    assertThat(first.get("unreadThreads").intValue()).isEqualTo(1);
    assertThat(first.get("isSubscribed").booleanValue()).isTrue();
    assertThat(first.at("/myRights/mayDelete").booleanValue()).isFalse();
    assertThat(first.at("/myRights/mayAddItems").booleanValue()).isTrue();
    JsonNode last = named(answer, "2024");
    assertThat(last.get("id").textValue()).isEqualTo(child);
    assertThat(last.get("parentId")).isEqualTo(named(answer, "Work").get("id"));
    assertThat(named(answer, "Sent").get("role").textValue()).isEqualTo("sent");
  }

  private static JsonNode named(ObjectNode answer, String name) {
    for (JsonNode one : answer.get("list")) {
      if (one.get("name").textValue().equals(name)) {
        return one;
      }
    }
    throw new AssertionError(name + " is not in " + answer);
  }

  @Test
  void saysWhichAreNotThere() {
    JsonNode answer = house.call("Mailbox/get", "'ids':['none','none']");
    assertThat(answer.get("list")).isEmpty();
    assertThat(texts(answer.get("notFound"))).containsExactly("none");
    assertThat(texts(house.call("Email/get", "'ids':['none']").get("notFound")))
        .containsExactly("none");
    assertThat(house.error("Email/get", "")).isEqualTo("requestTooLarge");
  }

  private JsonNode email(String id, String arguments) {
    return house.call("Email/get", "'ids':['" + id + "']," + arguments).at("/list/0");
  }

  @Test
  void tellsHeaderFieldsInAllForms() throws Exception {
    String id = house.add(house.mailbox("INBOX"), LETTER);
    JsonNode email =
        email(
            id,
            "'properties':['from','to','subject','sentAt','messageId','references','inReplyTo',"
                + "'header:To:asGroupedAddresses','header:X-Two','header:x-two:asText:all',"
                + "'header:List-Unsubscribe:asURLs','header:X-None:all','header:X-None']");
    assertThat(email.get("from"))
        .isEqualTo(
            json(
                "[{'name':'J\u00f6rg','email':'joerg@example.org'},"
                    + "{'name':'Doe, Jane','email':'jane@example.org'}]"));
    assertThat(texts(email.get("to")).size()).isEqualTo(3);
    assertThat(email.get("subject").textValue()).isEqualTo("Gr\u00fc\u00dfe from here");
    assertThat(email.get("sentAt").textValue()).isEqualTo("2014-10-30T14:12:00+08:00");
    assertThat(texts(email.get("messageId"))).containsExactly("one@example.org");
    assertThat(texts(email.get("references")))
        .containsExactly("zero@example.org", "half@example.org");
    assertThat(email.get("inReplyTo").isNull()).isTrue();
    assertThat(email.get("header:To:asGroupedAddresses"))
        .isEqualTo(
            json(
                "[{'name':'friends','addresses':[{'name':null,'email':'ann@example.org'},"
                    + "{'name':'Ben','email':'ben@example.org'}]},"
                    + "{'name':null,'addresses':[{'name':null,'email':'carl@example.org'}]}]"));
    assertThat(email.get("header:X-Two").textValue()).isEqualTo(" second");
    assertThat(texts(email.get("header:x-two:asText:all"))).containsExactly("first", "second");
    assertThat(texts(email.get("header:List-Unsubscribe:asURLs")))
        .containsExactly("mailto:leave@example.org", "https://example.org/leave");
    assertThat(email.get("header:X-None:all")).isEmpty();
    assertThat(email.get("header:X-None").isNull()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "header:Subject:asDate",
    "header:From:asText",
    "header:Date:asAddresses",
    "header:",
    "header:X-Y:asNothing",
    "header:Received:asText",
    "none"
  })
  void refusesFormsThatDoNotFit(String property) {
    assertThat(house.error("Email/get", "'ids':[],'properties':['" + property + "']"))
        .isEqualTo("invalidArguments");
  }

  @Test
  void tellsThePartsOfABody() throws Exception {
    String id = house.add(house.mailbox("INBOX"), LETTER);
    JsonNode email =
        email(
            id,
            "'properties':['bodyStructure','textBody','htmlBody','attachments','hasAttachment',"
                + "'bodyValues','preview'],'bodyProperties':['partId','type','size','name'],"
                + "'fetchTextBodyValues':true,'fetchHTMLBodyValues':true");
    assertThat(email.get("textBody"))
        .isEqualTo(json("[{'partId':'1.1','type':'text/plain','size':7,'name':null}]"));
    assertThat(email.get("htmlBody"))
        .isEqualTo(json("[{'partId':'1.2','type':'text/html','size':12,'name':null}]"));
    assertThat(email.get("attachments"))
        .isEqualTo(json("[{'partId':'2','type':'image/png','size':5,'name':'cat.png'}]"));
    assertThat(email.get("hasAttachment").booleanValue()).isTrue();
    assertThat(email.at("/bodyStructure/subParts/0/subParts/1/partId").textValue())
        .isEqualTo("1.2");
    assertThat(email.at("/bodyValues/1.1"))
        .isEqualTo(
            json("{'value':'Gr\u00fc\u00dfe','isEncodingProblem':false,'isTruncated':false}"));
    assertThat(email.at("/bodyValues/1.2/value").textValue()).isEqualTo("<p>Hello</p>");
  }

  @Test
  void cutsTextsBetweenCharactersAndOutsideTags() throws Exception {
    String id = house.add(house.mailbox("INBOX"), LETTER);
    JsonNode email =
        email(id, "'properties':['bodyValues'],'fetchAllBodyValues':true,'maxBodyValueBytes':3");
    assertThat(email.at("/bodyValues/1.1"))
        .isEqualTo(json("{'value':'Gr','isEncodingProblem':false,'isTruncated':true}"));
    assertThat(email.at("/bodyValues/1.2/value").textValue()).isEqualTo("<p>");
    JsonNode shorter =
        email(id, "'properties':['bodyValues'],'fetchAllBodyValues':true,'maxBodyValueBytes':2");
    assertThat(shorter.at("/bodyValues/1.2/value").textValue()).isEmpty();
  }

  @Test
  void listsAMailboxTheNewestFirst() throws Exception {
    String inbox = house.mailbox("INBOX");
    String old = house.add(inbox, "Subject: a\n\nx\n", new Flags(), day(1));
    String newest = house.add(inbox, "Subject: b\n\nx\n", new Flags(), day(3));
    String middle = house.add(inbox, "Subject: Re: a\n\nx\n", new Flags(), day(2));
    house.add(house.mailbox("Sent"), "Subject: c\n\nx\n", new Flags(), day(4));
    String filter = "'filter':{'inMailbox':'" + inbox + "'}";
    JsonNode all = house.call("Email/query", filter + ",'calculateTotal':true");
    assertThat(texts(all.get("ids"))).containsExactly(newest, middle, old);
    assertThat(all.get("total").intValue()).isEqualTo(3);
    assertThat(window(filter, "'position':1,'limit':1")).containsExactly(middle);
    assertThat(window(filter, "'position':-1")).containsExactly(old);
    assertThat(window(filter, "'anchor':'" + middle + "','limit':1")).containsExactly(middle);
    assertThat(window(filter, "'anchor':'" + middle + "','anchorOffset':-1,'limit':1"))
        .containsExactly(newest);
    assertThat(window(filter, "'sort':[{'property':'receivedAt'}]"))
        .containsExactly(old, middle, newest);
    assertThat(window(filter, "'sort':[{'property':'subject'}],'limit':2"))
        .containsExactly(old, middle);
    assertThat(house.error("Email/query", filter + ",'anchor':'none'")).isEqualTo("anchorNotFound");
    assertThat(house.error("Email/query", "'sort':[{'property':'none'}]"))
        .isEqualTo("unsupportedSort");
    assertThat(house.error("Email/query", "'filter':{'none':1}")).isEqualTo("unsupportedFilter");
  }

  private static Date day(int day) {
    return Date.from(Instant.parse("2024-01-0" + day + "T00:00:00Z"));
  }

  private List<String> window(String filter, String more) {
    return texts(house.call("Email/query", filter + "," + more).get("ids"));
  }

  @Test
  void findsByEveryCondition() throws Exception {
    String inbox = house.mailbox("INBOX");
    Flags seen = new Flags(Flags.Flag.SEEN);
    seen.add("$Later");
    String letter = house.add(inbox, LETTER, seen, day(1));
    String other =
        house.add(
            house.mailbox("Sent"),
            "From: carol@example.org\nSubject: budget\nCc: dan@example.org\n\nnumbers\n",
            new Flags(),
            day(3));
    for (String filter :
        List.of(
            "'inMailbox':'" + inbox + "'",
            "'hasKeyword':'$seen'",
            "'hasKeyword':'$later'",
            "'before':'2024-01-02T00:00:00Z'",
            "'minSize':500",
            "'hasAttachment':true",
            "'from':'jane'",
            "'subject':'Gr\u00fc\u00dfe'",
            "'body':'Hello'",
            "'header':['X-Two']",
            "'header':['X-Two','second']",
            "'allInThreadHaveKeyword':'$seen'",
            "'operator':'NOT','conditions':[{'text':'budget'}]")) {
      assertThat(window("'filter':{" + filter + "}", "'limit':9"))
          .as(filter)
          .containsExactly(letter);
    }
    for (String filter :
        List.of(
            "'inMailboxOtherThan':['" + inbox + "']",
            "'notKeyword':'$seen'",
            "'after':'2024-01-03T00:00:00Z'",
            "'maxSize':500",
            "'hasAttachment':false",
            "'text':'numbers'",
            "'cc':'dan'",
            "'noneInThreadHaveKeyword':'$later'",
            "'operator':'AND','conditions':[{'subject':'budget'},{'from':'carol'}]")) {
      assertThat(window("'filter':{" + filter + "}", "'limit':9"))
          .as(filter)
          .containsExactly(other);
    }
  }

  @Test
  void showsOneMessageOfEachThread() throws Exception {
    String inbox = house.mailbox("INBOX");
    house.add(inbox, "Subject: a\nMessage-ID: <a@x>\n\nx\n", new Flags(), day(1));
    String reply =
        house.add(inbox, "Subject: Re: a\nIn-Reply-To: <a@x>\n\nx\n", new Flags(), day(3));
    String other = house.add(inbox, "Subject: b\n\nx\n", new Flags(), day(2));
    JsonNode answer =
        house.call(
            "Email/query",
            "'filter':{'inMailbox':'"
                + inbox
                + "'},'collapseThreads':true,'limit':5,"
                + "'calculateTotal':true");
    assertThat(texts(answer.get("ids"))).containsExactly(reply, other);
    assertThat(answer.get("total").intValue()).isEqualTo(2);
  }

  @Test
  void tellsWhatChangedSince() throws Exception {
    String inbox = house.mailbox("INBOX");
    String before = house.add(inbox, "Subject: a\n\nx\n");
    String state = house.call("Email/get", "'ids':[]").get("state").textValue();
    String added = house.add(inbox, "Subject: b\n\nx\n");
    JsonNode changes = house.call("Email/changes", "'sinceState':'" + state + "'");
    assertThat(texts(changes.get("created"))).containsExactly(added);
    assertThat(texts(changes.get("updated"))).isEmpty();
    JsonNode boxes = house.call("Mailbox/changes", "'sinceState':'" + state + "'");
    assertThat(texts(boxes.get("updated"))).containsExactly(inbox);
    assertThat(texts(boxes.get("updatedProperties"))).contains("unreadEmails");
    JsonNode threads = house.call("Thread/changes", "'sinceState':'" + state + "'");
    assertThat(threads.get("created")).hasSize(1);
    assertThat(house.error("Email/changes", "'sinceState':'?'"))
        .isEqualTo("cannotCalculateChanges");
    assertThat(house.error("Email/changes", "'sinceState':'" + state + "','maxChanges':0"))
        .isEqualTo("invalidArguments");
    JsonNode query =
        house.call(
            "Email/queryChanges",
            "'filter':{'inMailbox':'" + inbox + "'},'sinceQueryState':'" + state + "'");
    assertThat(query.at("/added/0/id").textValue()).isEqualTo(added);
    assertThat(query.at("/added/0/index").intValue()).isZero();
    assertThat(before).isNotEqualTo(added);
  }
}
