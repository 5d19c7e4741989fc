package org.godwit.command;

import com.codahale.metrics.MetricRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.godwit.admin.AdminServer;
import org.godwit.admin.ServerStatus;
import org.godwit.server.MailServer;
import org.godwit.server.ServerSettings;
import org.godwit.server.StartProblem;
import org.godwit.settings.Settings;
import org.godwit.store.account.AppPasswords;
import org.godwit.store.account.SecondFactors;
import org.godwit.store.account.SignIn;
import org.godwit.store.account.WebSessions;
import org.godwit.store.mailbox.AccountIds;
import org.godwit.trust.Certificates;
import org.godwit.trust.sasl.Sasl;
import org.godwit.web.Callers;
import org.godwit.web.Entrance;
import org.godwit.web.FrontPage;
import org.godwit.web.Health;
import org.godwit.web.Metrics;
import org.godwit.web.ProviderPages;
import org.godwit.web.SignInApi;
import org.godwit.web.SignInPages;
import org.godwit.web.WebPart;
import org.godwit.web.WebProblem;
import org.godwit.web.WebServer;
import org.godwit.web.WebSettings;
import org.godwit.web.WhoAmI;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The mail server, the web door and the administrator's socket, started and stopped together. */
final class RunningServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RunningServer.class);
  private static final long SPACE_NEEDED = 100L * 1024 * 1024;

  private final Instant started = Instant.now();
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final ServerSettings settings;
  private MailServer mail;
  private WebServer web;

  private RunningServer(ServerSettings settings) {
    this.settings = settings;
  }

  /**
   * Starts everything.
   *
   * @throws Failure with a line for the admin; nothing is left running
   */
  static RunningServer start(Settings settings) throws Failure {
    RunningServer server = new RunningServer(settings.server());
    try {
      server.startAll(settings);
      return server;
    } catch (StartProblem | WebProblem | IOException e) {
      server.close();
      throw Failure.failed(firstLine(e));
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  /** Whoever writes more than one line does not write to an admin: the rest is for the log. */
  private static String firstLine(Exception e) {
    String message = String.valueOf(e.getMessage());
    String first = message.lines().findFirst().orElse("");
    if (!first.equals(message)) {
      LOG.error("did not start", e);
    }
    return first;
  }

  private void startAll(Settings all) throws StartProblem, WebProblem, IOException {
    mail = MailServer.start(settings);
    parts.push(mail);
    WebSettings door =
        new WebSettings(
            settings.listen().http(),
            settings.listen().https(),
            settings.limits().connections(),
            settings.limits().connectionsPerAddress(),
            all.metricsToken());
    web = WebServer.start(door, mail.service(Certificates.class), webParts(door));
    parts.push(web);
    parts.push(AdminServer.start(settings.dataDirectory(), mail::service, this::status));
  }

  private List<WebPart> webParts(WebSettings door) {
    Callers callers = callers();
    List<WebPart> parts = new ArrayList<>(JmapParts.of(mail, callers));
    parts.add(WebPart.of("/", new FrontPage()));
    parts.add(WebPart.of("/health/*", new Health(this::problems)));
    parts.add(
        WebPart.of(
            "/metrics", new Metrics(mail.service(MetricRegistry.class), door.metricsToken())));
    parts.add(WebPart.of("/login", signInPages(), SignInPages.MOST_BYTES));
    parts.add(WebPart.of("/login/*", signInPages(), SignInPages.MOST_BYTES));
    parts.add(WebPart.of("/logout", signInPages()));
    mail.provider()
        .ifPresent(
            provider ->
                parts.add(WebPart.of("/login/oidc/*", new ProviderPages(provider, signIns()))));
    parts.add(WebPart.of("/signin/whoami", new WhoAmI(callers)));
    parts.add(WebPart.of("/signin/*", signInApi(callers)));
    return parts;
  }

  private Callers callers() {
    return new Callers(
        mail.service(Sasl.class), mail.service(AccountIds.class), mail.service(WebSessions.class));
  }

  private SignInPages signInPages() {
    return new SignInPages(
        mail.service(SignIn.class),
        mail.service(WebSessions.class),
        signIns(),
        mail.provider().map(provider -> provider.settings().label()));
  }

  private Entrance signIns() {
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

  private List<String> problems() {
    List<String> problems = new ArrayList<>(mail.problems());
    spaceProblem(settings.dataDirectory()).ifPresent(problems::add);
    return problems;
  }

  private static java.util.Optional<String> spaceProblem(Path directory) {
    try {
      long space = Files.getFileStore(directory).getUsableSpace();
      return space >= SPACE_NEEDED
          ? java.util.Optional.empty()
          : java.util.Optional.of("the disk of " + directory + " is full: " + Printer.size(space));
    } catch (IOException e) {
      return java.util.Optional.of("the disk of " + directory + " cannot be asked");
    }
  }

  private ServerStatus status() {
    return new ServerStatus(
        VersionCommand.version(), settings.hostname(), started, addresses(), problems());
  }

  /** Names and addresses of what is open. */
  List<String> addresses() {
    List<String> addresses = new ArrayList<>();
    mail.addresses()
        .forEach(
            (service, at) ->
                addresses.add(
                    "%s %s:%d".formatted(service, at.getAddress().getHostAddress(), at.getPort())));
    addresses.addAll(web.addresses());
    return addresses;
  }

  MailServer mail() {
    return mail;
  }

  WebServer web() {
    return web;
  }

  ServerSettings settings() {
    return settings;
  }

  @Override
  public void close() {
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) { // the others must still stop
        LOG.warn("a part did not stop cleanly", e);
      }
    }
  }
}
