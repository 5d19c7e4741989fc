package org.godwit.cluster.site;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;

/** JSON over HTTPS to the services of sites, who must be sites. Safe for many threads. */
final class SiteHttp {
  private static final Duration PATIENCE = Duration.ofSeconds(4);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client;
  private final Optional<String> authorization;

  SiteHttp(SiteIdentity identity, String user, String password) {
    this.client =
        HttpClient.newBuilder()
            .sslContext(identity.context())
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    String both = user + ":" + password;
    this.authorization =
        Optional.of(
            "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8)));
  }

  private SiteHttp(HttpClient client) {
    this.client = client;
    this.authorization = Optional.empty();
  }

  /** The same, whose certificate alone says who asks. */
  SiteHttp withoutPassword() {
    return new SiteHttp(client);
  }

  JsonNode get(String address) throws IOException {
    return send(request(address).GET().build());
  }

  /** Sends JSON by {@code PATCH} or {@code POST}. */
  JsonNode send(String method, String address, Object body) throws IOException {
    return send(address, method, body, PATIENCE);
  }

  JsonNode send(String address, String method, Object body, Duration patience) throws IOException {
    return send(
        request(address)
            .timeout(patience)
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
            .build());
  }

  private HttpRequest.Builder request(String address) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address)).timeout(PATIENCE);
    authorization.ifPresent(it -> request.header("Authorization", it));
    return request;
  }

  /** The answer, {@link JsonNode#isTextual text} when it is no JSON. */
  private JsonNode send(HttpRequest request) throws IOException {
    try {
      HttpResponse<String> response =
          client.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
      if (response.statusCode() >= 300) {
        throw new IOException(
            request.uri() + " answers " + response.statusCode() + ": " + response.body().strip());
      }
      String body = response.body().strip();
      return body.startsWith("{") ? JSON.readTree(body) : JSON.getNodeFactory().textNode(body);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while asking " + request.uri(), e);
    }
  }
}
