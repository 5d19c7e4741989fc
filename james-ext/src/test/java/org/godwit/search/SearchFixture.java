package org.godwit.search;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.Module;
import com.google.inject.TypeLiteral;
import com.google.inject.util.Modules;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.mail.Flags;
import org.apache.james.core.Username;
import org.apache.james.events.EventBus;
import org.apache.james.events.EventBusTestFixture;
import org.apache.james.events.MemoryEventDeadLetters;
import org.apache.james.events.delivery.InVmEventDelivery;
import org.apache.james.mailbox.Authenticator;
import org.apache.james.mailbox.Authorizator;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageManager.AppendCommand;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.acl.MailboxACLResolver;
import org.apache.james.mailbox.acl.UnionMailboxACLResolver;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.extension.PreDeletionHook;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.MessageRange;
import org.apache.james.mailbox.model.SearchQuery;
import org.apache.james.mailbox.store.FakeAuthenticator;
import org.apache.james.mailbox.store.FakeAuthorizator;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.godwit.search.text.MessageText;
import org.godwit.store.Database;
import org.godwit.store.event.LocalEventBus;
import org.godwit.store.mailbox.AccountReading;
import org.godwit.store.mailbox.AccountReading.Held;
import org.godwit.store.mailbox.MailboxStoreModule;
import org.godwit.store.mailbox.PostgresMailboxManager;
import org.godwit.store.mailbox.StoreMailboxId;
import reactor.core.publisher.Flux;

/** Somebody with mail that can be searched. */
final class SearchFixture implements AutoCloseable {

  static final Username ALICE = Username.of("alice@example.test");

  private final Injector parts;
  private final PostgresMailboxManager manager;
  private final MailboxSession session;
  private final Map<UUID, MessageText> read = new HashMap<>();

  SearchFixture(Database database, Path folder) {
    parts =
        Guice.createInjector(
            Modules.override(
                    Modules.override(new MailboxStoreModule()).with(new SearchModule(folder)),
                    surroundings(database))
                .with(access()));
    manager = parts.getInstance(PostgresMailboxManager.class);
    session = manager.createSystemSession(ALICE);
  }

  private static Module surroundings(Database database) {
    return new AbstractModule() {
      @Override
      protected void configure() {
        bind(Database.class).toInstance(database);
        bind(Clock.class).toInstance(Clock.systemUTC());
        bind(EventBus.class)
            .toInstance(
                new LocalEventBus(
                    new InVmEventDelivery(new RecordingMetricFactory()),
                    EventBusTestFixture.RETRY_BACKOFF_CONFIGURATION,
                    new MemoryEventDeadLetters()));
        bind(MetricFactory.class).to(RecordingMetricFactory.class);
        bind(MailboxACLResolver.class).to(UnionMailboxACLResolver.class);
      }
    };
  }

  private static Module access() {
    return new AbstractModule() {
      @Override
      protected void configure() {
        bind(Authenticator.class).toInstance(new FakeAuthenticator());
        bind(Authorizator.class).toInstance(FakeAuthorizator.defaultReject());
        bind(Key.get(new TypeLiteral<Set<PreDeletionHook>>() {})).toInstance(Set.of());
      }
    };
  }

  <T> T the(Class<T> type) {
    return parts.getInstance(type);
  }

  PostgresMailboxManager manager() {
    return manager;
  }

  MailboxSession session() {
    return session;
  }

  StoreMailboxId mailbox(String name) throws MailboxException {
    MailboxPath path = MailboxPath.forUser(ALICE, name);
    return (StoreMailboxId)
        manager.createMailbox(path, session).orElseGet(() -> existing(path)); // there already
  }

  private StoreMailboxId existing(MailboxPath path) {
    try {
      return (StoreMailboxId) manager.getMailbox(path, session).getId();
    } catch (MailboxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Appends a message, its line ends made CRLF, one octet a character. */
  long add(StoreMailboxId mailbox, String message) throws MailboxException {
    return add(mailbox, message.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
  }

  long add(StoreMailboxId mailbox, byte[] message) throws MailboxException {
    return manager
        .getMailbox(mailbox, session)
        .appendMessage(AppendCommand.builder().build(message), session)
        .getId()
        .getUid()
        .asLong();
  }

  void flag(StoreMailboxId mailbox, long uid, Flags.Flag flag) throws MailboxException {
    manager
        .getMailbox(mailbox, session)
        .setFlags(
            new Flags(flag),
            MessageManager.FlagsUpdateMode.ADD,
            MessageRange.one(MessageUid.of(uid)),
            session);
  }

  void expunge(StoreMailboxId mailbox, long uid) throws MailboxException {
    manager.getMailbox(mailbox, session).delete(List.of(MessageUid.of(uid)), session);
  }

  /** What IMAP SEARCH would find. */
  List<Long> find(StoreMailboxId mailbox, SearchQuery.Criterion... criteria)
      throws MailboxException {
    SearchQuery query = SearchQuery.of(criteria);
    return Flux.from(manager.getMailbox(mailbox, session).search(query, session))
        .map(MessageUid::asLong)
        .collectList()
        .block();
  }

  /** The same without any index: every message is read. */
  List<Long> scan(StoreMailboxId mailbox, SearchQuery.Criterion... criteria) throws Exception {
    Condition condition = Conditions.of(SearchQuery.of(criteria));
    List<Long> found = new ArrayList<>();
    for (Held row : the(AccountReading.class).range(mailbox, 1, Long.MAX_VALUE, 100_000)) {
      if (condition.matches(row, Condition.NONE, text(mailbox.account(), row.id().uuid()))) {
        found.add(row.uid());
      }
    }
    return found;
  }

  private MessageText text(long account, UUID id) throws IOException {
    MessageText known = read.get(id);
    if (known == null) {
      known = Texts.whole(the(AccountReading.class).bytes(account, List.of(id)).get(id));
      read.put(id, known);
    }
    return known;
  }

  @Override
  public void close() {
    the(IndexKeeper.class).close();
  }
}
