package org.godwit.mailview;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.godwit.jmap.Http;
import org.godwit.jmap.Json;
import org.godwit.jmap.Sight;
import org.godwit.jmap.Sights;
import org.godwit.jmap.Turnstile;
import org.godwit.jmap.Viewer;
import org.godwit.jmap.mail.BodyParts;
import org.godwit.mailview.clean.Cleaned;
import org.godwit.mailview.clean.Report;
import org.godwit.web.Callers;

/**
 * {@code /mail-body/{account}/{email}/{part}?images=none|proxy&dark=darken}: a part of a mail as a
 * page for a frame; with {@code about} what was found in it, as JSON.
 */
public final class BodyHandler extends Handler.Abstract {

  /** Of a part; what is longer is shown to here, and told so. */
  static final int MOST_BYTES = 1024 * 1024;

  private static final int AT_ONCE = 4;
  private static final int PARTS = 5; // "", mail-body, account, email, part

  private final Callers callers;
  private final Sights sights;
  private final BodyParts bodies;
  private final ImageLinks links;
  private final Turnstile turnstile = new Turnstile(AT_ONCE);

  public BodyHandler(Callers callers, Sights sights, BodyParts bodies, ImageLinks links) {
    this.callers = callers;
    this.sights = sights;
    this.bodies = bodies;
    this.links = links;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    if (Http.refused("GET", request, response, callback)) {
      return true;
    }
    Optional<Viewer> viewer = Http.viewer(callers, request, response, callback);
    if (viewer.isEmpty()) {
      return true;
    }
    Optional<Turnstile.Pass> pass = turnstile.enter(viewer.get().account());
    if (pass.isEmpty()) {
      response.getHeaders().put(HttpHeader.RETRY_AFTER, "1");
      Http.problem(response, HttpStatus.TOO_MANY_REQUESTS_429, "Too many mails at once.", callback);
      return true;
    }
    try {
      show(viewer.get(), request, response, callback);
    } finally {
      pass.get().close();
    }
    return true;
  }

  private void show(Viewer viewer, Request request, Response response, Callback callback) {
    String[] path = request.getHttpURI().getCanonicalPath().split("/", -1);
    Optional<Sight> sight = path.length == PARTS ? sights.find(viewer, path[2]) : Optional.empty();
    Optional<BodyParts.Body> body =
        sight.flatMap(it -> bodies.read(it, path[3], path[4], MOST_BYTES));
    if (body.isEmpty() || !body.get().type().startsWith("text/")) {
      Http.problem(response, HttpStatus.NOT_FOUND_404, "There is no such text.", callback);
      return;
    }
    Fields asked = Request.extractQueryParameters(request);
    boolean proxy = "proxy".equals(asked.getValue("images"));
    Function<String, Optional<String>> outside =
        url -> proxy ? Optional.of(links.link(viewer.account(), url)) : Optional.empty();
    MailPictures pictures = new MailPictures(sight.get(), body.get(), outside);
    String text = MailText.of(body.get());
    Cleaned mail =
        Cleaned.of(
            PlainBody.isPlain(body.get().type()) ? PlainBody.html(text) : text,
            !body.get().whole(),
            pictures);
    if (asked.get("about") != null) {
      Http.json(response, HttpStatus.OK_200, about(mail.report()), callback);
      return;
    }
    BodyPage.Dark dark =
        "darken".equals(asked.getValue("dark")) ? BodyPage.Dark.DARKEN : BodyPage.Dark.NONE;
    byte[] page = BodyPage.of(mail, dark).getBytes(StandardCharsets.UTF_8);
    headers(response.getHeaders(), request.getHttpURI(), sight.get(), proxy);
    response.setStatus(HttpStatus.OK_200);
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, page.length);
    response.write(true, ByteBuffer.wrap(page), callback);
  }

  private static ObjectNode about(Report report) {
    ObjectNode json = Json.object();
    ObjectNode removed = json.putObject("removed");
    report.removed().forEach((what, count) -> removed.put(what.word(), count));
    return json.put("remoteImages", report.remoteImages())
        .put("trackers", report.trackers())
        .put("knowsDark", report.knowsDark())
        .put("truncated", report.truncated());
  }

  private static void headers(HttpFields.Mutable headers, HttpURI uri, Sight sight, boolean proxy) {
    String origin = uri.getScheme() + "://" + uri.getAuthority();
    headers.put(HttpHeader.CONTENT_TYPE, "text/html;charset=utf-8");
    headers.put(
        "Content-Security-Policy",
        "sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox;"
            + " default-src 'none'; style-src 'unsafe-inline'; img-src data: "
            + origin
            + MailPictures.folder(sight)
            + (proxy ? " " + origin + ImageLinks.PATH : "")
            + "; base-uri 'none'; form-action 'none'; frame-ancestors 'self'");
    headers.put("X-Frame-Options", "SAMEORIGIN");
    headers.put(HttpHeader.CACHE_CONTROL, "private, max-age=600");
  }
}
