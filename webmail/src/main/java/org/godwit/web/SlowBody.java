package org.godwit.web;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.NanoTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A request whose content must come at a certain speed. Only the time in which we wait for the
 * client counts, so it does not matter how slow we are. Used as any request: one reader at a time.
 */
final class SlowBody extends Request.Wrapper {
  private static final long BYTES_A_SECOND = 1_024;
  private static final int SHORT = 64 * 1024;
  private static final Logger LOG = LoggerFactory.getLogger(SlowBody.class);

  private final Duration patience;
  private final AtomicLong waited = new AtomicLong(); // nanoseconds
  private final AtomicLong bytes = new AtomicLong();

  SlowBody(Request wrapped, Duration patience) {
    super(wrapped);
    this.patience = patience;
  }

  @Override
  public void demand(Runnable ready) {
    long since = NanoTime.now();
    super.demand(
        () -> {
          waited.addAndGet(NanoTime.since(since));
          ready.run();
        });
  }

  @Override
  public Content.Chunk read() {
    Content.Chunk chunk = super.read();
    if (chunk == null || Content.Chunk.isFailure(chunk)) {
      return chunk;
    }
    bytes.addAndGet(chunk.remaining());
    if (!tooSlow()) {
      return chunk;
    }
    chunk.release();
    HttpException.RuntimeException slow =
        new HttpException.RuntimeException(HttpStatus.REQUEST_TIMEOUT_408); // 9110 §15.5.9
    fail(slow);
    return Content.Chunk.from(slow, true);
  }

  /**
   * Reads a short content and forgets it, before a refusal: some clients do not see an answer that
   * comes while they still send.
   */
  static void drain(Request request) {
    if (request.getLength() > 0 && request.getLength() <= SHORT) {
      try (InputStream in = Content.Source.asInputStream(request)) {
        in.readNBytes(SHORT);
      } catch (IOException e) {
        LOG.debug("a refused request does not end", e); // the answer goes out all the same
      }
    }
  }

  private boolean tooSlow() {
    return waited.get() > patience.toNanos()
        && bytes.get() < Duration.ofNanos(waited.get()).toSeconds() * BYTES_A_SECOND;
  }
}
