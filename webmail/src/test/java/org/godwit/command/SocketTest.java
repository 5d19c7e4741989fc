package org.godwit.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.godwit.server.OneServer.PASSWORD;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.james.core.Username;
import org.godwit.server.ImapTalk;
import org.godwit.server.OneServer;
import org.godwit.store.account.Accounts;
import org.godwit.web.WebDoor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** JMAP over WebSocket (RFC 8887), with the client of the Java library. */
@ExtendWith(OneServer.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SocketTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private WebDoor door;
  private HttpClient client;

  @BeforeAll
  void open() {
    OneServer mail = OneServer.running();
    door = WebDoor.open(mail, callers -> JmapParts.of(mail.server(), callers));
    client = HttpClient.newBuilder().sslContext(mail.trusting()).build();
  }

  @AfterAll
  void close() {
    client.close();
    door.close();
  }

  /** A connection; what comes is kept. */
  private static final class Talk implements WebSocket.Listener {
    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    private final StringBuilder text = new StringBuilder();
    private WebSocket socket;

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        received.add(text.toString());
        text.setLength(0);
      }
      from.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      received.add("closed " + code);
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      received.add("failed " + error);
    }

    void say(String message) {
      socket.sendText(message.replace('\'', '"'), true).join();
    }

    String hear() throws InterruptedException {
      String heard = received.poll(60, TimeUnit.SECONDS);
      if (heard == null) {
        throw new AssertionError("nothing came");
      }
      return heard;
    }

    JsonNode read() throws Exception {
      return JSON.readTree(hear());
    }
  }

  @Test
  void aRequestIsAnsweredUnderItsId(OneServer mail) throws Exception {
    Talk talk = talk(mail, "alice");
    talk.say(
        "{'@type':'Request','id':'R1','using':['urn:ietf:params:jmap:core'],"
            + "'methodCalls':[['Core/echo',{'a':1},'c']]}");
    JsonNode answer = talk.read();
    assertThat(answer.get("@type").textValue()).isEqualTo("Response");
    assertThat(answer.get("requestId").textValue()).isEqualTo("R1");
    assertThat(answer.at("/methodResponses/0/1/a").intValue()).isEqualTo(1);
    assertThat(answer.has("sessionState")).isTrue();
    talk.socket.abort();
  }

  @Test
  void whatIsNoRequestIsAnsweredAsTheRfcSaysAndTheConnectionGoesOn(OneServer mail)
      throws Exception {
    Talk talk = talk(mail, "alice");
    talk.say("{");
    assertThat(talk.read().get("type").textValue()).isEqualTo("urn:ietf:params:jmap:error:notJSON");
    talk.say("{'@type':'Strange','id':'R2'}");
    JsonNode strange = talk.read();
    assertThat(strange.get("@type").textValue()).isEqualTo("RequestError");
    assertThat(strange.get("type").textValue()).isEqualTo("urn:ietf:params:jmap:error:notRequest");
    assertThat(strange.get("requestId").textValue()).isEqualTo("R2");
    talk.say("{'@type':'Request','id':'R3','using':['urn:x'],'methodCalls':[]}");
    assertThat(talk.read().get("type").textValue())
        .isEqualTo("urn:ietf:params:jmap:error:unknownCapability");
    talk.socket.abort();
  }

  @Test
  void changesAreToldOnceTheyAreWantedAndFromWhereTheClientLeft(OneServer mail) throws Exception {
    Talk talk = talk(mail, "alice");
    String left;
    try (ImapTalk phone = mail.imap("alice")) {
      talk.say("{'@type':'WebSocketPushEnable','dataTypes':['Mailbox']}");
      JsonNode change = changed(talk, phone, "Change");
      assertThat(change.get("@type").textValue()).isEqualTo("StateChange");
      JsonNode types = change.get("changed").elements().next();
      assertThat(types.properties()).hasSize(1);
      assertThat(types.has("Mailbox")).isTrue();
      left = change.get("pushState").textValue();
      talk.socket.abort();
      phone.ok("CREATE Missed");
    }
    Talk back = talk(mail, "alice");
    back.say("{'@type':'WebSocketPushEnable','dataTypes':null,'pushState':'" + left + "'}");
    assertThat(back.read().get("@type").textValue()).isEqualTo("StateChange");
    back.socket.abort();
  }

  @Test
  void changesAreNotToldOnceTheyAreNotWanted(OneServer mail) throws Exception {
    Talk talk = talk(mail, "alice");
    Talk other = talk(mail, "alice");
    try (ImapTalk phone = mail.imap("alice")) {
      talk.say("{'@type':'WebSocketPushEnable','dataTypes':['Mailbox']}");
      changed(talk, phone, "Before");
      talk.say("{'@type':'WebSocketPushDisable'}"); // 8887 §4.3.5.3
      talk.say("{'@type':'Request','id':'R1','using':[],'methodCalls':[]}");
      while (!talk.read().path("requestId").asText().equals("R1")) {
        // told before it was disabled
      }
      other.say("{'@type':'WebSocketPushEnable','dataTypes':['Mailbox']}");
      changed(other, phone, "After");
      talk.say("{'@type':'Request','id':'R2','using':[],'methodCalls':[]}");
      assertThat(talk.read().path("requestId").asText()).isEqualTo("R2");
      talk.say("{'@type':'WebSocketPushEnable','dataTypes':'Mailbox'}");
      assertThat(talk.read().get("@type").textValue()).isEqualTo("RequestError");
    }
    talk.socket.abort();
    other.socket.abort();
  }

  @Test
  void aConnectionEndsWithThePasswordItStandsOn(OneServer mail) throws Exception {
    Talk talk = talk(mail, "alice");
    mail.server()
        .service(Accounts.class)
        .password(Username.of(mail.address("alice")), "another one");
    assertThat(talk.hear()).isEqualTo("closed 1001");
  }

  @Test
  void aMessageThatIsTooLongEndsTheConnection(OneServer mail) throws Exception {
    Talk talk = talk(mail, "alice");
    String part = "x".repeat(1024 * 1024);
    try {
      for (int i = 0; i < 11; i++) {
        talk.socket.sendText(part, false).join();
      }
    } catch (CompletionException closedMeanwhile) {
      // the server need not listen to the end
    }
    assertThat(talk.hear()).isIn("closed 1009", "failed java.io.IOException: Broken pipe");
  }

  @Test
  void pagesOfOtherSitesAndOtherProtocolsGetNoConnection(OneServer mail) {
    assertThatThrownBy(() -> open(mail, "alice", "xmpp", null)).satisfies(failed(426));
    assertThatThrownBy(() -> open(mail, "alice", "jmap", "https://evil.example"))
        .satisfies(failed(403));
    assertThatThrownBy(() -> open(mail, null, "jmap", null)).satisfies(failed(401));
  }

  private static java.util.function.Consumer<Throwable> failed(int status) {
    return failure ->
        assertThat(failure.getCause())
            .isInstanceOfSatisfying(
                WebSocketHandshakeException.class,
                refused -> assertThat(refused.getResponse().statusCode()).isEqualTo(status));
  }

  private static JsonNode changed(Talk talk, ImapTalk phone, String name) throws Exception {
    for (int i = 0; ; i++) { // the wish may be read after the first of them
      phone.ok("CREATE " + name + i);
      String heard = talk.received.poll(1, TimeUnit.SECONDS);
      if (heard != null) {
        return JSON.readTree(heard);
      }
    }
  }

  private Talk talk(OneServer mail, String who) {
    return open(mail, who, "jmap", null);
  }

  private Talk open(OneServer mail, String who, String protocol, String origin) {
    Talk talk = new Talk();
    WebSocket.Builder builder = client.newWebSocketBuilder().subprotocols(protocol);
    if (who != null) {
      builder.header("Authorization", WebDoor.basic(mail.address(who), PASSWORD));
    }
    if (origin != null) {
      builder.header("Origin", origin);
    }
    URI at = URI.create(door.uri("/jmap/ws").toString().replaceFirst("https", "wss"));
    talk.socket = builder.buildAsync(at, talk).join();
    assertThat(talk.socket.getSubprotocol()).isEqualTo("jmap");
    return talk;
  }
}
