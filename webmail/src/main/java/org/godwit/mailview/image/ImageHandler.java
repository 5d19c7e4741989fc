package org.godwit.mailview.image;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.godwit.jmap.Http;
import org.godwit.jmap.Viewer;
import org.godwit.mailview.ImageLinks;
import org.godwit.web.Callers;

/** {@code /mail-image?u=…&s=…}: a picture of another server, if we signed its address ourselves. */
public final class ImageHandler extends Handler.Abstract {
  private static final int AT_ONCE = 6;
  private static final int MOST_WAITING = 200;
  private static final long PATIENCE_SECONDS = 30;
  private static final long CACHE_BYTES = 256L * 1024 * 1024;

  private final Callers callers;
  private final ImageLinks links;
  private final ImageFetcher fetcher;
  private final PictureCache cache;
  private final ConcurrentMap<Long, Semaphore> rooms = new ConcurrentHashMap<>();

  /**
   * Makes the handler.
   *
   * @param folder for what is kept of pictures; made when it is needed
   */
  public ImageHandler(Callers callers, ImageLinks links, ImageFetcher fetcher, Path folder) {
    this.callers = callers;
    this.links = links;
    this.fetcher = fetcher;
    addBean(fetcher.client(), true);
    cache = new PictureCache(folder, CACHE_BYTES, Clock.systemUTC());
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback)
      throws InterruptedException {
    if (Http.refused("GET", request, response, callback)) {
      return true;
    }
    Optional<Viewer> viewer = Http.viewer(callers, request, response, callback);
    if (viewer.isEmpty()) {
      return true;
    }
    Fields asked = Request.extractQueryParameters(request);
    String url = value(asked, "u");
    if (!links.isOurs(viewer.get().account(), url, value(asked, "s"))) {
      Http.problem(response, HttpStatus.FORBIDDEN_403, "We did not write this.", callback);
      return true;
    }
    Optional<byte[]> kept = cache.find(url);
    Optional<byte[]> picture = kept.isPresent() ? kept : fetch(viewer.get().account(), url);
    Optional<PictureKind> kind = picture.flatMap(PictureKind::of);
    if (kind.isEmpty()) {
      response.getHeaders().put(HttpHeader.CACHE_CONTROL, "private, max-age=60");
      Http.problem(response, HttpStatus.NOT_FOUND_404, "There is no picture there.", callback);
      return true;
    }
    headers(response.getHeaders(), kind.get());
    response.setStatus(HttpStatus.OK_200);
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, picture.get().length);
    response.write(true, ByteBuffer.wrap(picture.get()), callback);
    return true;
  }

  private static String value(Fields asked, String name) {
    String value = asked.getValue(name);
    return value == null ? "" : value;
  }

  /** Waits for the account's turn: a mail has many pictures, and they are asked for all at once. */
  private Optional<byte[]> fetch(long account, String url) throws InterruptedException {
    Semaphore room = rooms.computeIfAbsent(account, id -> new Semaphore(AT_ONCE, true));
    if (room.getQueueLength() > MOST_WAITING
        || !room.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      return Optional.empty();
    }
    try {
      Optional<byte[]> picture = fetcher.fetch(url);
      picture.ifPresent(bytes -> cache.keep(url, bytes));
      return picture;
    } finally {
      room.release();
    }
  }

  private static void headers(HttpFields.Mutable headers, PictureKind kind) {
    headers.put(HttpHeader.CONTENT_TYPE, kind.type());
    headers.put("Content-Disposition", "inline");
    headers.put("Content-Security-Policy", "sandbox; default-src 'none'");
    headers.put(HttpHeader.CACHE_CONTROL, "private, max-age=604800, immutable");
  }
}
