package org.godwit.jmap;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.james.core.Username;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.godwit.trust.Scope;
import org.godwit.web.Caller;
import org.godwit.web.Callers;

/** What our HTTP resources have in common. */
public final class Http {

  private static final String PROBLEM = "application/problem+json";

  private Http() {}

  /** Who asks; empty when that is nobody, who is told so. */
  public static Optional<Viewer> viewer(
      Callers callers, Request request, Response response, Callback callback) {
    return caller(callers, request, response, callback).map(Http::viewer);
  }

  /** The same, and how they signed in. */
  public static Optional<Caller> caller(
      Callers callers, Request request, Response response, Callback callback) {
    Optional<Caller> caller = callers.find(request, response, callback);
    if (caller.isPresent() && !caller.get().may(Scope.JMAP)) {
      problem(response, HttpStatus.FORBIDDEN_403, "This password is not for JMAP.", callback);
      return Optional.empty();
    }
    return caller;
  }

  public static Viewer viewer(Caller caller) {
    return new Viewer(caller.accountId(), Username.of(caller.name()), caller.session());
  }

  /** Scheme, host and port by which the client reaches us. */
  public static String base(Request request) {
    HttpURI uri = request.getHttpURI();
    return uri.getScheme() + "://" + uri.getAuthority();
  }

  /**
   * What is sent; empty when it is longer than {@code most}. Of what is too long as much again is
   * read, since some clients hear no answer while they send.
   */
  public static Optional<byte[]> content(Request request, long most) throws IOException {
    try (InputStream in = Content.Source.asInputStream(request)) {
      byte[] bytes = in.readNBytes(Math.toIntExact(most) + 1);
      if (bytes.length <= most) {
        return Optional.of(bytes);
      }
      long unused = in.skip(most);
      return Optional.empty();
    }
  }

  public static void json(Response response, int status, ObjectNode json, Callback callback) {
    write(response, status, "application/json", json, callback);
  }

  public static void problem(Response response, int status, String detail, Callback callback) {
    ObjectNode json =
        Json.object().put("type", "about:blank").put("status", status).put("detail", detail);
    write(response, status, PROBLEM, json, callback);
  }

  /** Refuses because of a limit of the core capability (8620 §3.6.1). */
  public static void limit(Response response, int status, String limit, Callback callback) {
    problem(response, RequestError.limit(status, limit), callback);
  }

  static void problem(Response response, RequestError error, Callback callback) {
    write(response, error.status(), PROBLEM, error.json(), callback);
  }

  private static void write(
      Response response, int status, String type, ObjectNode json, Callback callback) {
    byte[] content = Json.write(json);
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, content.length);
    response.write(true, ByteBuffer.wrap(content), callback);
  }

  /** Refuses all methods but GET and HEAD; true when it did, and the request is answered. */
  public static boolean refusedUnlessRead(Request request, Response response, Callback callback) {
    if ("GET".equals(request.getMethod()) || "HEAD".equals(request.getMethod())) { // 9110 §9.1
      return false;
    }
    refuse("GET, HEAD", response, callback);
    return true;
  }

  /** Refuses all methods but one; true when it did, and the request is answered. */
  public static boolean refused(
      String allowed, Request request, Response response, Callback callback) {
    if (allowed.equals(request.getMethod())) {
      return false;
    }
    refuse(allowed, response, callback);
    return true;
  }

  private static void refuse(String allowed, Response response, Callback callback) {
    response.getHeaders().put(HttpHeader.ALLOW, allowed); // 9110 §15.5.6
    problem(response, HttpStatus.METHOD_NOT_ALLOWED_405, "Use " + allowed + ".", callback);
  }
}
