package org.godwit.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** A refusal that a program can read: problem details, RFC 9457. */
public final class Problems {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Problems() {}

  /** Answers with one. */
  public static void answer(Response response, int status, String detail, Callback callback) {
    Map<String, Object> problem = new LinkedHashMap<>();
    problem.put("type", "about:blank"); // 9457 §4.2.1: the title is the status in words
    problem.put("title", HttpStatus.getMessage(status));
    problem.put("status", status);
    problem.put("detail", detail);
    try {
      String json = JSON.writeValueAsString(problem);
      Answers.write(response, status, "application/problem+json", json, callback);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
