package org.godwit.jmap.blob;

import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.godwit.jmap.Attachment;
import org.godwit.jmap.ByteRange;
import org.godwit.jmap.Http;
import org.godwit.jmap.Sights;
import org.godwit.jmap.Viewer;
import org.godwit.jmap.mail.BlobReader;
import org.godwit.web.Callers;

/** Hands out blobs (8620 §6.2), whole or a range of them. */
public final class DownloadHandler extends Handler.Abstract {

  private static final int PARTS = 6; // "", jmap, download, account, blob, name

  private static final Pattern TYPE =
      Pattern.compile("[A-Za-z0-9!#$&^_.+-]{1,127}/[A-Za-z0-9!#$&^_.+-]{1,127}");

  private final Callers callers;
  private final Sights sights;
  private final BlobReader blobs;

  public DownloadHandler(Callers callers, Sights sights, BlobReader blobs) {
    this.callers = callers;
    this.sights = sights;
    this.blobs = blobs;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    if (Http.refusedUnlessRead(request, response, callback)) {
      return true;
    }
    Optional<Viewer> viewer = Http.viewer(callers, request, response, callback);
    if (viewer.isEmpty()) {
      return true;
    }
    String[] path = request.getHttpURI().getCanonicalPath().split("/", PARTS);
    Optional<byte[]> bytes =
        path.length < PARTS
            ? Optional.empty()
            : sights.find(viewer.get(), path[3]).flatMap(sight -> blobs.read(sight, path[4]));
    if (bytes.isEmpty()) {
      Http.problem(response, HttpStatus.NOT_FOUND_404, "There is no such blob.", callback);
      return true;
    }
    headers(response.getHeaders(), type(request), path[5], path[4]);
    write(request, response, bytes.get(), callback);
    return true;
  }

  private static String type(Request request) {
    String asked = Request.extractQueryParameters(request).getValue("type");
    return asked != null && TYPE.matcher(asked).matches() ? asked : "application/octet-stream";
  }

  private static void headers(HttpFields.Mutable headers, String type, String name, String blob) {
    headers.put(HttpHeader.CONTENT_TYPE, type);
    headers.put("Content-Disposition", Attachment.named(decoded(name)));
    headers.put("Content-Security-Policy", "sandbox; default-src 'none'");
    headers.put(HttpHeader.CACHE_CONTROL, "private, immutable, max-age=31536000"); // 8620 §6.2
    headers.put(HttpHeader.ETAG, "\"" + blob + "\"");
    headers.put(HttpHeader.ACCEPT_RANGES, "bytes");
  }

  private static String decoded(String name) {
    try {
      return URLDecoder.decode(name.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return name;
    }
  }

  private static void write(Request request, Response response, byte[] bytes, Callback callback) {
    ByteRange range =
        ByteRange.of(request.getHeaders().get(HttpHeader.RANGE), bytes.length); // 9110 §14.2
    if (!range.isPart()) {
      whole(response, bytes, callback);
      return;
    }
    HttpFields.Mutable headers = response.getHeaders();
    if (range.isBeyond()) {
      headers.put(HttpHeader.CONTENT_RANGE, "bytes */" + bytes.length);
      Http.problem(response, HttpStatus.RANGE_NOT_SATISFIABLE_416, "It ends before.", callback);
      return;
    }
    response.setStatus(HttpStatus.PARTIAL_CONTENT_206);
    headers.put(
        HttpHeader.CONTENT_RANGE,
        "bytes %d-%d/%d".formatted(range.from(), range.to() - 1, bytes.length));
    headers.put(HttpHeader.CONTENT_LENGTH, range.length());
    response.write(
        true, ByteBuffer.wrap(bytes, (int) range.from(), (int) range.length()), callback);
  }

  private static void whole(Response response, byte[] bytes, Callback callback) {
    response.setStatus(HttpStatus.OK_200);
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, bytes.length);
    response.write(true, ByteBuffer.wrap(bytes), callback);
  }
}
