package org.godwit.admin.http;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.james.core.Username;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.godwit.admin.Actor;
import org.godwit.store.StoreException;
import org.godwit.store.account.WebSessions;
import org.godwit.store.admin.AdminRoles;
import org.godwit.store.admin.AdminTokens;
import org.godwit.store.admin.Grant;
import org.godwit.web.Allowance;
import org.godwit.web.Callers;
import org.godwit.web.Peer;
import org.godwit.web.Problems;
import org.godwit.web.SameOrigin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out who asks for an operation over HTTP. Safe for many threads; two statements. */
public final class Askers {
  private static final Logger LOG = LoggerFactory.getLogger(Askers.class);
  private static final String BEARER = "Bearer ";
  private static final int MOST = 300;
  private static final int MOST_GUESSES = 30;
  private static final Duration REFILL = Duration.ofMinutes(1);
  private static final String RETRY_SECONDS = "10";

  private final Callers callers;
  private final AdminRoles roles;
  private final AdminTokens tokens;
  private final Allowance allowance;
  private final Allowance guesses;

  public Askers(Callers callers, AdminRoles roles, AdminTokens tokens, InstantSource clock) {
    this.callers = callers;
    this.roles = roles;
    this.tokens = tokens;
    this.guesses = new Allowance(MOST_GUESSES, REFILL, clock);
    this.allowance = new Allowance(MOST, REFILL, clock);
  }

  /**
   * Who asks.
   *
   * @return empty when they are refused: then the request is answered already, and the callback
   *     belongs to that answer
   */
  Optional<Actor> find(Request request, Response response, Callback callback) {
    Refusal refusal;
    try {
      Optional<Peer> peer = Peer.of(request).filter(Peer::confidential);
      if (peer.isEmpty()) {
        refusal = new Refusal(HttpStatus.FORBIDDEN_403, "Ask over HTTPS.");
      } else if (!SameOrigin.allows(request)) {
        refusal = new Refusal(HttpStatus.FORBIDDEN_403, "A page of another site asked for this.");
      } else {
        switch (request.getHeaders().contains(HttpHeader.AUTHORIZATION)
            ? program(request, peer.get())
            : browser(request, peer.get())) {
          case Known known -> {
            return Optional.of(known.actor());
          }
          case Refusal no -> refusal = no;
        }
      }
    } catch (StoreException e) {
      LOG.warn("who administers cannot be found out", e);
      refusal = new Refusal(HttpStatus.SERVICE_UNAVAILABLE_503, "Try again soon.");
    }
    if (refusal.status() == HttpStatus.TOO_MANY_REQUESTS_429) {
      response.getHeaders().put(HttpHeader.RETRY_AFTER, RETRY_SECONDS);
    }
    Problems.answer(response, refusal.status(), refusal.why(), callback);
    return Optional.empty();
  }

  private sealed interface Found {}

  private record Known(Actor actor) implements Found {}

  private record Refusal(int status, String why) implements Found {}

  private Found program(Request request, Peer peer) {
    String header = request.getHeaders().get(HttpHeader.AUTHORIZATION);
    String address = peer.address().getHostAddress();
    if (!guesses.has(address)) {
      return new Refusal(HttpStatus.TOO_MANY_REQUESTS_429, "Too many tokens that do not count.");
    }
    Optional<AdminTokens.Token> token =
        header.regionMatches(true, 0, BEARER, 0, BEARER.length())
            ? tokens.use(header.substring(BEARER.length()).strip(), peer.address()) // 6750 §2.1
            : Optional.empty();
    if (token.isEmpty()) {
      guesses.take(address);
      return new Refusal(HttpStatus.UNAUTHORIZED_401, "That token does not count.");
    }
    if (!allowance.take("token " + token.get().id())) {
      return new Refusal(HttpStatus.TOO_MANY_REQUESTS_429, "Not so fast.");
    }
    Set<Grant> owners = roles.of(token.get().owner());
    Set<Grant> grants =
        token.get().grants().stream()
            .filter(grant -> owners.stream().anyMatch(own -> own.includes(grant)))
            .collect(Collectors.toUnmodifiableSet());
    return grants.isEmpty()
        ? new Refusal(HttpStatus.FORBIDDEN_403, "The owner of this token lost the rights to it.")
        : new Known(new Actor(token.get().owner().asString(), Actor.Way.TOKEN, address, grants));
  }

  private Found browser(Request request, Peer peer) {
    Optional<WebSessions.Session> session = callers.session(request);
    if (session.isEmpty()) {
      return new Refusal(HttpStatus.UNAUTHORIZED_401, "Sign in first.");
    }
    if (!allowance.take(session.get().name())) {
      return new Refusal(HttpStatus.TOO_MANY_REQUESTS_429, "Not so fast.");
    }
    if (!session.get().strong()) {
      return new Refusal(
          HttpStatus.FORBIDDEN_403, "Sign in with a second factor or a passkey to administer.");
    }
    Set<Grant> grants = roles.of(Username.of(session.get().name()));
    return grants.isEmpty()
        ? new Refusal(HttpStatus.FORBIDDEN_403, "You administer nothing here.")
        : new Known(
            new Actor(
                session.get().name(), Actor.Way.BROWSER, peer.address().getHostAddress(), grants));
  }
}
