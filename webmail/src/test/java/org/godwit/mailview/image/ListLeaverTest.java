package org.godwit.mailview.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.godwit.command.AllParts;
import org.godwit.jmap.Sights;
import org.godwit.jmap.mail.OneClick;
import org.godwit.mailview.UnsubscribeHandler;
import org.godwit.server.OneServer;
import org.godwit.store.Database;
import org.godwit.store.listing.AccountDirectory;
import org.godwit.store.listing.MessageFacts;
import org.godwit.store.mailbox.AccountReading;
import org.godwit.trust.Certificates;
import org.godwit.web.WebDoor;
import org.godwit.web.WebPart;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Leaving a list with one click, at a list's server that is here (RFC 8058). */
@ExtendWith(OneServer.class)
class ListLeaverTest {
  private final ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();
  private HttpsServer list;
  private WebDoor door;
  private AddressPolicy policy;
  private int news;

  @BeforeEach
  void open() throws IOException {
    OneServer mail = OneServer.running();
    list = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    list.setHttpsConfigurator(
        new HttpsConfigurator(mail.server().service(Certificates.class).context()));
    list.createContext(
        "/",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          asked.add(
              "%s %s %s %s"
                  .formatted(
                      exchange.getRequestMethod(),
                      exchange.getRequestURI(),
                      exchange.getRequestHeaders().keySet(),
                      body));
          boolean elsewhere = exchange.getRequestURI().getPath().equals("/elsewhere");
          exchange.getResponseHeaders().add("Location", "/other");
          exchange.sendResponseHeaders(elsewhere ? 302 : 200, -1);
          exchange.close();
        });
    list.start();
    policy = (address, port) -> address.isLoopbackAddress();
    Database database = mail.server().service(Database.class);
    MessageFacts facts = new MessageFacts(database, new AccountReading(database));
    door =
        WebDoor.open(
            mail,
            callers -> {
              List<WebPart> parts = new ArrayList<>(AllParts.of(mail.server()));
              parts.add(
                  WebPart.of(
                      "/leave/*",
                      new UnsubscribeHandler(
                          callers,
                          new Sights(new AccountDirectory(database)),
                          new OneClick(facts),
                          leaver())));
              return parts;
            });
  }

  private ListLeaver leaver() {
    SslContextFactory.Client trusting = new SslContextFactory.Client(true);
    trusting.setEndpointIdentificationAlgorithm(null);
    ClientConnector connector = new ClientConnector();
    connector.setSslContextFactory(trusting);
    return new ListLeaver(
        new HttpClient(new HttpClientTransportOverHTTP(connector)),
        host -> List.of(InetAddress.getLoopbackAddress()),
        (address, port) -> policy.allows(address, port));
  }

  @AfterEach
  void close() {
    door.close();
    list.stop(0);
  }

  private String at(String path) {
    return "https://lists.test.org:" + list.getAddress().getPort() + path;
  }

  /** Delivers a list's mail, and leaves as somebody; gives back the status. */
  private int leave(OneServer mail, String fields, String reader) throws Exception {
    String subject = "news" + ++news;
    mail.deliver(
        "alice",
        "From: l@lists.test.org\r\nSubject: " + subject + "\r\n" + fields + "\r\nNews\r\n");
    JsonNode session = json(get(mail, "alice", "/jmap/session").body());
    String account = session.at("/primaryAccounts").get("urn:ietf:params:jmap:mail").textValue();
    String id =
        await()
            .atMost(Duration.ofMinutes(1))
            .until(() -> find(mail, account, subject), JsonNode::isTextual)
            .textValue();
    return door.send(
            door.request("/leave/" + account + "/" + id)
                .header("Authorization", basic(mail, reader))
                .POST(BodyPublishers.noBody()))
        .statusCode();
  }

  private JsonNode find(OneServer mail, String account, String subject) throws Exception {
    String query =
        """
        {"using":["urn:ietf:params:jmap:core","urn:ietf:params:jmap:mail"],"methodCalls":[
        ["Email/query",{"accountId":"%s","filter":{"subject":"%s"}},"q"]]}
        """
            .formatted(account, subject);
    HttpResponse<String> found =
        door.send(
            door.request("/jmap/api")
                .header("Content-Type", "application/json")
                .header("Authorization", basic(mail, "alice"))
                .POST(BodyPublishers.ofString(query)));
    return json(found.body()).at("/methodResponses/0/1/ids/0");
  }

  private HttpResponse<String> get(OneServer mail, String name, String path) throws Exception {
    return door.send(door.request(path).header("Authorization", basic(mail, name)));
  }

  private static String basic(OneServer mail, String name) {
    return WebDoor.basic(mail.address(name), OneServer.PASSWORD);
  }

  private static JsonNode json(String text) throws IOException {
    return new ObjectMapper().readTree(text);
  }

  private String promised(String url) {
    return "List-Unsubscribe: <mailto:x@lists.test.org>, <"
        + url
        + ">\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n";
  }

  @Test
  void aListIsToldInTheWordsThatItKnowsAndNothingElse(OneServer mail) throws Exception {
    assertThat(leave(mail, promised(at("/u?id=7")), "alice")).isEqualTo(204);
    assertThat(asked).hasSize(1);
    assertThat(asked.peek())
        .startsWith("POST /u?id=7 ")
        .endsWith(" List-Unsubscribe=One-Click")
        .doesNotContain("Cookie")
        .doesNotContain("Authorization")
        .doesNotContain("Referer");
  }

  @Test
  void aRedirectIsNoYesAndIsNotFollowed(OneServer mail) throws Exception {
    assertThat(leave(mail, promised(at("/elsewhere")), "alice")).isEqualTo(502);
    assertThat(asked).hasSize(1);
  }

  @Test
  void whoPromisedNothingIsNotAsked(OneServer mail) throws Exception {
    String link = "List-Unsubscribe: <" + at("/u") + ">\r\n";
    assertThat(leave(mail, link, "alice")).isEqualTo(404);
    assertThat(leave(mail, promised("http://lists.test.org/u"), "alice")).isEqualTo(404);
    assertThat(leave(mail, promised(at("/u")) + link, "alice")).isEqualTo(404);
    assertThat(asked).isEmpty();
  }

  @Test
  void nobodyLeavesForSomebodyElse(OneServer mail) throws Exception {
    assertThat(leave(mail, promised(at("/u")), "bob")).isEqualTo(404);
    assertThat(asked).isEmpty();
  }

  @Test
  void anAddressInsideIsNotAsked(OneServer mail) throws Exception {
    policy = AddressPolicy.PUBLIC;
    assertThat(leave(mail, promised(at("/u")), "alice")).isEqualTo(502);
    assertThat(asked).isEmpty();
  }
}
