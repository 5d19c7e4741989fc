package org.godwit.command;

import com.codahale.metrics.MetricRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.godwit.admin.Administration;
import org.godwit.admin.FirstSteps;
import org.godwit.admin.http.ApiHandler;
import org.godwit.admin.http.Askers;
import org.godwit.admin.http.SetupHandler;
import org.godwit.admin.http.Standing;
import org.godwit.jmap.push.SocketHandler;
import org.godwit.mailflow.outbound.OutboundSettings;
import org.godwit.passkey.Ceremonies;
import org.godwit.server.Backups;
import org.godwit.server.CertificateOffice;
import org.godwit.server.MailServer;
import org.godwit.store.Copies;
import org.godwit.store.Database;
import org.godwit.store.account.AppPasswords;
import org.godwit.store.account.Passkeys;
import org.godwit.store.account.SecondFactors;
import org.godwit.store.account.Secrets;
import org.godwit.store.account.SignIn;
import org.godwit.store.account.WebSessions;
import org.godwit.store.admin.AdminRoles;
import org.godwit.store.admin.AdminTokens;
import org.godwit.store.admin.FirstRun;
import org.godwit.store.mailbox.AccountIds;
import org.godwit.store.queue.QueueAdmin;
import org.godwit.timing.Timing;
import org.godwit.timing.Timings;
import org.godwit.trust.Certificates;
import org.godwit.trust.acme.AcmeVault;
import org.godwit.trust.acme.ChallengeKind;
import org.godwit.trust.sasl.Sasl;
import org.godwit.watch.Backing;
import org.godwit.watch.Copying;
import org.godwit.watch.Vitals;
import org.godwit.watch.Waits;
import org.godwit.watch.Work;
import org.godwit.web.AcmeAnswers;
import org.godwit.web.AdminPages;
import org.godwit.web.Callers;
import org.godwit.web.Entrance;
import org.godwit.web.Health;
import org.godwit.web.Metrics;
import org.godwit.web.PasskeyApi;
import org.godwit.web.PasskeyPages;
import org.godwit.web.ProviderPages;
import org.godwit.web.SignInApi;
import org.godwit.web.SignInPages;
import org.godwit.web.WebPart;
import org.godwit.web.WhoAmI;

/** All that the web door answers, composed over a mail server. */
final class WebParts {
  private final MailServer mail;
  private final Supplier<List<String>> problems;
  private final Optional<String> metricsToken;
  private final Path data;
  private Timing http = new Timing(Timing.WAIT, List.of());

  /**
   * Composes them.
   *
   * @param data everything we keep on disk
   */
  WebParts(
      MailServer mail, Supplier<List<String>> problems, Optional<String> metricsToken, Path data) {
    this.data = data;
    this.mail = mail;
    this.problems = problems;
    this.metricsToken = metricsToken;
  }

  List<WebPart> all(Administration administration) {
    Callers callers =
        new Callers(
            mail.service(Sasl.class),
            mail.service(AccountIds.class),
            mail.service(WebSessions.class));
    List<WebPart> parts = new ArrayList<>(JmapParts.of(mail, callers));
    parts.addAll(MailViewParts.of(mail, callers, data.resolve("cache")));
    parts.addAll(DiscoveryParts.of(mail));
    AcmeVault vault = mail.service(CertificateOffice.class).vault();
    parts.add(
        WebPart.of(
            AcmeAnswers.PATH + "*",
            new AcmeAnswers(token -> vault.answer(ChallengeKind.HTTP_01, token))));
    parts.add(WebPart.of("/health/*", new Health(problems)));
    parts.add(WebPart.of("/metrics", metrics()));
    Standing standing = new Standing(mail.service(AdminRoles.class), mail.service(FirstRun.class));
    AdminPages pages = new AdminPages(callers, standing::of);
    parts.add(WebPart.of("/admin", pages));
    parts.add(WebPart.of("/admin/*", pages));
    parts.add(
        WebPart.of(
            ApiHandler.PATH + "/*",
            new ApiHandler(
                administration,
                new Askers(
                    callers,
                    mail.service(AdminRoles.class),
                    mail.service(AdminTokens.class),
                    InstantSource.system())),
            ApiHandler.MOST_BYTES));
    parts.add(
        WebPart.of(
            SetupHandler.PATH + "/*",
            new SetupHandler(
                new FirstSteps(
                    mail::service, mail.service(OutboundSettings.class).hostname(), data),
                entrance(),
                InstantSource.system())));
    parts.addAll(signingIn(callers));
    return timed(parts);
  }

