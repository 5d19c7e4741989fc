package org.godwit.admin;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.james.core.Username;
import org.godwit.store.account.Accounts;
import org.godwit.store.account.AppPasswords;
import org.godwit.store.account.SecondFactors;
import org.godwit.store.account.WebSessions;
import org.godwit.store.mailbox.AccountIds;

/** How people sign in, for whoever has to help them. */
final class SignInActions {
  private static final UUID NONE = new UUID(0, 0);

  private final Accounts accounts;
  private final AccountIds ids;
  private final SecondFactors factors;
  private final AppPasswords appPasswords;
  private final WebSessions sessions;

  SignInActions(Services services) {
    this.accounts = services.get(Accounts.class);
    this.ids = services.get(AccountIds.class);
    this.factors = services.get(SecondFactors.class);
    this.appPasswords = services.get(AppPasswords.class);
    this.sessions = services.get(WebSessions.class);
  }

  Map<String, Action> all() {
    return Map.of(
        "account reset-second-factor", this::reset,
        "account app-passwords", this::appPasswords,
        "account revoke-app-password", this::revoke,
        "account sessions", this::sessions,
        "account end-sessions", this::endSessions);
  }

  private Answer reset(Told told) throws AdminProblem {
    String name = existing(told);
    if (!factors.reset(name)) {
      throw AdminProblem.refused("has no second factor: " + name);
    }
    return Answer.done("reset the second factor of " + name);
  }

  private Answer appPasswords(Told told) throws AdminProblem {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (AppPasswords.AppPassword each : appPasswords.list(existing(told))) {
      rows.add(
          Answer.facts(
              "id", each.id().toString(),
              "label", each.label(),
              "scopes",
                  each.scopes().stream()
                      .map(scope -> scope.name().toLowerCase(Locale.ROOT))
                      .collect(Collectors.joining(" ")),
              "networks", String.join(" ", each.networks()),
              "expires", each.expires().map(Instant::toString).orElse(null),
              "lastUsed", each.lastUsed().map(Instant::toString).orElse(null),
              "lastUsedFrom", each.lastUsedFrom().orElse(null)));
    }
    return new Answer.Many(rows);
  }

  private Answer revoke(Told told) throws AdminProblem {
    String name = existing(told);
    try {
      if (appPasswords.revoke(name, UUID.fromString(told.text("id")))) {
        return Answer.done("revoked");
      }
    } catch (IllegalArgumentException e) {
      // said below
    }
    throw AdminProblem.refused("no such app password: " + told.text("id"));
  }

  private Answer sessions(Told told) throws AdminProblem {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (WebSessions.Seen each : sessions.list(ids.of(existing(told)))) {
      rows.add(
          Answer.facts(
              "id", each.id().toString(),
              "agent", each.agent(),
              "address", each.address(),
              "created", each.created().toString(),
              "used", each.used().toString()));
    }
    return new Answer.Many(rows);
  }

  private Answer endSessions(Told told) throws AdminProblem {
    String name = existing(told);
    return Answer.done("ended " + sessions.endOthers(ids.of(name), NONE) + " sessions of " + name);
  }

  private String existing(Told told) throws AdminProblem {
    Username name = told.account("address");
    if (accounts.findRetired(name).isEmpty()) {
      throw AdminProblem.refused("no such account: " + name.asString());
    }
    return name.asString();
  }
}
