package org.godwit.server.pop3;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLSocket;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.MessageRange;
import org.apache.james.protocols.api.ProtocolConfigurationImpl;
import org.apache.james.protocols.api.ProtocolSession;
import org.apache.james.protocols.api.ProtocolTransport;
import org.apache.james.protocols.api.handler.ProtocolHandler;
import org.apache.james.protocols.api.handler.ProtocolHandlerChainImpl;
import org.apache.james.protocols.netty.Encryption;
import org.apache.james.protocols.netty.ProtocolMDCContextFactory;
import org.apache.james.protocols.pop3.POP3Protocol;
import org.godwit.imap.MemoryMailbox;
import org.godwit.server.LineClient;
import org.godwit.server.TestTls;
import org.godwit.server.door.ChainConversation;
import org.godwit.server.door.EventLoops;
import org.godwit.server.door.Listener;
import org.godwit.server.door.Talk;
import org.godwit.trust.sasl.ChannelBindings;
import org.godwit.trust.sasl.OneUser;
import org.godwit.trust.sasl.Sasl;
import org.godwit.trust.sasl.ScramClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** POP3, as bytes on a socket. */
class Pop3Test {

  private static final Username ANN = Username.of("ann@example.org");
  private static final String FIRST = "Subject: 1\r\n\r\n.dot\r\n..two\r\nend\r\n";
  private static final String SECOND = "Subject: 2\r\n\r\n\u00fc\0\u00ff\r\n";

  @TempDir Path directory;
  private final EventLoops loops = new EventLoops();
  private final MemoryMailbox mailbox = new MemoryMailbox("ann@example.org");
  private TestTls tls;
  private InetSocketAddress door;
  private LineClient client;

