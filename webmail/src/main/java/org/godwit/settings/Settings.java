package org.godwit.settings;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.godwit.cluster.site.JoinToken;
import org.godwit.cluster.site.SiteSettings;
import org.godwit.mailflow.Dnssec;
import org.godwit.server.ServerSettings;
import org.godwit.store.DatabaseSettings;
import org.godwit.store.backup.BackupSettings;
import org.godwit.store.objects.ObjectSettings;
import org.godwit.trust.acme.AcmeSettings;
import org.godwit.trust.directory.DirectorySettings;
import org.godwit.trust.oidc.OidcSettings;
import org.godwit.watch.alert.AlertSettings;

/**
 * What the admin has set: the command line wins over the environment, the environment over the
 * file, the file over the defaults. Immutable.
 */
public final class Settings {

  /**
   * Where settings come from.
   *
   * @param home Godwit's own folder, where relative paths in the file start
   * @param file the settings file; empty uses {@code config/godwit.toml} in home when it is there
   * @param environment all variables of the process; only ours are looked at
   * @param commandLine values by key
   */
  public record Sources(
      Path home,
      Optional<Path> file,
      Map<String, String> environment,
      Map<String, String> commandLine) {}

  /** In the data directory: what was chosen in a browser at the first start. */
  public static final String CHOSEN = "setup.toml";

  private final Path home;
  private final Map<String, Given> values;

  private Settings(Path home, Map<String, Given> values) {
    this.home = home;
    this.values = values;
  }

  /** Every key there is, in the order of the settings file. */
  public static List<Setting<?>> all() {
    return Keys.ALL;
  }

  /**
   * Reads and checks everything.
   *
   * @throws BadSettings with all that is wrong, when anything is
   */
  public static Settings read(Sources sources) throws BadSettings {
    List<String> problems = new ArrayList<>();
    Map<String, Given> values = new LinkedHashMap<>(file(sources, problems));
    values.putAll(environment(sources.environment()));
    values.putAll(commandLine(sources.commandLine(), problems));
    chosen(sources.home(), values, problems).forEach(values::putIfAbsent);
    values.forEach((key, given) -> check(key, given).ifPresent(problems::add));
    Settings settings = new Settings(sources.home(), values);
    if (problems.isEmpty()) {
      settings.checkTogether().ifPresent(problems::add);
    }
    if (!problems.isEmpty()) {
      throw new BadSettings(problems);
    }
    return settings;
  }

  private static Map<String, Given> file(Sources sources, List<String> problems) {
    Path usual = sources.home().resolve("config").resolve("godwit.toml");
    if (sources.file().isEmpty() && !Files.exists(usual)) {
      return Map.of();
    }
    return new TomlFile(sources.file().orElse(usual), sources.home(), problems::add).read();
  }

  /** What was chosen in a browser at the first start; everything else comes before it. */
  private static Map<String, Given> chosen(
      Path home, Map<String, Given> values, List<String> problems) {
    Given data = values.get(Keys.DATA.key());
    if (data != null && check(Keys.DATA.key(), data).isPresent()) {
      return Map.of(); // that is said later
    }
    Path file = new Settings(home, values).dataDirectory().resolve(CHOSEN);
    return Files.isReadable(file) ? new TomlFile(file, home, problems::add).read() : Map.of();
  }

  private static Map<String, Given> environment(Map<String, String> environment) {
    Map<String, Given> values = new LinkedHashMap<>();
    for (Setting<?> setting : Keys.ALL) {
      Stream.concat(setting.brief().stream(), Stream.of(setting.variable()))
          .filter(environment::containsKey)
          .forEach(
              variable ->
                  values.put(
                      setting.key(),
                      new Given(
                          environment.get(variable), "environment " + variable, Path.of(""))));
    }
    environment.keySet().stream()
        .filter(Settings::looksLikeOurs)
        .forEach(
            name -> values.put(name, new Given(environment.get(name), "environment", Path.of(""))));
    return values;
  }

  /** A variable for one of our sections that sets none of its keys: a slip of the admin's. */
  private static boolean looksLikeOurs(String variable) {
    return Keys.sections().stream().anyMatch(section -> variable.startsWith(prefix(section)))
        && Keys.ALL.stream().noneMatch(setting -> setting.variable().equals(variable));
  }

  private static String prefix(String section) {
    return "GODWIT_" + section.toUpperCase(java.util.Locale.ROOT) + "_";
  }

  private static Map<String, Given> commandLine(
      Map<String, String> commandLine, List<String> problems) {
    Map<String, Given> values = new LinkedHashMap<>();
    commandLine.forEach(
        (key, value) -> {
          if (Keys.of(key).map(Setting::secret).orElse(false)) {
            problems.add(
                key
                    + " (command line): others could read it there; allowed: the settings file or "
                    + Keys.of(key).orElseThrow().variable());
          } else {
            values.put(key, new Given(value, "command line", Path.of("")));
          }
        });
    return values;
  }

