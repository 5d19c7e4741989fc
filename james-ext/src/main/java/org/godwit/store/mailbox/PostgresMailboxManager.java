package org.godwit.store.mailbox;

import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import javax.inject.Inject;
import org.apache.james.core.Username;
import org.apache.james.events.EventBus;
import org.apache.james.mailbox.MailboxPathLocker;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.SessionProvider;
import org.apache.james.mailbox.exception.InsufficientRightsException;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.extension.PreDeletionHook;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MailboxACL;
import org.apache.james.mailbox.model.MailboxAnnotation;
import org.apache.james.mailbox.model.MailboxAnnotationKey;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.store.MailboxManagerConfiguration;
import org.apache.james.mailbox.store.MailboxReactorUtils;
import org.apache.james.mailbox.store.PreDeletionHooks;
import org.apache.james.mailbox.store.StoreMailboxAnnotationManager;
import org.apache.james.mailbox.store.StoreMailboxManager;
import org.apache.james.mailbox.store.StoreMessageManager;
import org.apache.james.mailbox.store.StoreRightManager;
import org.apache.james.mailbox.store.mail.ThreadIdGuessingAlgorithm;
import org.apache.james.mailbox.store.mail.model.impl.MessageParser;
import org.apache.james.mailbox.store.quota.QuotaComponents;
import org.apache.james.mailbox.store.search.MessageSearchIndex;
import org.apache.james.metrics.api.MetricFactory;
import org.godwit.store.Database;
import org.godwit.store.StoreUnavailable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** James's mailbox manager, on our store; its message managers are ours. */
public final class PostgresMailboxManager extends StoreMailboxManager {

  private static final EnumSet<MailboxCapabilities> MAILBOX_CAPABILITIES =
      EnumSet.of(
          MailboxCapabilities.Move,
          MailboxCapabilities.UserFlag,
          MailboxCapabilities.Namespace,
          MailboxCapabilities.Annotation,
          MailboxCapabilities.ACL,
          MailboxCapabilities.Quota);

  private static final EnumSet<MessageCapabilities> MESSAGE_CAPABILITIES =
      EnumSet.of(MessageCapabilities.UniqueID);

  private final Database database;
  private final boolean hooked;
  private final PostgresMessageStorer storer;
  private final ThreadMerge merge;

  @Inject
  public PostgresMailboxManager(
      Database database,
      StoreMapperFactory mappers,
      SessionProvider sessions,
      MailboxPathLocker locker,
      MessageParser parser,
      StoreMessageId.Factory ids,
      StoreMailboxAnnotationManager annotations,
      EventBus events,
      StoreRightManager rights,
      QuotaComponents quotas,
      MessageSearchIndex index,
      MailboxManagerConfiguration configuration,
      Set<PreDeletionHook> hooks,
      MetricFactory metrics,
      ThreadIdGuessingAlgorithm threads,
      Clock clock) {
    super(
        mappers,
        sessions,
        locker,
        parser,
        ids,
        annotations,
        events,
        rights,
        quotas,
        index,
        configuration,
        new PreDeletionHooks(hooks, metrics),
        threads,
        clock);
    this.database = database;
    this.hooked = !hooks.isEmpty();
    this.storer = new PostgresMessageStorer(database, clock, ids);
    this.merge = new ThreadMerge(database, mappers, locker, events, ids, clock);
  }

  @Override
  public EnumSet<MailboxCapabilities> getSupportedMailboxCapabilities() {
    return EnumSet.copyOf(MAILBOX_CAPABILITIES);
  }

  @Override
  public EnumSet<MessageCapabilities> getSupportedMessageCapabilities() {
    return EnumSet.copyOf(MESSAGE_CAPABILITIES);
  }

  @Override
  protected StoreMessageManager createMessageManager(Mailbox mailbox, MailboxSession session) {
    return new PostgresMessageManager(this, mailbox);
  }

