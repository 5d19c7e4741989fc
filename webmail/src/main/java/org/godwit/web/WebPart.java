package org.godwit.web;

import org.eclipse.jetty.http.pathmap.PathSpec;
import org.eclipse.jetty.server.Handler;
import org.godwit.timing.Timing;

/**
 * What answers at a path. The longest path that fits wins.
 *
 * @param path such as {@code /health/*}
 * @param handler answers all of it; it finds the security headers set, and may set them anew
 * @param mostBytes of a request's content; longer ones are refused with 413
 */
public record WebPart(PathSpec path, Handler handler, long mostBytes) {

  private static final long FEW = 64 * 1024;

  /** A part that is asked for things, and sent nothing long. */
  public static WebPart of(String path, Handler handler) {
    return of(path, handler, FEW);
  }

  /**
   * The same part, timed.
   *
   * @param times counts by the path
   */
  public WebPart timed(Timing times) {
    return new WebPart(path, new TimedHandler(handler, times, path.getDeclaration()), mostBytes);
  }

  /** A part that takes content of a certain length. */
  public static WebPart of(String path, Handler handler, long mostBytes) {
    return new WebPart(PathSpec.from(path), handler, mostBytes);
  }
}
