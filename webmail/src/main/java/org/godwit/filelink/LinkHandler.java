package org.godwit.filelink;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.godwit.jmap.Attachment;
import org.godwit.jmap.ByteRange;
import org.godwit.jmap.Http;
import org.godwit.store.link.FileLinks;
import org.godwit.store.link.SharedFile;
import org.godwit.web.Peer;

/** {@code GET /file/{secret}}: the file behind a link, for whoever has the address. */
public final class LinkHandler extends Handler.Abstract {

  private static final Pattern PATH = Pattern.compile("/file/([A-Za-z0-9_-]{43})");
  private static final Set<String> METHODS = Set.of("GET", "HEAD");

  private final FileLinks links;
  private final InstantSource clock;
  private final Visitors visitors;

  public LinkHandler(FileLinks links, InstantSource clock) {
    this.links = links;
    this.clock = clock;
    this.visitors = new Visitors(clock);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws IOException {
    if (!METHODS.contains(request.getMethod())) {
      response.getHeaders().put(HttpHeader.ALLOW, "GET, HEAD"); // 9110 §15.5.6
      Http.problem(response, HttpStatus.METHOD_NOT_ALLOWED_405, "Use GET.", callback);
      return true;
    }
    response.getHeaders().put("X-Robots-Tag", "noindex, nofollow");
    InetAddress from =
        Peer.of(request).map(Peer::address).orElseGet(InetAddress::getLoopbackAddress);
    if (!visitors.mayAsk(from)) {
      LinkPage.BUSY.show(request, response, callback);
      return true;
    }
    Matcher path = PATH.matcher(request.getHttpURI().getCanonicalPath());
    Optional<SharedFile> file = path.matches() ? links.find(path.group(1)) : Optional.empty();
    if (file.isEmpty()) {
      LinkPage page = visitors.missed(from) ? LinkPage.NONE : LinkPage.BUSY;
      page.show(request, response, callback);
    } else if (!file.get().link().isLive(clock.instant()) || file.get().parts().isEmpty()) {
      LinkPage.GONE.show(request, response, callback);
    } else {
      handOut(file.get(), from, request, response, callback);
    }
    return true;
  }

  private void handOut(
      SharedFile file, InetAddress from, Request request, Response response, Callback callback) {
    Optional<Visitors.Pass> pass = visitors.download(from);
    if (pass.isEmpty()) {
      LinkPage.BUSY.show(request, response, callback);
      return;
    }
    try {
      answer(file, request, response, callback);
    } finally {
      pass.get().close();
    }
  }

  private void answer(SharedFile file, Request request, Response response, Callback callback) {
    try {
      HttpFields.Mutable headers = response.getHeaders();
      long size = file.link().size();
      String tag = "\"" + file.link().id() + "\"";
      headers.put(HttpHeader.CONTENT_TYPE, "application/octet-stream"); // whatever it may be
      headers.put("Content-Disposition", Attachment.named(file.link().name()));
      headers.put("Content-Security-Policy", "sandbox; default-src 'none'");
      headers.put(HttpHeader.ETAG, tag);
      headers.put(HttpHeader.ACCEPT_RANGES, "bytes");
      ByteRange range = range(request.getHeaders(), tag, size);
      if (range.isBeyond()) {
        headers.put(HttpHeader.CONTENT_RANGE, "bytes */" + size);
        Http.problem(response, HttpStatus.RANGE_NOT_SATISFIABLE_416, "It ends before.", callback);
        return;
      }
      response.setStatus(range.isPart() ? HttpStatus.PARTIAL_CONTENT_206 : HttpStatus.OK_200);
      if (range.isPart()) {
        headers.put(
            HttpHeader.CONTENT_RANGE,
            "bytes %d-%d/%d".formatted(range.from(), range.to() - 1, size));
      }
      headers.put(HttpHeader.CONTENT_LENGTH, range.length());
      if (HttpMethod.GET.is(request.getMethod())) {
        if (range.from() == 0) {
          links.count(file);
        }
        write(file, range, Content.Sink.asOutputStream(response));
      }
      callback.succeeded();
    } catch (IOException e) {
      callback.failed(e); // whoever asked hung up, or must not take this for the whole
    }
  }

  /** 9110 §13.1.5: a part only of the file that the client has the rest of. */
  private static ByteRange range(HttpFields headers, String tag, long size) {
    String had = headers.get(HttpHeader.IF_RANGE);
    return had == null || had.equals(tag)
        ? ByteRange.of(headers.get(HttpHeader.RANGE), size)
        : ByteRange.whole(size);
  }

  private void write(SharedFile file, ByteRange range, OutputStream out) throws IOException {
    long begin = 0;
    for (SharedFile.Part part : file.parts()) {
      long from = Math.max(range.from() - begin, 0);
      long to = Math.min(range.to() - begin, part.size());
      if (from < to) {
        byte[] bytes =
            links.read(part).orElseThrow(() -> new IOException("the link has ended meanwhile"));
        out.write(bytes, Math.toIntExact(from), Math.toIntExact(to - from));
      }
      begin += part.size();
    }
    out.close();
  }
}