  private static Optional<String> check(String key, Given given) {
    Optional<Setting<?>> setting = Keys.of(key);
    if (setting.isEmpty()) {
      return Optional.of(key + " (" + given.where() + "): no such key; allowed: " + near(key));
    }
    try {
      setting.get().parse(given.text(), given.base());
      return Optional.empty();
    } catch (IllegalArgumentException | ArithmeticException e) {
      String value = setting.get().secret() ? "this value" : "\"" + given.text() + "\"";
      return Optional.of(
          "%s (%s): %s cannot be used; allowed: %s"
              .formatted(key, given.where(), value, setting.get().allowed()));
    }
  }

  private static String near(String key) {
    for (String section : Keys.sections()) {
      if (key.startsWith(section + ".")) {
        return "in [" + section + "] " + String.join(", ", Keys.in(section));
      }
      if (key.startsWith(prefix(section))) {
        return Keys.ALL.stream()
            .filter(setting -> setting.section().equals(section))
            .map(Setting::variable)
            .collect(Collectors.joining(", "));
      }
    }
    return "the sections " + String.join(", ", Keys.sections());
  }

  /** Rules that more than one value must keep. */
  private Optional<String> checkTogether() {
    try {
      if (get(Keys.TLS_CERTIFICATE).isPresent() != get(Keys.TLS_KEY).isPresent()) {
        return Optional.of("tls.certificate and tls.key: one is set; allowed: both, or none");
      }
      if (site().isPresent() && get(Keys.DATABASE_URL).isPresent()) {
        return Optional.of("cluster.peers and database.url: both are set; allowed: one of them");
      }
      server("example.test", "example.test");
      alerts();
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(e.getMessage());
    }
  }

  private <T> T get(Setting<T> setting) {
    Given given = values.get(setting.key());
    return given == null ? setting.standard() : setting.parse(given.text(), given.base());
  }

  /**
   * What a setting is now.
   *
   * @param text as it was written; of a secret only that it is set
   * @param where it was written; empty when the standard holds
   */
  public record Now(Setting<?> setting, String text, Optional<String> where) {}

  /** All of them, in the order of the settings file. */
  public List<Now> now() {
    return Keys.ALL.stream().<Now>map(this::now).toList();
  }

  private Now now(Setting<?> setting) {
    Given given = values.get(setting.key());
    if (given == null) {
      return new Now(setting, setting.standardText(), Optional.empty());
    }
    return new Now(setting, setting.secret() ? "(set)" : given.text(), Optional.of(given.where()));
  }

  /** Everything we keep on disk: the socket for administration, too. */
  public Path dataDirectory() {
    return home.resolve(get(Keys.DATA)).toAbsolutePath().normalize();
  }

  public LogSettings log() {
    return new LogSettings(get(Keys.LOG_FORMAT), get(Keys.LOG_LEVEL));
  }

  /** Who sends this may read the metrics from elsewhere; empty is nobody. */
  public Optional<String> metricsToken() {
    return get(Keys.METRICS_TOKEN);
  }

  /** Who is told of what is wrong. */
  public AlertSettings alerts() {
    return new AlertSettings(
        get(Keys.ALERTS_TO),
        get(Keys.ALERTS_WEBHOOK)
            .map(
                address ->
                    new AlertSettings.Target(
                        address, password(Keys.ALERTS_SECRET, Keys.ALERTS_SECRET_FILE))),
        get(Keys.ALERTS_BLOCKLISTS));
  }

  /**
   * What this site of a cluster is told; empty is a machine on its own, or a database elsewhere.
   */
  public Optional<SiteSettings> site() {
    if (get(Keys.PEERS).isEmpty()) {
      return Optional.empty();
    }
    String token = password(Keys.TOKEN, Keys.TOKEN_FILE);
    if (token.isEmpty()) {
      throw new IllegalArgumentException(
          "cluster.token: a cluster needs it; make one: godwit cluster token");
    }
    return Optional.of(
        new SiteSettings(
            get(Keys.SITE).orElse(""), get(Keys.PEERS), JoinToken.of(token), get(Keys.DURABILITY)));
  }

  /** The folder of PostgreSQL's programs; empty takes those that there are. */
  public Optional<Path> postgresPrograms() {
    return get(Keys.DATABASE_PROGRAMS);
  }

