package org.godwit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.godwit.server.OneServer.PASSWORD;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.james.core.Username;
import org.godwit.store.account.Accounts;
import org.godwit.store.account.AppPasswords;
import org.godwit.store.account.AppPasswords.Created;
import org.godwit.store.account.AppPasswords.Wish;
import org.godwit.store.account.SecondFactors;
import org.godwit.trust.Scope;
import org.godwit.trust.Totp;
import org.godwit.trust.sasl.ScramClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Passwords for one program, at the doors of a whole server. */
@ExtendWith(OneServer.class)
class AppPasswordTest {

  @Test
  void anAppPasswordOpensTheProtocolsItIsForAndNoOther(OneServer server) throws IOException {
    Created made = create(server, "alice", Set.of(Scope.IMAP, Scope.SIEVE), List.of(), null);
    assertThat(imap(server, "alice", made.text())).startsWith("a OK");
    assertThat(
            imap(server, "alice", made.text().replace("-", " ").toUpperCase(java.util.Locale.ROOT)))
        .startsWith("a OK");
    assertThat(smtp(server, "alice", made.text())).startsWith("535");
    assertThat(pop3(server, "alice", made.text())).startsWith("-ERR");
  }

  @Test
  void withASecondFactorOnlyAppPasswordsOpenMailProtocols(OneServer server) throws IOException {
    Created made =
        create(server, "bob", Set.of(Scope.IMAP, Scope.SMTP, Scope.POP3), List.of(), null);
    turnOn(server, "bob");
    assertThat(imap(server, "bob", PASSWORD)).startsWith("a NO");
    assertThat(smtp(server, "bob", PASSWORD)).startsWith("535");
    assertThat(pop3(server, "bob", PASSWORD)).startsWith("-ERR");
    assertThat(scram(server, "bob", PASSWORD)).isFalse();
    assertThat(imap(server, "bob", made.text())).startsWith("a OK");
    assertThat(smtp(server, "bob", made.text())).startsWith("235");
    assertThat(pop3(server, "bob", made.text())).startsWith("+OK");
    assertThat(scram(server, "bob", made.text())).isTrue();
  }

  @Test
  void scramTakesThePasswordAndAppPasswordsAlsoAfterTheyChange(OneServer server)
      throws IOException {
    Created made = create(server, "carol", Set.of(Scope.SMTP), List.of(), null);
    assertThat(scram(server, "carol", PASSWORD)).isTrue();
    assertThat(scram(server, "carol", made.text())).isTrue();
    server
        .server()
        .service(Accounts.class)
        .password(Username.of(server.address("carol")), "another one");
    assertThat(scram(server, "carol", made.text())).isTrue();
    assertThat(scram(server, "carol", "another one")).isTrue();
    assertThat(scram(server, "carol", PASSWORD)).isFalse();
    Created forImap = create(server, "carol", Set.of(Scope.IMAP), List.of(), null);
    assertThat(scram(server, "carol", forImap.text())).as("not for SMTP").isFalse();
  }

  @Test
  void anAppPasswordEndsAtItsTimeAndOutsideOfItsNetworks(OneServer server) throws IOException {
    Created over =
        create(server, "dave", Set.of(Scope.IMAP), List.of(), Instant.now().minusSeconds(1));
    Created elsewhere = create(server, "dave", Set.of(Scope.IMAP), List.of("192.0.2.0/24"), null);
    Created here =
        create(server, "dave", Set.of(Scope.IMAP), List.of("127.0.0.0/8", "::1/128"), null);
    assertThat(imap(server, "dave", over.text())).startsWith("a NO");
    assertThat(imap(server, "dave", elsewhere.text())).startsWith("a NO");
    assertThat(imap(server, "dave", here.text())).startsWith("a OK");
    assertThat(passwords(server).list(server.address("dave")))
        .filteredOn(each -> each.id().equals(here.id()))
        .singleElement()
        .satisfies(each -> assertThat(each.lastUsedFrom()).contains("127.0.0.1"));
  }

