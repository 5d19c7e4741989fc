package org.godwit.store.mailbox;

import java.util.function.Predicate;
import javax.inject.Inject;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.SessionProvider;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.store.SessionProviderImpl;

/**
 * James's sessions with {@value #DELIMITER} between the levels of a mailbox's name. James has a
 * full stop there, which people use in names: "v1.2" is one folder, and a user's name has stops
 * too.
 *
 * <p>Safe for many threads; signing in asks James's authenticator, nothing else asks anybody.
 */
public final class Sessions implements SessionProvider {

  /** What stands between the levels of a mailbox's name, in the store and for every client. */
  public static final char DELIMITER = '/';

  private final SessionProvider james;

  @Inject
  public Sessions(SessionProviderImpl james) {
    this.james = james;
  }

  @Override
  public MailboxSession createSystemSession(Username user) {
    return ours(james.createSystemSession(user));
  }

  @Override
  public AuthorizationStep authenticate(Username user, String password) {
    return new Step(james.authenticate(user, password));
  }

  @Override
  public AuthorizationStep authenticate(Username user) {
    return new Step(james.authenticate(user));
  }

  private static MailboxSession ours(MailboxSession session) {
    return new MailboxSession(
        session.getSessionId(),
        session.getUser(),
        session.getLoggedInUser(),
        session.getLocalePreferences(),
        DELIMITER,
        session.getType());
  }

  /** What James has authenticated. */
  private record Step(AuthorizationStep james) implements AuthorizationStep {
    @Override
    public MailboxSession as(Username other) throws MailboxException {
      return ours(james.as(other));
    }

    @Override
    public MailboxSession withoutDelegation() throws MailboxException {
      return ours(james.withoutDelegation());
    }

    @Override
    public MailboxSession forMatchingUser(Predicate<Username> other) throws MailboxException {
      return ours(james.forMatchingUser(other));
    }
  }
}
