package org.godwit.command;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Module;
import com.google.inject.Scopes;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLSocketFactory;
import org.apache.james.core.Username;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.domainlist.api.DomainListException;
import org.apache.james.events.EventBus;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.SubscriptionManager;
import org.apache.james.mailbox.quota.QuotaManager;
import org.apache.james.mailbox.quota.UserQuotaRootResolver;
import org.apache.james.rrt.api.AliasReverseResolver;
import org.apache.james.rrt.api.CanSendFrom;
import org.apache.james.vacation.api.VacationRepository;
import org.godwit.cluster.Jobs;
import org.godwit.jmap.Api;
import org.godwit.jmap.ApiHandler;
import org.godwit.jmap.Capability;
import org.godwit.jmap.Core;
import org.godwit.jmap.Http;
import org.godwit.jmap.Method;
import org.godwit.jmap.Session;
import org.godwit.jmap.SessionHandler;
import org.godwit.jmap.Sights;
import org.godwit.jmap.Viewer;
import org.godwit.jmap.blob.BlobCapability;
import org.godwit.jmap.blob.BlobCopy;
import org.godwit.jmap.blob.DownloadHandler;
import org.godwit.jmap.blob.UploadHandler;
import org.godwit.jmap.contacts.ContactsCapability;
import org.godwit.jmap.deleted.DeletedCapability;
import org.godwit.jmap.deleted.KeptDays;
import org.godwit.jmap.link.LinkCapability;
import org.godwit.jmap.link.LinkLimits;
import org.godwit.jmap.mail.BlobReader;
import org.godwit.jmap.mail.Mail;
import org.godwit.jmap.mail.MailShare;
import org.godwit.jmap.mdn.MdnCapability;
import org.godwit.jmap.push.EventSourceHandler;
import org.godwit.jmap.push.Live;
import org.godwit.jmap.push.Push;
import org.godwit.jmap.push.PushTargets;
import org.godwit.jmap.push.SocketHandler;
import org.godwit.jmap.quota.QuotaCapability;
import org.godwit.jmap.rules.VacationCapability;
import org.godwit.jmap.sharing.OwnerCapability;
import org.godwit.jmap.sharing.PrincipalsCapability;
import org.godwit.jmap.sharing.ShareNotifications;
import org.godwit.jmap.sieve.SieveCapability;
import org.godwit.jmap.snooze.SnoozeCapability;
import org.godwit.jmap.submission.Reachable;
import org.godwit.jmap.submission.SendingLimits;
import org.godwit.jmap.submission.SubmissionCapability;
import org.godwit.mailflow.RecipientCheck;
import org.godwit.search.Search;
import org.godwit.server.MailServer;
import org.godwit.server.ServerSettings;
import org.godwit.server.sieve.SieveLanguage;
import org.godwit.store.Database;
import org.godwit.store.StoreException;
import org.godwit.store.account.PushSubscriptions;
import org.godwit.store.account.StandingLogins;
import org.godwit.store.account.VapidKeys;
import org.godwit.store.listing.AccountMoments;
import org.godwit.store.listing.MailboxList;
import org.godwit.store.listing.MessageWindow;
import org.godwit.store.listing.Uploads;
import org.godwit.store.mailbox.MessageEdits;
import org.godwit.store.mailbox.Undelete;
import org.godwit.store.queue.PostgresMailQueueFactory;
import org.godwit.store.snooze.Snoozes;
import org.godwit.web.Callers;
import org.godwit.web.WebClient;
import org.godwit.web.WebPart;

/** JMAP, composed over a mail server, and the browser client that speaks it. */
final class JmapParts {

  private JmapParts() {}

  /** What answers at the paths that the session names. */
  static List<WebPart> of(MailServer mail, Callers callers) {
    return of(mail, callers, PushTargets.STRICT, (SSLSocketFactory) SSLSocketFactory.getDefault());
  }

