package org.godwit.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Short answers, whole. */
public final class Answers {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Answers() {}

  static void text(Response response, int status, String text, Callback callback) {
    write(response, status, "text/plain;charset=utf-8", text, callback);
  }

  public static void html(Response response, String page, Callback callback) {
    write(response, HttpStatus.OK_200, "text/html;charset=utf-8", page, callback);
  }

  public static void json(Response response, int status, Object value, Callback callback) {
    try {
      write(response, status, "application/json", JSON.writeValueAsString(value), callback);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void write(Response response, int status, String type, String content, Callback callback) {
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
    Content.Sink.write(response, true, content, callback);
  }

  /** Refuses all but GET and HEAD; true when it did, and the request is answered. */
  static boolean refusedMethod(Request request, Response response, Callback callback) {
    if (HttpMethod.GET.is(request.getMethod()) || HttpMethod.HEAD.is(request.getMethod())) {
      return false;
    }
    response.getHeaders().put(HttpHeader.ALLOW, "GET, HEAD"); // 9110 §15.5.6
    Response.writeError(request, response, callback, HttpStatus.METHOD_NOT_ALLOWED_405);
    return true;
  }
}
