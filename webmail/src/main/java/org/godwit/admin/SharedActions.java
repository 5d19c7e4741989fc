package org.godwit.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.james.core.MailAddress;
import org.apache.james.core.Username;
import org.apache.james.core.quota.QuotaSizeLimit;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.MailboxACL;
import org.apache.james.mailbox.model.MailboxACL.Rfc4314Rights;
import org.apache.james.mailbox.model.MailboxMetaData;
import org.apache.james.mailbox.model.search.MailboxQuery;
import org.apache.james.mailbox.quota.MaxQuotaManager;
import org.apache.james.mailbox.quota.UserQuotaRootResolver;
import org.godwit.store.account.Accounts;
import org.godwit.store.account.Person;
import org.godwit.store.account.SharedMailboxes;
import org.godwit.store.account.SharedMailboxes.Member;
import org.godwit.store.account.UnicodeAddress;
import reactor.core.publisher.Flux;

/** Mailboxes of teams, and who works with them. */
final class SharedActions {

  /** All rights of RFC 4314 but to share on. */
  private static final String WRITES = "lrswipkxte";

  private static final String LOOKS = "lr";

  private final Accounts accounts;
  private final SharedMailboxes shared;
  private final MailboxManager mailboxes;
  private final MaxQuotaManager limits;
  private final UserQuotaRootResolver roots;

  SharedActions(Services services) {
    this.accounts = services.get(Accounts.class);
    this.shared = services.get(SharedMailboxes.class);
    this.mailboxes = services.get(MailboxManager.class);
    this.limits = services.get(MaxQuotaManager.class);
    this.roots = services.get(UserQuotaRootResolver.class);
  }

  Map<String, Action> all() {
    return Map.of(
        "shared create", this::create,
        "shared list", this::list,
        "shared members", this::members,
        "shared add", this::add,
        "shared remove", this::remove);
  }

  private Answer create(Told told) throws Exception {
    Username name = told.account("address");
    Optional<Long> quota = told.size("quota");
    List<Username> members = names(told);
    for (Username member : members) {
      mustWorkWith(name, member);
    }
    if (!accounts.share(name)) {
      throw AdminProblem.refused("address is in use already: " + name.asString());
    }
    if (quota.isPresent()) {
      limits.setMaxStorage(roots.forUser(name), QuotaSizeLimit.size(quota.get()));
    }
    for (Username member : members) {
      put(name, new Member(member, true, true));
    }
    return Answer.one(
        Answer.facts("message", "created " + name.asString(), "address", name.asString()));
  }

  private Answer list(Told told) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (SharedMailboxes.Shared each : shared.all()) {
      rows.add(Answer.facts("address", each.name().asString(), "members", each.members()));
    }
    return new Answer.Many(rows);
  }

  private Answer members(Told told) throws AdminProblem {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Member member : shared.members(mustBeShared(told))) {
      rows.add(
          Answer.facts(
              "member", member.name().asString(),
              "writes", member.writes(),
              "sendsAs", member.sendAs()));
    }
    return new Answer.Many(rows);
  }

  private Answer add(Told told) throws Exception {
    Username name = mustBeShared(told);
    boolean writes = !told.flag("read-only");
    boolean sendAs = writes && !told.flag("no-send");
    List<Username> members = names(told);
    for (Username member : members) {
      mustWorkWith(name, member);
    }
    for (Username member : members) {
      put(name, new Member(member, writes, sendAs));
    }
    return Answer.done("added %s to %s".formatted(names(members), name.asString()));
  }

  private static String names(List<Username> members) {
    return String.join(", ", members.stream().map(Username::asString).toList());
  }

  private Answer remove(Told told) throws Exception {
    Username name = mustBeShared(told);
    List<Username> members = names(told);
    for (Username member : members) {
      if (!shared.remove(name, member)) {
        throw AdminProblem.refused(
            "%s does not work with %s".formatted(member.asString(), name.asString()));
      }
      grant(name, member, "");
    }
    return Answer.done("removed %s from %s".formatted(names(members), name.asString()));
  }

  private void put(Username name, Member member) throws Exception {
    if (!shared.put(name, member)) {
      throw AdminProblem.refused("no such account: " + member.name().asString());
    }
    grant(name, member.name(), member.writes() ? WRITES : LOOKS);
  }

  /** Sets what somebody may do in all mailboxes that there are. */
  private void grant(Username name, Username member, String rights) throws MailboxException {
    MailboxSession session = mailboxes.createSystemSession(name);
    try {
      MailboxACL.ACLCommand command =
          MailboxACL.command()
              .forUser(member)
              .rights(Rfc4314Rights.fromSerializedRfc4314Rights(rights))
              .asReplacement();
      MailboxQuery own = MailboxQuery.privateMailboxesBuilder(session).build();
      for (MailboxMetaData each :
          Flux.from(mailboxes.search(own, MailboxManager.MailboxSearchFetchType.Minimal, session))
              .toIterable()) {
        mailboxes.applyRightsCommand(each.getPath(), command, session);
      }
    } finally {
      mailboxes.endProcessingRequest(session);
    }
  }

  private static List<Username> names(Told told) throws AdminProblem {
    List<Username> names = new ArrayList<>();
    for (String text : told.texts("member")) {
      MailAddress address = Told.address("member", text);
      names.add(UnicodeAddress.user(address));
    }
    return names;
  }

  /** Mail is shared within a domain. */
  private void mustWorkWith(Username name, Username member) throws AdminProblem {
    if (accounts.find(member).filter(person -> !person.shared()).isEmpty()) {
      throw AdminProblem.refused("no such account: " + member.asString());
    }
    if (!member.getDomainPart().equals(name.getDomainPart())) {
      throw AdminProblem.refused(
          "%s is of another domain; mail is shared within one".formatted(member.asString()));
    }
  }

  private Username mustBeShared(Told told) throws AdminProblem {
    Username name = told.account("address");
    if (accounts.find(name).filter(Person::shared).isEmpty()) {
      throw AdminProblem.refused("no such shared mailbox: " + name.asString());
    }
    return name;
  }
}
