package org.godwit.jmap.submission;

import com.google.inject.AbstractModule;
import com.google.inject.Module;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.james.core.MailAddress;
import org.apache.james.core.Username;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.rrt.api.AliasReverseResolver;
import org.apache.james.rrt.api.CanSendFrom;
import org.godwit.jmap.Capability;
import org.godwit.jmap.JmapHouse;
import org.godwit.jmap.mdn.MdnCapability;
import org.godwit.store.Database;
import org.godwit.store.account.UnicodeAddress;
import org.godwit.store.queue.PostgresMailQueueFactory;
import org.godwit.store.queue.Queues;
import org.reactivestreams.Publisher;

/** JMAP with submission, whose queue nobody works on. All addresses are Alice's that were named. */
final class SendingHouse implements AutoCloseable {

  static final SendingLimits LIMITS = new SendingLimits(10_000, 3);

  private final Addresses addresses = new Addresses(new LinkedHashSet<>());
  private final Queues queues;
  private final JmapHouse house;

  SendingHouse(Database database, Path folder) throws MailboxException {
    this(database, folder, List.of());
  }

  /** With more than that. */
  SendingHouse(Database database, Path folder, List<Class<? extends Capability>> more)
      throws MailboxException {
    this(database, folder, more, List.of());
  }

  /** And with the modules that bind what these ask for. */
  SendingHouse(
      Database database, Path folder, List<Class<? extends Capability>> more, List<Module> rooms)
      throws MailboxException {
    queues = new Queues(database);
    List<Class<? extends Capability>> all =
        new ArrayList<>(List.of(SubmissionCapability.class, MdnCapability.class));
    all.addAll(more);
    List<Module> modules = new ArrayList<>(rooms);
    modules.add(sending());
    house = new JmapHouse(database, folder, modules, all);
  }

  private Module sending() {
    return new AbstractModule() {
      @Override
      protected void configure() {
        bind(PostgresMailQueueFactory.class).toInstance(queues.factory());
        bind(AliasReverseResolver.class).toInstance(addresses);
        bind(CanSendFrom.class).toInstance(addresses);
        bind(Reachable.class).toInstance(address -> !address.getLocalPart().equals("nobody"));
        bind(SendingLimits.class).toInstance(LIMITS);
      }
    };
  }

  JmapHouse jmap() {
    return house;
  }

  Queues queues() {
    return queues;
  }

  void alias(String address) {
    addresses.aliases().add(address);
  }

  void noAlias(String address) {
    addresses.aliases().remove(address);
  }

  @Override
  public void close() {
    queues.close();
  }

  /** Alice's own name, and her aliases. */
  private record Addresses(Set<String> aliases) implements AliasReverseResolver, CanSendFrom {
    @Override
    public Stream<MailAddress> listAddresses(Username user) {
      return Stream.concat(Stream.of(user.asString()), aliases.stream())
          .map(
              text -> {
                try {
                  return UnicodeAddress.parse(text);
                } catch (javax.mail.internet.AddressException e) {
                  throw new IllegalArgumentException(e);
                }
              });
    }

    @Override
    public boolean userCanSendFrom(Username user, Username sender) {
      return user.equals(sender) || aliases.contains(sender.asString());
    }

    @Override
    public Publisher<Boolean> userCanSendFromReactive(Username user, Username sender) {
      return reactor.core.publisher.Mono.just(userCanSendFrom(user, sender));
    }

    @Override
    public Stream<MailAddress> allValidFromAddressesForUser(Username user) {
      return listAddresses(user);
    }
  }
}
