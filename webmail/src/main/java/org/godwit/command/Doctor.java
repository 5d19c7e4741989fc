package org.godwit.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.godwit.admin.AdminClient;
import org.godwit.admin.AdminProblem;
import org.godwit.admin.Operations;
import org.godwit.server.ServerSettings;
import org.godwit.settings.Settings;
import org.godwit.store.DatabaseSettings;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.Lookup;
import org.xbill.DNS.Record;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** Looks at a machine and its settings, from outside the server. */
final class Doctor {
  private static final long SPACE_WISHED = 2L * 1024 * 1024 * 1024;
  private static final Duration SOON = Duration.ofDays(14);
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final ServerSettings settings;
  private final Path data;
  private final List<Finding> findings = new ArrayList<>();

  Doctor(Settings settings) {
    this.settings = settings.server();
    this.data = settings.dataDirectory();
  }

  List<Finding> findings() {
    java();
    boolean running = server();
    directory();
    if (!running) {
      ports();
    }
    settings.store().external().ifPresentOrElse(this::database, this::ownDatabase);
    settings.store().objects().map(ObjectCheck::of).ifPresent(findings::add);
    certificate();
    dns();
    clock();
    return findings;
  }

  private void java() {
    int version = Runtime.version().feature();
    findings.add(
        version >= 21
            ? Finding.ok("java", String.valueOf(Runtime.version()))
            : Finding.bad("java", version + " is too old; install 21 or newer"));
  }

  private boolean server() {
    try {
      var status =
          new AdminClient(data)
              .call(
                  Operations.ALL.stream()
                      .filter(each -> each.name().equals("status"))
                      .findFirst()
                      .orElseThrow(),
                  JsonNodeFactory.instance.objectNode())
              .body();
      status
          .path("problems")
          .forEach(problem -> findings.add(Finding.bad("server", problem.asText())));
      if (status.path("problems").isEmpty()) {
        findings.add(Finding.ok("server", "runs and is ready"));
      }
      return true;
    } catch (AdminProblem e) {
      findings.add(Finding.bad("server", e.getMessage()));
      return true;
    } catch (IOException e) {
      findings.add(Finding.warn("server", "does not run on " + data + "; start it: ./scripts/run"));
      return false;
    }
  }

  private void directory() {
    Path there = data;
    while (!Files.exists(there)) {
      there = there.getParent();
    }
    if (!Files.isWritable(there)) {
      findings.add(
          Finding.bad(
              "data", there + " cannot be written by us; change its owner, or set [data] dir"));
      return;
    }
    try {
      long space = Files.getFileStore(there).getUsableSpace();
      findings.add(
          space >= SPACE_WISHED
              ? Finding.ok("data", Printer.size(space) + " free for " + data)
              : Finding.warn(
                  "data", "only " + Printer.size(space) + " free for " + data + "; make room"));
    } catch (IOException e) {
      findings.add(Finding.warn("data", "the space left for " + data + " cannot be asked"));
    }
  }

  private void ports() {
    ServerSettings.Listen listen = settings.listen();
    int before = findings.size();
    port("smtp", listen.smtp());
    port("submission", listen.submission());
    port("submissions", listen.submissions());
    port("lmtp", listen.lmtp());
    port("imap", listen.imap());
    port("imaps", listen.imaps());
    port("pop3", listen.pop3());
    port("pop3s", listen.pop3s());
    port("managesieve", listen.managesieve());
    port("http", listen.http());
    port("https", listen.https());
    if (findings.size() == before) {
      findings.add(Finding.ok("ports", "all are free"));
    }
  }

