package org.godwit.cluster.drill;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;

/** What an endpoint shows by JMAP (RFC 8620, RFC 8621). For one thread. */
final class JmapWire {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MAIL = "urn:ietf:params:jmap:mail";
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final int PAGE = 100;
  private static final String WORD = "header:" + Wires.NAME + ":asText"; // 8621 §4.1.2.2

  private final HttpClient client;
  private final Endpoint endpoint;
  private final Account account;
  private final JsonNode session;
  private final String number;

  /** Asks who we are there (8620 §2). */
  JmapWire(Endpoint endpoint, Account account, SSLContext trust) throws IOException {
    this.client =
        HttpClient.newBuilder()
            .sslContext(trust)
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    this.endpoint = endpoint;
    this.account = account;
    this.session = JSON.readTree(send(get(at("/jmap/session"))));
    this.number = session.path("primaryAccounts").path(MAIL).asText();
  }

  /** All messages of a drill. */
  List<Sighting> view(String drill) throws IOException {
    Map<String, String> names = mailboxes();
    List<Sighting> seen = new ArrayList<>();
    for (int from = 0; ; from += PAGE) {
      JsonNode page = page(from);
      for (JsonNode email : page) {
        String word = email.path(WORD).asText().strip();
        if (word.startsWith(drill)) {
          byte[] bytes = download(email.path("blobId").asText());
          for (Map.Entry<String, JsonNode> mailbox : email.path("mailboxIds").properties()) {
            seen.add(
                new Sighting(
                    account.address(),
                    names.getOrDefault(mailbox.getKey(), mailbox.getKey()),
                    Sighting.UNNUMBERED,
                    word,
                    Wires.sha256(Wires.handedOver(bytes)),
                    email.path("keywords").has("$flagged")));
          }
        }
      }
      if (page.size() < PAGE) {
        return seen;
      }
    }
  }

  private Map<String, String> mailboxes() throws IOException {
    ArrayNode calls = JSON.createArrayNode();
    add(calls, "Mailbox/get", JSON.createObjectNode().putNull("ids"));
    Map<String, String> names = new HashMap<>();
    for (JsonNode mailbox : call(calls).get(0).path("list")) {
      boolean inbox = mailbox.path("role").asText().equals("inbox");
      names.put(mailbox.path("id").asText(), inbox ? Wires.INBOX : mailbox.path("name").asText());
    }
    return names;
  }

  private JsonNode page(int from) throws IOException {
    ArrayNode calls = JSON.createArrayNode();
    ObjectNode query = JSON.createObjectNode();
    query.putArray("sort").addObject().put("property", "receivedAt");
    add(calls, "Email/query", query.put("position", from).put("limit", PAGE));
    ObjectNode get = JSON.createObjectNode();
    get.putObject("#ids").put("resultOf", "0").put("name", "Email/query").put("path", "/ids");
    get.putArray("properties").add("mailboxIds").add("keywords").add("blobId").add(WORD);
    add(calls, "Email/get", get);
    return call(calls).get(1).path("list");
  }

  private void add(ArrayNode calls, String method, ObjectNode arguments) {
    arguments.put("accountId", number);
    calls.addArray().add(method).add(arguments).add(Integer.toString(calls.size() - 1));
  }

  /** The answers, in order. */
  private List<JsonNode> call(ArrayNode calls) throws IOException {
    ObjectNode request = JSON.createObjectNode();
    request.putArray("using").add("urn:ietf:params:jmap:core").add(MAIL);
    request.set("methodCalls", calls);
    URI api = at(URI.create(session.path("apiUrl").asText()).getRawPath());
    HttpRequest post =
        asked(api)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(request)))
            .build();
    List<JsonNode> answers = new ArrayList<>();
    for (JsonNode answer : JSON.readTree(send(post)).path("methodResponses")) {
      if (answer.path(0).asText().equals("error")) {
        throw new IOException(endpoint.name() + " answers by JMAP: " + answer.path(1));
      }
      answers.add(answer.path(1));
    }
    if (answers.size() != calls.size()) {
      throw new IOException(endpoint.name() + " does not answer all that it is asked by JMAP");
    }
    return answers;
  }

  private byte[] download(String blob) throws IOException {
    String path =
        URI.create(session.path("downloadUrl").asText().replaceAll("[{}]", "_")).getRawPath();
    return send(
        get(
            at(
                path.replace("_accountId_", escaped(number))
                    .replace("_blobId_", escaped(blob))
                    .replace("_name_", "drill.eml")
                    .replace("_type_", "message"))));
  }

  private static String escaped(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** At this endpoint, whatever name the server calls itself. */
  private URI at(String path) {
    return URI.create(
        "%s://%s:%d%s"
            .formatted(endpoint.tls() ? "https" : "http", endpoint.host(), endpoint.http(), path));
  }

  private HttpRequest get(URI address) {
    return asked(address).GET().build();
  }

  private HttpRequest.Builder asked(URI address) {
    String basic = account.address() + ":" + account.password();
    return HttpRequest.newBuilder(address)
        .timeout(PATIENCE)
        .header(
            "Authorization",
            "Basic " + Base64.getEncoder().encodeToString(basic.getBytes(StandardCharsets.UTF_8)));
  }

  private byte[] send(HttpRequest request) throws IOException {
    try {
      HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
      if (answer.statusCode() != 200) {
        throw new IOException(
            "%s answers %d to %s"
                .formatted(endpoint.name(), answer.statusCode(), request.uri().getPath()));
      }
      return answer.body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
