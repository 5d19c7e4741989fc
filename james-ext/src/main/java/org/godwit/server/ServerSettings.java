package org.godwit.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.godwit.mailflow.Dnssec;
import org.godwit.mailflow.inbound.InboundSettings.Obedience;
import org.godwit.store.DatabaseSettings;
import org.godwit.store.backup.BackupSettings;
import org.godwit.store.objects.ObjectSettings;
import org.godwit.trust.Network;
import org.godwit.trust.acme.AcmeSettings;
import org.godwit.trust.directory.DirectorySettings;
import org.godwit.trust.oidc.OidcSettings;

/**
 * Everything a Godwit can be told before it starts. Immutable; {@link #defaults} is the only place
 * where defaults are written down, and there is a {@code with} for each part that callers change.
 *
 * @param hostname our name in SMTP, in certificates and in Message-IDs
 * @param domain the first domain, made on the first start
 * @param dataDirectory ours alone: lock file, embedded PostgreSQL, certificate, index
 * @param listen where each service is reached
 * @param store which PostgreSQL keeps the mail
 * @param tls whose certificate we show
 * @param limits what strangers and users may take
 * @param retention how long what was deleted can be had again
 * @param links how files are sent as links
 * @param outbound how mail leaves
 * @param oidc the OpenID provider whose word counts; empty is none
 * @param ldap the directory whose people have accounts here; empty is none
 * @param inbound what is looked at in mail of other servers
 * @param cluster how it stands among others on the same database
 * @param backup where backups go, and when they are made
 */
