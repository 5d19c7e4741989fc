package org.godwit.web;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/** The object in a short JSON request. */
public final class JsonBody {
  private static final ObjectMapper JSON =
      new ObjectMapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder()
                      .maxNestingDepth(8)
                      .maxStringLength(8 * 1024)
                      .maxNumberLength(20)
                      .maxTokenCount(500)
                      .build())
              .build());

  private JsonBody() {}

  /** Whether it says that it is JSON: no form of another site's page can say that. */
  public static boolean isJson(Request request) {
    String type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
    return type != null && type.split(";", 2)[0].strip().equalsIgnoreCase("application/json");
  }

  /** Empty when it is no object, or larger or deeper than anything we ask for. */
  public static Optional<ObjectNode> read(Request request) throws IOException {
    try (InputStream in = Content.Source.asInputStream(request)) {
      JsonNode node = JSON.readTree(in);
      return node instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
    } catch (com.fasterxml.jackson.core.JacksonException unreadable) {
      return Optional.empty();
    }
  }
}