  /** All but those whose answers end when somebody hangs up. */
  private List<WebPart> timed(List<WebPart> parts) {
    Set<String> endless = Set.of(SocketHandler.PATH, "/jmap/eventsource");
    Predicate<WebPart> ends = part -> !endless.contains(part.path().getDeclaration());
    http =
        new Timing(
            Timing.WAIT,
            parts.stream().filter(ends).map(part -> part.path().getDeclaration()).toList());
    return parts.stream().map(part -> ends.test(part) ? part.timed(http) : part).toList();
  }

  private Metrics metrics() {
    Vitals vitals =
        new Vitals(
            problems,
            mail.service(QueueAdmin.class),
            mail.service(Certificates.class),
            data,
            InstantSource.system());
    Work work = new Work(mail.service(Sasl.class).logins(), mail.service(Database.class).times());
    Copying copying = new Copying(mail.service(Database.class), mail.service(Copies.class));
    return new Metrics(
        mail.service(MetricRegistry.class),
        List.of(vitals, work, copying, backing(), waits()),
        metricsToken);
  }

  private Backing backing() {
    Backups backups = mail.service(Backups.class);
    return new Backing(backups.book(), backups.settings().at().isPresent(), InstantSource.system());
  }

  private Waits waits() {
    Timings timings = mail.service(Timings.class);
    return new Waits(
        List.of(
            new Waits.Family(
                "godwit_smtp_message_seconds",
                "From DATA to its answer, with the time that the client took to send.",
                "door",
                timings::smtp),
            new Waits.Family(
                "godwit_imap_command_seconds", "IMAP commands.", "command", timings::imap),
            new Waits.Family(
                "godwit_http_request_seconds",
                "HTTP requests, to the last byte of the answer.",
                "path",
                () -> http),
            new Waits.Family(
                "godwit_login_seconds",
                "Checks of who somebody is.",
                "protocol",
                () -> mail.service(Sasl.class).logins().times()),
            new Waits.Family(
                "godwit_queue_seconds",
                "From when mail was accepted to when it had left a queue.",
                "queue",
                timings::queue)));
  }

  private List<WebPart> signingIn(Callers callers) {
    SignInPages pages =
        new SignInPages(
            mail.service(SignIn.class),
            mail.service(WebSessions.class),
            entrance(),
            mail.provider().map(provider -> provider.settings().label()));
    List<WebPart> parts = new ArrayList<>();
    parts.add(WebPart.of("/login", pages, SignInPages.MOST_BYTES));
    parts.add(WebPart.of("/login/*", pages, SignInPages.MOST_BYTES));
    parts.add(WebPart.of("/logout", pages));
    mail.provider()
        .ifPresent(
            provider ->
                parts.add(WebPart.of("/login/oidc/*", new ProviderPages(provider, entrance()))));
    parts.add(WebPart.of("/signin/whoami", new WhoAmI(callers)));
    parts.addAll(passkeys(callers));
    parts.add(WebPart.of("/signin/*", signInApi(callers)));
    return parts;
  }

  private List<WebPart> passkeys(Callers callers) {
    Passkeys passkeys = mail.service(Passkeys.class);
    SignIn signIn = mail.service(SignIn.class);
    byte[] secret = new Secrets(mail.service(Database.class)).named("passkey-challenge");
    Ceremonies ceremonies = new Ceremonies(passkeys, secret, Clock.systemUTC());
    return List.of(
        WebPart.of("/login/passkey/*", new PasskeyPages(ceremonies, signIn, entrance())),
        WebPart.of("/signin/passkeys/*", new PasskeyApi(callers, signIn, passkeys, ceremonies)));
  }

  private Entrance entrance() {
    return new Entrance(
        mail.service(SignIn.class),
        mail.service(WebSessions.class),
        mail.service(AccountIds.class));
  }

  private SignInApi signInApi(Callers callers) {
    return new SignInApi(
        callers,
        mail.service(SignIn.class),
        mail.service(WebSessions.class),
        mail.service(AppPasswords.class),
        mail.service(SecondFactors.class));
  }
}
