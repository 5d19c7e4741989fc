package org.godwit.discovery;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The documents that mail programs and other servers ask for. Whoever asks is told the same for
 * every address of a domain of ours.
 */
public final class DiscoveryPages extends Handler.Abstract {
  private static final Logger LOG = LoggerFactory.getLogger(DiscoveryPages.class);
  private static final String XML = "text/xml;charset=utf-8";

  /** Where this answers. */
  public static final List<String> PATHS =
      List.of(
          "/.well-known/mta-sts.txt",
          "/.well-known/autoconfig/mail/config-v1.1.xml",
          "/mail/config-v1.1.xml",
          "/autodiscover/autodiscover.xml",
          "/Autodiscover/Autodiscover.xml",
          "/AutoDiscover/AutoDiscover.xml",
          "/autodiscover/autodiscover.json",
          "/autodiscover/autodiscover.json/*",
          "/apple.mobileconfig");

  private final Documents documents;
  private final String hostname;
  private final BooleanSupplier enforce;
  private final Predicate<String> ours;
  private final UnaryOperator<byte[]> signed;

  /**
   * @param enforce whether the policy for other servers insists on our certificate, asked each
   *     time: another certificate may come while we run
   * @param ours whether a domain is
   * @param signed a profile, in a signature by our certificate; may fail
   */
  public DiscoveryPages(
      Site site, BooleanSupplier enforce, Predicate<String> ours, UnaryOperator<byte[]> signed) {
    this.documents = new Documents(site);
    this.hostname = site.hostname();
    this.enforce = enforce;
    this.ours = ours;
    this.signed = signed;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    String path = request.getHttpURI().getCanonicalPath().toLowerCase(Locale.ROOT);
    boolean post = request.getMethod().equals("POST");
    boolean get = request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
    boolean xml = path.equals("/autodiscover/autodiscover.xml");
    if (xml && get && !request.isSecure()) {
      // what Outlook asks last; it follows to a place that can prove who it is
      Response.sendRedirect(request, response, callback, HttpStatus.FOUND_302, xmlPlace(), true);
      return true;
    }
    if (xml ? !post : !get) {
      Response.writeError(request, response, callback, HttpStatus.METHOD_NOT_ALLOWED_405);
      return true;
    }
    switch (path) {
      case "/.well-known/mta-sts.txt" -> policy(request, response, callback);
      case "/autodiscover/autodiscover.xml" -> autodiscover(request, response, callback);
      case "/apple.mobileconfig" -> profile(request, response, callback);
      case String json when json.startsWith(AutodiscoverJson.PATH) ->
          json(request, response, callback);
      default -> autoconfig(request, response, callback);
    }
    return true;
  }

  /** 8461 §3.3: at the host mta-sts of the domain, and nowhere else. */
  private void policy(Request request, Response response, Callback callback) {
    if (domainOf(request, "mta-sts.").isPresent()) {
      write(
          response,
          "text/plain;charset=us-ascii",
          new MtaSts(hostname, enforce.getAsBoolean()).policy(),
          callback);
    } else {
      notFound(request, response, callback);
    }
  }

  private void autoconfig(Request request, Response response, Callback callback) {
    Optional<String> domain =
        asked(request, "emailaddress")
            .map(AskedFor::domain)
            .filter(ours)
            .or(() -> domainOf(request, "autoconfig."))
            .or(() -> domainOf(request, ""));
    if (domain.isPresent()) {
      write(response, XML, documents.autoconfig(domain.get()), callback);
    } else {
      notFound(request, response, callback);
    }
  }

  private void autodiscover(Request request, Response response, Callback callback)
      throws IOException {
    String xml = Content.Source.asString(request, StandardCharsets.UTF_8);
    Optional<AskedFor> asked = AskedFor.inXml(xml).filter(one -> ours.test(one.domain()));
    if (asked.isPresent()) {
      write(response, XML, documents.autodiscover(asked.get().address()), callback);
    } else {
      notFound(request, response, callback);
    }
  }

  private void json(Request request, Response response, Callback callback) {
    AutodiscoverJson.Answer answer =
        AutodiscoverJson.of(
            request.getHttpURI().getDecodedPath(),
            Request.extractQueryParameters(request),
            ours,
            xmlPlace());
    response.setStatus(answer.status());
    write(response, "application/json", answer.json(), callback);
  }

  private String xmlPlace() {
    return "https://" + hostname + "/autodiscover/autodiscover.xml";
  }

  private void profile(Request request, Response response, Callback callback) {
    Optional<AskedFor> asked = asked(request, "email").filter(one -> ours.test(one.domain()));
    if (asked.isEmpty()) {
      notFound(request, response, callback);
      return;
    }
    try {
      byte[] bytes =
          signed.apply(
              documents.mobileconfig(asked.get().address()).getBytes(StandardCharsets.UTF_8));
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/x-apple-aspen-config");
      response
          .getHeaders()
          .put(HttpHeader.CONTENT_DISPOSITION, "attachment; filename=\"mail.mobileconfig\"");
      response.write(true, ByteBuffer.wrap(bytes), callback);
    } catch (RuntimeException e) {
      LOG.error("a profile for Apple's programs cannot be made", e);
      Response.writeError(request, response, callback, HttpStatus.INTERNAL_SERVER_ERROR_500);
    }
  }

  private static Optional<AskedFor> asked(Request request, String parameter) {
    Fields.Field field = Request.extractQueryParameters(request).get(parameter);
    return field == null ? Optional.empty() : AskedFor.of(field.getValue());
  }

  /** The domain of ours that the host of a request is for. */
  private Optional<String> domainOf(Request request, String prefix) {
    String host = Request.getServerName(request);
    String lower = host == null ? "" : host.toLowerCase(Locale.ROOT);
    return lower.startsWith(prefix)
        ? Optional.of(lower.substring(prefix.length())).filter(ours)
        : Optional.empty();
  }

  private static void write(Response response, String type, String text, Callback callback) {
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
    Content.Sink.write(response, true, text, callback);
  }

  private static void notFound(Request request, Response response, Callback callback) {
    Response.writeError(request, response, callback, HttpStatus.NOT_FOUND_404);
  }
}
