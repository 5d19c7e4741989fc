package org.godwit.mailview.image;

import java.net.URI;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.client.CompletableResponseListener;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.StringRequestContent;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.util.component.LifeCycle;

/** Tells lists that a reader leaves (8058 §3.1). Safe for many threads; blocks for some seconds. */
public final class ListLeaver {
  private static final int MOST_BYTES = 64 * 1024; // of an answer that nobody reads
  private static final int AT_ONCE = 8;
  private static final long WHOLE_SECONDS = 15;
  private static final String AGENT = "Godwit mail unsubscriber";

  private final HttpClient client;
  private final Semaphore room = new Semaphore(AT_ONCE, true);

  /** One that goes where the whole world may go. */
  public ListLeaver() {
    this(new HttpClient(), Names.OF_THE_MACHINE, AddressPolicy.PUBLIC);
  }

  ListLeaver(HttpClient client, Names names, AddressPolicy policy) {
    this.client = Outside.ready(client, names, policy);
    client.setName("list-leaver");
  }

  /**
   * Asks.
   *
   * @param url as the list's mail names it
   * @return whether the list took it
   */
  public boolean leave(String url) throws InterruptedException {
    Optional<Target> target = Target.of(url).filter(Target::encrypted); // 8058 §3.1: HTTPS
    if (target.isEmpty() || !room.tryAcquire(WHOLE_SECONDS, TimeUnit.SECONDS)) {
      return false;
    }
    try {
      Request request =
          client
              .newRequest(URI.create(target.get().url()))
              .method(HttpMethod.POST)
              .agent(AGENT)
              .body(
                  new StringRequestContent(
                      "application/x-www-form-urlencoded",
                      "List-Unsubscribe=One-Click")) // 8058 §3.2
              .timeout(WHOLE_SECONDS, TimeUnit.SECONDS);
      int status =
          new CompletableResponseListener(request, MOST_BYTES)
              .send()
              .get(WHOLE_SECONDS, TimeUnit.SECONDS)
              .getStatus();
      return HttpStatus.isSuccess(status); // 8058 §3.1: a redirect is no answer
    } catch (ExecutionException | TimeoutException | IllegalArgumentException notReached) {
      return false;
    } finally {
      room.release();
    }
  }

  /** To be started and stopped with the server. */
  public LifeCycle client() {
    return client;
  }
}