public record ServerSettings(
    String hostname,
    String domain,
    Path dataDirectory,
    Listen listen,
    Store store,
    Tls tls,
    Limits limits,
    Retention retention,
    Links links,
    Outbound outbound,
    Optional<OidcSettings> oidc,
    Optional<DirectorySettings> ldap,
    Inbound inbound,
    Cluster cluster,
    BackupSettings backup) {

  public ServerSettings {
    hostname = name(hostname, "hostname");
    domain = name(domain, "domain");
    dataDirectory = dataDirectory.toAbsolutePath().normalize();
    Objects.requireNonNull(listen);
    Objects.requireNonNull(store);
    Objects.requireNonNull(tls);
    Objects.requireNonNull(limits);
    Objects.requireNonNull(retention);
    Objects.requireNonNull(links);
    Objects.requireNonNull(outbound);
    Objects.requireNonNull(oidc);
    Objects.requireNonNull(ldap);
    Objects.requireNonNull(inbound);
    Objects.requireNonNull(cluster);
    Objects.requireNonNull(backup);
  }

  private static String name(String value, String what) {
    if (!value.matches("[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?")) {
      throw new IllegalArgumentException(what + " is not a host name: " + value);
    }
    return value.toLowerCase(java.util.Locale.ROOT);
  }

  /**
   * The settings of a machine nobody has configured: all doors on loopback, everything embedded.
   */
  public static ServerSettings defaults(String hostname, String domain, Path dataDirectory) {
    return new ServerSettings(
        hostname,
        domain,
        dataDirectory,
        Listen.loopback(),
        new Store(Optional.empty(), Optional.empty(), 20, Optional.empty()),
        new Tls(Optional.empty(), Optional.empty()),
        new Limits(50L * 1024 * 1024, 2_000, 100, 100, 1_000, 1_000_000),
        new Retention(14, 30),
        Links.standard(),
        new Outbound(
            Optional.empty(),
            List.of(
                Duration.ofMinutes(5),
                Duration.ofMinutes(15),
                Duration.ofMinutes(30),
                Duration.ofHours(1),
                Duration.ofHours(2),
                Duration.ofHours(4)),
            Duration.ofDays(5),
            Duration.ofHours(4),
            5,
            Optional.empty(),
            true),
        Optional.empty(),
        Optional.empty(),
        Inbound.standard(),
        new Cluster(""),
        BackupSettings.below(dataDirectory));
  }

  public ServerSettings with(Listen other) {
    return new ServerSettings(
        hostname,
        domain,
        dataDirectory,
        other,
        store,
        tls,
        limits,
        retention,
        links,
        outbound,
        oidc,
        ldap,
        inbound,
        cluster,
        backup);
  }

  public ServerSettings with(Store other) {
    return new ServerSettings(
        hostname,
        domain,
        dataDirectory,
        listen,
        other,
        tls,
        limits,
        retention,
        links,
        outbound,
        oidc,
        ldap,
        inbound,
        cluster,
        backup);
  }

  public ServerSettings with(Tls other) {
    return new ServerSettings(
        hostname,
        domain,
        dataDirectory,
        listen,
        store,
        other,
        limits,
        retention,
        links,
        outbound,
        oidc,
        ldap,
        inbound,
        cluster,
        backup);
  }

  public ServerSettings with(OidcSettings other) {
    return new ServerSettings(
        hostname,
        domain,
        dataDirectory,
        listen,
        store,
        tls,
        limits,
        retention,
        links,
        outbound,
        Optional.of(other),
        ldap,
        inbound,
        cluster,
        backup);
  }

  public ServerSettings with(DirectorySettings other) {
    return new ServerSettings(
        hostname,
        domain,
        dataDirectory,
        listen,
        store,
        tls,
        limits,
        retention,
        links,
        outbound,
        oidc,
        Optional.of(other),
        inbound,
        cluster,
        backup);
  }

  public ServerSettings with(Inbound other) {
    return new ServerSettings(
        hostname,
        domain,
        dataDirectory,
        listen,
        store,
        tls,
        limits,
        retention,
        links,
        outbound,
        oidc,
        ldap,
        other,
        cluster,
        backup);
  }

  public ServerSettings with(BackupSettings other) {
    return new ServerSettings(
        hostname,
        domain,
        dataDirectory,
        listen,
        store,
        tls,
        limits,
        retention,
        links,
        outbound,
        oidc,
        ldap,
        inbound,
        cluster,
        other);
  }

  public ServerSettings with(Outbound other) {
    return new ServerSettings(
        hostname,
        domain,
        dataDirectory,
        listen,
        store,
        tls,
        limits,
        retention,
        links,
        other,
        oidc,
        ldap,
        inbound,
        cluster,
        backup);
  }

  /**
   * Where each service is reached; empty is off. Port 0 takes any free port.
   *
   * @param smtp mail from other servers, port 25 in the world; STARTTLS
   * @param submission mail from our users, 587; STARTTLS
   * @param submissions the same, 465; TLS from the first byte
   * @param lmtp mail from a relay that we trust
   * @param http the web side's, and so is https
   */
  public record Listen(
      Optional<InetSocketAddress> smtp,
      Optional<InetSocketAddress> submission,
      Optional<InetSocketAddress> submissions,
      Optional<InetSocketAddress> lmtp,
      Optional<InetSocketAddress> imap,
      Optional<InetSocketAddress> imaps,
      Optional<InetSocketAddress> pop3,
      Optional<InetSocketAddress> pop3s,
      Optional<InetSocketAddress> managesieve,
      Optional<InetSocketAddress> http,
      Optional<InetSocketAddress> https) {

    /** All services on 127.0.0.1, on the ports that need no rights. */
    public static Listen loopback() {
      return new Listen(
          local(2525),
          local(2587),
          local(2465),
          local(2024),
          local(2143),
          local(2993),
          local(2110),
          local(2995),
          local(4190),
          local(8080),
          local(8443));
    }

    /** Every service on a free port of 127.0.0.1: for tests. */
    public static Listen anyPort() {
      return new Listen(
          local(0), local(0), local(0), local(0), local(0), local(0), local(0), local(0), local(0),
          local(0), local(0));
    }

    private static Optional<InetSocketAddress> local(int port) {
      return Optional.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }
  }

  /**
   * Which PostgreSQL keeps the mail.
   *
   * @param external a PostgreSQL of the admin's; empty starts our own in the data directory
   * @param programs where the programs of our own are; empty takes those that come with us
   * @param poolSize connections at most; {@code external}'s own number is not looked at
   * @param objects where bytes of large messages may lie beside it; empty is nowhere
   */
  public record Store(
      Optional<DatabaseSettings> external,
      Optional<Path> programs,
      int poolSize,
      Optional<ObjectSettings> objects) {
    public Store {
      atLeast(2, poolSize, "database.pool");
    }
  }

  /**
   * How this node stands among others on the same database.
   *
   * @param site where it is, for people; may be empty
   */
  public record Cluster(String site) {
    public Cluster {
      Objects.requireNonNull(site);
    }
  }

  /**
   * Whose certificate we show.
   *
   * @param files the admin's; empty keeps a self-signed one in the data directory
   * @param acme an authority that gives us others; never beside {@code files}
   */
  public record Tls(Optional<Files> files, Optional<AcmeSettings> acme) {
    public Tls {
      if (files.isPresent() && acme.isPresent()) {
        throw new IllegalArgumentException(
            "tls.certificate and acme.directory: both are set; allowed: one of them");
      }
    }

    /**
     * PEM files, read again when they change.
     *
     * @param certificate ours first, then its issuers
     * @param key PKCS #8, not encrypted
     */
    public record Files(Path certificate, Path key) {}
  }

  /**
   * What strangers and users may take.
   *
   * @param messageBytes the largest message, in and out
   * @param connections at one listening port at a time
   * @param connectionsPerAddress of these, from one address (loopback is not limited)
   * @param recipientsFromStrangers of one message at SMTP
   * @param recipients of one message at submission and LMTP
   * @param imapMessages that one IMAP command works on
   */
  public record Limits(
      long messageBytes,
      int connections,
      int connectionsPerAddress,
      int recipientsFromStrangers,
      int recipients,
      int imapMessages) {
    public Limits {
      if (messageBytes < 64 * 1024 || messageBytes > Integer.MAX_VALUE / 2) {
        throw new IllegalArgumentException("limits.message_bytes must be 64 KB to 1 GB");
      }
      atLeast(1, connections, "limits.connections");
      atLeast(1, connectionsPerAddress, "limits.connections_per_address");
      atLeast(100, recipientsFromStrangers, "limits.recipients_from_strangers"); // 5321 §4.5.3.1.8
      atLeast(100, recipients, "limits.recipients");
      atLeast(1_000, imapMessages, "limits.imap_messages");
    }
  }

  /**
   * How long what was deleted can be had again.
   *
   * @param deletedDays days an expunged message can be recovered; 0 is not at all
   * @param accountDays days a deleted account can be restored; 0 is not at all
   */
  public record Retention(int deletedDays, int accountDays) {
    public Retention {
      atLeast(0, deletedDays, "retention.deleted");
      atLeast(0, accountDays, "retention.account");
    }
  }

  /**
   * How files are sent as links.
   *
   * @param isOn whether they are
   * @param above files that are larger become links by themselves
   * @param largest bytes that such a file may have
   * @param days how long a link leads there when nobody says
   * @param mostDays how long it may
   */
  public record Links(boolean isOn, long above, long largest, int days, int mostDays) {
    private static final long MB = 1024L * 1024;

    public Links {
      if (largest < MB || largest > 400 * MB) { // of what may be uploaded in a day, 500 MB
        throw new IllegalArgumentException("links.largest must be 1 MB to 400 MB");
      }
      atLeast(1, days, "links.days");
      atLeast(days, mostDays, "links.most_days");
    }

    private static Links standard() {
      return new Links(true, 10 * MB, 400 * MB, 30, 90);
    }
  }

  /**
   * How mail leaves.
   *
   * @param smartHost all mail goes there; empty is by MX
   * @param backoff the pause after the first failed try, the second …; the last one repeats
   * @param giveUpAfter then the sender gets it back (5321 §4.5.4.1: 4 to 5 days)
   * @param warnAfter then the sender hears that it takes longer
   * @param perDestination connections to one destination at a time
   * @param bindAddress where connections start from; empty lets the system choose
   * @param tlsReports whether domains that ask for it hear how mail to them was encrypted
   */
  public record Outbound(
      Optional<SmartHost> smartHost,
      List<Duration> backoff,
      Duration giveUpAfter,
      Duration warnAfter,
      int perDestination,
      Optional<InetAddress> bindAddress,
      boolean tlsReports) {
    public Outbound {
      backoff = List.copyOf(backoff);
      if (backoff.isEmpty()) {
        throw new IllegalArgumentException("queue.backoff needs one pause or more");
      }
      atLeast(1, perDestination, "outbound.per_destination");
    }

    /** The same through another server. */
    public Outbound through(SmartHost other) {
      return new Outbound(
          Optional.of(other),
          backoff,
          giveUpAfter,
          warnAfter,
          perDestination,
          bindAddress,
          tlsReports);
    }
  }

  /**
   * What is looked at in mail of other servers.
   *
   * @param trusted whose mail is not looked at
   * @param dmarc what the policy of an author's domain is worth
   * @param dns who is asked about names, here and for mail that leaves
   */
  public record Inbound(List<Network> trusted, Obedience dmarc, Dns dns) {
    public Inbound {
      trusted = List.copyOf(trusted);
      Objects.requireNonNull(dmarc);
      Objects.requireNonNull(dns);
    }

    /** All but this machine; policies are obeyed. */
    static Inbound standard() {
      return new Inbound(
          List.of(Network.parse("127.0.0.0/8"), Network.parse("::1")),
          Obedience.APPLY,
          Dns.of(Optional.empty()));
    }
  }

  /**
   * Who is asked about names.
   *
   * @param server is asked about all; empty asks those of the machine
   * @param proof whether signatures are checked
   * @param anchors keys that are known beforehand, as in a zone file; empty is those of the root
   */
  public record Dns(
      Optional<InetSocketAddress> server, Dnssec.Use proof, Optional<String> anchors) {
    public Dns {
      Objects.requireNonNull(server);
      Objects.requireNonNull(proof);
      Objects.requireNonNull(anchors);
    }

    /** One whose signatures are checked as far as it passes them on. */
    public static Dns of(Optional<InetSocketAddress> server) {
      return new Dns(server, Dnssec.Use.AUTO, Optional.empty());
    }
  }

  /**
   * A server that takes all mail that leaves.
   *
   * @param implicitTls TLS from the first byte; otherwise STARTTLS
   * @param requireTls do not send when it offers no STARTTLS
   * @param verify when its certificate must prove its name
   * @param login user and password; empty sends without
   */
  public record SmartHost(
      String host,
      int port,
      boolean implicitTls,
      boolean requireTls,
      Verify verify,
      Optional<Login> login) {

    /** When a smart host must prove who it is. */
    public enum Verify {
      /** When it gets a password, unless it is on this machine. */
      PASSWORD,
      /** Always. */
      ALWAYS,
      /** Never. */
      NEVER
    }

    /** A name and a password; the password is never printed. */
    public record Login(String user, String password) {
      @Override
      public String toString() {
        return user;
      }
    }
  }

  private static void atLeast(int least, int value, String key) {
    if (value < least) {
      throw new IllegalArgumentException(key + " must be " + least + " or more, not " + value);
    }
  }
}
