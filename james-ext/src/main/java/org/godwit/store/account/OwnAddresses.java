package org.godwit.store.account;

import com.google.common.collect.Sets;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.inject.Inject;
import javax.inject.Singleton;
import javax.mail.internet.AddressException;
import org.apache.james.core.Domain;
import org.apache.james.core.MailAddress;
import org.apache.james.core.Username;
import org.apache.james.rrt.api.AliasReverseResolver;
import org.apache.james.rrt.api.CanSendFrom;
import org.apache.james.rrt.api.RecipientRewriteTable;
import org.apache.james.rrt.api.RecipientRewriteTable.ErrorMappingException;
import org.apache.james.rrt.api.RecipientRewriteTableException;
import org.apache.james.rrt.lib.Mapping;
import org.apache.james.rrt.lib.MappingSource;
import org.godwit.store.StoreException;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Which addresses are somebody's: the name and its aliases; and which they may send as besides:
 * those of shared mailboxes. Safe for many threads.
 *
 * <p>It stands in for James's two classes, which know no name beyond ASCII, and say that an address
 * is not somebody's when the database is away.
 */
@Singleton
final class OwnAddresses implements AliasReverseResolver, CanSendFrom {

  private static final Logger LOG = LoggerFactory.getLogger(OwnAddresses.class);
  private static final EnumSet<Mapping.Type> ALIASES =
      EnumSet.of(Mapping.Type.Alias, Mapping.Type.DomainAlias);

  /** What is one step away from something. */
  @FunctionalInterface
  private interface Step<T> {
    Stream<T> from(T one) throws RecipientRewriteTableException;
  }

  private final RecipientRewriteTable rewrites;

  private final SharedMailboxes shared;

  @Inject
  OwnAddresses(RecipientRewriteTable rewrites, SharedMailboxes shared) {
    this.rewrites = rewrites;
    this.shared = shared;
  }

  /**
   * Whether the user may send as {@code sender}; some statements, none for the user's own name.
   *
   * @throws StoreException it cannot be told now
   */
  @Override
  public boolean userCanSendFrom(Username user, Username sender) {
    if (user.equals(sender)) {
      return true;
    }
    Optional<Domain> domain = sender.getDomainPart();
    try {
      if (domain.isEmpty()) {
        return false;
      }
      Set<Username> people = new LinkedHashSet<>(Set.of(sender));
      rewrites
          .getResolvedMappings(sender.getLocalPart(), domain.get(), ALIASES)
          .asStream()
          .flatMap(mapping -> name(mapping.getMappingValue()).stream())
          .forEach(people::add);
      return people.contains(user) || shared.sentAs(user, people).isPresent();
    } catch (RecipientRewriteTableException | ErrorMappingException e) {
      if (e.getCause() instanceof StoreException away) {
        throw away;
      }
      LOG.atWarn()
          .addKeyValue("address", sender.asString())
          .setCause(e)
          .log("the aliases of an address lead nowhere");
      return false;
    }
  }

  private static Optional<Username> name(String target) {
    try {
      return Optional.of(UnicodeAddress.user(UnicodeAddress.parse(target)));
    } catch (AddressException noAddress) {
      return Optional.empty();
    }
  }

  @Override
  public Publisher<Boolean> userCanSendFromReactive(Username user, Username sender) {
    return Mono.fromCallable(() -> userCanSendFrom(user, sender))
        .subscribeOn(Schedulers.boundedElastic());
  }

  @Override
  public Stream<MailAddress> allValidFromAddressesForUser(Username user)
      throws RecipientRewriteTableException {
    Stream<MailAddress> all = listAddresses(user);
    for (Username team : shared.sendsAs(user)) {
      all = Stream.concat(all, listAddresses(team));
    }
    return all;
  }

  @Override
  public Stream<MailAddress> listAddresses(Username user) throws RecipientRewriteTableException {
    Set<MailAddress> addresses = new LinkedHashSet<>();
    Set<Domain> ofUser = reach(user.getDomainPart().orElseThrow(), this::aliasesOf);
    for (Username name : reach(user, this::aliasesOf)) {
      Set<Domain> ofName = reach(name.getDomainPart().orElseThrow(), this::aliasesOf);
      for (Domain domain : Sets.union(ofUser, ofName)) { // as James has it
        try {
          addresses.add(UnicodeAddress.of(name.withOtherDomain(Optional.of(domain))));
        } catch (AddressException e) {
          throw new RecipientRewriteTableException("an alias is no address", e);
        }
      }
    }
    return addresses.stream();
  }

  private Stream<Username> aliasesOf(Username name) throws RecipientRewriteTableException {
    Set<String> written = new LinkedHashSet<>(Set.of(name.asString()));
    try {
      written.add(UnicodeAddress.of(name).asString()); // as an admin's command stores it
    } catch (AddressException noAddress) {
      return Stream.empty();
    }
    Stream<Username> aliases = Stream.empty();
    for (String target : written) {
      aliases =
          Stream.concat(
              aliases,
              rewrites
                  .listSources(Mapping.alias(target))
                  .flatMap(source -> source.asUsername().stream()));
    }
    return aliases;
  }

  private Stream<Domain> aliasesOf(Domain domain) throws RecipientRewriteTableException {
    return rewrites
        .listSources(Mapping.domainAlias(domain))
        .map(MappingSource::asDomain)
        .flatMap(Optional::stream);
  }

  /** Where one comes from {@code start}, itself among it, in as many steps as mail may take. */
  private <T> Set<T> reach(T start, Step<T> step) throws RecipientRewriteTableException {
    Set<T> reached = new LinkedHashSet<>(Set.of(start));
    Set<T> level = reached;
    int steps = rewrites.getConfiguration().getMappingLimit();
    for (int i = 0; i < steps && !level.isEmpty(); i++) {
      Set<T> next = new LinkedHashSet<>();
      for (T one : level) {
        step.from(one).forEach(next::add);
      }
      next.removeAll(reached);
      reached.addAll(next);
      level = next;
    }
    return reached;
  }
}
