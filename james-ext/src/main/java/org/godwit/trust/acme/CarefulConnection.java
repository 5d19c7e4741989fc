package org.godwit.trust.acme;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLSession;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.connector.DefaultConnection;
import org.shredzone.acme4j.connector.HttpConnector;

/** Requests that take no more than an authority has to say. */
final class CarefulConnection extends DefaultConnection {

  /** A directory has 1 KB, an order of 100 names 20 KB, a chain 10 KB. */
  static final int MOST_BYTES = 512 * 1024;

  CarefulConnection(HttpConnector connector) {
    super(connector);
  }

  @Override
  protected void sendRequest(Session session, URL url, Consumer<HttpRequest.Builder> body)
      throws IOException {
    if (!url.getProtocol().equals("https")) { // 8555 §6.1
      throw new IOException("the authority sends us to " + url + ", which has no TLS");
    }
    super.sendRequest(session, url, body);
    HttpResponse<InputStream> answer = lastResponse;
    if (answer.headers().firstValue("Content-Encoding").isPresent()) {
      throw new IOException("the authority compresses, though we do not ask for it");
    }
    try (InputStream in = answer.body()) {
      byte[] content = in.readNBytes(MOST_BYTES + 1);
      if (content.length > MOST_BYTES) {
        throw new IOException("the authority's answer has more than " + MOST_BYTES + " bytes");
      }
      lastResponse = new Read(answer, new ByteArrayInputStream(content));
    }
  }

  /** An answer whose content is here already. */
  private record Read(HttpResponse<InputStream> answer, ByteArrayInputStream content)
      implements HttpResponse<InputStream> {
    @Override
    public int statusCode() {
      return answer.statusCode();
    }

    @Override
    public HttpRequest request() {
      return answer.request();
    }

    @Override
    public Optional<HttpResponse<InputStream>> previousResponse() {
      return answer.previousResponse();
    }

    @Override
    public HttpHeaders headers() {
      return answer.headers();
    }

    @Override
    public InputStream body() {
      return content;
    }

    @Override
    public Optional<SSLSession> sslSession() {
      return answer.sslSession();
    }

    @Override
    public URI uri() {
      return answer.uri();
    }

    @Override
    public HttpClient.Version version() {
      return answer.version();
    }
  }
}
