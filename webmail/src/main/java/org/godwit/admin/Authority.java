package org.godwit.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.james.core.MailAddress;
import org.apache.james.core.Username;
import org.apache.james.domainlist.api.DomainList;
import org.godwit.store.account.UnicodeAddress;
import org.godwit.store.admin.AdminRoles;
import org.godwit.store.admin.Grant;
import org.godwit.store.admin.Role;
import org.godwit.store.queue.QueueAdmin;

/**
 * Who may do what: the one place that decides it, from what {@link Operations} says. What is not
 * allowed there is refused. Safe for many threads.
 */
final class Authority {
  private final DomainList domains;
  private final QueueAdmin queues;
  private final AdminRoles roles;

  Authority(Services services) {
    this.domains = services.get(DomainList.class);
    this.queues = services.get(QueueAdmin.class);
    this.roles = services.get(AdminRoles.class);
  }

  /** Whether somebody may call an operation at all, somewhere. */
  static boolean mayCall(Actor actor, Operation operation) {
    return !counting(actor, operation).isEmpty();
  }

  private static Set<Grant> counting(Actor actor, Operation operation) {
    return actor.grants().stream()
        .filter(
            grant -> grant.role() == Role.SUPERADMIN || operation.roles().contains(grant.role()))
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Decides.
   *
   * @param told whose rights are not known yet
   * @return how far the caller's rights go
   * @throws AdminProblem when it is not allowed, or not understood
   */
  Reach decide(Actor actor, Operation operation, Told told) throws AdminProblem {
    Reach reach = new Reach(counting(actor, operation), domains);
    if (!mayCall(actor, operation)) {
      throw AdminProblem.forbidden(operation.name() + " is not for you");
    }
    if (operation.range() instanceof Operation.Range.Server && !reach.everywhere()) {
      throw AdminProblem.forbidden(operation.name() + " is about the whole server");
    }
    int named = 0;
    for (Parameter parameter : operation.parameters()) {
      named += check(parameter, new Question(actor, operation, told, reach));
    }
    if (operation.range() instanceof Operation.Range.Named && named == 0 && !reach.everywhere()) {
      throw AdminProblem.forbidden("this names nothing that is yours");
    }
    return reach;
  }

  private record Question(Actor actor, Operation operation, Told told, Reach reach) {
    boolean mayAll() {
      return actor.grants().contains(Grant.ALL);
    }
  }

  /** Checks one parameter, and counts what it names. */
  private int check(Parameter parameter, Question asked) throws AdminProblem {
    return switch (parameter.names()) {
      case NOTHING -> 0;
      case POWER -> {
        if (!asked.mayAll() && says(parameter, asked.told())) {
          throw AdminProblem.forbidden("only a superadmin may say " + parameter.name());
        }
        yield 0;
      }
      case DOMAIN -> {
        List<String> said = asked.told().said(parameter);
        for (String text : said) {
          if (!asked.reach().covers(Told.domain(text))) {
            throw notYours(text);
          }
        }
        yield said.size();
      }
      case ADDRESS, ANY_ADDRESS -> addresses(parameter, asked);
      case MAIL -> mails(parameter, asked);
    };
  }

  private int addresses(Parameter parameter, Question asked) throws AdminProblem {
    List<MailAddress> addresses = new ArrayList<>();
    for (String text : asked.told().said(parameter)) {
      addresses.add(Told.address(parameter.name(), text));
    }
    for (MailAddress address : addresses) {
      boolean anywhere = parameter.names() == Parameter.Names.ANY_ADDRESS;
      boolean within =
          anywhere
              ? asked.reach().spares(address.getDomain())
              : asked.reach().covers(address.getDomain());
      if (!within) {
        throw notYours(UnicodeAddress.text(address));
      }
      if (!anywhere && asked.operation().changes() && !asked.mayAll()) {
        mustNotBeAbove(asked.actor(), UnicodeAddress.user(address));
      }
    }
    return addresses.size();
  }

  /** Whoever could set the password of somebody with more rights would have these rights. */
  private void mustNotBeAbove(Actor actor, Username person) throws AdminProblem {
    for (Grant theirs : roles.evenSuspended(person)) {
      if (actor.grants().stream().noneMatch(own -> own.includes(theirs))) {
        throw AdminProblem.forbidden(person.asString() + " has rights that you do not have");
      }
    }
  }

  private int mails(Parameter parameter, Question asked) throws AdminProblem {
    List<String> ids = asked.told().said(parameter);
    if (asked.reach().everywhere()) {
      return ids.size();
    }
    for (String text : ids) {
      long id = Told.number(parameter.name(), text);
      boolean seen =
          queues.get(id).filter(mail -> asked.reach().sees(QueueActions.about(mail))).isPresent();
      if (!seen) {
        throw AdminProblem.refused("no such mail: " + id); // nor is it said whether there is one
      }
    }
    return ids.size();
  }

  private static boolean says(Parameter parameter, Told told) {
    return told.flag(parameter.name())
        || told.maybe(parameter.name()).filter(text -> !text.equals("false")).isPresent();
  }

  private static AdminProblem notYours(String named) {
    return AdminProblem.forbidden("this is not yours to administer: " + named);
  }
}
