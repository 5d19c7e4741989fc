package org.godwit.web;

import com.codahale.metrics.MetricRegistry;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Numbers for Prometheus, in its text format: to a program on this machine, and to whoever sends
 * the token.
 */
public final class Metrics extends Handler.Abstract {
  private static final String BEARER = "Bearer ";

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();
  private final Optional<byte[]> token;

  /**
   * Makes the handler.
   *
   * @param james where the mail server counts
   * @param others what else is told, found out at each request; may block
   * @param token who sends it is answered; empty answers this machine only
   */
  public Metrics(MetricRegistry james, List<MultiCollector> others, Optional<String> token) {
    this.token = token.map(text -> text.getBytes(StandardCharsets.UTF_8));
    JvmMetrics.builder().register(registry);
    registry.register(new DropwizardBridge(james));
    others.forEach(registry::register);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws IOException {
    if (Answers.refusedMethod(request, response, callback)) {
      return true;
    }
    if (!local(request) && !knowsToken(request)) {
      Response.writeError(request, response, callback, HttpStatus.FORBIDDEN_403);
      return true;
    }
    ByteArrayOutputStream text = new ByteArrayOutputStream(16 * 1024);
    writer.write(text, registry.scrape(), EscapingScheme.UNDERSCORE_ESCAPING);
    String type = PrometheusTextFormatWriter.CONTENT_TYPE;
    Answers.write(
        response, HttpStatus.OK_200, type, text.toString(StandardCharsets.UTF_8), callback);
    return true;
  }

  /** Asked by a program on this machine, and not by a proxy on it for somebody else. */
  private static boolean local(Request request) {
    return request.getConnectionMetaData().getRemoteSocketAddress() instanceof InetSocketAddress at
        && Optional.ofNullable(at.getAddress()).map(InetAddress::isLoopbackAddress).orElse(false)
        && !request.getHeaders().contains("Forwarded") // 7239 §4
        && !request.getHeaders().contains("X-Forwarded-For");
  }

  private boolean knowsToken(Request request) {
    String sent = request.getHeaders().get(HttpHeader.AUTHORIZATION);
    return token.isPresent()
        && sent != null
        && sent.startsWith(BEARER) // 6750 §2.1
        && MessageDigest.isEqual(
            token.get(), sent.substring(BEARER.length()).getBytes(StandardCharsets.UTF_8));
  }
}
