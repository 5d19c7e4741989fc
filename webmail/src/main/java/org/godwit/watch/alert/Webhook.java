package org.godwit.watch.alert;

import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.commons.codec.digest.HmacAlgorithms;
import org.apache.commons.codec.digest.HmacUtils;

/**
 * Calls the administrator's address. No redirect is followed and nothing of the answer is read but
 * its status, so that an address leads nowhere but where the settings say. Blocks; safe for many
 * threads.
 */
final class Webhook implements AutoCloseable {

  /** Seconds since 1970; part of what is signed, so that an old call cannot be played again. */
  static final String TIME = "Godwit-Timestamp";

  /** {@code sha256=} and the HMAC of time, dot and body in hexadecimal digits. */
  static final String SIGNATURE = "Godwit-Signature";

  private static final Duration TO_CONNECT = Duration.ofSeconds(5);

  private final AlertSettings.Target target;
  private final InstantSource clock;
  private final Duration patience;
  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(TO_CONNECT)
          .followRedirects(Redirect.NEVER)
          .version(HttpClient.Version.HTTP_1_1)
          .build();

  Webhook(AlertSettings.Target target, InstantSource clock) {
    this(target, clock, Duration.ofSeconds(15));
  }

  Webhook(AlertSettings.Target target, InstantSource clock, Duration patience) {
    this.target = target;
    this.clock = clock;
    this.patience = patience;
  }

  /**
   * Sends a body.
   *
   * @return empty when it was taken, else why not
   */
  Optional<String> send(String body) {
    String time = String.valueOf(clock.instant().getEpochSecond());
    HttpRequest.Builder request =
        HttpRequest.newBuilder(target.address())
            .timeout(patience)
            .header("Content-Type", "application/json")
            .header("User-Agent", "Godwit")
            .header(TIME, time)
            .POST(BodyPublishers.ofString(body));
    if (!target.secret().isEmpty()) {
      HmacUtils signature = new HmacUtils(HmacAlgorithms.HMAC_SHA_256, target.secret());
      request.header(SIGNATURE, "sha256=" + signature.hmacHex(time + "." + body));
    }
    CompletableFuture<HttpResponse<Void>> answer =
        client.sendAsync(request.build(), head -> new Unread());
    try {
      int status = answer.get(patience.toMillis(), TimeUnit.MILLISECONDS).statusCode();
      return status / 100 == 2 ? Optional.empty() : Optional.of("it answers with " + status);
    } catch (ExecutionException e) {
      return Optional.of(String.valueOf(e.getCause()));
    } catch (TimeoutException e) {
      answer.cancel(true);
      return Optional.of("it did not answer within " + patience.toSeconds() + " seconds");
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      return Optional.of("we stop");
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }

  /** A body that nobody reads: however long it is, the connection ends with its first bytes. */
  private static final class Unread implements BodySubscriber<Void> {
    @Override
    public CompletableFuture<Void> getBody() {
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      subscription.cancel();
    }

    @Override
    public void onNext(List<ByteBuffer> bytes) {} // those that were read before we said no

    @Override
    public void onError(Throwable cut) {} // by us

    @Override
    public void onComplete() {}
  }
}
