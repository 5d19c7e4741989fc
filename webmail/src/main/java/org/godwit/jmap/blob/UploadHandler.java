package org.godwit.jmap.blob;

import java.io.IOException;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.godwit.jmap.Http;
import org.godwit.jmap.Json;
import org.godwit.jmap.Limits;
import org.godwit.jmap.Sight;
import org.godwit.jmap.Sights;
import org.godwit.jmap.Turnstile;
import org.godwit.jmap.Viewer;
import org.godwit.jmap.mail.BlobId;
import org.godwit.store.listing.Uploads;
import org.godwit.web.Callers;

/** Takes files (8620 §6.1), for a day and up to a sum for each account. */
public final class UploadHandler extends Handler.Abstract {

  /** What may be sent to it at all; what is longer than a file may be is told so. */
  public static final long MOST_BYTES = Limits.SIZE_UPLOAD + 1024 * 1024;

  private final Callers callers;
  private final Sights sights;
  private final Uploads uploads;
  private final Turnstile turnstile = new Turnstile(Limits.CONCURRENT_UPLOAD);

  public UploadHandler(Callers callers, Sights sights, Uploads uploads) {
    this.callers = callers;
    this.sights = sights;
    this.uploads = uploads;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws IOException {
    if (Http.refused("POST", request, response, callback)) {
      return true;
    }
    Optional<Viewer> viewer = Http.viewer(callers, request, response, callback);
    if (viewer.isEmpty()) {
      return true;
    }
    String[] path =
        request.getHttpURI().getCanonicalPath().split("/", -1); // "", jmap, upload, account
    Optional<Sight> sight = path.length > 3 ? sights.find(viewer.get(), path[3]) : Optional.empty();
    if (sight.isEmpty()) {
      Http.problem(response, HttpStatus.NOT_FOUND_404, "There is no such account.", callback);
      return true;
    }
    Optional<Turnstile.Pass> entered = turnstile.enter(viewer.get().account());
    if (entered.isEmpty()) {
      Http.limit(response, HttpStatus.TOO_MANY_REQUESTS_429, "maxConcurrentUpload", callback);
      return true;
    }
    try {
      upload(sight.get(), request, response, callback);
    } finally {
      entered.get().close();
    }
    return true;
  }

  private void upload(Sight sight, Request request, Response response, Callback callback)
      throws IOException {
    Optional<byte[]> content = Http.content(request, Limits.SIZE_UPLOAD);
    if (content.isEmpty()) {
      Http.limit(response, HttpStatus.BAD_REQUEST_400, "maxSizeUpload", callback);
      return;
    }
    byte[] bytes = content.get();
    String type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
    BlobId id = new BlobId.OfUpload(uploads.add(sight.account(), bytes));
    Http.json(
        response,
        HttpStatus.CREATED_201,
        Json.object()
            .put("accountId", sight.id())
            .put("blobId", id.toString())
            .put("type", type == null ? "application/octet-stream" : type)
            .put("size", bytes.length),
        callback);
  }
}
