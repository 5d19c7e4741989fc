package org.godwit.mailflow;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.inject.Inject;
import javax.mail.MessagingException;
import javax.mail.internet.AddressException;
import org.apache.james.core.Domain;
import org.apache.james.core.MailAddress;
import org.apache.james.core.Username;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.domainlist.api.DomainListException;
import org.apache.james.rrt.api.RecipientRewriteTable;
import org.apache.james.rrt.api.RecipientRewriteTable.ErrorMappingException;
import org.apache.james.rrt.api.RecipientRewriteTable.TooManyMappingException;
import org.apache.james.rrt.api.RecipientRewriteTableException;
import org.apache.james.rrt.lib.Mapping;
import org.apache.james.rrt.lib.Mappings;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.user.api.UsersRepositoryException;
import org.godwit.mailflow.Route.Refusal;
import org.godwit.store.StoreException;
import org.godwit.store.account.Addressees;
import org.godwit.store.account.Administrators;
import org.godwit.store.account.DirectoryPeople;
import org.godwit.store.account.Room;
import org.godwit.store.account.UnicodeAddress;

/**
 * Finds where mail for an address goes: aliases, groups, forwards, catch-all, subaddresses,
 * postmaster. SMTP asks it at RCPT and the mailets ask it again, so both agree. Safe for many
 * threads. An address that is simply a person's costs one statement, any other a handful.
 */
public final class Routes {

  private static final char DETAIL = '+'; // 5233 §1 leaves the character to us

  private final DomainList domains;
  private final UsersRepository users;
  private final RecipientRewriteTable rewrites;
  private final Addressees addressees;
  private final Administrators administrators;
  private final DirectoryPeople directory;

  @Inject
  public Routes(
      DomainList domains,
      UsersRepository users,
      RecipientRewriteTable rewrites,
      Addressees addressees,
      Administrators administrators,
      DirectoryPeople directory) {
    this.domains = domains;
    this.users = users;
    this.rewrites = rewrites;
    this.addressees = addressees;
    this.administrators = administrators;
    this.directory = directory;
  }

  boolean isOurs(Domain domain) throws MessagingException {
    try {
      return domains.containsDomain(domain);
    } catch (DomainListException e) {
      throw new MessagingException("the domains cannot be read now", e);
    }
  }

  /**
   * Where mail for an address goes.
   *
   * @throws MessagingException when it cannot be told now
   */
  Route of(MailAddress address) throws MessagingException {
    if (!isOurs(address.getDomain())) {
      return Route.elsewhere(address);
    }
    if (address.getLocalPart().indexOf('@') >= 0) { // only a quoted one has it; no name of ours has
      return Route.refused(Refusal.UNKNOWN);
    }
    try {
      Optional<Route> own = own(address);
      if (own.isPresent()) {
        return own.get();
      }
      Optional<MailAddress> base = withoutDetail(address);
      Optional<Route> ofBase = base.isPresent() ? own(base.get()) : Optional.empty();
      if (ofBase.isPresent()) {
        return ofBase.get();
      }
      return postmaster(address).orElse(Route.refused(Refusal.UNKNOWN));
    } catch (ErrorMappingException e) {
      return Route.refused(new Refusal("5.1.1", oneLine(e.getMessage())));
    } catch (UsersRepositoryException | RecipientRewriteTableException | StoreException e) {
      throw new MessagingException("the accounts cannot be read now", e);
    }
  }

  /** What the address itself says, without a look at its details. */
  private Optional<Route> own(MailAddress address)
      throws ErrorMappingException,
          RecipientRewriteTableException,
          UsersRepositoryException,
          MessagingException {
    Username user = users.getUsername(address);
    Optional<Room> room = addressees.plain(user);
    if (room.isEmpty() && directory.adopt(user)) {
      room = addressees.plain(user);
    }
    if (room.isPresent()) {
      return Optional.of(Route.to(users.getMailAddressFor(user), room.get()));
    }
    Mappings mappings;
    try {
      mappings =
          rewrites.getResolvedMappings(UnicodeAddress.localPart(address), address.getDomain());
    } catch (TooManyMappingException e) {
      return Optional.of(Route.refused(Refusal.LOOP));
    }
    if (mappings != null && !mappings.isEmpty()) {
      return Optional.of(targets(mappings, address.getDomain()));
    }
    return users.contains(user) ? Optional.of(Route.to(users.getMailAddressFor(user))) : none();
  }

  private static Optional<Route> none() {
    return Optional.empty();
  }

  /** The ends of all aliases. One that leads nowhere is left out, unless all do. */
  private Route targets(Mappings mappings, Domain domain)
      throws UsersRepositoryException, MessagingException {
    Set<MailAddress> people = new LinkedHashSet<>();
    Set<MailAddress> elsewhere = new LinkedHashSet<>();
    for (Mapping mapping : mappings) {
      Optional<MailAddress> target = address(mapping.appendDomainIfNone(() -> domain));
      if (target.isEmpty()) {
        continue;
      }
      if (isOurs(target.get().getDomain())) {
        person(target.get()).ifPresent(people::add);
      } else {
        elsewhere.add(target.get());
      }
    }
    if (people.isEmpty() && elsewhere.isEmpty()) {
      return Route.refused(Refusal.UNKNOWN);
    }
    return Route.to(people, elsewhere);
  }

  private static Optional<MailAddress> address(Mapping target) {
    try {
      return target.asMailAddress().isPresent()
          ? target.asMailAddress()
          : Optional.of(UnicodeAddress.parse(target.getMappingValue()));
    } catch (AddressException e) {
      return Optional.empty();
    }
  }

  private Optional<MailAddress> person(MailAddress address)
      throws UsersRepositoryException, MessagingException {
    Username user = users.getUsername(address);
    if (users.contains(user)) {
      return Optional.of(users.getMailAddressFor(user));
    }
    Optional<MailAddress> base = withoutDetail(address);
    return base.isPresent() ? person(base.get()) : Optional.empty();
  }

  /** 5233 §1: the address without its detail; empty when it has none. */
  static Optional<MailAddress> withoutDetail(MailAddress address) throws AddressException {
    String local = UnicodeAddress.localPart(address);
    int at = local.indexOf(DETAIL);
    return at > 0
        ? Optional.of(
            UnicodeAddress.parse(local.substring(0, at) + "@" + address.getDomain().asString()))
        : Optional.empty();
  }

  /** 5321 §4.5.1: postmaster of every domain is somebody. */
  private Optional<Route> postmaster(MailAddress address) throws MessagingException {
    if (!address.getLocalPart().toLowerCase(Locale.ROOT).equals("postmaster")) {
      return Optional.empty();
    }
    Optional<Username> admin = administrators.first();
    return admin.isPresent()
        ? Optional.of(Route.to(UnicodeAddress.of(admin.get())))
        : Optional.empty();
  }

  private static String oneLine(String text) {
    return text == null ? Refusal.UNKNOWN.text() : text.replaceAll("\\p{Cntrl}+", " ").strip();
  }
}