  @BeforeEach
  void open() throws Exception {
    tls = new TestTls(directory);
    Sasl sasl = new OneUser("ann@example.org", "secret ").sasl();
    ProtocolHandlerChainImpl chain = new ProtocolHandlerChainImpl();
    chain.addAll(
        List.<ProtocolHandler>of(
            new Pop3Welcome(),
            new Pop3Dispatcher(),
            new Capa(sasl),
            new Stls(),
            new Login(sasl, new MailDrops(mailbox.manager, mailbox -> Map.of(), new OneNode())),
            new Transactions(),
            new Retrieval()));
    chain.wireExtensibleHandlers();
    ProtocolConfigurationImpl configuration = new ProtocolConfigurationImpl("Godwit") {};
    POP3Protocol protocol =
        new POP3Protocol(chain, configuration) {
          @Override
          public ProtocolSession newSession(ProtocolTransport transport) {
            return new Pop3Session(transport, configuration);
          }
        };
    Encryption encryption = tls.startTls();
    Talk talk =
        new Talk(
            "-ERR\r\n",
            "-ERR\r\n",
            "",
            12_290,
            12_290,
            60,
            0,
            pipeline ->
                new ChainConversation(
                    protocol, new ProtocolMDCContextFactory.Standard(), encryption));
    door =
        new Listener("pop3", talk, encryption, 100, 100)
            .open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), loops);
    append(FIRST);
    append(SECOND);
    client = connect();
  }

  @AfterEach
  void close() throws Exception {
    client.close();
    loops.close();
    tls.close();
  }

  @Test
  void aClientReadsAndRemovesItsMail() throws Exception {
    login(client);
    assertThat(say("STAT")).isEqualTo("+OK 2 " + (FIRST.length() + SECOND.length()));
    assertThat(lines("LIST")).containsExactly("1 " + FIRST.length(), "2 " + SECOND.length());
    assertThat(say("LIST 2")).isEqualTo("+OK 2 " + SECOND.length());
    assertThat(say("RETR 1")).isEqualTo("+OK " + FIRST.length() + " octets");
    assertThat(raw("Subject: 1\r\n\r\n..dot\r\n...two\r\nend\r\n.\r\n")).isTrue();
    assertThat(say("RETR 2")).startsWith("+OK");
    assertThat(raw(SECOND + ".\r\n")).isTrue();
    assertThat(say("TOP 1 1")).startsWith("+OK");
    assertThat(raw("Subject: 1\r\n\r\n..dot\r\n.\r\n")).isTrue();

    assertThat(say("DELE 1")).startsWith("+OK");
    assertThat(say("DELE 1")).startsWith("-ERR");
    assertThat(say("RETR 1")).startsWith("-ERR");
    assertThat(say("STAT")).isEqualTo("+OK 1 " + SECOND.length());
    assertThat(lines("LIST")).containsExactly("2 " + SECOND.length());
    assertThat(count()).as("before QUIT").isEqualTo(2);
    assertThat(say("QUIT")).startsWith("+OK");
    assertThat(client.atEnd()).isTrue();
    assertThat(count()).as("behind QUIT").isEqualTo(1);
  }

  @Test
  void withoutQuitNothingIsRemovedAndRsetTakesMarksBack() throws Exception {
    login(client);
    say("DELE 1");
    say("RSET");
    assertThat(say("LIST 1")).startsWith("+OK");
    say("DELE 1");
    client.close();
    client = connect();
    loginSoon(client);
    assertThat(say("STAT")).startsWith("+OK 2 ");
  }

  @Test
  void numbersStayWhileMailComes() throws Exception {
    login(client);
    List<String> before = lines("UIDL");
    append("Subject: 3\r\n\r\nnew\r\n");
    say("RSET");
    assertThat(lines("UIDL")).isEqualTo(before).hasSize(2);
    say("QUIT");
    client = connect();
    loginSoon(client);
    assertThat(lines("UIDL")).hasSize(3).startsWith(before.toArray(String[]::new));
    assertThat(say("UIDL 1")).isEqualTo("+OK " + before.getFirst());
  }

  @Test
  void aMaildropIsOneClientsAtATime() throws Exception {
    login(client);
    try (LineClient second = connect()) {
      second.send("USER ann@example.org\r\nPASS secret \r\n");
      assertThat(second.line()).startsWith("+OK");
      assertThat(second.line()).startsWith("-ERR [IN-USE]");
      assertThat(say("QUIT")).startsWith("+OK");
      loginSoon(second);
    }
  }

  @Test
  void capaTellsWhatWorksInEachState() throws Exception {
    assertThat(lines("CAPA"))
        .containsExactly(
            "TOP",
            "UIDL",
            "RESP-CODES",
            "AUTH-RESP-CODE",
            "PIPELINING",
            "EXPIRE NEVER",
            "USER",
            "SASL SCRAM-SHA-256 PLAIN LOGIN",
            "STLS",
            "IMPLEMENTATION Godwit");
    login(client);
    assertThat(lines("CAPA")).doesNotContain("STLS", "USER");
  }

  @Test
  void authWithAndWithoutAnInitialResponse() throws Exception {
    assertThat(say("AUTH PLAIN " + base64("\0ann@example.org\0wrong"))).startsWith("-ERR [AUTH]");
    assertThat(say("AUTH PLAIN")).isEqualTo("+ ");
    assertThat(say(base64("\0ann@example.org\0secret "))).isEqualTo("+OK 2 messages");
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void scramIsBoundToTheTlsConnection(String version) throws Exception {
    assertThat(say("STLS")).startsWith("+OK");
    SSLSocket secure = client.startTls(tls.client(version));
    String sasl =
        lines("CAPA").stream().filter(line -> line.startsWith("SASL")).findFirst().orElseThrow();
    assertThat(sasl).isEqualTo("SASL SCRAM-SHA-256-PLUS SCRAM-SHA-256 PLAIN LOGIN");

    byte[] binding =
        java.security.MessageDigest.getInstance("SHA-256").digest(tls.certificate().getEncoded());
    ScramClient scram =
        new ScramClient("ann@example.org", "secret ", "p=tls-server-end-point,,", binding);
    assertThat(tls.certificate().getSigAlgName()).startsWith("SHA256with");
    String challenge = say("AUTH SCRAM-SHA-256-PLUS " + encode(scram.first("nonce")));
    String last = say(encode(scram.last(Base64.getDecoder().decode(challenge.substring(2)))));
    assertThat(last).isEqualTo("+ " + base64(scram.verifier()));
    assertThat(say("")).isEqualTo("+OK 2 messages");
    assertThat(secure.getSession().getProtocol()).isEqualTo(version);
  }

  @Test
  @EnabledForJreRange(minVersion = 25) // earlier ones cannot export
  void scramIsBoundToWhatTls13Exports() throws Exception {
    say("STLS");
    SSLSocket secure = client.startTls(tls.client("TLSv1.3"));
    byte[] exported = ChannelBindings.of(secure.getSession()).byType().get("tls-exporter");
    assertThat(exported).hasSize(32);
    ScramClient scram = new ScramClient("ann@example.org", "secret ", "p=tls-exporter,,", exported);
    String challenge = say("AUTH SCRAM-SHA-256-PLUS " + encode(scram.first("nonce")));
    String last = say(encode(scram.last(Base64.getDecoder().decode(challenge.substring(2)))));
    assertThat(last).isEqualTo("+ " + base64(scram.verifier()));
    assertThat(say("")).isEqualTo("+OK 2 messages");
  }

  @Test
  void whatIsSentBehindStlsInOnePacketIsDiscarded() throws Exception {
    client.send("STLS\r\nUSER eve@example.org\r\nQUIT\r\n");
    assertThat(client.line()).startsWith("+OK");
    client.startTls(tls.client("TLSv1.3"));
    assertThat(say("PASS secret ")).startsWith("-ERR Say USER first");
    assertThat(say("STLS")).startsWith("-ERR");
    login(client);
  }

  @ParameterizedTest
  @ValueSource(strings = {"FOO", "", "RETR", "TOP 1", "RETR x", "LIST 0", "RETR 3", "DELE -1"})
  void whatMakesNoSenseIsRefused(String command) throws Exception {
    login(client);
    assertThat(say(command)).startsWith("-ERR ");
    assertThat(say("NOOP")).startsWith("+OK");
  }

  @ParameterizedTest
  @ValueSource(strings = {"STAT", "LIST", "RETR 1", "UIDL", "NOOP", "PASS secret"})
  void nothingWorksBeforeLogin(String command) throws Exception {
    assertThat(say(command)).startsWith("-ERR ");
  }

  @Test
  void theThirdWrongPasswordEndsTheConversation() throws Exception {
    for (int i = 0; i < 3; i++) {
      say("USER ann@example.org");
      assertThat(say("PASS wrong")).startsWith("-ERR [AUTH]");
    }
    assertThat(client.atEnd()).isTrue();
  }

  private LineClient connect() throws IOException {
    LineClient fresh = new LineClient(door);
    assertThat(fresh.line()).startsWith("+OK");
    return fresh;
  }

  private static void login(LineClient client) throws IOException {
    client.send("USER ann@example.org\r\nPASS secret \r\n");
    assertThat(client.line()).startsWith("+OK");
    assertThat(client.line()).startsWith("+OK");
  }

  /** When the server has noticed that the client before is gone. */
  private static void loginSoon(LineClient client) {
    org.awaitility.Awaitility.await()
        .until(
            () -> {
              client.send("USER ann@example.org\r\nPASS secret \r\n");
              client.line();
              return client.line().startsWith("+OK");
            });
  }

  private String say(String command) throws IOException {
    return client.send(command + "\r\n").line();
  }

  private List<String> lines(String command) throws IOException {
    assertThat(say(command)).startsWith("+OK");
    List<String> lines = new ArrayList<>();
    for (String line = client.line(); !line.equals("."); line = client.line()) {
      lines.add(line);
    }
    return lines;
  }

  private boolean raw(String expected) throws IOException {
    assertThat(new String(client.bytes(expected.length()), ISO_8859_1)).isEqualTo(expected);
    return true;
  }

  private void append(String message) throws MailboxException {
    MailboxSession session = mailbox.manager.createSystemSession(ANN);
    MailboxPath inbox = MailboxPath.inbox(session);
    if (!Boolean.TRUE.equals(
        reactor.core.publisher.Mono.from(mailbox.manager.mailboxExists(inbox, session)).block())) {
      mailbox.manager.createMailbox(inbox, session);
    }
    mailbox
        .manager
        .getMailbox(inbox, session)
        .appendMessage(
            MessageManager.AppendCommand.builder().build(message.getBytes(ISO_8859_1)), session);
  }

  private int count() throws MailboxException {
    MailboxSession session = mailbox.manager.createSystemSession(ANN);
    var messages =
        mailbox
            .manager
            .getMailbox(MailboxPath.inbox(session), session)
            .getMessages(
                MessageRange.all(), org.apache.james.mailbox.model.FetchGroup.MINIMAL, session);
    int count = 0;
    for (; messages.hasNext(); messages.next()) {
      count++;
    }
    return count;
  }

  private static String base64(String text) {
    return encode(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String encode(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
