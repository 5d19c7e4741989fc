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

  private final HttpClient http = HttpClient.newHttpClient();
  private final String base;
  private final String authorization;
  private final String account;

  JmapClient(int port, String user, String password) throws IOException {
    base = "http://127.0.0.1:" + port;
    authorization =
        "Basic "
            + Base64.getEncoder()
                .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    account =
        JSON.readTree(send(request("/jmap/session").build()).body())
            .at("/primaryAccounts/urn:ietf:params:jmap:mail")
            .textValue();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(base + path)).header("Authorization", authorization);
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
    HttpRequest.BodyPublisher content = HttpRequest.BodyPublishers.ofString(body);
    JsonNode answers =
        JSON.readTree(
                send(request("/jmap/api")
                        .header("Content-Type", "application/json")
                        .POST(content)
                        .build())
                    .body())
            .get("methodResponses");
    for (JsonNode answer : answers) {
      if (answer.get(0).asText().equals("error")) {
        throw new IOException(answer.toString());
      }
    }
    return answers;
  }

  /** Changes as they happen. */
  BufferedReader events() throws IOException {
    try {
      HttpRequest stream = request("/jmap/eventsource?types=Email&closeafter=no&ping=0").build();
      return new BufferedReader(
          new InputStreamReader(
              http.send(stream, HttpResponse.BodyHandlers.ofInputStream()).body(),
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