  /** The mail server's part. May ask the machine for its name, which can take two seconds. */
  public ServerSettings server() {
    Optional<String> hostname = get(Keys.HOSTNAME);
    Optional<String> domain = get(Keys.DOMAIN);
    if (hostname.isEmpty()) {
      Optional<String> machine = MachineName.full();
      if (domain.isEmpty()) {
        domain = machine.map(MachineName::domain);
      }
      String sure = domain.orElse("example.test");
      return server(machine.orElse("mail." + sure), sure);
    }
    return server(hostname.get(), domain.orElseGet(() -> MachineName.domain(hostname.get())));
  }

  private ServerSettings server(String hostname, String domain) {
    return new ServerSettings(
        hostname,
        domain,
        dataDirectory(),
        listen(),
        new ServerSettings.Store(
            database(), get(Keys.DATABASE_PROGRAMS), get(Keys.DATABASE_POOL), objects()),
        tls(),
        limits(),
        new ServerSettings.Retention(get(Keys.DELETED), get(Keys.DELETED_ACCOUNTS)),
        new ServerSettings.Links(
            get(Keys.LINKS) == YesNo.YES,
            get(Keys.LINKS_ABOVE),
            get(Keys.LINKS_LARGEST),
            get(Keys.LINKS_DAYS),
            get(Keys.LINKS_MOST_DAYS)),
        outbound(),
        oidc(),
        ldap(),
        new ServerSettings.Inbound(get(Keys.TRUSTED), get(Keys.DMARC), dns()),
        new ServerSettings.Cluster(get(Keys.SITE).orElse("")),
        backup());
  }

  /** Where backups go, and when they are made. */
  public BackupSettings backup() {
    return new BackupSettings(
        get(Keys.BACKUP_DIR).orElseGet(() -> BackupSettings.below(dataDirectory()).directory()),
        get(Keys.BACKUP_AT),
        get(Keys.BACKUP_KEEP),
        get(Keys.BACKUP_PASSPHRASE),
        get(Keys.BACKUP_WARN_AFTER));
  }

  private Optional<DirectorySettings> ldap() {
    return get(Keys.LDAP_URL)
        .map(
            url ->
                new DirectorySettings(
                    URI.create(url),
                    get(Keys.LDAP_TLS) == DirectoryTls.STARTTLS,
                    get(Keys.LDAP_CA_FILE),
                    get(Keys.LDAP_BIND_DN).orElse(""),
                    password(Keys.LDAP_PASSWORD, Keys.LDAP_PASSWORD_FILE),
                    get(Keys.LDAP_BASE).orElse(""),
                    get(Keys.LDAP_FILTER),
                    get(Keys.LDAP_ADDRESS)));
  }

  private Optional<OidcSettings> oidc() {
    String client = get(Keys.OIDC_CLIENT);
    String secret = password(Keys.OIDC_SECRET, Keys.OIDC_SECRET_FILE);
    return get(Keys.OIDC_ISSUER)
        .map(
            issuer ->
                new OidcSettings(
                    URI.create(issuer),
                    client,
                    secret.isEmpty() ? Optional.empty() : Optional.of(secret),
                    Set.of(get(Keys.OIDC_AUDIENCE).orElse(client)),
                    get(Keys.OIDC_CLAIM),
                    get(Keys.OIDC_LABEL)));
  }

  private ServerSettings.Listen listen() {
    return new ServerSettings.Listen(
        get(Keys.SMTP),
        get(Keys.SUBMISSION),
        get(Keys.SUBMISSIONS),
        get(Keys.LMTP),
        get(Keys.IMAP),
        get(Keys.IMAPS),
        get(Keys.POP3),
        get(Keys.POP3S),
        get(Keys.MANAGESIEVE),
        get(Keys.HTTP),
        get(Keys.HTTPS));
  }

  private Optional<DatabaseSettings> database() {
    return get(Keys.DATABASE_URL)
        .map(
            url ->
                new DatabaseSettings(
                    url,
                    get(Keys.DATABASE_USER),
                    password(Keys.DATABASE_PASSWORD, Keys.DATABASE_PASSWORD_FILE),
                    get(Keys.DATABASE_POOL),
                    get(Keys.DATABASE_REPLICA)));
  }

  private Optional<ObjectSettings> objects() {
    boolean writes = get(Keys.BLOBS_STORE) == BlobPlace.S3;
    if (writes && get(Keys.BLOBS_BUCKET).isEmpty()) {
      throw new IllegalArgumentException("blobs.bucket: blobs.store \"s3\" needs one");
    }
    return get(Keys.BLOBS_BUCKET).map(bucket -> objects(writes, bucket));
  }