  /**
   * The same.
   *
   * @param targets where we let ourselves be sent
   * @param tls decides which push services are who they say
   */
  static List<WebPart> of(
      MailServer mail, Callers callers, PushTargets targets, SSLSocketFactory tls) {
    Injector parts = Guice.createInjector(module(mail));
    Push push =
        new Push(
            mail.service(PushSubscriptions.class),
            mail.service(VapidKeys.class),
            postmaster(mail),
            targets,
            tls,
            mail.service(Jobs.class).hold("web-push")::isOurs);
    List<Capability> capabilities =
        new ArrayList<>(
            List.of(
                new Core(ofCore(push, parts)),
                push.capability(),
                SocketHandler.capability(),
                parts.getInstance(Mail.class),
                parts.getInstance(SubmissionCapability.class),
                parts.getInstance(VacationCapability.class),
                parts.getInstance(SieveCapability.class),
                parts.getInstance(QuotaCapability.class),
                parts.getInstance(BlobCapability.class),
                parts.getInstance(ContactsCapability.class),
                parts.getInstance(MdnCapability.class),
                parts.getInstance(SnoozeCapability.class),
                parts.getInstance(DeletedCapability.class),
                parts.getInstance(PrincipalsCapability.class),
                parts.getInstance(OwnerCapability.class),
                new MailShare()));
    if (mail.links().isOn()) {
      capabilities.add(parts.getInstance(LinkCapability.class));
    }
    Api api = new Api(parts.getInstance(Sights.class), List.copyOf(capabilities));
    Session session = new Session(api);
    Live live =
        new Live(
            api,
            parts.getInstance(AccountMoments.class),
            mail.service(StandingLogins.class),
            mail.service(EventBus.class),
            push);
    SessionHandler sessionHandler = new SessionHandler(callers, session);
    sessionHandler.addEventListener(
        parts.getInstance(ShareNotifications.class).whileAlive(session::forget));
    WebClient client =
        new WebClient(
            callers,
            (request, me) ->
                FirstPage.of(
                    api,
                    session,
                    new Viewer(me.accountId(), Username.of(me.name())),
                    Http.base(request)));
    return List.of(
        WebPart.of("/", client),
        WebPart.of("/jmap/session", sessionHandler),
        WebPart.of("/.well-known/jmap", sessionHandler),
        WebPart.of(SocketHandler.PATH, new SocketHandler(callers, api, session, live)),
        WebPart.of("/jmap/eventsource", new EventSourceHandler(callers, live)),
        WebPart.of("/jmap/api", new ApiHandler(callers, api, session), ApiHandler.MOST_BYTES),
        WebPart.of(
            "/jmap/upload/*",
            new UploadHandler(
                callers, parts.getInstance(Sights.class), parts.getInstance(Uploads.class)),
            UploadHandler.MOST_BYTES),
        WebPart.of(
            "/jmap/download/*",
            new DownloadHandler(
                callers, parts.getInstance(Sights.class), parts.getInstance(BlobReader.class))));
  }

  private static String postmaster(MailServer mail) {
    try {
      return "postmaster@" + mail.service(DomainList.class).getDefaultDomain().asString();
    } catch (DomainListException e) {
      throw new StoreException("the first domain cannot be read", e);
    }
  }

  private static Map<String, Method> ofCore(Push push, Injector parts) {
    Map<String, Method> methods = new HashMap<>(push.methods());
    methods.put(BlobCopy.NAME, parts.getInstance(BlobCopy.class));
    return methods;
  }

  private static Module module(MailServer mail) {
    return new AbstractModule() {
      @Override
      protected void configure() {
        bind(Database.class).toInstance(mail.service(Database.class));
        bind(EventBus.class).toInstance(mail.service(EventBus.class));
        bind(MailboxManager.class).toInstance(mail.service(MailboxManager.class));
        bind(Snoozes.class).toInstance(mail.service(Snoozes.class));
        bind(Undelete.class).toInstance(mail.service(Undelete.class));
        bind(KeptDays.class).toInstance(new KeptDays(mail.retention().deletedDays()));
        ServerSettings.Links links = mail.links();
        bind(LinkLimits.class)
            .toInstance(
                new LinkLimits(links.above(), links.largest(), links.days(), links.mostDays()));
        bind(MessageEdits.class).toInstance(mail.service(MessageEdits.class));
        bind(SubscriptionManager.class).toInstance(mail.service(SubscriptionManager.class));
        bind(AliasReverseResolver.class).toInstance(mail.service(AliasReverseResolver.class));
        bind(CanSendFrom.class).toInstance(mail.service(CanSendFrom.class));
        bind(PostgresMailQueueFactory.class)
            .toInstance(mail.service(PostgresMailQueueFactory.class));
        RecipientCheck recipients = mail.service(RecipientCheck.class);
        bind(Reachable.class).toInstance(address -> recipients.refusal(address).isEmpty());
        bind(SendingLimits.class)
            .toInstance(
                new SendingLimits(mail.limits().messageBytes(), mail.limits().recipients()));
        bind(Clock.class).toInstance(Clock.systemUTC());
        bind(VacationRepository.class).toInstance(mail.service(VacationRepository.class));
        bind(SieveLanguage.class).toInstance(mail.service(SieveLanguage.class));
        bind(QuotaManager.class).toInstance(mail.service(QuotaManager.class));
        bind(UserQuotaRootResolver.class).toInstance(mail.service(UserQuotaRootResolver.class));
        bind(Search.class).toInstance(mail.service(Search.class));
        bind(MailboxList.class).in(Scopes.SINGLETON); // it remembers counts
        bind(MessageWindow.class).in(Scopes.SINGLETON);
      }
    };
  }
}
