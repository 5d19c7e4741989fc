package org.godwit.mailview.image;

import java.net.URI;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.client.CompletableResponseListener;
import org.eclipse.jetty.client.ContentResponse;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.util.component.LifeCycle;

/** Fetches pictures. Safe for many threads; blocks, for half a minute at most. */
public final class ImageFetcher {
  private static final int MOST_BYTES = 10 * 1024 * 1024;
  private static final int MOST_REDIRECTS = 5;
  private static final int AT_ONCE = 12; // of the largest, that is how often our heap has them
  private static final long WHOLE_SECONDS = 20;
  private static final String AGENT = "Mozilla/5.0 (compatible; Godwit mail image proxy)";

  private final HttpClient client;
  private final Semaphore room = new Semaphore(AT_ONCE, true);

  /** One that goes where the whole world may go. */
  public ImageFetcher() {
    this(Names.OF_THE_MACHINE, AddressPolicy.PUBLIC);
  }

  ImageFetcher(Names names, AddressPolicy policy) {
    client = Outside.ready(new HttpClient(), names, policy);
    client.setName("mail-image");
  }

  /**
   * A picture.
   *
   * @return empty when there is none to be had, for whatever reason
   */
  Optional<byte[]> fetch(String url) throws InterruptedException {
    if (!room.tryAcquire(WHOLE_SECONDS, TimeUnit.SECONDS)) {
      return Optional.empty();
    }
    try {
      Optional<Target> target = Target.of(url);
      for (int hop = 0; target.isPresent() && hop <= MOST_REDIRECTS; hop++) {
        ContentResponse response = ask(target.get());
        if (!HttpStatus.isRedirection(response.getStatus())) {
          return picture(response);
        }
        target = next(target.get(), response);
      }
      return Optional.empty();
    } catch (ExecutionException | TimeoutException | IllegalArgumentException notToBeHad) {
      return Optional.empty();
    } finally {
      room.release();
    }
  }

  private ContentResponse ask(Target target)
      throws InterruptedException, ExecutionException, TimeoutException {
    Request request =
        client
            .newRequest(URI.create(target.url()))
            .agent(AGENT)
            .headers(
                headers ->
                    headers
                        .put(HttpHeader.ACCEPT, "image/avif,image/webp,image/*;q=0.8")
                        .put(
                            HttpHeader.ACCEPT_ENCODING, "identity")) // nothing that unpacks to more
            .timeout(WHOLE_SECONDS, TimeUnit.SECONDS);
    return new CompletableResponseListener(request, MOST_BYTES)
        .send()
        .get(WHOLE_SECONDS, TimeUnit.SECONDS);
  }

  private static Optional<byte[]> picture(ContentResponse response) {
    byte[] content = response.getContent();
    boolean packed = response.getHeaders().contains(HttpHeader.CONTENT_ENCODING);
    return response.getStatus() == HttpStatus.OK_200
            && !packed
            && PictureKind.of(content).isPresent()
        ? Optional.of(content)
        : Optional.empty();
  }

  private static Optional<Target> next(Target from, ContentResponse response) {
    String location = response.getHeaders().get(HttpHeader.LOCATION);
    return location == null
        ? Optional.empty()
        : Target.of(URI.create(from.url()).resolve(location.strip()).toString());
  }

  /** To be started and stopped with the server. */
  LifeCycle client() {
    return client;
  }
}