  private ObjectSettings objects(boolean writes, String bucket) {
    String secret = password(Keys.BLOBS_SECRET, Keys.BLOBS_SECRET_FILE);
    if (get(Keys.BLOBS_KEY).isEmpty() || secret.isEmpty()) {
      throw new IllegalArgumentException("blobs.key and blobs.secret: blobs.bucket needs both");
    }
    return new ObjectSettings(
        writes,
        get(Keys.BLOBS_ENDPOINT),
        get(Keys.BLOBS_REGION),
        bucket,
        get(Keys.BLOBS_PREFIX).orElse(""),
        get(Keys.BLOBS_KEY).get(),
        secret,
        get(Keys.BLOBS_PATH_STYLE) == YesNo.YES,
        get(Keys.BLOBS_FROM),
        get(Keys.BLOBS_KEPT));
  }

  private ServerSettings.Tls tls() {
    return new ServerSettings.Tls(
        get(Keys.TLS_CERTIFICATE)
            .map(
                certificate ->
                    new ServerSettings.Tls.Files(certificate, get(Keys.TLS_KEY).orElseThrow())),
        get(Keys.ACME_DIRECTORY).map(this::acme));
  }

  private ServerSettings.Dns dns() {
    return new ServerSettings.Dns(
        get(Keys.NAME_SERVER), get(Keys.DNSSEC), get(Keys.TRUST_ANCHORS).map(Settings::anchors));
  }

  private static String anchors(Path file) {
    try {
      String text = Files.readString(file);
      if (!Dnssec.hasAnchors(text)) {
        throw new IllegalArgumentException(
            "dns.trust_anchors: there is no DS or DNSKEY record in " + file);
      }
      return text;
    } catch (IOException e) {
      throw new IllegalArgumentException("dns.trust_anchors: " + file + " cannot be read", e);
    }
  }

  private AcmeSettings acme(URI directory) {
    if (get(Keys.ACME_TERMS_AGREED) == YesNo.NO) {
      throw new IllegalArgumentException(
          "acme.terms_agreed: an authority gives nothing to who has not agreed to its terms; read"
              + " them and say \"yes\"");
    }
    return new AcmeSettings(
        directory,
        get(Keys.ACME_CONTACT),
        get(Keys.ACME_NAMES),
        get(Keys.ACME_CHALLENGE).kind(),
        get(Keys.ACME_CA_FILE),
        get(Keys.ACME_EAB_ID)
            .map(id -> new AcmeSettings.Binding(id, get(Keys.ACME_EAB_KEY).orElse(""))),
        get(Keys.ACME_DNS_SERVER).map(this::dnsUpdates));
  }

  private AcmeSettings.DnsUpdates dnsUpdates(InetSocketAddress server) {
    return new AcmeSettings.DnsUpdates(
        server,
        get(Keys.ACME_DNS_ZONE),
        get(Keys.ACME_DNS_ALGORITHM).tsig(),
        get(Keys.ACME_DNS_KEY_NAME),
        password(Keys.ACME_DNS_KEY, Keys.ACME_DNS_KEY_FILE),
        get(Keys.ACME_DNS_WAIT));
  }

  private ServerSettings.Limits limits() {
    return new ServerSettings.Limits(
        get(Keys.MESSAGE_BYTES),
        get(Keys.CONNECTIONS),
        get(Keys.CONNECTIONS_PER_ADDRESS),
        get(Keys.RECIPIENTS_FROM_STRANGERS),
        get(Keys.RECIPIENTS),
        get(Keys.IMAP_MESSAGES));
  }

  private ServerSettings.Outbound outbound() {
    return new ServerSettings.Outbound(
        get(Keys.SMART_HOST).map(this::smartHost),
        get(Keys.BACKOFF),
        get(Keys.GIVE_UP_AFTER),
        get(Keys.WARN_AFTER),
        get(Keys.PER_DESTINATION),
        get(Keys.BIND_ADDRESS),
        get(Keys.TLS_REPORTS) == YesNo.YES);
  }

  private ServerSettings.SmartHost smartHost(String host) {
    SmartHostTls tls = get(Keys.SMART_HOST_TLS);
    return new ServerSettings.SmartHost(
        host,
        get(Keys.SMART_HOST_PORT),
        tls == SmartHostTls.IMPLICIT,
        tls != SmartHostTls.OPTIONAL,
        get(Keys.SMART_HOST_VERIFY),
        get(Keys.SMART_HOST_USER)
            .map(
                user ->
                    new ServerSettings.SmartHost.Login(
                        user, password(Keys.SMART_HOST_PASSWORD, Keys.SMART_HOST_PASSWORD_FILE))));
  }

  private String password(Setting<Optional<String>> text, Setting<Optional<Path>> file) {
    return get(text).or(() -> get(file).map(path -> firstLine(file.key(), path))).orElse("");
  }

  private static String firstLine(String key, Path file) {
    try (var lines = Files.lines(file)) {
      return lines.findFirst().orElse("").strip();
    } catch (IOException | java.io.UncheckedIOException e) {
      throw new IllegalArgumentException(
          key + ": " + file + " cannot be read; allowed: a file that we can read", e);
    }
  }
}