  /**
   * James asks it before it creates a mailbox, and tries five times more unless the failure is a
   * {@link MailboxException}; with a database that is away each try takes seconds.
   */
  @Override
  public Mono<Boolean> mailboxExists(MailboxPath path, MailboxSession session) {
    return super.mailboxExists(path, session)
        .onErrorMap(
            StoreUnavailable.class,
            away -> new MailboxException("the mailboxes cannot be asked now", away));
  }

  /**
   * James lets none but the owner make mailboxes; here may whoever has the right "k" in the one
   * above (4314 §4). What is made is the owner's. One statement more than for the owner.
   */
  @Override
  public Mono<MailboxId> createMailboxReactive(
      MailboxPath path, CreateOption option, MailboxSession session) {
    if (path.belongsTo(session)) {
      return super.createMailboxReactive(path, option, session);
    }
    return Mono.fromCallable(() -> needCreate(path, session))
        .flatMap(
            owner ->
                super.createMailboxReactive(path, CreateOption.NONE, createSystemSession(owner)));
  }

  private Username needCreate(MailboxPath path, MailboxSession session)
      throws InsufficientRightsException {
    MailboxACL above = database.run("reading rights", on -> MailboxCreation.above(on, path));
    Username owner = path.getUser();
    if (!new SameDomainAcl()
        .of(session.getUser(), above, owner.asString())
        .contains(MailboxACL.Right.CreateMailbox)) {
      throw new InsufficientRightsException("the right k is needed in the mailbox above");
    }
    return owner;
  }

  // Annotations (RFC 5464) of a mailbox of somebody else: what is private is its owner's.

  @Override
  public void updateAnnotations(
      MailboxPath path, MailboxSession session, List<MailboxAnnotation> annotations)
      throws MailboxException {
    MailboxReactorUtils.block(updateAnnotationsReactive(path, session, annotations));
  }

  @Override
  public Mono<Void> updateAnnotationsReactive(
      MailboxPath path, MailboxSession session, List<MailboxAnnotation> annotations) {
    return path.belongsTo(session)
        ? Mono.from(super.updateAnnotationsReactive(path, session, annotations))
        : Mono.error(() -> new InsufficientRightsException("annotations are the owner's"));
  }

  @Override
  public Flux<MailboxAnnotation> getAllAnnotationsReactive(
      MailboxPath path, MailboxSession session) {
    return shown(path, session, super.getAllAnnotationsReactive(path, session));
  }

  @Override
  public Flux<MailboxAnnotation> getAnnotationsByKeysReactive(
      MailboxPath path, MailboxSession session, Set<MailboxAnnotationKey> keys) {
    return shown(path, session, super.getAnnotationsByKeysReactive(path, session, keys));
  }

  @Override
  public Flux<MailboxAnnotation> getAnnotationsByKeysWithOneDepthReactive(
      MailboxPath path, MailboxSession session, Set<MailboxAnnotationKey> keys) {
    return shown(
        path, session, super.getAnnotationsByKeysWithOneDepthReactive(path, session, keys));
  }

  @Override
  public Flux<MailboxAnnotation> getAnnotationsByKeysWithAllDepthReactive(
      MailboxPath path, MailboxSession session, Set<MailboxAnnotationKey> keys) {
    return shown(
        path, session, super.getAnnotationsByKeysWithAllDepthReactive(path, session, keys));
  }

  private static Flux<MailboxAnnotation> shown(
      MailboxPath path, MailboxSession session, Publisher<MailboxAnnotation> all) {
    return Flux.from(all)
        .filter(one -> path.belongsTo(session) || one.getKey().asString().startsWith("/shared/"));
  }

  // What the message manager is made of; James's getters are for subclasses only.

  Database database() {
    return database;
  }

  boolean hooked() {
    return hooked;
  }

  PostgresMessageStorer storer() {
    return storer;
  }

  ThreadMerge merge() {
    return merge;
  }

  MessageSearchIndex index() {
    return getMessageSearchIndex();
  }

  MailboxPathLocker locker() {
    return getLocker();
  }

  StoreRightManager rights() {
    return getStoreRightManager();
  }

  PreDeletionHooks hooks() {
    return getPreDeletionHooks();
  }

  MailboxManagerConfiguration configuration() {
    return configuration;
  }
}
