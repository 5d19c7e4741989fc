package org.godwit.jmap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.godwit.jmap.JmapHouse.json;
import static org.godwit.jmap.JmapHouse.texts;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.godwit.store.Database;
import org.godwit.store.OneAccountStatements;
import org.godwit.store.PostgresExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests as a whole (8620 §3). */
@ExtendWith({PostgresExtension.class, OneAccountStatements.class})
class ApiTest {

  @TempDir private Path folder;
  private JmapHouse house;

  @BeforeEach
  void build(Database database) throws Exception {
    house = new JmapHouse(database, folder);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {                                                                 | notJSON
          {"using":[],"using":[],"methodCalls":[]}                          | notJSON
          {"using":[],"methodCalls":[]} x                                   | notJSON
          {"using":["\\ud800"],"methodCalls":[]}                            | notJSON
          []                                                                | notRequest
          {"using":[]}                                                      | notRequest
          {"methodCalls":[]}                                                | notRequest
          {"using":[],"methodCalls":[["Core/echo",{}]]}                     | notRequest
          {"using":[],"methodCalls":[["Core/echo",[],"a"]]}                 | notRequest
          {"using":["urn:example:none"],"methodCalls":[]}                   | unknownCapability
          """)
  void refusesWhatIsNoRequest(String request, String type) {
    assertThat(house.request(request.replace('"', '\'')).get("type").textValue())
        .isEqualTo("urn:ietf:params:jmap:error:" + type);
  }

  @Test
  void refusesMoreCallsThanItSays() {
    String[] calls = new String[Limits.CALLS_IN_REQUEST + 1];
    java.util.Arrays.fill(calls, "['Core/echo',{},'a']");
    JsonNode refusal =
        house.request(
            "{'using':['urn:ietf:params:jmap:core'],'methodCalls':["
                + String.join(",", calls)
                + "]}");
    assertThat(refusal.get("type").textValue()).isEqualTo("urn:ietf:params:jmap:error:limit");
    assertThat(refusal.get("limit").textValue()).isEqualTo("maxCallsInRequest");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-01T00:00:00Z,      true",
    "2026-01-01T00:00:00.5Z,    true",
    "2026-01-01T00:00:00+00:00, false",
    "2026-01-01t00:00:00z,      false",
    "2026-01-01T00:00Z,         false",
    "2026-13-01T00:00:00Z,      false",
    "2026-01-01,                false"
  })
  void knowsUtcDates(String text, boolean isOne) { // 8620 §1.4
    assertThat(UtcDate.read(text).isPresent()).isEqualTo(isOne);
  }

  @Test
  void echoes() { // 8620 §4.1
    assertThat(house.calls("['Core/echo',{'hello':true,'high':5},'b3ff']"))
        .isEqualTo(json("[['Core/echo',{'hello':true,'high':5},'b3ff']]"));
  }

  @Test
  void knowsOnlyMethodsOfCapabilitiesThatAreUsed() {
    JsonNode response =
        house.request(
            "{'using':['urn:ietf:params:jmap:core'],"
                + "'methodCalls':[['Mailbox/get',{},'a'],['Core/echo',{'x':1},'b']]}");
    assertThat(response.get("methodResponses"))
        .isEqualTo(json("[['error',{'type':'unknownMethod'},'a'],['Core/echo',{'x':1},'b']]"));
    assertThat(response.get("sessionState").textValue()).isEqualTo("state");
    assertThat(response.has("createdIds")).isFalse();
  }

  @Test
  void takesArgumentsFromEarlierAnswers() throws Exception {
    String inbox = house.mailbox("INBOX");
    String one = house.add(inbox, "Subject: one\n\nx\n");
    JsonNode answers =
        house.calls(
            "['Email/query',{'accountId':'$A','filter':{'inMailbox':'" + inbox + "'}},'q']",
            "['Email/get',{'accountId':'$A','#ids':{'resultOf':'q','name':'Email/query',"
                + "'path':'/ids'},'properties':['threadId']},'g']",
            "['Thread/get',{'accountId':'$A','#ids':{'resultOf':'g','name':'Email/get',"
                + "'path':'/list/*/threadId'}},'t']");
    assertThat(texts(answers.at("/2/1/list/0/emailIds"))).containsExactly(one);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          '#ids':{'resultOf':'e','name':'Core/echo','path':'/none'}           | invalidResultReference
          '#ids':{'resultOf':'x','name':'Core/echo','path':'/ids'}            | invalidResultReference
          '#ids':{'resultOf':'e','name':'Mailbox/get','path':'/ids'}          | invalidResultReference
          '#ids':{'resultOf':'e','name':'Core/echo','path':'ids'}             | invalidResultReference
          '#ids':{'resultOf':'e','name':'Core/echo','path':'/ids'},'ids':[]   | invalidArguments
          """)
  void refusesReferencesThatLeadNowhere(String arguments, String type) {
    JsonNode answers =
        house.calls(
            "['Core/echo',{'ids':[]},'e']",
            "['Mailbox/get',{'accountId':'$A'," + arguments + "},'m']");
    assertThat(answers.at("/1/1/type").textValue()).isEqualTo(type);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                          | invalidArguments
          {'accountId':5}                             | invalidArguments
          {'accountId':'none'}                        | accountNotFound
          {'accountId':'$A','ids':'x'}                | invalidArguments
          {'accountId':'$A','ids':[1]}                | invalidArguments
          {'accountId':'$A','properties':['none']}    | invalidArguments
          {'accountId':'$A','none':1}                 | invalidArguments
          """)
  void refusesWrongArguments(String arguments, String type) {
    JsonNode answers = house.calls("['Mailbox/get'," + arguments + ",'m']");
    assertThat(answers.at("/0/1/type").textValue()).isEqualTo(type);
  }
}
