package org.godwit.server.sieve;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.apache.james.core.Username;
import org.apache.james.core.quota.QuotaSizeLimit;
import org.apache.james.protocols.api.ProtocolConfigurationImpl;
import org.apache.james.protocols.netty.Encryption;
import org.apache.james.protocols.netty.ProtocolMDCContextFactory;
import org.apache.james.sieverepository.api.SieveRepository;
import org.godwit.mailflow.sieve.Script;
import org.godwit.server.LineClient;
import org.godwit.server.TestTls;
import org.godwit.server.door.ChainConversation;
import org.godwit.server.door.EventLoops;
import org.godwit.server.door.Listener;
import org.godwit.server.door.Talk;
import org.godwit.store.Database;
import org.godwit.store.PostgresExtension;
import org.godwit.store.account.SieveStore;
import org.godwit.trust.sasl.OneUser;
import org.godwit.trust.sasl.Sasl;
import org.godwit.trust.sasl.ScramClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** ManageSieve (RFC 5804), as bytes on a socket. */
@ExtendWith(PostgresExtension.class)
class ManageSieveTest {

  private static final String SCRIPT = "# f\u00fcr alle\r\nkeep;\r\n";

  @TempDir Path directory;
  private final EventLoops loops = new EventLoops();
  private SieveRepository scripts;
  private TestTls tls;
  private InetSocketAddress door;
  private LineClient client;
  private List<String> greeting;

