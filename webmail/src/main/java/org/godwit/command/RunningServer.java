package org.godwit.command;

import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.godwit.admin.AdminServer;
import org.godwit.admin.Administration;
import org.godwit.admin.ServerStatus;
import org.godwit.admin.SettingLine;
import org.godwit.cluster.site.Site;
import org.godwit.server.CertificateOffice;
import org.godwit.server.MailServer;
import org.godwit.server.ServerSettings;
import org.godwit.server.StartProblem;
import org.godwit.settings.Settings;
import org.godwit.store.StoreUnavailable;
import org.godwit.trust.Certificates;
import org.godwit.trust.acme.AcmeRenewal;
import org.godwit.trust.acme.AlpnChallenge;
import org.godwit.trust.acme.ChallengeKind;
import org.godwit.watch.alert.Alerts;
import org.godwit.web.WebPart;
import org.godwit.web.WebProblem;
import org.godwit.web.WebServer;
import org.godwit.web.WebSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The mail server, the web door and the administrator's socket, started and stopped together. */
final class RunningServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RunningServer.class);
  private static final long SPACE_NEEDED = 100L * 1024 * 1024;

  private final Instant started = Instant.now();
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final ServerSettings settings;
  private final Optional<Site> site;
  private MailServer mail;
  private WebServer web;

  private RunningServer(ServerSettings settings, Optional<Site> site) {
    this.settings = settings;
    this.site = site;
  }

  /**
   * Starts everything.
   *
   * @throws Failure with a line for the admin; nothing is left running
   */
  static RunningServer start(Settings settings) throws Failure {
    return start(settings, new RunningServer(settings.server(), Optional.empty()));
  }

  /**
   * The same on the database of a cluster.
   *
   * @param site which we are there
   * @param reached where the database is
   */
  static RunningServer start(Settings settings, Site site, Site.Reached reached) throws Failure {
    return start(
        settings, new RunningServer(onCluster(settings.server(), reached), Optional.of(site)));
  }

  private static RunningServer start(Settings settings, RunningServer server) throws Failure {
    try {
      server.startAll(settings);
      return server;
    } catch (StartProblem | WebProblem | IOException e) {
      Thread.interrupted(); // who stops a start wants what has begun to end in order
      server.close();
      throw isPassing(e) ? Failure.passing(firstLine(e)) : Failure.failed(firstLine(e));
    } catch (RuntimeException e) {
      Thread.interrupted();
      server.close();
      throw e;
    }
  }

  /** Whether the database was away; parts of others tell it in their own exceptions. */
  private static boolean isPassing(Throwable e) {
    boolean away =
        e instanceof StoreUnavailable
            || (e instanceof SQLException sql
                && String.valueOf(sql.getSQLState()).startsWith("08"));
    return away || (e.getCause() != null && isPassing(e.getCause()));
  }

  private static ServerSettings onCluster(ServerSettings told, Site.Reached reached) {
    ServerSettings.Store store = told.store();
    return told.with(
        new ServerSettings.Store(
            Optional.of(reached.primary().withReplica(Optional.of(reached.replica().url()))),
            store.programs(),
            store.poolSize(),
            store.objects()));
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
    Administration administration =
        new Administration(mail::service, this::status, () -> lines(all));
    web = webServer(door, administration);
    parts.push(web);
    mail.service(CertificateOffice.class).renewal().ifPresent(AcmeRenewal::start);
    parts.push(AdminServer.start(settings.dataDirectory(), administration));
    parts.push(Alerts.start(mail, all.alerts(), settings.dataDirectory()));
  }

  private WebServer webServer(WebSettings door, Administration administration) throws WebProblem {
    Certificates certificates = mail.service(Certificates.class);
    CertificateOffice office = mail.service(CertificateOffice.class);
    List<WebPart> answers =
        new WebParts(mail, this::problems, door.metricsToken(), settings.dataDirectory())
            .all(administration);
    boolean byHandshake =
        office.acme().map(acme -> acme.challenge() == ChallengeKind.TLS_ALPN_01).orElse(false);
    return byHandshake
        ? WebServer.start(door, certificates, new AlpnChallenge(office.vault()).context(), answers)
        : WebServer.start(door, certificates, answers);
  }

  private static List<SettingLine> lines(Settings settings) {
    return settings.now().stream()
        .map(
            now ->
                new SettingLine(
                    now.setting().key(),
                    now.text(),
                    now.where().orElse("default"),
                    now.setting().standardText(),
                    now.setting().help(),
                    now.setting().allowed(),
                    now.setting().variable()))
        .toList();
  }

  private List<String> problems() {
    List<String> problems = new ArrayList<>(mail.problems());
    site.ifPresent(ours -> problems.addAll(ours.problems()));
    spaceProblem().ifPresent(problems::add);
    return problems;
  }

  private long space() {
    try {
      return Files.getFileStore(settings.dataDirectory()).getUsableSpace();
    } catch (IOException e) {
      return -1; // which is a problem of its own
    }
  }

  private Optional<String> spaceProblem() {
    long space = space();
    if (space < 0) {
      return Optional.of("the disk of " + settings.dataDirectory() + " cannot be asked");
    }
    return space >= SPACE_NEEDED
        ? Optional.empty()
        : Optional.of(
            "the disk of " + settings.dataDirectory() + " is full: " + Printer.size(space));
  }

  private ServerStatus status() {
    return new ServerStatus(
        VersionCommand.version(),
        settings.hostname(),
        started,
        addresses(),
        problems(),
        space(),
        drained());
  }

  private List<String> drained() {
    return site.map(ours -> List.copyOf(ours.drained())).orElse(List.of());
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
