package org.godwit.server.smtp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.james.core.Domain;
import org.apache.james.core.Username;
import org.apache.james.domainlist.lib.DomainListConfiguration;
import org.apache.james.domainlist.memory.MemoryDomainList;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.apache.james.protocols.api.OidcSASLConfiguration;
import org.apache.james.protocols.api.ProtocolSession;
import org.apache.james.protocols.api.ProtocolTransport;
import org.apache.james.protocols.api.handler.ProtocolHandler;
import org.apache.james.protocols.api.handler.ProtocolHandlerChainImpl;
import org.apache.james.protocols.netty.Encryption;
import org.apache.james.protocols.smtp.SMTPConfigurationImpl;
import org.apache.james.protocols.smtp.SMTPProtocol;
import org.apache.james.protocols.smtp.core.SMTPMDCContextFactory;
import org.apache.james.rrt.api.RecipientRewriteTableConfiguration;
import org.apache.james.rrt.lib.MappingSource;
import org.apache.james.rrt.memory.MemoryRecipientRewriteTable;
import org.apache.james.user.memory.MemoryUsersRepository;
import org.godwit.server.LineClient;
import org.godwit.server.TestTls;
import org.godwit.server.door.ChainConversation;
import org.godwit.server.door.EventLoops;
import org.godwit.server.door.Listener;
import org.godwit.server.door.Talk;
import org.godwit.timing.Timings;
import org.godwit.trust.sasl.OneUser;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * An SMTP and an LMTP listener on James's parts in memory: domain example.org, users ann and bob,
 * the alias sales.
 */
final class SmtpDoor implements BeforeEachCallback, AfterEachCallback {

  static final long LIMIT = 3 * 1024 * 1024;
  static final int MOST_RECIPIENTS = 5;
  private static final Pattern END_OF_FIELD = Pattern.compile("\r\n(?![ \t])"); // 5322 §2.2.3

  private final EventLoops loops = new EventLoops();
  private final Path directory;
  private TestTls tls;
  private KeepingQueue queue;
  private InetSocketAddress smtp;
  private InetSocketAddress lmtp;

  SmtpDoor(Path directory) {
    this.directory = directory;
  }

  @Override
  public void beforeEach(ExtensionContext context) throws Exception {
    tls = new TestTls(directory.resolve("tls-" + System.nanoTime()));
    Files.createDirectories(spill());
    queue = new KeepingQueue();
    smtp = open(false);
    lmtp = open(true);
  }

  private InetSocketAddress open(boolean isLmtp) throws Exception {
    MemoryDomainList domains = new MemoryDomainList(null);
    domains.configure(
        DomainListConfiguration.builder().defaultDomain(Domain.of("example.org")).build());
    MemoryUsersRepository users = MemoryUsersRepository.withVirtualHosting(domains);
    users.addUser(Username.of("ann@example.org"), "secret");
    users.addUser(Username.of("bob@example.org"), "secret");
    users.addUser(Username.of("jörg@example.org"), "secret");
    MemoryRecipientRewriteTable rewrites = new MemoryRecipientRewriteTable();
    rewrites.setDomainList(domains);
    rewrites.setUsersRepository(users);
    rewrites.setUserEntityValidator(org.apache.james.UserEntityValidator.NOOP);
    rewrites.setConfiguration(RecipientRewriteTableConfiguration.DEFAULT_ENABLED);
    rewrites.addAddressMapping(
        MappingSource.fromUser("sales", Domain.of("example.org")), "ann@example.org");

    Acceptance acceptance = new Acceptance(queue, Optional.empty(), spill(), new Timings());
    RecordingMetricFactory metrics = new RecordingMetricFactory();
    ProtocolHandlerChainImpl chain = new ProtocolHandlerChainImpl();
    chain.addAll(
        List.<ProtocolHandler>of(
            new Welcome(),
            new SmtpDispatcher(),
            new Greeting(metrics),
            new StartTls(),
            new AuthCommand(new OneUser("ann@example.org", "secret").sasl()),
            new Extensions(),
            new MailCommand(metrics),
            new RcptCommand(metrics, new Postmaster(domains)),
            new RelayGate(domains),
            new RecipientGate(domains, users, rewrites),
            new DataCommand(acceptance),
            new BdatCommand(acceptance),
            new SmallCommands()));
    chain.wireExtensibleHandlers();
    SMTPConfigurationImpl configuration =
        new SMTPConfigurationImpl() {
          @Override
          public String getHelloName() {
            return "mx.example.org";
          }

          @Override
          public long getMaxMessageSize() {
            return LIMIT;
          }

          @Override
          public Optional<OidcSASLConfiguration> saslConfiguration() {
            return Optional.empty();
          }
        };
    SMTPProtocol protocol =
        new SMTPProtocol(chain, configuration) {
          @Override
          public ProtocolSession newSession(ProtocolTransport transport) {
            return new SmtpSession(configuration, transport, isLmtp, MOST_RECIPIENTS);
          }
        };
    Encryption encryption = tls.startTls();
    Talk talk =
        new Talk(
            "421 4.7.0 Too many connections\r\n",
            "421 4.3.2 Stopping\r\n",
            "",
            12_290,
            12_290,
            60,
            0,
            pipeline -> new ChainConversation(protocol, new SMTPMDCContextFactory(), encryption));
    return new Listener("smtp", talk, encryption, 100, 100)
        .open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), loops);
  }

  TestTls tls() {
    return tls;
  }

  /** A client that has heard the greeting. */
  LineClient connect() throws IOException {
    LineClient client = new LineClient(smtp);
    client.reply();
    return client;
  }

  /** A client that has said EHLO. */
  LineClient greeted() throws IOException {
    LineClient client = connect();
    client.say("EHLO client.example");
    return client;
  }

  /** A client that has said everything but DATA. */
  LineClient ready() throws IOException {
    LineClient client = greeted();
    client.say("MAIL FROM:<eve@example.net>");
    client.say("RCPT TO:<ann@example.org>");
    return client;
  }

  LineClient lmtp() throws IOException {
    LineClient client = new LineClient(lmtp);
    client.reply();
    client.say("LHLO client.example");
    return client;
  }

  /** Where large messages wait. */
  Path spill() {
    return directory.resolve("spill");
  }

  KeepingQueue queue() {
    return queue;
  }

  /** The next mail's bytes behind our Received field, a char for each. */
  String message() throws InterruptedException {
    String text = new String(queue.next().bytes(), StandardCharsets.ISO_8859_1);
    return END_OF_FIELD.split(text, 2)[1];
  }

  @Override
  public void afterEach(ExtensionContext context) throws IOException {
    loops.close();
    tls.close();
  }
}
