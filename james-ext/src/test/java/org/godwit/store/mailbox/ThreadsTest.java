package org.godwit.store.mailbox;

import com.google.inject.Injector;
import java.util.Optional;
import java.util.Set;
import org.apache.james.core.Username;
import org.apache.james.events.EventBus;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.model.MessageId;
import org.apache.james.mailbox.model.ThreadId;
import org.apache.james.mailbox.store.CombinationManagerTestSystem;
import org.apache.james.mailbox.store.ThreadIdGuessingAlgorithmContract;
import org.apache.james.mailbox.store.mail.MessageMapper;
import org.apache.james.mailbox.store.mail.ThreadIdGuessingAlgorithm;
import org.apache.james.mailbox.store.mail.model.MimeMessageId;
import org.apache.james.mailbox.store.mail.model.Subject;
import org.godwit.store.PostgresExtension;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Flux;

@ExtendWith({PostgresExtension.class, StoreInvariants.class})
class ThreadsTest extends ThreadIdGuessingAlgorithmContract {

  private final StoreMessageId.Factory ids = new StoreMessageId.Factory();

  @Override
  protected CombinationManagerTestSystem createTestingData() {
    Injector composed = ComposedMailbox.compose();
    eventBus = composed.getInstance(EventBus.class);
    messageIdFactory = ids;
    return ManagerSystems.combination(composed);
  }

  @Override
  protected ThreadIdGuessingAlgorithm initThreadIdGuessingAlgorithm(
      CombinationManagerTestSystem system) {
    return new Threads(PostgresExtension.database());
  }

  @Override
  protected MessageMapper createMessageMapper(MailboxSession session) {
    return new PostgresMapperProvider().mappers().createMessageMapper(session);
  }

  @Override
  protected MessageId initNewBasedMessageId() {
    return ids.generate();
  }

  @Override
  protected MessageId initOtherBasedMessageId() {
    return ids.generate();
  }

  /** Done already: appending a message keeps what tells its thread. */
  @Override
  protected Flux<Void> saveThreadData(
      Username user,
      Set<MimeMessageId> references,
      MessageId message,
      ThreadId thread,
      Optional<Subject> subject) {
    return Flux.empty();
  }
}
