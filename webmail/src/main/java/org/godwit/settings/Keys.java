package org.godwit.settings;

import static org.godwit.settings.Kinds.ADDRESS;
import static org.godwit.settings.Kinds.BUCKET;
import static org.godwit.settings.Kinds.HOST_NAME;
import static org.godwit.settings.Kinds.HOST_NAMES;
import static org.godwit.settings.Kinds.HTTPS_ADDRESS;
import static org.godwit.settings.Kinds.JDBC;
import static org.godwit.settings.Kinds.LISTEN;
import static org.godwit.settings.Kinds.MAIL_ADDRESS;
import static org.godwit.settings.Kinds.MAIL_ADDRESSES;
import static org.godwit.settings.Kinds.NAME_SERVERS;
import static org.godwit.settings.Kinds.NETWORKS;
import static org.godwit.settings.Kinds.OBJECT_PREFIX;
import static org.godwit.settings.Kinds.PATH;
import static org.godwit.settings.Kinds.SITES;
import static org.godwit.settings.Kinds.SITE_NAME;
import static org.godwit.settings.Kinds.SIZE_IN_BYTES;
import static org.godwit.settings.Kinds.TEXT;
import static org.godwit.settings.Kinds.TIME;
import static org.godwit.settings.Kinds.TIMES;
import static org.godwit.settings.Kinds.TIME_OF_DAY;
import static org.godwit.settings.Kinds.WEB_ADDRESS;
import static org.godwit.settings.Kinds.number;
import static org.godwit.settings.Kinds.oneOf;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.godwit.cluster.site.Durability;
import org.godwit.cluster.site.Peer;
import org.godwit.mailflow.Dnssec;
import org.godwit.mailflow.inbound.InboundSettings.Obedience;
import org.godwit.server.ServerSettings;
import org.godwit.trust.Network;

/** Every key of {@code godwit.toml}, in the order of the file. Nothing else may list them. */
final class Keys {
  private static final int MANY = 1_000_000;
  private static final ServerSettings STANDARD =
      ServerSettings.defaults("example.test", "example.test", Path.of("data"));

  private Keys() {}