  private void port(String name, Optional<InetSocketAddress> address) {
    if (address.isEmpty()) {
      return;
    }
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(address.get());
    } catch (IOException e) {
      findings.add(
          Finding.bad(
              "ports",
              "%s cannot listen on %s:%d (%s); stop what listens there, or set [listen] %s"
                  .formatted(
                      name,
                      address.get().getAddress().getHostAddress(),
                      address.get().getPort(),
                      e.getMessage(),
                      name)));
    }
  }

  private void ownDatabase() {
    findings.add(Finding.ok("database", "our own, in " + data.resolve("postgres")));
  }

  private void database(DatabaseSettings external) {
    Properties login = new Properties();
    login.setProperty("user", external.user());
    login.setProperty("password", external.password());
    login.setProperty("loginTimeout", String.valueOf(PATIENCE.toSeconds()));
    try (Connection connection = DriverManager.getConnection(external.url(), login)) {
      int version = connection.getMetaData().getDatabaseMajorVersion();
      findings.add(
          version >= 15
              ? Finding.ok("database", "PostgreSQL " + version + " at " + external.shownUrl())
              : Finding.bad("database", "PostgreSQL " + version + " is too old; use 15 or newer"));
    } catch (SQLException e) {
      findings.add(
          Finding.bad(
              "database",
              "%s: %s; see [database]"
                  .formatted(
                      external, String.valueOf(e.getMessage()).lines().findFirst().orElse(""))));
    }
  }

  private void certificate() {
    Path file =
        settings
            .tls()
            .files()
            .map(ServerSettings.Tls.Files::certificate)
            .orElse(data.resolve("tls").resolve("certificate.pem"));
    if (settings.tls().files().isEmpty() && !Files.exists(file)) {
      findings.add(Finding.ok("certificate", "self-signed, made on the first start"));
      return;
    }
    try (InputStream in = Files.newInputStream(file)) {
      X509Certificate certificate =
          (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
      findings.add(certificate(certificate));
    } catch (IOException | CertificateException e) {
      findings.add(
          Finding.bad("certificate", file + " cannot be read as a certificate; see [tls]"));
    }
  }

  private Finding certificate(X509Certificate certificate) {
    Instant end = certificate.getNotAfter().toInstant();
    if (end.isBefore(Instant.now())) {
      return Finding.bad("certificate", "ended on " + end + "; renew it");
    }
    if (end.isBefore(Instant.now().plus(SOON))) {
      return Finding.warn("certificate", "ends on " + end + "; renew it");
    }
    boolean selfSigned =
        certificate.getIssuerX500Principal().equals(certificate.getSubjectX500Principal());
    return selfSigned
        ? Finding.warn("certificate", "self-signed: clients will ask; set [tls] for the world")
        : Finding.ok("certificate", "valid until " + end);
  }

  private void dns() {
    String domain = settings.domain();
    if (domain.endsWith(".test") || domain.equals("localhost")) {
      findings.add(
          Finding.warn("dns", domain + " is for trying out only; set [server] domain to yours"));
      return;
    }
    try {
      ExtendedResolver resolver = new ExtendedResolver();
      resolver.setTimeout(PATIENCE);
      Lookup mx = new Lookup(domain, Type.MX);
      mx.setResolver(resolver);
      Record[] found = mx.run();
      if (found != null && found.length > 0) {
        findings.add(
            Finding.ok(
                "dns", "mail for %s goes to %s".formatted(domain, found[0].rdataToString())));
      } else {
        findings.add(
            Finding.warn(
                "dns",
                "%s has no MX record (%s); add one that names %s"
                    .formatted(domain, mx.getErrorString(), settings.hostname())));
      }
    } catch (TextParseException e) {
      findings.add(Finding.bad("dns", domain + " is not a domain; set [server] domain"));
    }
  }

  /** A wrong clock breaks TLS, one-time passwords and the order of mail. */
  private void clock() {
    Path synchronised = Path.of("/run/systemd/timesync/synchronized");
    boolean daemon =
        List.of("/run/chrony/chronyd.pid", "/run/ntpd.pid", "/var/run/ntp.pid").stream()
            .anyMatch(file -> Files.exists(Path.of(file)));
    findings.add(
        Files.exists(synchronised) || daemon
            ? Finding.ok("clock", "kept by the system")
            : Finding.warn(
                "clock",
                "nobody seems to keep it ("
                    + Instant.now()
                    + "); if that is wrong: apt-get install systemd-timesyncd"));
  }
}
