package org.godwit.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Just enough JMAP (8620) to make a server work: one account's own mail. */
final class JmapClient implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();
  private final String authorization;
  private final URI api;
  private final URI events;
  private final String account;

  /** Finds a user's session by the well-known address (8620 §2.2). */
  JmapClient(JmapServer server, int number) throws IOException {
    authorization = authorization(server, number);
    URI known = URI.create("http://127.0.0.1:" + server.httpPort() + "/.well-known/jmap");
    HttpResponse<String> found = send(request(known).build());
    JsonNode session = JSON.readTree(found.body());
    api = found.uri().resolve(session.get("apiUrl").textValue());
    events =
        found
            .uri()
            .resolve(
                session
                    .path("eventSourceUrl")
                    .asText("/")
                    .replace("{types}", "Email")
                    .replace("{closeafter}", "no")
                    .replace("{ping}", "0"));
    account = session.at("/primaryAccounts/urn:ietf:params:jmap:mail").textValue();
  }

  static String authorization(JmapServer server, int number) {
    String login = server.user(number) + ":" + server.password(number);
    return "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
  }

  private HttpRequest.Builder request(URI at) {
    return HttpRequest.newBuilder(at).header("Authorization", authorization);
  }

  private HttpResponse<String> send(HttpRequest request) throws IOException {
    try {
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new IOException(request.uri() + ": " + response.statusCode());
      }
      return response;
    } catch (InterruptedException e) {
      throw new IOException("interrupted", e);
    }
  }

  /**
   * Runs method calls.
   *
   * @param calls JSON, in which {@code $A} stands for the account
   * @return the method responses
   * @throws IOException when one of them is an error
   */
  JsonNode run(String calls) throws IOException {
    String body =
        """
        {"using": ["urn:ietf:params:jmap:core", "urn:ietf:params:jmap:mail"], "methodCalls": [%s]}
        """
            .formatted(calls.replace("$A", account));
    HttpRequest post =
        request(api)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    JsonNode answers = JSON.readTree(send(post).body()).get("methodResponses");
    for (JsonNode answer : answers) {
      if (answer.get(0).asText().equals("error")) {
        throw new IOException(answer + " to " + body);
      }
    }
    return answers;
  }

  /** Where changes are told. */
  URI eventSource() {
    return events;
  }

  /** Changes as they happen (8620 §7.3). */
  BufferedReader events() throws IOException {
    try {
      return new BufferedReader(
          new InputStreamReader(
              http.send(request(events).build(), HttpResponse.BodyHandlers.ofInputStream()).body(),
              StandardCharsets.UTF_8));
    } catch (InterruptedException e) {
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
