package org.godwit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.james.core.Username;
import org.apache.james.user.api.UsersRepositoryException;
import org.godwit.store.DatabaseSettings;
import org.godwit.store.PostgresExtension;
import org.godwit.store.account.Accounts;
import org.godwit.store.account.NewAccount;
import org.godwit.trust.Certificates;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A whole mail server for tests: one in a JVM, on free ports of loopback, stopped with the JVM. It
 * has a database of its own, which is never emptied; instead each test has people of its own:
 * {@code alice} is another address in each test.
 */
public final class OneServer implements BeforeEachCallback, ParameterResolver {

  /** Everybody's. */
  public static final String PASSWORD = "correct horse battery staple";

  private static final AtomicInteger TESTS = new AtomicInteger();
  private static final OneServer ONE = new OneServer();

  private final Map<String, String> people = new ConcurrentHashMap<>();
  private MailServer server;

  private OneServer() {}

  private OneServer(MailServer server, Map<String, String> people) {
    this.server = server;
    this.people.putAll(people);
  }

  /** The same people at another server on the same database. */
  OneServer at(MailServer other) {
    return new OneServer(other, people);
  }

  /** A server that is not shared with other tests; whoever has it closes it. */
  static OneServer over(MailServer own) {
    return new OneServer(own, new ConcurrentHashMap<>());
  }

  /** The server, started on first use. */
  public static synchronized OneServer running() {
    if (ONE.server == null) {
      ONE.start();
    }
    return ONE;
  }

  private void start() {
    try {
      Path directory = Files.createTempDirectory("godwit-test-server");
      server = MailServer.start(settings(directory, database("godwit_one_server")));
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(directory)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (StartProblem e) {
      throw new IllegalStateException(e);
    }
  }

  private void stop(Path directory) {
    server.close();
    remove(directory);
  }

  /** Removes a directory with all that is in it. */
  static void remove(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      System.err.println("left behind: " + directory);
    }
  }

  /** Settings for a server of one's own, on free ports. */
  public static ServerSettings settings(Path directory, DatabaseSettings database) {
    return ServerSettings.defaults("mail.example.test", "example.test", directory)
        .with(ServerSettings.Listen.anyPort())
        .with(
            new ServerSettings.Store(
                Optional.of(database), Optional.empty(), 10, PostgresExtension.objects()));
  }

  /** An empty database beside the one that store tests use. */
  public static DatabaseSettings database(String name) {
    DatabaseSettings tests = PostgresExtension.settings();
    try (Connection connection =
            DriverManager.getConnection(tests.url(), tests.user(), tests.password());
        Statement statement = connection.createStatement()) {
      statement.execute("DROP DATABASE IF EXISTS " + name);
      statement.execute("CREATE DATABASE " + name);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    String url = tests.url().replaceFirst("/[^/?]+($|\\?)", "/" + name + "$1");
    return new DatabaseSettings(url, tests.user(), tests.password(), 10);
  }

  public MailServer server() {
    return server;
  }

  public InetSocketAddress address(Service service) {
    return server.addresses().get(service);
  }

  /** The address of somebody of this test, who has an account and {@link #PASSWORD}. */
  public String address(String name) {
    return people.computeIfAbsent(name, this::makeAccount);
  }

  private String makeAccount(String name) {
    String address = name + "." + TESTS.get() + "@example.test";
    try {
      server.service(Accounts.class).create(new NewAccount(Username.of(address), PASSWORD));
    } catch (UsersRepositoryException e) {
      throw new IllegalStateException(e);
    }
    return address;
  }

  /** A connection on which nothing was said yet; the greeting is still to be read. */
  public LineTalk talk(Service service) throws IOException {
    return service.implicitTls()
        ? LineTalk.tls(address(service), trusting())
        : LineTalk.plain(address(service));
  }

  /** Somebody of this test, logged in. */
  public ImapTalk imap(String name) throws IOException {
    ImapTalk talk = new ImapTalk(talk(Service.IMAP));
    talk.ok("LOGIN " + address(name) + " \"" + PASSWORD + "\"");
    return talk;
  }

  /**
   * Hands a message to port 25 and returns when it is accepted.
   *
   * @param message with CRLF
   */
  public void deliver(String name, String message) throws IOException {
    try (LineTalk smtp = talk(Service.SMTP)) {
      smtp.expect("220");
      smtp.say("EHLO client.example.org").expectAll("250");
      smtp.say("MAIL FROM:<sender@example.org>").expect("250");
      smtp.say("RCPT TO:<" + address(name) + ">").expect("250");
      smtp.data(message.getBytes(StandardCharsets.ISO_8859_1)).expect("250");
      smtp.say("QUIT").expect("221");
    }
  }

  /** For clients that trust the server's certificate and check its name. */
  public SSLContext trusting() {
    return trusting(server.service(Certificates.class).chain().get(0));
  }

  static SSLContext trusting(X509Certificate certificate) {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      store.setCertificateEntry("ours", certificate);
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    TESTS.incrementAndGet();
    running().people.clear();
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == OneServer.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return running();
  }
}
