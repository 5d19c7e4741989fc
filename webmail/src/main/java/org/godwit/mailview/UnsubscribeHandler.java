package org.godwit.mailview;

import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.godwit.jmap.Http;
import org.godwit.jmap.Sights;
import org.godwit.jmap.Turnstile;
import org.godwit.jmap.Viewer;
import org.godwit.jmap.mail.OneClick;
import org.godwit.mailview.image.ListLeaver;
import org.godwit.web.Callers;

/**
 * {@code POST /mail-unsubscribe/{account}/{email}}: leaves the list that a message came from
 * (8058). Where to ask is read from the message here, so nobody can make us ask elsewhere.
 */
public final class UnsubscribeHandler extends Handler.Abstract {
  private static final int AT_ONCE = 2;
  private static final int PARTS = 4; // "", mail-unsubscribe, account, email

  private final Callers callers;
  private final Sights sights;
  private final OneClick links;
  private final ListLeaver leaver;
  private final Turnstile turnstile = new Turnstile(AT_ONCE);

  public UnsubscribeHandler(Callers callers, Sights sights, OneClick links, ListLeaver leaver) {
    this.callers = callers;
    this.sights = sights;
    this.links = links;
    this.leaver = leaver;
    addBean(leaver.client(), true);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback)
      throws InterruptedException {
    if (Http.refused("POST", request, response, callback)) {
      return true;
    }
    Optional<Viewer> viewer = Http.viewer(callers, request, response, callback);
    if (viewer.isEmpty()) {
      return true;
    }
    Optional<Turnstile.Pass> pass = turnstile.enter(viewer.get().account());
    if (pass.isEmpty()) {
      response.getHeaders().put(HttpHeader.RETRY_AFTER, "5");
      Http.problem(response, HttpStatus.TOO_MANY_REQUESTS_429, "One list at a time.", callback);
      return true;
    }
    try {
      leave(viewer.get(), request, response, callback);
    } finally {
      pass.get().close();
    }
    return true;
  }

  private void leave(Viewer viewer, Request request, Response response, Callback callback)
      throws InterruptedException {
    String[] path = request.getHttpURI().getCanonicalPath().split("/", -1);
    Optional<String> address =
        path.length == PARTS
            ? sights.find(viewer, path[2]).flatMap(sight -> links.address(sight, path[3]))
            : Optional.empty();
    if (address.isEmpty()) {
      Http.problem(response, HttpStatus.NOT_FOUND_404, "It offers no such way out.", callback);
    } else if (leaver.leave(address.get())) {
      response.setStatus(HttpStatus.NO_CONTENT_204);
      callback.succeeded();
    } else {
      Http.problem(response, HttpStatus.BAD_GATEWAY_502, "The list did not take it.", callback);
    }
  }
}
