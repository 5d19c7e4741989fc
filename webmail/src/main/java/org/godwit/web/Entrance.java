package org.godwit.web;

import java.time.Duration;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.godwit.store.account.SignIn;
import org.godwit.store.account.WebSessions;
import org.godwit.store.mailbox.AccountIds;

/** Lets a browser in once it is known whose it is: a session, and the cookie that names it. */
public final class Entrance {
  private final SignIn signIn;
  private final WebSessions sessions;
  private final AccountIds accounts;

  public Entrance(SignIn signIn, WebSessions sessions, AccountIds accounts) {
    this.signIn = signIn;
    this.sessions = sessions;
    this.accounts = accounts;
  }

  /**
   * Begins a session.
   *
   * @param shown what they showed of themselves
   * @param stays whether it outlives the browser's window
   * @return false when the account is suspended or deleted by now
   */
  public boolean begin(
      Request request, Response response, String name, WebSessions.Shown shown, boolean stays) {
    accounts.of(name);
    String agent = request.getHeaders().get(HttpHeader.USER_AGENT);
    Optional<Peer> peer = Peer.of(request);
    if (peer.isEmpty()) {
      return false;
    }
    Optional<String> token =
        sessions.begin(
            new WebSessions.Begin(
                name, shown, stays, agent == null ? "" : agent, peer.get().address()));
    token.ifPresent(
        text ->
            SessionCookie.set(
                response,
                text,
                shown != WebSessions.Shown.HALF && stays ? WebSessions.life(true) : Duration.ZERO));
    return token.isPresent();
  }

  /** Lets in whom the OpenID provider names; false when nobody of that address may come in. */
  boolean byProvider(Request request, Response response, String address) {
    return signIn.provider(address) instanceof SignIn.Outcome.Done done
        && begin(request, response, done.name(), WebSessions.Shown.ENOUGH, false);
  }
}