  @Test
  void takingOneBackEndsWhatWasOpenedWithIt(OneServer server) throws IOException {
    Created made = create(server, "erin", Set.of(Scope.IMAP), List.of(), null);
    try (LineTalk talk = server.talk(Service.IMAP)) {
      talk.line();
      talk.say("a LOGIN " + server.address("erin") + " \"" + made.text() + "\"");
      untilTagged(talk);
      assertThat(passwords(server).revoke(server.address("erin"), made.id())).isTrue();
      assertThat(passwords(server).revoke(server.address("erin"), UUID.randomUUID())).isFalse();
      assertThat(isOver(talk)).isTrue();
    }
    assertThat(imap(server, "erin", made.text())).startsWith("a NO");
  }

  @Test
  void somebodyElsesAppPasswordOpensNothing(OneServer server) throws IOException {
    Created made = create(server, "frank", Set.of(Scope.IMAP), List.of(), null);
    server.address("grace");
    assertThat(imap(server, "grace", made.text())).startsWith("a NO");
  }

  private static boolean isOver(LineTalk talk) {
    try {
      String line = talk.line();
      return line == null || line.startsWith("* BYE");
    } catch (IOException closed) {
      return true;
    }
  }

  private static AppPasswords passwords(OneServer server) {
    return server.server().service(AppPasswords.class);
  }

  private static Created create(
      OneServer server, String name, Set<Scope> scopes, List<String> networks, Instant expires) {
    return passwords(server)
        .create(
            server.address(name), new Wish("test", scopes, networks, Optional.ofNullable(expires)))
        .orElseThrow();
  }

  private static void turnOn(OneServer server, String name) {
    SecondFactors factors = server.server().service(SecondFactors.class);
    byte[] secret = factors.begin(server.address(name)).orElseThrow();
    assertThat(factors.confirm(server.address(name), "000000x")).isEmpty();
    assertThat(factors.on(server.address(name))).isFalse();
    assertThat(factors.confirm(server.address(name), Totp.code(secret, Instant.now()))).isPresent();
  }

  private static String untilTagged(LineTalk talk) throws IOException {
    String line = talk.line();
    while (line.startsWith("*")) {
      line = talk.line();
    }
    return line;
  }

  private static String imap(OneServer server, String name, String password) throws IOException {
    try (LineTalk talk = server.talk(Service.IMAP)) {
      talk.line();
      talk.say("a LOGIN " + server.address(name) + " \"" + password + "\"");
      return untilTagged(talk);
    }
  }

  private static String smtp(OneServer server, String name, String password) throws IOException {
    try (LineTalk talk = server.talk(Service.SUBMISSION)) {
      talk.expect("220");
      talk.say("EHLO client.example.org").expectAll("250");
      talk.say("AUTH PLAIN " + base64("\0" + server.address(name) + "\0" + password));
      return talk.line();
    }
  }

  private static boolean scram(OneServer server, String name, String password) throws IOException {
    try (LineTalk talk = server.talk(Service.SUBMISSION)) {
      talk.expect("220");
      talk.say("EHLO client.example.org").expectAll("250");
      ScramClient client = new ScramClient(server.address(name), password, "n,,", new byte[0]);
      talk.say("AUTH SCRAM-SHA-256 " + base64(client.first("nonce")));
      String challenge = talk.line();
      assertThat(challenge).startsWith("334 ");
      byte[] last = client.last(Base64.getDecoder().decode(challenge.substring(4)));
      talk.say(base64(last));
      return talk.line().startsWith("334 ");
    }
  }

  private static String pop3(OneServer server, String name, String password) throws IOException {
    try (LineTalk talk = server.talk(Service.POP3)) {
      talk.line();
      talk.say("USER " + server.address(name));
      talk.line();
      talk.say("PASS " + password);
      return talk.line();
    }
  }

  private static String base64(String text) {
    return base64(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
