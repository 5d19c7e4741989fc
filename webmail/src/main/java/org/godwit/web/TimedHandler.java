package org.godwit.web;

import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.godwit.timing.Timing;

/** Times a part's answers, to their last byte. */
final class TimedHandler extends Handler.Wrapper {
  private final Timing times;
  private final String word;

  TimedHandler(Handler timed, Timing times, String word) {
    super(timed);
    this.times = times;
    this.word = word;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    long begin = System.nanoTime();
    Callback timed = Callback.from(callback, () -> times.took(word, System.nanoTime() - begin));
    return super.handle(request, response, timed);
  }
}
