package org.godwit.web;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** What proves to a certificate authority that a name leads to us (8555 §8.3). */
public final class AcmeAnswers extends Handler.Abstract {

  /** Where an authority asks. */
  public static final String PATH = "/.well-known/acme-challenge/";

  /** 8555 §8.3: base64url, of 128 bits or more. */
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{20,256}");

  private final Function<String, Optional<byte[]>> answers;

  /**
   * @param answers by token; may block
   */
  public AcmeAnswers(Function<String, Optional<byte[]>> answers) {
    this.answers = answers;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    if (Answers.refusedMethod(request, response, callback)) {
      return true;
    }
    String token = request.getHttpURI().getCanonicalPath().substring(PATH.length());
    Optional<byte[]> answer =
        TOKEN.matcher(token).matches() ? answers.apply(token) : Optional.empty();
    if (answer.isEmpty()) {
      Response.writeError(request, response, callback, HttpStatus.NOT_FOUND_404);
      return true;
    }
    Answers.write(
        response,
        HttpStatus.OK_200,
        "application/octet-stream",
        new String(answer.get(), StandardCharsets.US_ASCII),
        callback);
    return true;
  }
}
