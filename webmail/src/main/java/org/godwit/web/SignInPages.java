package org.godwit.web;

import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.MimeTypes;
import org.eclipse.jetty.server.FormFields;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.godwit.store.StoreException;
import org.godwit.store.account.SignIn;
import org.godwit.store.account.SignIn.Outcome;
import org.godwit.store.account.WebSessions;
import org.godwit.store.account.WebSessions.Session;
import org.godwit.store.account.WebSessions.Shown;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signing in and out with a browser, by plain forms: {@code /login}, {@code /login/code} for the
 * second factor, {@code /logout}. A session gets another token at each step, so whoever knew the
 * one of before knows nothing.
 */
public final class SignInPages extends Handler.Abstract {
  private static final Logger LOG = LoggerFactory.getLogger(SignInPages.class);
  private static final int MOST_FIELDS = 8;
  private static final int MOST_CHARS = 8 * 1024;

  /** What a form of ours can be at most. */
  public static final long MOST_BYTES = MOST_CHARS;

  private final SignIn signIn;
  private final WebSessions sessions;
  private final Entrance entrance;
  private final SignInPage page;

  /**
   * Makes the handler.
   *
   * @param provider what the OpenID provider is called; empty when there is none
   */
  public SignInPages(
      SignIn signIn, WebSessions sessions, Entrance entrance, Optional<String> provider) {
    this.signIn = signIn;
    this.sessions = sessions;
    this.entrance = entrance;
    this.page = new SignInPage(provider);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Optional<Peer> peer = Peer.of(request);
    if (peer.isEmpty()) {
      Response.writeError(request, response, callback, HttpStatus.BAD_REQUEST_400);
      return true;
    }
    Visit visit = new Visit(request, response, callback, peer.get());
    try {
      answer(visit);
    } catch (StoreException e) {
      LOG.warn("a sign-in cannot be checked", e);
      visit.page(
          HttpStatus.SERVICE_UNAVAILABLE_503,
          page.password("", "Signing in does not work at the moment. Try again soon."));
    }
    return true;
  }

  private void answer(Visit visit) {
    String path = visit.request().getHttpURI().getCanonicalPath();
    String method = visit.request().getMethod();
    boolean read = method.equals("GET") || method.equals("HEAD");
    if (read && path.equals("/login/signin.css")) {
      visit.style();
    } else if (read && path.equals("/login")) {
      visit.page(HttpStatus.OK_200, page.password("", ""));
    } else if (read && path.equals("/login/code")) {
      pending(visit)
          .ifPresentOrElse(
              session -> visit.page(HttpStatus.OK_200, page.code(session.name(), "")),
              () -> visit.go("/login"));
    } else if (!method.equals("POST")) {
      visit.error(read ? HttpStatus.NOT_FOUND_404 : HttpStatus.METHOD_NOT_ALLOWED_405);
    } else if (!SameOrigin.proven(visit.request()) || !visit.peer().confidential()) {
      SlowBody.drain(visit.request());
      visit.page(
          HttpStatus.FORBIDDEN_403, page.password("", "Sign in on this page, and over HTTPS."));
    } else {
      change(visit, path);
    }
  }

  private void change(Visit visit, String path) {
    switch (path) {
      case "/login" -> visit.fields().ifPresent(fields -> password(visit, fields));
      case "/login/code" -> visit.fields().ifPresent(fields -> code(visit, fields));
      case "/logout" -> out(visit);
      default -> visit.error(HttpStatus.NOT_FOUND_404);
    }
  }

  private void password(Visit visit, Fields fields) {
    String user = text(fields, "user");
    boolean stays = fields.get("stays") != null;
    switch (signIn.password(visit.peer().address(), user, text(fields, "password"))) {
      case Outcome.Done done -> enter(visit, done.name(), Shown.ENOUGH, stays);
      case Outcome.Next next -> enter(visit, next.name(), Shown.HALF, stays);
      case Outcome.Wrong wrong ->
          visit.page(
              HttpStatus.FORBIDDEN_403,
              page.password(user, "That address and password do not fit together."));
      case Outcome.Slowed slowed -> slowed(visit, slowed, page.password(user, SLOW));
    }
  }

