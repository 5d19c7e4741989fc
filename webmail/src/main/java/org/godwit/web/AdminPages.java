package org.godwit.web;

import java.util.Optional;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.godwit.store.StoreException;
import org.godwit.store.account.WebSessions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pages of administration: one page for all their addresses, for whoever is signed in. What is
 * on them the API decides. The wizard of the first start is there for everybody.
 */
public final class AdminPages extends Handler.Abstract {
  private static final Logger LOG = LoggerFactory.getLogger(AdminPages.class);

  /** The page of the first start, for whoever has its link; the link's secret no server sees. */
  private static final String SETUP = "/admin/setup";

  private final Callers callers;
  private final Function<WebSessions.Session, String> standing;
  private final ClientPage page = new ClientPage(ClientFiles.read().page("admin.html"));

  /**
   * Makes the handler.
   *
   * @param standing what the page carries, as JSON: who it is, and whether they may go on
   */
  public AdminPages(Callers callers, Function<WebSessions.Session, String> standing) {
    this.callers = callers;
    this.standing = standing;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    if (Answers.refusedMethod(request, response, callback)) {
      return true;
    }
    if (request.getHttpURI().getCanonicalPath().equals(SETUP)) {
      page.send(response, callback, "{\"standing\":\"setup\"}", false);
      return true;
    }
    try {
      Optional<WebSessions.Session> signedIn = callers.session(request);
      if (signedIn.isPresent()) {
        page.send(response, callback, standing.apply(signedIn.get()), false);
      } else {
        AskedPage.keep(request, response);
        Response.sendRedirect(
            request, response, callback, HttpStatus.SEE_OTHER_303, "/login", true);
      }
    } catch (StoreException e) {
      LOG.warn("who asks for the pages of administration cannot be found out", e);
      response.getHeaders().put(HttpHeader.RETRY_AFTER, "30");
      Response.writeError(request, response, callback, HttpStatus.SERVICE_UNAVAILABLE_503);
    }
    return true;
  }
}
