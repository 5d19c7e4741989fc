package org.godwit.web;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.godwit.store.StoreException;
import org.godwit.store.account.WebSessions;
import org.godwit.web.ClientFiles.ClientFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The browser client: its files, and one page for all the addresses that it has screens for.
 * Whoever is not signed in is sent to {@code /login} from a page; the files are for everybody.
 */
public final class WebClient extends Handler.Abstract {
  private static final Logger LOG = LoggerFactory.getLogger(WebClient.class);

  /** First parts of the paths that the client has screens for. */
  private static final Set<String> SCREENS =
      Set.of("", "mail", "search", "compose", "contacts", "settings", "print", "source", "a");

  private static final String FOR_EVER = "public, max-age=31536000, immutable";
  private static final String ASK_FIRST = "no-cache";

  private final Callers callers;
  private final BiFunction<Request, WebSessions.Session, String> session;
  private final ClientFiles files = ClientFiles.read();
  private final ClientPage page = new ClientPage(files.page("index.html"));

  /**
   * Makes the handler.
   *
   * @param session the JMAP session as JSON; the page carries it, which saves the client a request,
   *     and says whether the device is the user's own and may keep mail
   */
  public WebClient(Callers callers, BiFunction<Request, WebSessions.Session, String> session) {
    this.callers = callers;
    this.session = session;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    if (Answers.refusedMethod(request, response, callback)) {
      return true;
    }
    String path = request.getHttpURI().getCanonicalPath();
    Optional<ClientFile> file = files.at(path);
    if (file.isPresent()) {
      send(file.get(), request, response, callback);
    } else if (SCREENS.contains(firstPart(path))) {
      page(request, response, callback);
    } else {
      Response.writeError(request, response, callback, HttpStatus.NOT_FOUND_404);
    }
    return true;
  }

  private static String firstPart(String path) {
    int end = path.indexOf('/', 1);
    return path.substring(1, end < 0 ? path.length() : end);
  }

  private static void send(ClientFile file, Request request, Response response, Callback callback) {
    HttpFields.Mutable headers = response.getHeaders();
    headers.put(HttpHeader.CONTENT_TYPE, file.type());
    headers.put(HttpHeader.CACHE_CONTROL, file.lasting() ? FOR_EVER : ASK_FIRST);
    byte[] content = file.plain();
    if (!file.coded().isEmpty()) {
      headers.put(HttpHeader.VARY, HttpHeader.ACCEPT_ENCODING.asString());
      Optional<String> coding =
          file.coding(request.getHeaders().getQualityCSV(HttpHeader.ACCEPT_ENCODING));
      if (coding.isPresent()) {
        headers.put(HttpHeader.CONTENT_ENCODING, coding.get());
        content = file.coded().get(coding.get());
      }
    }
    headers.put(HttpHeader.CONTENT_LENGTH, content.length);
    response.write(true, ByteBuffer.wrap(content), callback);
  }

  private void page(Request request, Response response, Callback callback) {
    try {
      Optional<WebSessions.Session> signedIn = callers.session(request);
      if (signedIn.isEmpty()) {
        AskedPage.keep(request, response);
        Response.sendRedirect(
            request, response, callback, HttpStatus.SEE_OTHER_303, "/login", true);
        return;
      }
      page.send(response, callback, session.apply(request, signedIn.get()), signedIn.get().stays());
    } catch (StoreException e) {
      LOG.warn("a page's reader cannot be found out", e);
      response.getHeaders().put(HttpHeader.RETRY_AFTER, "30");
      Response.writeError(request, response, callback, HttpStatus.SERVICE_UNAVAILABLE_503);
    }
  }
}
