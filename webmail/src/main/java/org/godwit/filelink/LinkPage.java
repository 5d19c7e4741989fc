package org.godwit.filelink;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.godwit.jmap.Json;

/** What visitors read instead of a file, in the language that their browser asks for. */
enum LinkPage {
  GONE(HttpStatus.GONE_410),
  NONE(HttpStatus.NOT_FOUND_404),
  BUSY(HttpStatus.TOO_MANY_REQUESTS_429);

  private static final String FRAME = resource("page.html");
  private static final ObjectNode TEXTS = Json.object(resource("texts.json"));
  private static final String USUAL = "en";
  private static final int LONGEST = 500; // of what browsers say of languages

  private final int status;

  LinkPage(int status) {
    this.status = status;
  }

  void show(Request request, Response response, Callback callback) {
    String language = language(request.getHeaders().get(HttpHeader.ACCEPT_LANGUAGE));
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/html;charset=utf-8");
    response.getHeaders().put(HttpHeader.CONTENT_LANGUAGE, language);
    response.getHeaders().put(HttpHeader.VARY, "Accept-Language");
    if (this == BUSY) {
      response.getHeaders().put(HttpHeader.RETRY_AFTER, "60");
    }
    Content.Sink.write(response, true, html(language), callback);
  }

  private String html(String language) {
    var texts = TEXTS.path(language).path(name().toLowerCase(Locale.ROOT));
    return FRAME
        .replace("{{language}}", language)
        .replace("{{direction}}", language.equals("ar") ? "rtl" : "ltr")
        .replace("{{title}}", texts.path("title").textValue())
        .replace("{{text}}", texts.path("text").textValue());
  }

  /** The first that somebody reads and we write. */
  static String language(String accepted) {
    if (accepted == null || accepted.length() > LONGEST) {
      return USUAL;
    }
    try {
      List<String> ours = new ArrayList<>();
      TEXTS.fieldNames().forEachRemaining(ours::add);
      String found = Locale.lookupTag(Locale.LanguageRange.parse(accepted), ours);
      return found == null ? USUAL : found;
    } catch (IllegalArgumentException garbled) {
      return USUAL;
    }
  }

  private static String resource(String name) {
    try (InputStream in = LinkPage.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
