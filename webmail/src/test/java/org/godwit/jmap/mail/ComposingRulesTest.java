package org.godwit.jmap.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.godwit.jmap.JmapHouse.json;
import static org.godwit.jmap.JmapHouse.texts;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.godwit.jmap.JmapHouse;
import org.godwit.store.Database;
import org.godwit.store.OneAccountStatements;
import org.godwit.store.PostgresExtension;
import org.godwit.store.listing.Uploads;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What emails may not be made of, and what may be said of those that are there (8621 §4.6). */
@ExtendWith({PostgresExtension.class, OneAccountStatements.class})
class ComposingRulesTest {

  private static final String VALUES = ",'bodyValues':{'t':{'value':'x'},'h':{'value':'x'}}";

  @TempDir private Path folder;
  private JmapHouse house;
  private String inbox;

  @BeforeEach
  void build(Database database) throws Exception {
    house = new JmapHouse(database, folder);
    inbox = house.mailbox("INBOX");
  }

  private String upload(String content) {
    return new BlobId.OfUpload(
            house
                .the(Uploads.class)
                .add(
                    house.viewer(JmapHouse.ALICE).account(),
                    content.getBytes(StandardCharsets.UTF_8)))
        .toString();
  }

  private JsonNode create(String more) {
    return house.call(
        "Email/set",
        "'create':{'c':{'mailboxIds':{'"
            + inbox
            + "':true},"
            + more.replace("$B", upload("blob"))
            + VALUES
            + "}}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          'headers':[{'name':'X','value':'y'}]                                       | headers
          'header:Content-Type':'text/plain'                                         | header:Content-Type
          'subject':'a','header:Subject:asText':'b'                                  | header:Subject:asText
          'header:Subject:asAddresses':[]                                            | header:Subject:asAddresses
          'blobId':'x'                                                               | blobId
          'none':1                                                                   | none
          'bodyStructure':{'partId':'t'},'textBody':[{'partId':'t'}]                 | bodyStructure
          'bodyStructure':{'partId':'t','blobId':'$B'}                               | bodyStructure
          'bodyStructure':{'partId':'t','charset':'utf-8'}                           | bodyStructure
          'bodyStructure':{'partId':'t','size':1}                                    | bodyStructure
          'bodyStructure':{'partId':'t','headers':[]}                                | bodyStructure
          'bodyStructure':{'partId':'t','none':1}                                    | bodyStructure
          'bodyStructure':{'partId':5}                                               | bodyStructure
          'bodyStructure':{'partId':'t','name':5}                                    | bodyStructure
          'bodyStructure':{'partId':'t','language':'en'}                             | bodyStructure
          'bodyStructure':{'type':'text/plain'}                                      | bodyStructure
          'bodyStructure':{'partId':'t','subParts':[]}                               | bodyStructure
          'bodyStructure':{'type':'multipart/mixed','partId':'t'}                    | bodyStructure
          'bodyStructure':{'subParts':[{'partId':'t','size':1}]}                     | bodyStructure
          'bodyStructure':{'subParts':[5]}                                           | bodyStructure
          'bodyStructure':{'partId':'t','type':'text/plain','header:Content-Type':'text/plain'} | bodyStructure
          'bodyStructure':{'partId':'t','cid':'a','header:Content-ID':'<a>'}         | bodyStructure
          'bodyStructure':{'partId':'t','header:Content-Transfer-Encoding':'8bit'}   | bodyStructure
          'textBody':[{'partId':'t','type':'text/html'}]                             | textBody
          'textBody':[{'partId':'t'},{'partId':'h'}]                                 | textBody
          'htmlBody':[{'partId':'h','size':3}]                                       | htmlBody
          'attachments':[{'partId':'t','blobId':'$B'}]                               | attachments
          'attachments':{'blobId':'$B'}                                              | attachments
          'bodyStructure':{'partId':'none'}                                          | bodyValues
          'keywords':{'a':false}                                                     | keywords
          'keywords':{'a b':true}                                                    | keywords
          'receivedAt':'yesterday'                                                   | receivedAt
          'from':[{'email':'a\\r\\nb@x'}]                                            | from
          'receivedAt':'2020-01-01T00:00:00+01:00'                                   | receivedAt
          'from':[{'email':'a@x','name':1}]                                          | from
          'from':[{'email':'a@x','none':'y'}]                                        | from
          'header:X:asGroupedAddresses':'a@x'                                        | header:X:asGroupedAddresses
          'header:X:asGroupedAddresses':[{'name':1,'addresses':[]}]                  | header:X:asGroupedAddresses
          'from':[{'email':'a@x'}],'header:From:asAddresses:all':[[]]                | header:From:asAddresses:all
          'header:X:all':[],'header:X':'a'                                           | header:X
          'textBody':[]                                                              | textBody
          'subject':'a','bodyStructure':{'partId':'t','header:Subject':'b'}          | bodyStructure
          'sentAt':'today'                                                           | sentAt
          """)
  void refusesAndNamesTheProperty(String properties, String wrong) {
    JsonNode refused = create(properties).at("/notCreated/c");
    assertThat(refused.path("type").asText()).as(refused.toString()).isEqualTo("invalidProperties");
    assertThat(texts(refused.get("properties"))).contains(wrong);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"[]", "{'t':'x'}", "{'t':{'value':'x','none':1}}", "{'t':{'value':'x'},'h':1}"})
  void refusesValuesThatAreNone(String values) {
    JsonNode answer =
        house.call(
            "Email/set",
            "'create':{'c':{'mailboxIds':{'"
                + inbox
                + "':true},'textBody':[{'partId':'t'}],'bodyValues':"
                + values
                + "}}");
    assertThat(texts(answer.at("/notCreated/c/properties"))).containsExactly("bodyValues");
  }

  @Test
  void namesAllBlobsThatAreNotThere() {
    JsonNode refused =
        create("'attachments':[{'blobId':'one'},{'blobId':'$B'},{'blobId':'two'}]")
            .at("/notCreated/c");
    assertThat(refused.get("type").textValue()).isEqualTo("blobNotFound");
    assertThat(texts(refused.get("notFound"))).containsExactly("one", "two");
  }

  @Test
  void refusesMoreKeywordsThanAnEmailHas() throws Exception {
    String many =
        IntStream.range(0, 101)
            .mapToObj(i -> "'k" + i + "':true")
            .collect(Collectors.joining(",", "{", "}"));
    assertThat(create("'keywords':" + many).at("/notCreated/c/type").textValue())
        .isEqualTo("tooManyKeywords");
    String id = house.add(inbox, "Subject: a\n\nx\n");
    assertThat(
            house
                .call("Email/set", "'update':{'" + id + "':{'keywords':" + many + "}}")
                .at("/notUpdated/" + id + "/type")
                .textValue())
        .isEqualTo("tooManyKeywords");
  }

  @Test
  void partsMayBeOfWhatTheSameRequestMade() {
    JsonNode made =
        create(
                "'bodyStructure':{'type':'multipart/mixed','subParts':[{'partId':'t'},"
                    + "{'blobId':'$B','type':'text/plain','size':99,'name':'a.txt'}]}")
            .at("/created/c");
    JsonNode parts =
        house
            .call(
                "Email/get",
                "'ids':['" + made.get("id").textValue() + "'],'properties':['bodyStructure']")
            .at("/list/0/bodyStructure/subParts");
    assertThat(parts.at("/1/size").intValue()).isEqualTo(4);
    assertThat(parts.at("/1/name").textValue()).isEqualTo("a.txt");
  }

  @Test
  void whatIsFixedMayBeSaidAsItIs() throws Exception { // 8620 §5.3
    String id = house.add(inbox, "Subject: a\nFrom: x@example.org\n\nx\n");
    JsonNode whole =
        house
            .call(
                "Email/get",
                "'ids':['"
                    + id
                    + "'],'properties':['id','blobId','threadId','size','receivedAt',"
                    + "'keywords','mailboxIds','subject','from','preview','hasAttachment']")
            .at("/list/0");
    String patch =
        whole.toString().replace('"', '\'').replace("'keywords':{}", "'keywords':{'a':true}");
    assertThat(house.call("Email/set", "'update':{'" + id + "':" + patch + "}").get("updated"))
        .isEqualTo(json("{'" + id + "':null}"));
    JsonNode refused = house.call("Email/set", "'update':{'" + id + "':{'threadId':'other'}}");
    assertThat(refused.at("/notUpdated/" + id + "/properties/0").textValue()).isEqualTo("threadId");
  }

  @Test
  void pointersBeginWithoutASlash() throws Exception {
    String id = house.add(inbox, "Subject: a\n\nx\n");
    JsonNode answer = house.call("Email/set", "'update':{'" + id + "':{'/keywords/a':true}}");
    assertThat(answer.at("/notUpdated/" + id + "/type").textValue()).isEqualTo("invalidPatch");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          Email/set    | 'create':{'not an id':{}}          | invalidArguments
          Email/set    | 'create':[]                        | invalidArguments
          Email/set    | 'create':{'a':5}                   | invalidArguments
          Email/set    | 'update':{'a':null}                | invalidArguments
          Email/set    | 'destroy':'x'                      | invalidArguments
          Email/set    | 'ifInState':5                      | invalidArguments
          Email/import |                                    | invalidArguments
          Email/import | 'emails':{'a':{}},'ifInState':'x'  | stateMismatch
          Email/parse  |                                    | invalidArguments
          Email/parse  | 'blobIds':null                     | invalidArguments
          Email/get    |                                    | requestTooLarge
          Email/get    | 'ids':[],'maxBodyValueBytes':-1    | invalidArguments
          Email/get    | 'ids':[],'properties':['header:From:asDate']    | invalidArguments
          Email/get    | 'ids':[],'properties':['header:']  | invalidArguments
          Email/get    | 'ids':[],'properties':['header:X:asText:all:more']  | invalidArguments
          Email/get    | 'ids':[],'bodyProperties':['none'] | invalidArguments
          Email/query  | 'limit':-1                         | invalidArguments
          Email/query  | 'anchor':'00000000-0000-0000-0000-000000000000'  | anchorNotFound
          Email/query  | 'sort':[{'property':'none'}]       | unsupportedSort
          Email/query  | 'sort':[{}]                        | invalidArguments
          Email/query  | 'sort':[{'property':'size','collation':'none'}] | unsupportedSort
          Email/query  | 'filter':{'none':1}                | unsupportedFilter
          Email/query  | 'filter':{'operator':'XOR','conditions':[]} | invalidArguments
          Email/query  | 'filter':{'operator':'AND'}        | invalidArguments
          Email/query  | 'filter':{'before':'then'}         | invalidArguments
          Email/query  | 'filter':{'header':[]}             | invalidArguments
          Email/changes      |                              | invalidArguments
          Email/changes      | 'sinceState':'no state'      | cannotCalculateChanges
          Email/changes      | 'sinceState':'zzzzzzzz'      | cannotCalculateChanges
          Email/changes      | 'sinceState':'0','maxChanges':0  | invalidArguments
          Email/queryChanges | 'sinceQueryState':'zzzzzzz'  | cannotCalculateChanges
          SearchSnippet/get  | 'filter':{'text':'x'}        | invalidArguments
          Mailbox/queryChanges | 'sinceQueryState':'?'      | cannotCalculateChanges
          Blob/copy    | 'fromAccountId':'none','blobIds':[] | fromAccountNotFound
          Email/copy   | 'fromAccountId':'$A','create':{}   | invalidArguments
          """)
  void answersWithTheErrorOfTheRfc(String method, String arguments, String error) {
    assertThat(house.error(method, arguments == null ? "" : arguments)).isEqualTo(error);
  }

  @Test
  void anImportIsOfTheTimeOfItsLastServer() { // 8621 §4.8
    String blob =
        upload(
            "Received: from b by c; Wed, 2 Oct 2019 10:00:00 +0200\r\n"
                + "Received: from a by b; Tue, 1 Oct 2019 10:00:00 +0200\r\nSubject: a\r\n\r\nx");
    JsonNode made =
        house.call(
            "Email/import",
            "'emails':{'i':{'blobId':'" + blob + "','mailboxIds':{'" + inbox + "':true}}}");
    JsonNode email =
        house.call(
            "Email/get",
            "'ids':['" + made.at("/created/i/id").textValue() + "'],'properties':['receivedAt']");
    assertThat(email.at("/list/0/receivedAt").textValue()).isEqualTo("2019-10-02T08:00:00Z");
    JsonNode refused =
        house.call(
            "Email/import",
            "'emails':{'i':{'blobId':'"
                + blob
                + "','mailboxIds':{'"
                + inbox
                + "':true},'subject':'b'}}");
    assertThat(refused.at("/notCreated/i/properties/0").textValue()).isEqualTo("subject");
  }

  @Test
  void partsOfAMessageInsideAreBlobs() throws Exception {
    String id =
        house.add(
            inbox,
            "Content-Type: multipart/mixed; boundary=o\n\n--o\nContent-Type: message/rfc822\n\n"
                + "Subject: inner\nContent-Type: multipart/mixed; boundary=i\n\n--i\n\ntext\n"
                + "--i\nContent-Type: application/x-y\nContent-Disposition: attachment\n"
                + "Content-Transfer-Encoding: base64\n\nZGVlcA==\n--i--\n--o--\n");
    String inner =
        house
            .call("Email/get", "'ids':['" + id + "'],'properties':['attachments']")
            .at("/list/0/attachments/0/blobId")
            .textValue();
    String deep =
        house
            .call("Email/parse", "'blobIds':['" + inner + "'],'properties':['attachments']")
            .at("/parsed/" + inner + "/attachments/0/blobId")
            .textValue();
    assertThat(house.the(BlobReader.class).read(house.sight(JmapHouse.ALICE), deep).orElseThrow())
        .isEqualTo("deep".getBytes(StandardCharsets.US_ASCII));
    JsonNode copied =
        house.call("Blob/copy", "'fromAccountId':'$A','blobIds':['" + deep + "','none']");
    assertThat(copied.at("/copied/" + deep).isTextual()).isTrue();
    assertThat(copied.at("/notCopied/none/type").textValue()).isEqualTo("notFound");
  }

  @Test
  void mailboxNamesAreMeasuredInOctetsAndOfOneForm() {
    JsonNode answer =
        house.call(
            "Mailbox/set",
            "'create':{'a':{'name':'" + "\u00e4".repeat(128) + "'},'b':{'name':'u\u0308ber'}}");
    assertThat(answer.at("/notCreated/a/properties/0").textValue()).isEqualTo("name");
    assertThat(answer.at("/created/b/name").textValue()).isEqualTo("\u00fcber");
  }
}
