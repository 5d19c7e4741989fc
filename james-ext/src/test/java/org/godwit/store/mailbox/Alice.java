package org.godwit.store.mailbox;

import com.google.inject.AbstractModule;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.TypeLiteral;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import javax.mail.Flags;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageManager.AppendCommand;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.FetchGroup;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.MessageRange;
import org.apache.james.mailbox.model.MessageResult;
import org.godwit.store.Database;
import reactor.core.publisher.Flux;

/** Somebody with mailboxes, for tests. */
final class Alice {

  static final Username NAME = Username.of("alice@example.test");

  private final Injector composed;
  private final PostgresMailboxManager manager;
  private final MailboxSession session;

  Alice(Database database) {
    this(database, NAME);
  }

  Alice(Database database, Username name) {
    this.composed =
        ComposedMailbox.compose(
            Set.of(),
            new AbstractModule() {
              @Override
              protected void configure() {
                bind(Database.class).toInstance(database);
              }
            });
    this.manager = composed.getInstance(PostgresMailboxManager.class);
    this.session = manager.createSystemSession(name);
  }

  <T> T the(Class<T> type) {
    return composed.getInstance(type);
  }

  <T> T all(TypeLiteral<T> type) {
    return composed.getInstance(Key.get(type));
  }

  MailboxSession session() {
    return session;
  }

  PostgresMailboxManager manager() {
    return manager;
  }

  MailboxPath path(String mailbox) {
    return MailboxPath.forUser(session.getUser(), mailbox);
  }

  MessageManager create(String mailbox) throws MailboxException {
    manager.createMailbox(path(mailbox), session);
    return open(mailbox);
  }

  MessageManager open(String mailbox) throws MailboxException {
    return manager.getMailbox(path(mailbox), session);
  }

  MessageUid append(String mailbox, String message, Flags flags) throws MailboxException {
    return open(mailbox)
        .appendMessage(AppendCommand.builder().withFlags(flags).build(bytes(message)), session)
        .getId()
        .getUid();
  }

  MessageUid append(String mailbox, String message) throws MailboxException {
    return append(mailbox, message, new Flags());
  }

  void appendMany(String mailbox, int count) throws MailboxException {
    for (int i = 0; i < count; i++) {
      append(mailbox, "Subject: number " + i + "\r\n\r\nbody " + i + "\r\n");
    }
  }

  List<MessageResult> fetch(String mailbox, FetchGroup what) throws MailboxException {
    return Flux.from(open(mailbox).getMessagesReactive(MessageRange.all(), what, session))
        .collectList()
        .block();
  }

  /** The uids that are there. */
  List<Long> uids(String mailbox) throws MailboxException {
    return fetch(mailbox, FetchGroup.MINIMAL).stream()
        .map(message -> message.getUid().asLong())
        .toList();
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
