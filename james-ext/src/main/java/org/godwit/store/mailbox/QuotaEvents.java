package org.godwit.store.mailbox;

import javax.inject.Inject;
import org.apache.james.core.quota.QuotaCountUsage;
import org.apache.james.core.quota.QuotaSizeUsage;
import org.apache.james.events.Event;
import org.apache.james.events.EventBus;
import org.apache.james.events.EventListener.ReactiveGroupEventListener;
import org.apache.james.events.Group;
import org.apache.james.mailbox.model.CurrentQuotas;
import org.apache.james.mailbox.model.QuotaOperation;
import org.apache.james.mailbox.model.QuotaRoot;
import org.apache.james.mailbox.quota.CurrentQuotaManager;
import org.apache.james.mailbox.quota.QuotaManager;
import org.apache.james.mailbox.quota.QuotaRootResolver;
import org.apache.james.mailbox.store.quota.ListeningCurrentQuotaUpdater;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/**
 * Tells the event bus how full an account is after each change to its messages. It reads the quota
 * each time, so register it where somebody wants to know, such as warnings of a full mailbox.
 */
public final class QuotaEvents implements ReactiveGroupEventListener {

  /** One of us is enough. */
  public static final class QuotaEventsGroup extends Group {}

  private static final Group GROUP = new QuotaEventsGroup();

  private final ListeningCurrentQuotaUpdater announcer;

  @Inject
  public QuotaEvents(
      QuotaUsage usage, QuotaRootResolver roots, EventBus events, QuotaManager quotas) {
    this.announcer =
        new ListeningCurrentQuotaUpdater(new CountedAlready(usage), roots, events, quotas);
  }

  @Override
  public Group getDefaultGroup() {
    return GROUP;
  }

  @Override
  public boolean isHandling(Event event) {
    return announcer.isHandling(event);
  }

  @Override
  public Publisher<Void> reactiveEvent(Event event) {
    return announcer.reactiveEvent(event);
  }

  /** The use as it is: the statement that changed the messages counted them. */
  private record CountedAlready(QuotaUsage usage) implements CurrentQuotaManager {
    @Override
    public Publisher<QuotaCountUsage> getCurrentMessageCount(QuotaRoot root) {
      return usage.getCurrentMessageCount(root);
    }

    @Override
    public Publisher<QuotaSizeUsage> getCurrentStorage(QuotaRoot root) {
      return usage.getCurrentStorage(root);
    }

    @Override
    public Publisher<CurrentQuotas> getCurrentQuotas(QuotaRoot root) {
      return usage.getCurrentQuotas(root);
    }

    @Override
    public Publisher<Void> increase(QuotaOperation by) {
      return Mono.empty();
    }

    @Override
    public Publisher<Void> decrease(QuotaOperation by) {
      return Mono.empty();
    }

    @Override
    public Publisher<Void> setCurrentQuotas(QuotaOperation to) {
      return Mono.empty();
    }
  }
}