  static final Setting<Optional<String>> HOSTNAME =
      Setting.of(
          "server.hostname",
          HOST_NAME.orNothing(),
          Optional.empty(),
          "Our name in SMTP and certificates. Empty: the machine's full name, else mail.DOMAIN.");
  static final Setting<Optional<String>> DOMAIN =
      Setting.of(
          "server.domain",
          HOST_NAME.orNothing(),
          Optional.empty(),
          "The first domain, made on the first start. Empty: the machine's, else example.test.");
  static final Setting<Path> DATA =
      Setting.of(
          "data.dir",
          PATH,
          Path.of("data"),
          "Everything we keep on disk. A relative path starts at Godwit's own folder.");
  static final Setting<Optional<InetSocketAddress>> SMTP =
      Setting.of(
          "listen.smtp", LISTEN, STANDARD.listen().smtp(), "Mail from other servers; 25 outside.");
  static final Setting<Optional<InetSocketAddress>> SUBMISSION =
      Setting.of(
          "listen.submission",
          LISTEN,
          STANDARD.listen().submission(),
          "Mail from users, with STARTTLS; 587 outside.");
  static final Setting<Optional<InetSocketAddress>> SUBMISSIONS =
      Setting.of(
          "listen.submissions",
          LISTEN,
          STANDARD.listen().submissions(),
          "Mail from users, with TLS; 465 outside.");
  static final Setting<Optional<InetSocketAddress>> LMTP =
      Setting.of(
          "listen.lmtp",
          LISTEN,
          STANDARD.listen().lmtp(),
          "Mail from a relay that you trust; never open it to the world.");
  static final Setting<Optional<InetSocketAddress>> IMAP =
      Setting.of(
          "listen.imap", LISTEN, STANDARD.listen().imap(), "IMAP with STARTTLS; 143 outside.");
  static final Setting<Optional<InetSocketAddress>> IMAPS =
      Setting.of("listen.imaps", LISTEN, STANDARD.listen().imaps(), "IMAP with TLS; 993 outside.");
  static final Setting<Optional<InetSocketAddress>> POP3 =
      Setting.of("listen.pop3", LISTEN, STANDARD.listen().pop3(), "POP3 with STLS; 110 outside.");
  static final Setting<Optional<InetSocketAddress>> POP3S =
      Setting.of("listen.pop3s", LISTEN, STANDARD.listen().pop3s(), "POP3 with TLS; 995 outside.");
  static final Setting<Optional<InetSocketAddress>> MANAGESIEVE =
      Setting.of(
          "listen.managesieve",
          LISTEN,
          STANDARD.listen().managesieve(),
          "Filter scripts, with STARTTLS.");
  static final Setting<Optional<InetSocketAddress>> HTTP =
      Setting.of(
          "listen.http", LISTEN, STANDARD.listen().http(), "Webmail and health; 80 outside.");
  static final Setting<Optional<InetSocketAddress>> HTTPS =
      Setting.of(
          "listen.https", LISTEN, STANDARD.listen().https(), "The same with TLS; 443 outside.");
  static final Setting<Optional<String>> DATABASE_URL =
      Setting.of(
          "database.url",
          JDBC.orNothing(),
          Optional.empty(),
          "A PostgreSQL 15 or newer of yours. Empty: we run one in the data directory.");
  static final Setting<String> DATABASE_USER =
      Setting.of("database.user", TEXT, "godwit", "Who we are there.");
  static final Setting<Optional<String>> DATABASE_PASSWORD =
      Setting.secret(
          "database.password",
          TEXT.orNothing(),
          Optional.empty(),
          "Our password there. Better in a file of its own:");
  static final Setting<Optional<Path>> DATABASE_PASSWORD_FILE =
      Setting.of(
          "database.password_file",
          PATH.orNothing(),
          Optional.empty(),
          "A file whose first line is our password there.");
  static final Setting<Optional<Path>> DATABASE_PROGRAMS =
      Setting.of(
          "database.programs",
          PATH.orNothing(),
          Optional.empty(),
          "For the one we run: a folder with initdb, pg_ctl and postgres. Empty: those we bring.");
  static final Setting<Optional<String>> DATABASE_REPLICA =
      Setting.of(
          "database.replica",
          JDBC.orNothing(),
          Optional.empty(),
          "A streaming replica of it that is near: it answers reads of what it has. Empty: none.");
  static final Setting<Integer> DATABASE_POOL =
      Setting.of(
          "database.pool", number(2, 1_000), STANDARD.store().poolSize(), "Connections at most.");
  static final Setting<BlobPlace> BLOBS_STORE =
      Setting.of(
          "blobs.store",
          oneOf(BlobPlace.class),
          BlobPlace.DATABASE,
          "Where the bytes of new messages go; what is elsewhere is read where it is.");
  static final Setting<Optional<URI>> BLOBS_ENDPOINT =
      Setting.of(
          "blobs.endpoint",
          WEB_ADDRESS.orNothing(),
          Optional.empty(),
          "Where the S3 server is. Empty: Amazon's own of the region.");
  static final Setting<String> BLOBS_REGION =
      Setting.of(
          "blobs.region", TEXT, "us-east-1", "Its region; servers other than Amazon's take any.");
  static final Setting<Optional<String>> BLOBS_BUCKET =
      Setting.of(
          "blobs.bucket",
          BUCKET.orNothing(),
          Optional.empty(),
          "A bucket that is there, and private. Empty: no object storage.");
  static final Setting<Optional<String>> BLOBS_PREFIX =
      Setting.of(
          "blobs.prefix",
          OBJECT_PREFIX.orNothing(),
          Optional.of("godwit"),
          "What the names of our objects begin with, before a slash.");
  static final Setting<Optional<String>> BLOBS_KEY =
      Setting.of(
          "blobs.key",
          TEXT.orNothing(),
          Optional.empty(),
          "Our access key there; it may put, get and delete objects.");
  static final Setting<Optional<String>> BLOBS_SECRET =
      Setting.secret(
          "blobs.secret",
          TEXT.orNothing(),
          Optional.empty(),
          "Its secret. Better in a file of its own:");
  static final Setting<Optional<Path>> BLOBS_SECRET_FILE =
      Setting.of(
          "blobs.secret_file",
          PATH.orNothing(),
          Optional.empty(),
          "A file whose first line is that secret.");
  static final Setting<YesNo> BLOBS_PATH_STYLE =
      Setting.of(
          "blobs.path_style",
          oneOf(YesNo.class),
          YesNo.YES,
          "Whether the bucket stands in the path. no: in front of the host's name, as Amazon wants"
              + " it.");
  static final Setting<Long> BLOBS_FROM =
      Setting.of(
          "blobs.from",
          SIZE_IN_BYTES,
          16L * 1024,
          "Messages that are smaller, compressed, stay in the database.");
  static final Setting<Duration> BLOBS_KEPT =
      Setting.of(
          "blobs.kept",
          TIME,
          Duration.ofDays(30),
          "How long an object is kept that no message refers to: as long as your oldest backup.");
  static final Setting<Optional<String>> SITE =
      Setting.of(
              "cluster.site",
              SITE_NAME.orNothing(),
              Optional.empty(),
              "Which of the sites we are (or GODWIT_SITE), for people where there are no peers.")
          .briefly("GODWIT_SITE");
  static final Setting<List<Peer>> PEERS =
      Setting.of(
              "cluster.peers",
              SITES,
              List.of(),
              "All sites, the same in each (or GODWIT_PEERS); a witness votes and keeps no mail."
                  + " Empty: no cluster of ours.")
          .briefly("GODWIT_PEERS");
  static final Setting<Optional<String>> TOKEN =
      Setting.secret(
              "cluster.token",
              TEXT.orNothing(),
              Optional.empty(),
              "The secret that all sites share (or GODWIT_JOIN_TOKEN); godwit cluster token makes"
                  + " one.")
          .briefly("GODWIT_JOIN_TOKEN");
  static final Setting<Optional<Path>> TOKEN_FILE =
      Setting.of(
              "cluster.token_file",
              PATH.orNothing(),
              Optional.empty(),
              "A file whose first line is that secret (or GODWIT_JOIN_TOKEN_FILE).")
          .briefly("GODWIT_JOIN_TOKEN_FILE");
  static final Setting<Durability> DURABILITY =
      Setting.of(
          "cluster.durability",
          oneOf(Durability.class),
          Durability.AVAILABLE,
          "While one site alone is there. available: it goes on, and what it takes then is nowhere"
              + " else. two-sites: new mail is refused for now.");
  static final Setting<Optional<Path>> TLS_CERTIFICATE =
      Setting.of(
          "tls.certificate",
          PATH.orNothing(),
          Optional.empty(),
          "PEM: your certificate, then its issuers; read again when it changes. Empty: we sign"
              + " one.");
  static final Setting<Optional<Path>> TLS_KEY =
      Setting.of(
          "tls.key", PATH.orNothing(), Optional.empty(), "PEM: its private key, not encrypted.");
  static final Setting<Optional<URI>> ACME_DIRECTORY =
      Setting.of(
          "acme.directory",
          HTTPS_ADDRESS.orNothing(),
          Optional.empty(),
          "Where it begins: https://acme-v02.api.letsencrypt.org/directory is Let's Encrypt. Empty:"
              + " none.");
  static final Setting<YesNo> ACME_TERMS_AGREED =
      Setting.of(
          "acme.terms_agreed",
          oneOf(YesNo.class),
          YesNo.NO,
          "Whether you agree to its terms; it gives nothing without.");
  static final Setting<Optional<String>> ACME_CONTACT =
      Setting.of(
          "acme.contact",
          MAIL_ADDRESS.orNothing(),
          Optional.empty(),
          "Where it may write to you. Empty: nowhere.");
  static final Setting<List<String>> ACME_NAMES =
      Setting.of(
          "acme.names",
          HOST_NAMES,
          List.of(),
          "What the certificate names. Empty: our name, and those of our domains that lead here.");
  static final Setting<ChallengeWord> ACME_CHALLENGE =
      Setting.of(
          "acme.challenge",
          oneOf(ChallengeWord.class),
          ChallengeWord.HTTP,
          "How it sees that names are ours: a page on port 80, a handshake on 443, or a record.");
  static final Setting<Optional<Path>> ACME_CA_FILE =
      Setting.of(
          "acme.ca_file",
          PATH.orNothing(),
          Optional.empty(),
          "Certificates (PEM) that its own site must come from. Empty: those that Java trusts.");
  static final Setting<Optional<String>> ACME_EAB_ID =
      Setting.of(
          "acme.eab_id",
          TEXT.orNothing(),
          Optional.empty(),
          "Your account there, when it asks for one (external account binding). Empty: none.");
  static final Setting<Optional<String>> ACME_EAB_KEY =
      Setting.secret(
          "acme.eab_key", TEXT.orNothing(), Optional.empty(), "The key of that account.");
  static final Setting<Optional<InetSocketAddress>> ACME_DNS_SERVER =
      Setting.of(
          "acme.dns_server",
          NAME_SERVERS.orNothing(),
          Optional.empty(),
          "For a record: a name server that takes signed updates (RFC 2136).");
  static final Setting<Optional<String>> ACME_DNS_ZONE =
      Setting.of(
          "acme.dns_zone",
          HOST_NAME.orNothing(),
          Optional.empty(),
          "The zone that records are put into. Empty: the server is asked.");
  static final Setting<String> ACME_DNS_KEY_NAME =
      Setting.of("acme.dns_key_name", TEXT, "godwit", "The name of the key that we sign with.");
  static final Setting<TsigAlgorithm> ACME_DNS_ALGORITHM =
      Setting.of(
          "acme.dns_algorithm",
          oneOf(TsigAlgorithm.class),
          TsigAlgorithm.SHA256,
          "What it is for: HMAC with this.");
  static final Setting<Optional<String>> ACME_DNS_KEY =
      Setting.secret(
          "acme.dns_key",
          TEXT.orNothing(),
          Optional.empty(),
          "The key, in base64. Better in a file of its own:");
  static final Setting<Optional<Path>> ACME_DNS_KEY_FILE =
      Setting.of(
          "acme.dns_key_file",
          PATH.orNothing(),
          Optional.empty(),
          "A file whose first line is that key.");
  static final Setting<Duration> ACME_DNS_WAIT =
      Setting.of(
          "acme.dns_wait",
          TIME,
          Duration.ofSeconds(30),
          "How long until all servers of the zone know a record.");
  static final Setting<Long> MESSAGE_BYTES =
      Setting.of(
          "limits.message_bytes",
          SIZE_IN_BYTES,
          STANDARD.limits().messageBytes(),
          "The largest message, in and out; 64 KB to 1 GB.");
  static final Setting<Integer> CONNECTIONS =
      Setting.of(
          "limits.connections",
          number(1, MANY),
          STANDARD.limits().connections(),
          "Connections at one port at a time.");
  static final Setting<Integer> CONNECTIONS_PER_ADDRESS =
      Setting.of(
          "limits.connections_per_address",
          number(1, MANY),
          STANDARD.limits().connectionsPerAddress(),
          "Of these from one address; loopback is not limited.");
  static final Setting<Integer> RECIPIENTS_FROM_STRANGERS =
      Setting.of(
          "limits.recipients_from_strangers",
          number(100, MANY), // 5321 §4.5.3.1.8
          STANDARD.limits().recipientsFromStrangers(),
          "Recipients of one message from another server.");
  static final Setting<Integer> RECIPIENTS =
      Setting.of(
          "limits.recipients",
          number(100, MANY),
          STANDARD.limits().recipients(),
          "Recipients of one message from a user.");
  static final Setting<Integer> IMAP_MESSAGES =
      Setting.of(
          "limits.imap_messages",
          number(1_000, 1_000_000_000), // 9738 §3
          STANDARD.limits().imapMessages(),
          "Messages that one IMAP command works on; clients that know no such limit see only these.");
  static final Setting<Integer> DELETED =
      Setting.of(
          "retention.deleted",
          number(0, 36_500),
          STANDARD.retention().deletedDays(),
          "Days in which `godwit account undelete` brings expunged mail back.");
  static final Setting<Integer> DELETED_ACCOUNTS =
      Setting.of(
          "retention.account",
          number(0, 36_500),
          STANDARD.retention().accountDays(),
          "Days in which `godwit account restore` brings a deleted account back.");
  static final Setting<YesNo> LINKS =
      Setting.of(
          "links.enabled", oneOf(YesNo.class), YesNo.YES, "Whether files can be sent as links.");
  static final Setting<Long> LINKS_ABOVE =
      Setting.of(
          "links.above",
          SIZE_IN_BYTES,
          STANDARD.links().above(),
          "In the webmail, files that are larger become links by themselves.");
  static final Setting<Long> LINKS_LARGEST =
      Setting.of(
          "links.largest",
          SIZE_IN_BYTES,
          STANDARD.links().largest(),
          "The largest file behind a link; 1 MB to 400 MB. It counts in its owner's quota.");
  static final Setting<Integer> LINKS_DAYS =
      Setting.of(
          "links.days",
          number(1, 36_500),
          STANDARD.links().days(),
          "Days until a link ends, and its file goes.");
  static final Setting<Integer> LINKS_MOST_DAYS =
      Setting.of(
          "links.most_days",
          number(1, 36_500),
          STANDARD.links().mostDays(),
          "The most that people may choose instead.");
  static final Setting<Optional<LocalTime>> BACKUP_AT =
      Setting.of(
          "backup.at",
          TIME_OF_DAY,
          STANDARD.backup().at(),
          "When a backup is made each day, and proved by restoring it.");
  static final Setting<Optional<Path>> BACKUP_DIR =
      Setting.of(
          "backup.dir",
          PATH.orNothing(),
          Optional.empty(),
          "Where backups go; better a disk of its own, or a share. Empty: backups in the data"
              + " directory.");
  static final Setting<Integer> BACKUP_KEEP =
      Setting.of(
          "backup.keep",
          number(1, 10_000),
          STANDARD.backup().keep(),
          "So many of the newest stay, and the newest that was proved.");
  static final Setting<Optional<Path>> BACKUP_PASSPHRASE =
      Setting.of(
          "backup.passphrase_file",
          PATH.orNothing(),
          Optional.empty(),
          "A file whose first line encrypts them; keep it elsewhere, too. Empty: not encrypted.");
  static final Setting<Duration> BACKUP_WARN_AFTER =
      Setting.of(
          "backup.warn_after",
          TIME,
          STANDARD.backup().warnAfter(),
          "Administrators are told when the newest that was proved is older.");
  static final Setting<List<Duration>> BACKOFF =
      Setting.of(
          "queue.backoff",
          TIMES,
          STANDARD.outbound().backoff(),
          "The pause after the first failed try, the second …; the last one repeats.");
  static final Setting<Duration> GIVE_UP_AFTER =
      Setting.of(
          "queue.give_up_after",
          TIME,
          STANDARD.outbound().giveUpAfter(),
          "Then the sender gets the message back.");
  static final Setting<Duration> WARN_AFTER =
      Setting.of(
          "queue.warn_after",
          TIME,
          STANDARD.outbound().warnAfter(),
          "Then the sender hears that it takes longer.");
  static final Setting<List<Network>> TRUSTED =
      Setting.of(
          "inbound.trusted",
          NETWORKS,
          STANDARD.inbound().trusted(),
          "Relays of yours: whether their mail is from whom it says is not looked at.");
  static final Setting<Obedience> DMARC =
      Setting.of(
          "inbound.dmarc",
          oneOf(Obedience.class),
          STANDARD.inbound().dmarc(),
          "A forged author, by their own policy: refused or in Junk, always in Junk, or marked"
              + " only.");
  static final Setting<Optional<InetSocketAddress>> NAME_SERVER =
      Setting.of(
          "dns.server",
          NAME_SERVERS.orNothing(),
          STANDARD.inbound().dns().server(),
          "Who is asked about names of the world. Empty: the name servers of the machine.");
  static final Setting<Dnssec.Use> DNSSEC =
      Setting.of(
          "dns.dnssec",
          oneOf(Dnssec.Use.class),
          STANDARD.inbound().dns().proof(),
          "Signatures are checked where name servers pass them on, always, or never; see"
              + " docs/tls.md.");
  static final Setting<Optional<Path>> TRUST_ANCHORS =
      Setting.of(
          "dns.trust_anchors",
          PATH.orNothing(),
          Optional.empty(),
          "A zone file with the keys (DS, DNSKEY) that are known. Empty: those of the root.");
  static final Setting<YesNo> TLS_REPORTS =
      Setting.of(
          "outbound.tls_reports",
          oneOf(YesNo.class),
          YesNo.YES,
          "Whether domains that ask for it hear once a day how mail to them was encrypted.");
  static final Setting<Integer> PER_DESTINATION =
      Setting.of(
          "outbound.per_destination",
          number(1, 1_000),
          STANDARD.outbound().perDestination(),
          "Connections to one destination at a time.");
  static final Setting<Optional<InetAddress>> BIND_ADDRESS =
      Setting.of(
          "outbound.bind_address",
          ADDRESS.orNothing(),
          STANDARD.outbound().bindAddress(),
          "Our address on the way out. Empty: the system chooses.");
  static final Setting<Optional<String>> SMART_HOST =
      Setting.of(
          "smarthost.host",
          HOST_NAME.orNothing(),
          Optional.empty(),
          "A server that takes all mail that leaves. Empty: each domain's own (MX).");
  static final Setting<Integer> SMART_HOST_PORT =
      Setting.of("smarthost.port", number(1, 65_535), 587, "Its port.");
  static final Setting<SmartHostTls> SMART_HOST_TLS =
      Setting.of(
          "smarthost.tls",
          oneOf(SmartHostTls.class),
          SmartHostTls.STARTTLS,
          "STARTTLS or nothing is sent; TLS from the first byte; STARTTLS where it is offered.");
  static final Setting<ServerSettings.SmartHost.Verify> SMART_HOST_VERIFY =
      Setting.of(
          "smarthost.verify",
          oneOf(ServerSettings.SmartHost.Verify.class),
          ServerSettings.SmartHost.Verify.PASSWORD,
          "Its certificate must prove its name: when it gets a password, always, or never.");
  static final Setting<Optional<String>> SMART_HOST_USER =
      Setting.of(
          "smarthost.user", TEXT.orNothing(), Optional.empty(), "Our login there. Empty: none.");
  static final Setting<Optional<String>> SMART_HOST_PASSWORD =
      Setting.secret(
          "smarthost.password",
          TEXT.orNothing(),
          Optional.empty(),
          "Its password. Better in a file of its own:");
  static final Setting<Optional<Path>> SMART_HOST_PASSWORD_FILE =
      Setting.of(
          "smarthost.password_file",
          PATH.orNothing(),
          Optional.empty(),
          "A file whose first line is that password.");
  static final Setting<Optional<String>> OIDC_ISSUER =
      Setting.of(
          "oidc.issuer",
          TEXT.orNothing(),
          Optional.empty(),
          "Its address, as its tokens name it. Empty: nobody signs in that way.");
  static final Setting<String> OIDC_CLIENT =
      Setting.of("oidc.client_id", TEXT, "godwit", "Our name there.");
  static final Setting<Optional<String>> OIDC_SECRET =
      Setting.secret(
          "oidc.client_secret",
          TEXT.orNothing(),
          Optional.empty(),
          "Our password there. Empty: we are a public client. Better in a file of its own:");
  static final Setting<Optional<Path>> OIDC_SECRET_FILE =
      Setting.of(
          "oidc.client_secret_file",
          PATH.orNothing(),
          Optional.empty(),
          "A file whose first line is that password.");
  static final Setting<Optional<String>> OIDC_AUDIENCE =
      Setting.of(
          "oidc.audience",
          TEXT.orNothing(),
          Optional.empty(),
          "What access tokens of programs must be meant for. Empty: our name there.");
  static final Setting<String> OIDC_CLAIM =
      Setting.of("oidc.claim", TEXT, "email", "What in a token is the address of the account.");
  static final Setting<String> OIDC_LABEL =
      Setting.of("oidc.label", TEXT, "single sign-on", "What the sign-in page calls it.");
  static final Setting<Optional<String>> LDAP_URL =
      Setting.of(
          "ldap.url",
          TEXT.orNothing(),
          Optional.empty(),
          "Its address, ldaps://HOST or ldap://HOST. Empty: there is none.");
  static final Setting<DirectoryTls> LDAP_TLS =
      Setting.of(
          "ldap.tls",
          oneOf(DirectoryTls.class),
          DirectoryTls.BY_URL,
          "With ldap:// TLS begins by STARTTLS, or the directory is on this machine.");
  static final Setting<Optional<Path>> LDAP_CA_FILE =
      Setting.of(
          "ldap.ca_file",
          PATH.orNothing(),
          Optional.empty(),
          "Certificates (PEM) that its own must come from. Empty: those that Java trusts.");
  static final Setting<Optional<String>> LDAP_BIND_DN =
      Setting.of(
          "ldap.bind_dn",
          TEXT.orNothing(),
          Optional.empty(),
          "Who looks for people there. Empty: nobody, when the directory lets nobody look.");
  static final Setting<Optional<String>> LDAP_PASSWORD =
      Setting.secret(
          "ldap.password",
          TEXT.orNothing(),
          Optional.empty(),
          "Its password. Better in a file of its own:");
  static final Setting<Optional<Path>> LDAP_PASSWORD_FILE =
      Setting.of(
          "ldap.password_file",
          PATH.orNothing(),
          Optional.empty(),
          "A file whose first line is that password.");
  static final Setting<Optional<String>> LDAP_BASE =
      Setting.of(
          "ldap.base",
          TEXT.orNothing(),
          Optional.empty(),
          "Where people are, such as ou=people,dc=example,dc=org.");
  static final Setting<String> LDAP_FILTER =
      Setting.of(
          "ldap.filter",
          TEXT,
          "(&(objectClass=person)(mail={address}))",
          "Which entry is whose. {address} is the address, {local} what is before its @.");
  static final Setting<String> LDAP_ADDRESS =
      Setting.of("ldap.address", TEXT, "mail", "The attribute that holds the address.");
  static final Setting<LogSettings.Format> LOG_FORMAT =
      Setting.of(
          "log.format",
          oneOf(LogSettings.Format.class),
          LogSettings.Format.TEXT,
          "A line for each event: for people, or for programs.");
  static final Setting<LogSettings.Level> LOG_LEVEL =
      Setting.of(
          "log.level",
          oneOf(LogSettings.Level.class),
          LogSettings.Level.INFO,
          "The least that is written.");
  static final Setting<Optional<String>> METRICS_TOKEN =
      Setting.secret(
          "metrics.token",
          TEXT.orNothing(),
          Optional.empty(),
          "Who sends it as Bearer token may read /metrics from elsewhere. Empty: loopback only.");
  static final Setting<List<String>> ALERTS_TO =
      Setting.of(
          "alerts.to",
          MAIL_ADDRESSES,
          List.of(),
          "Who gets mail; better one that is not kept here. Empty: those who administer the"
              + " server.");
  static final Setting<Optional<URI>> ALERTS_WEBHOOK =
      Setting.secret( // many have a secret in their path
          "alerts.webhook",
          WEB_ADDRESS.orNothing(),
          Optional.empty(),
          "An address of yours that gets each alert as JSON (POST). Empty: none.");
  static final Setting<Optional<String>> ALERTS_SECRET =
      Setting.secret(
          "alerts.webhook_secret",
          TEXT.orNothing(),
          Optional.empty(),
          "What such calls are signed with (HMAC-SHA256). Better in a file of its own:");
  static final Setting<Optional<Path>> ALERTS_SECRET_FILE =
      Setting.of(
          "alerts.webhook_secret_file",
          PATH.orNothing(),
          Optional.empty(),
          "A file whose first line is that secret.");
  static final Setting<List<String>> ALERTS_BLOCKLISTS =
      Setting.of(
          "alerts.blocklists",
          HOST_NAMES,
          List.of("zen.spamhaus.org", "bl.spamcop.net"),
          "Blocklists that are asked, every six hours, whether our own address is on them.");

