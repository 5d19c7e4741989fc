package org.godwit.web;

import java.util.EnumSet;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.godwit.store.StoreException;
import org.godwit.store.account.WebSessions;
import org.godwit.store.mailbox.AccountIds;
import org.godwit.trust.Scope;
import org.godwit.trust.sasl.ChannelBindings;
import org.godwit.trust.sasl.Sasl;
import org.godwit.trust.sasl.SaslChannel;
import org.godwit.trust.sasl.SaslStep;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out who makes a request. Whoever is nobody gets the refusal from here. Safe for many
 * threads; blocks, for one or two statements. A password costs its slow hash only the first time.
 *
 * <pre>{@code
 * Optional<Caller> caller = callers.find(request, response, callback);
 * if (caller.isEmpty()) {
 *   return true; // refused, and told so
 * }
 * }</pre>
 */
public final class Callers {
  private static final Logger LOG = LoggerFactory.getLogger(Callers.class);

  private static final String BASIC = "Basic realm=\"Godwit\", charset=\"UTF-8\""; // 7617 §2.1
  private static final String BEARER = "Bearer ";
  private static final String RETRY_SECONDS = "30";

  private final Sasl sasl;
  private final AccountIds accounts;
  private final WebSessions sessions;

  public Callers(Sasl sasl, AccountIds accounts, WebSessions sessions) {
    this.sasl = sasl;
    this.accounts = accounts;
    this.sessions = sessions;
  }

  /**
   * Who makes the request.
   *
   * @return empty when they are refused: then the request is answered already, and the callback
   *     belongs to that answer
   */
  public Optional<Caller> find(Request request, Response response, Callback callback) {
    if (!SameOrigin.allows(request)) {
      SlowBody.drain(request);
      Problems.answer(
          response, HttpStatus.FORBIDDEN_403, "A page of another site asked for this.", callback);
      return Optional.empty();
    }
    try {
      Optional<BasicCredentials> basic = BasicCredentials.of(request);
      if (basic.isPresent()) {
        return withPassword(basic.get(), request, response, callback);
      }
      Optional<String> token = bearer(request);
      if (token.isPresent()) {
        return withToken(token.get(), request, response, callback);
      }
      Optional<Caller> signedIn =
          request.getHeaders().contains(HttpHeader.AUTHORIZATION)
              ? Optional.empty()
              : session(request).map(Callers::caller);
      return signedIn.isPresent() ? signedIn : unknown(request, response, callback);
    } catch (StoreException e) {
      LOG.warn("a request's sender cannot be found out", e);
      unavailable(response, callback);
      return Optional.empty();
    }
  }

  /** The session behind the cookie, when all factors were shown and a page of ours asks. */
  public Optional<WebSessions.Session> session(Request request) {
    Optional<Peer> peer = Peer.of(request);
    if (peer.isEmpty() || !SameOrigin.proven(request)) {
      return Optional.empty();
    }
    return SessionCookie.of(request)
        .flatMap(token -> sessions.find(token, peer.get().address()))
        .filter(WebSessions.Session::complete);
  }

  private static Caller caller(WebSessions.Session session) {
    return new Caller(
        session.accountId(),
        session.name(),
        Caller.Way.COOKIE,
        Optional.of(session.id()),
        EnumSet.allOf(Scope.class));
  }

  private Optional<Caller> withPassword(
      BasicCredentials basic, Request request, Response response, Callback callback) {
    Optional<Peer> peer = Peer.of(request).filter(Peer::confidential);
    if (peer.isEmpty()) {
      Problems.answer(
          response, HttpStatus.FORBIDDEN_403, "A password must not travel without TLS.", callback);
      return Optional.empty();
    }
    SaslStep step = sasl.password(channel(peer.get()), basic.user(), basic.password());
    return outcome(step, Caller.Way.BASIC, request, response, callback);
  }

  private static Optional<String> bearer(Request request) {
    String header = request.getHeaders().get(HttpHeader.AUTHORIZATION);
    return header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())
        ? Optional.of(header.substring(BEARER.length()).strip()) // 6750 §2.1
        : Optional.empty();
  }

  private Optional<Caller> withToken(
      String token, Request request, Response response, Callback callback) {
    Optional<Peer> peer = Peer.of(request).filter(Peer::confidential);
    if (peer.isEmpty()) {
      Problems.answer(
          response, HttpStatus.FORBIDDEN_403, "A token must not travel without TLS.", callback);
      return Optional.empty();
    }
    SaslStep step = sasl.token(channel(peer.get()), token);
    return outcome(step, Caller.Way.BEARER, request, response, callback);
  }

  private static SaslChannel channel(Peer peer) {
    return new SaslChannel(peer.address(), peer.encrypted(), ChannelBindings.NONE, Scope.JMAP);
  }

  private Optional<Caller> outcome(
      SaslStep step, Caller.Way way, Request request, Response response, Callback callback) {
    return switch (step) {
      case SaslStep.Success success ->
          Optional.of(
              new Caller(
                  accounts.of(success.user()),
                  success.user(),
                  way,
                  Optional.empty(),
                  EnumSet.of(Scope.JMAP)));
      case SaslStep.Refused refused -> refused(refused.why(), request, response, callback);
      case SaslStep.Challenge challenge ->
          throw new IllegalStateException("a password is one step");
    };
  }

  private static Optional<Caller> refused(
      SaslStep.Failure why, Request request, Response response, Callback callback) {
    switch (why) {
      case SLOWED -> {
        response.getHeaders().put(HttpHeader.RETRY_AFTER, RETRY_SECONDS);
        Problems.answer(
            response, HttpStatus.TOO_MANY_REQUESTS_429, "Too many failed sign-ins.", callback);
      }
      case UNAVAILABLE -> unavailable(response, callback);
      default -> unknown(request, response, callback);
    }
    return Optional.empty();
  }

  private static void unavailable(Response response, Callback callback) {
    response.getHeaders().put(HttpHeader.RETRY_AFTER, RETRY_SECONDS);
    Problems.answer(
        response, HttpStatus.SERVICE_UNAVAILABLE_503, "Sign-ins cannot be checked now.", callback);
  }

  private static Optional<Caller> unknown(Request request, Response response, Callback callback) {
    SlowBody.drain(request);
    if (!SameOrigin.isScript(request)) { // else the browser would ask for a password by itself
      response.getHeaders().add(HttpHeader.WWW_AUTHENTICATE, BASIC);
    }
    Problems.answer(response, HttpStatus.UNAUTHORIZED_401, "Sign in first.", callback);
    return Optional.empty();
  }
}
