package org.godwit.admin;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.james.core.Domain;
import org.apache.james.core.Username;
import org.godwit.store.admin.AdminTokens;
import org.godwit.store.admin.AdminTokens.Token;
import org.godwit.store.admin.Grant;
import org.godwit.store.admin.Role;

/** What programs show to administer. Each has its own; a superadmin sees all. */
final class TokenActions {
  private static final int LONGEST_LABEL = 100;
  private static final long DAYS = 90;
  private static final long MOST_DAYS = 3_650;

  private final AdminTokens tokens;

  TokenActions(Services services) {
    this.tokens = services.get(AdminTokens.class);
  }

  Map<String, Action> all() {
    return Map.of(
        "token create", this::create, "token list", this::list, "token revoke", this::revoke);
  }

  private Answer create(Told told) throws AdminProblem {
    Actor actor = told.actor();
    if (actor.way() == Actor.Way.TOKEN) {
      throw AdminProblem.forbidden("a token makes no other token");
    }
    Set<Grant> grants = grants(told);
    for (Grant grant : grants) {
      if (actor.grants().stream().noneMatch(own -> own.includes(grant))) {
        throw AdminProblem.forbidden(
            "a token cannot do more than you: " + RoleActions.words(grant));
      }
    }
    Instant expires = Instant.now().plus(Duration.ofDays(days(told)));
    AdminTokens.Made made =
        tokens
            .create(new AdminTokens.Wish(owner(told), label(told), grants, expires))
            .orElseThrow(
                () -> AdminProblem.refused("no such account, or one that has too many tokens"));
    return Answer.one(
        Answer.facts(
            "id", made.id().toString(), "token", made.text(), "expires", expires.toString()));
  }

  private static Username owner(Told told) throws AdminProblem {
    if (told.maybe("owner").isPresent()) {
      return told.account("owner");
    }
    if (told.actor().way() == Actor.Way.SOCKET) {
      throw AdminProblem.malformed("whose token is it to be? say --owner ADDRESS");
    }
    return Username.of(told.actor().name());
  }

  private static String label(Told told) throws AdminProblem {
    String label = told.text("label");
    if (label.length() > LONGEST_LABEL || label.indexOf('\0') >= 0) {
      throw AdminProblem.malformed("label has more than 100 characters");
    }
    return label;
  }

  private static Set<Grant> grants(Told told) throws AdminProblem {
    Role role = RoleActions.role(told);
    Set<Grant> grants = new LinkedHashSet<>();
    for (String domain : told.texts("domain")) {
      grants.add(RoleActions.grant(role, Optional.of(Told.domain(domain))));
    }
    if (grants.isEmpty()) {
      grants.add(RoleActions.grant(role, Optional.empty()));
    }
    return grants;
  }

  private static long days(Told told) throws AdminProblem {
    long days = told.maybe("days").isPresent() ? told.number("days") : DAYS;
    if (days < 1 || days > MOST_DAYS) {
      throw AdminProblem.malformed("days is not 1 to " + MOST_DAYS);
    }
    return days;
  }

  private Answer list(Told told) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Token each : tokens.list(whose(told))) {
      rows.add(
          Answer.facts(
              "id", each.id().toString(),
              "owner", each.owner().asString(),
              "label", each.label(),
              "role", each.grants().iterator().next().role().text(),
              "domains",
                  each.grants().stream()
                      .flatMap(grant -> grant.domain().stream())
                      .map(Domain::asString)
                      .toList(),
              "created", each.created().toString(),
              "expires", each.expires().toString(),
              "lastUsed", each.lastUsed().map(Instant::toString).orElse(null),
              "lastUsedFrom", each.lastUsedFrom().orElse(null)));
    }
    return new Answer.Many(rows);
  }

  private Answer revoke(Told told) throws AdminProblem {
    try {
      if (tokens.revoke(UUID.fromString(told.text("id")), whose(told))) {
        return Answer.done("revoked");
      }
    } catch (IllegalArgumentException e) {
      // said below
    }
    throw AdminProblem.refused("no such token: " + told.text("id"));
  }

  /** Empty is everybody's. */
  private static Optional<Username> whose(Told told) {
    return told.actor().grants().contains(Grant.ALL)
        ? Optional.empty()
        : Optional.of(Username.of(told.actor().name()));
  }
}