  static final List<Setting<?>> ALL =
      List.of(
          HOSTNAME,
          DOMAIN,
          DATA,
          SMTP,
          SUBMISSION,
          SUBMISSIONS,
          LMTP,
          IMAP,
          IMAPS,
          POP3,
          POP3S,
          MANAGESIEVE,
          HTTP,
          HTTPS,
          DATABASE_URL,
          DATABASE_USER,
          DATABASE_PASSWORD,
          DATABASE_PASSWORD_FILE,
          DATABASE_PROGRAMS,
          DATABASE_REPLICA,
          DATABASE_POOL,
          BLOBS_STORE,
          BLOBS_ENDPOINT,
          BLOBS_REGION,
          BLOBS_BUCKET,
          BLOBS_PREFIX,
          BLOBS_KEY,
          BLOBS_SECRET,
          BLOBS_SECRET_FILE,
          BLOBS_PATH_STYLE,
          BLOBS_FROM,
          BLOBS_KEPT,
          SITE,
          PEERS,
          TOKEN,
          TOKEN_FILE,
          DURABILITY,
          TLS_CERTIFICATE,
          TLS_KEY,
          ACME_DIRECTORY,
          ACME_TERMS_AGREED,
          ACME_CONTACT,
          ACME_NAMES,
          ACME_CHALLENGE,
          ACME_CA_FILE,
          ACME_EAB_ID,
          ACME_EAB_KEY,
          ACME_DNS_SERVER,
          ACME_DNS_ZONE,
          ACME_DNS_KEY_NAME,
          ACME_DNS_ALGORITHM,
          ACME_DNS_KEY,
          ACME_DNS_KEY_FILE,
          ACME_DNS_WAIT,
          MESSAGE_BYTES,
          CONNECTIONS,
          CONNECTIONS_PER_ADDRESS,
          RECIPIENTS_FROM_STRANGERS,
          RECIPIENTS,
          IMAP_MESSAGES,
          DELETED,
          DELETED_ACCOUNTS,
          LINKS,
          LINKS_ABOVE,
          LINKS_LARGEST,
          LINKS_DAYS,
          LINKS_MOST_DAYS,
          BACKUP_AT,
          BACKUP_DIR,
          BACKUP_KEEP,
          BACKUP_PASSPHRASE,
          BACKUP_WARN_AFTER,
          BACKOFF,
          GIVE_UP_AFTER,
          WARN_AFTER,
          TRUSTED,
          DMARC,
          NAME_SERVER,
          DNSSEC,
          TRUST_ANCHORS,
          PER_DESTINATION,
          TLS_REPORTS,
          BIND_ADDRESS,
          SMART_HOST,
          SMART_HOST_PORT,
          SMART_HOST_TLS,
          SMART_HOST_VERIFY,
          SMART_HOST_USER,
          SMART_HOST_PASSWORD,
          SMART_HOST_PASSWORD_FILE,
          OIDC_ISSUER,
          OIDC_CLIENT,
          OIDC_SECRET,
          OIDC_SECRET_FILE,
          OIDC_AUDIENCE,
          OIDC_CLAIM,
          OIDC_LABEL,
          LDAP_URL,
          LDAP_TLS,
          LDAP_CA_FILE,
          LDAP_BIND_DN,
          LDAP_PASSWORD,
          LDAP_PASSWORD_FILE,
          LDAP_BASE,
          LDAP_FILTER,
          LDAP_ADDRESS,
          LOG_FORMAT,
          LOG_LEVEL,
          METRICS_TOKEN,
          ALERTS_TO,
          ALERTS_WEBHOOK,
          ALERTS_SECRET,
          ALERTS_SECRET_FILE,
          ALERTS_BLOCKLISTS);

  private static final Map<String, Setting<?>> BY_KEY = byKey();

  private static Map<String, Setting<?>> byKey() {
    Map<String, Setting<?>> keys = new LinkedHashMap<>();
    ALL.forEach(setting -> keys.put(setting.key(), setting));
    return keys;
  }

  static Optional<Setting<?>> of(String key) {
    return Optional.ofNullable(BY_KEY.get(key));
  }

  /** The names in a section; none when there is no such section. */
  static List<String> in(String section) {
    return ALL.stream().filter(each -> each.section().equals(section)).map(Setting::name).toList();
  }

  static List<String> sections() {
    return ALL.stream().map(Setting::section).distinct().toList();
  }
}