  private static final String SLOW = "Too many attempts. Wait a moment, then try again.";

  private void code(Visit visit, Fields fields) {
    Optional<Session> pending = pending(visit);
    if (pending.isEmpty()) {
      visit.go("/login");
      return;
    }
    Session session = pending.get();
    switch (signIn.code(visit.peer().address(), session.name(), text(fields, "code"))) {
      case Outcome.Done done -> {
        sessions.end(session.accountId(), session.id());
        enter(visit, done.name(), Shown.STRONG, session.stays());
      }
      case Outcome.Slowed slowed -> slowed(visit, slowed, page.code(session.name(), SLOW));
      case Outcome.Wrong wrong -> wrongCode(visit, session);
      case Outcome.Next next -> wrongCode(visit, session);
    }
  }

  private void wrongCode(Visit visit, Session session) {
    sessions.failed(session);
    visit.page(HttpStatus.FORBIDDEN_403, page.code(session.name(), "That code does not fit."));
  }

  private static void slowed(Visit visit, Outcome.Slowed slowed, String page) {
    visit
        .response()
        .getHeaders()
        .put(HttpHeader.RETRY_AFTER, Long.toString(Math.max(1, slowed.pause().toSeconds())));
    visit.page(HttpStatus.TOO_MANY_REQUESTS_429, page);
  }

  private void enter(Visit visit, String name, Shown shown, boolean stays) {
    boolean begun = entrance.begin(visit.request(), visit.response(), name, shown, stays);
    if (!begun) {
      visit.go("/login");
    } else {
      visit.go(
          shown == Shown.HALF ? "/login/code" : AskedPage.take(visit.request(), visit.response()));
    }
  }

  private Optional<Session> pending(Visit visit) {
    return session(visit).filter(session -> !session.complete());
  }

  private Optional<Session> session(Visit visit) {
    return SessionCookie.of(visit.request())
        .flatMap(token -> sessions.find(token, visit.peer().address()));
  }

  private void out(Visit visit) {
    session(visit).ifPresent(session -> sessions.end(session.accountId(), session.id()));
    SessionCookie.clear(visit.response());
    visit.response().getHeaders().put("Clear-Site-Data", "\"cache\", \"cookies\", \"storage\"");
    visit.go("/login");
  }

  private static String text(Fields fields, String name) {
    String value = fields.getValue(name);
    return value == null ? "" : value;
  }

  /** One request, with what answers it. */
  private record Visit(Request request, Response response, Callback callback, Peer peer) {

    void page(int status, String html) {
      Answers.write(response, status, "text/html;charset=utf-8", html, callback);
    }

    void style() {
      response.getHeaders().put(HttpHeader.CACHE_CONTROL, "public, max-age=3600");
      Answers.write(
          response, HttpStatus.OK_200, "text/css;charset=utf-8", SignInPage.STYLE, callback);
    }

    void go(String path) {
      Response.sendRedirect(request, response, callback, HttpStatus.SEE_OTHER_303, path, true);
    }

    void error(int status) {
      Response.writeError(request, response, callback, status);
    }

    /** The fields of the form; empty when it is none, which is answered. */
    Optional<Fields> fields() {
      String type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
      if (type == null || MimeTypes.getBaseType(type) != MimeTypes.Type.FORM_ENCODED) {
        error(HttpStatus.UNSUPPORTED_MEDIA_TYPE_415);
        return Optional.empty();
      }
      try {
        return Optional.of(FormFields.getFields(request, MOST_FIELDS, MOST_CHARS));
      } catch (RuntimeException tooMuch) { // Jetty throws several kinds
        error(HttpStatus.BAD_REQUEST_400);
        return Optional.empty();
      }
    }
  }
}