  @BeforeEach
  void open(Database database) throws Exception {
    tls = new TestTls(directory.resolve("tls"));
    scripts = SieveStore.of(database);
    Sasl sasl = new OneUser("ann@example.org", "secret").sasl();
    SieveLanguage language = new ScriptLanguage();
    SieveProtocol protocol =
        new SieveProtocol(
            new SieveConversation(
                new SieveCapabilities(language, sasl),
                new SieveLogin(sasl),
                new SieveScriptCommands(scripts, language)),
            new ProtocolConfigurationImpl("Godwit") {});
    Encryption encryption = tls.startTls();
    Talk talk =
        new Talk(
            "BYE\r\n",
            "BYE\r\n",
            "",
            16_384,
            16_384,
            60,
            0,
            pipeline ->
                new ChainConversation(
                    protocol, new ProtocolMDCContextFactory.Standard(), encryption));
    door =
        new Listener("managesieve", talk, encryption, 100, 100)
            .open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), loops);
    client = new LineClient(door);
    greeting = answer();
  }

  @AfterEach
  void close() throws Exception {
    client.close();
    loops.close();
    tls.close();
  }

  @Test
  void theGreetingTellsWhatWeCan() {
    assertThat(greeting)
        .containsExactly(
            "\"IMPLEMENTATION\" \"Godwit\"",
            "\"VERSION\" \"1.0\"",
            greeting.get(2),
            "\"SASL\" \"SCRAM-SHA-256 PLAIN LOGIN\"",
            "\"STARTTLS\"",
            "\"UNAUTHENTICATE\"",
            "OK \"Godwit ManageSieve\"");
    assertThat(greeting.get(2))
        .as("what runs is what is announced")
        .isEqualTo("\"SIEVE\" \"" + String.join(" ", Script.extensions()) + "\"")
        .contains("fileinto", "envelope", "vacation");
  }

  @Test
  void aScriptIsStoredActivatedReadRenamedAndDeleted() throws Exception {
    login();
    assertThat(say("HAVESPACE \"mine\" 100")).startsWith("OK");
    assertThat(put("mine", SCRIPT)).startsWith("OK");
    assertThat(say("LISTSCRIPTS")).isEqualTo("\"mine\"|OK \"That is all\"");
    assertThat(say("SETACTIVE \"mine\"")).startsWith("OK");
    assertThat(say("LISTSCRIPTS")).startsWith("\"mine\" ACTIVE|OK");
    assertThat(say("DELETESCRIPT \"mine\"")).startsWith("NO (ACTIVE)");

    client.send("GETSCRIPT \"mine\"\r\n");
    byte[] bytes = SCRIPT.getBytes(UTF_8);
    assertThat(client.line()).isEqualTo("{" + bytes.length + "}");
    assertThat(client.bytes(bytes.length)).isEqualTo(bytes);
    assertThat(answer()).containsExactly("", "OK \"That is it\"");

    assertThat(say("RENAMESCRIPT \"mine\" \"" + wire("f\u00fcr \\\"alle\\\"") + "\""))
        .startsWith("OK");
    assertThat(say("LISTSCRIPTS")).startsWith(wire("\"f\u00fcr \\\"alle\\\"\" ACTIVE|OK"));
    assertThat(say("GETSCRIPT \"mine\"")).startsWith("NO (NONEXISTENT)");
    assertThat(say("SETACTIVE \"\"")).startsWith("OK");
    assertThat(say("DELETESCRIPT \"" + wire("f\u00fcr \\\"alle\\\"") + "\"")).startsWith("OK");
    assertThat(say("DELETESCRIPT \"mine\"")).startsWith("NO (NONEXISTENT)");
    assertThat(say("SETACTIVE \"mine\"")).startsWith("NO (NONEXISTENT)");
    assertThat(say("LOGOUT")).startsWith("OK");
    assertThat(client.atEnd()).isTrue();
  }

  @Test
  void renamingDoesNotOverwrite() throws Exception {
    login();
    put("one", SCRIPT);
    put("two", SCRIPT);
    assertThat(say("RENAMESCRIPT \"one\" \"two\"")).startsWith("NO (ALREADYEXISTS)");
    assertThat(say("RENAMESCRIPT \"three\" \"four\"")).startsWith("NO (NONEXISTENT)");
  }

  @Test
  void aBadScriptIsRefusedWithItsLineAndNotStored() throws Exception {
    login();
    assertThat(put("mine", "keep;\r\nif ( {\r\n}\r\n")).matches("NO \"line 2: .*\"");
    assertThat(say("LISTSCRIPTS")).startsWith("OK");
    assertThat(say("CHECKSCRIPT \"keep;\"")).startsWith("OK");
    assertThat(check("keep;\r\n\r\n\u00a7\r\n")).matches("NO \"line 3: .*\"");
    assertThat(check("require \"no-such-thing\";\r\nkeep;\r\n")).startsWith("NO ");
    assertThat(check("nosuchcommand;\r\n")).startsWith("NO ");
    assertThat(check("k\0eep;\r\n")).isEqualTo("NO \"A script is UTF-8, without NUL\"");
    client.send("CHECKSCRIPT {2+}\r\n\u00ff\u00fe\r\n");
    assertThat(client.line()).startsWith("NO ");
  }

  @Test
  void commandsAndLiteralsInOnePacketAreAnsweredInOrder() throws Exception {
    String plain = base64("\0ann@example.org\0secret");
    client.send(
        "AUTHENTICATE \"PLAIN\" {"
            + plain.length()
            + "+}\r\n"
            + plain
            + "\r\n"
            + "PUTSCRIPT {1+}\r\na {5+}\r\nkeep;\r\n"
            + "PUTSCRIPT \"b\" {5}\r\nkeep;\r\n"
            + "PUTSCRIPT \"c\" {0+}\r\n\r\n"
            + "NOOP \"mark\"\r\nLISTSCRIPTS\r\n");
    for (String expected :
        List.of("OK", "OK", "OK", "OK", "OK (TAG \"mark\")", "\"a\"", "\"b\"", "\"c\"", "OK")) {
      assertThat(client.line()).startsWith(expected);
    }
  }

  @ParameterizedTest
  @CsvSource({"524289, true", "20000, false"})
  void aLiteralThatIsTooLargeIsReadAndRefused(int size, boolean loggedIn) throws Exception {
    if (loggedIn) {
      login();
    }
    client.send("PUTSCRIPT \"x\" {" + size + "+}\r\n" + "x".repeat(size) + "\r\nNOOP\r\n");
    assertThat(client.line()).startsWith("NO (QUOTA/MAXSIZE)");
    assertThat(client.line()).startsWith("OK");
  }

  @Test
  void aGiantLiteralEndsTheConversation() throws Exception {
    client.send("PUTSCRIPT \"x\" {9999999999+}\r\n");
    assertThat(client.line()).startsWith("BYE ");
    assertThat(client.atEnd()).isTrue();
  }

  @Test
  void quotaIsKept() throws Exception {
    scripts.setQuota(Username.of("ann@example.org"), QuotaSizeLimit.size(30));
    login();
    assertThat(say("HAVESPACE \"x\" 31")).startsWith("NO (QUOTA)");
    assertThat(say("HAVESPACE \"x\" 30")).startsWith("OK");
    assertThat(say("HAVESPACE \"x\" 999999999")).startsWith("NO (QUOTA/MAXSIZE)");
    assertThat(put("x", "keep;".repeat(10))).startsWith("NO (QUOTA)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "LISTSCRIPTS", "PUTSCRIPT \"x\" \"keep;\"", "GETSCRIPT \"x\"", "CHECKSCRIPT \"keep;\"",
        "SETACTIVE \"x\"", "DELETESCRIPT \"x\"", "RENAMESCRIPT \"x\" \"y\"", "HAVESPACE \"x\" 1"
      })
  void nothingWorksBeforeLogin(String command) throws Exception {
    assertThat(say(command)).isEqualTo("NO \"Log in first\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "FOO",
        "\"PUTSCRIPT\"",
        "PUTSCRIPT",
        "PUTSCRIPT \"x",
        "PUTSCRIPT \"\" \"keep;\"",
        "PUTSCRIPT \"a\\x\" \"keep;\"",
        "SETACTIVE x",
        "HAVESPACE \"x\"",
        "HAVESPACE \"x\" -1",
        "GETSCRIPT \"a\" \"b\"",
        "LISTSCRIPTS \"x\"",
        "GETSCRIPT {1+} x",
        "{}",
        "GETSCRIPT\0 \"x\""
      })
  void whatMakesNoSenseIsRefused(String command) throws Exception {
    login();
    assertThat(say(command)).startsWith("NO ");
    assertThat(say("NOOP")).startsWith("OK");
  }

  @Test
  void scramProvesBothSides() throws Exception {
    ScramClient scram = new ScramClient("ann@example.org", "secret", "n,,", new byte[0]);
    client.send("AUTHENTICATE \"SCRAM-SHA-256\"\r\n");
    assertThat(client.line()).isEqualTo("\"\"");
    client.send('"' + encode(scram.first("nonce")) + "\"\r\n");
    String challenge = client.line().replace("\"", "");
    client.send('"' + encode(scram.last(Base64.getDecoder().decode(challenge))) + "\"\r\n");
    assertThat(client.line()).startsWith("OK (SASL \"" + base64(scram.verifier()) + "\") ");
    assertThat(say("CAPABILITY")).contains("\"OWNER\" \"ann@example.org\"", "\"SASL\" \"\"");
    assertThat(say("UNAUTHENTICATE")).startsWith("OK");
    assertThat(say("LISTSCRIPTS")).startsWith("NO");
  }

  @Test
  void loginsFailAndEndTheConversation() throws Exception {
    assertThat(say("AUTHENTICATE \"CRAM-MD5\"")).startsWith("NO ");
    client.send("AUTHENTICATE \"PLAIN\"\r\n");
    assertThat(client.line()).isEqualTo("\"\"");
    assertThat(say("\"*\"")).isEqualTo("NO \"Cancelled\"");
    assertThat(say("AUTHENTICATE \"PLAIN\" \"" + base64("\0ann@example.org\0x") + "\""))
        .startsWith("BYE ");
    assertThat(client.atEnd()).isTrue();
  }

  @Test
  void tlsBeginsAndCapabilitiesComeAgain() throws Exception {
    client.send("STARTTLS\r\nAUTHENTICATE \"PLAIN\" \"" + base64("\0a\0b") + "\"\r\nLOGOUT\r\n");
    assertThat(client.line()).startsWith("OK");
    client.startTls(tls.client("TLSv1.3"));
    assertThat(answer())
        .contains("\"SASL\" \"SCRAM-SHA-256-PLUS SCRAM-SHA-256 PLAIN LOGIN\"")
        .doesNotContain("\"STARTTLS\"")
        .endsWith("OK \"TLS is on\"");
    assertThat(say("STARTTLS")).startsWith("NO");
    login();
  }

  private void login() throws IOException {
    assertThat(say("AUTHENTICATE \"PLAIN\" \"" + base64("\0ann@example.org\0secret") + "\""))
        .startsWith("OK");
  }

  private String put(String name, String script) throws IOException {
    byte[] bytes = script.getBytes(UTF_8);
    client.send("PUTSCRIPT \"" + name + "\" {" + bytes.length + "+}\r\n").send(bytes);
    return say("");
  }

  private String check(String script) throws IOException {
    byte[] bytes = script.getBytes(UTF_8);
    client.send("CHECKSCRIPT {" + bytes.length + "+}\r\n").send(bytes);
    return say("");
  }

  private String say(String command) throws IOException {
    client.send(command + "\r\n");
    return String.join("|", answer());
  }

  private List<String> answer() throws IOException {
    List<String> lines = new ArrayList<>();
    String line;
    do {
      line = client.line();
      lines.add(line);
    } while (line != null && !line.matches("(?s)(OK|NO|BYE)( .*)?"));
    return lines;
  }

  /** UTF-8 as it travels, a char for each byte. */
  private static String wire(String text) {
    return new String(text.getBytes(UTF_8), ISO_8859_1);
  }

  private static String base64(String text) {
    return encode(text.getBytes(UTF_8));
  }

  private static String encode(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
