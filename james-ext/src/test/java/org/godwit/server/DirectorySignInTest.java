package org.godwit.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.james.core.Username;
import org.godwit.store.account.Accounts;
import org.godwit.store.account.NewAccount;
import org.godwit.trust.directory.TestDirectory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A server whose people are in a directory. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DirectorySignInTest {

  private TestDirectory there;
  private MailServer server;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    there = TestDirectory.start();
    ServerSettings settings =
        OneServer.settings(folder, OneServer.database("godwit_directory")).with(there.settings());
    server = MailServer.start(settings);
  }

  @AfterAll
  void stop() {
    server.close();
    there.close();
  }

  private String login(String name, String password) throws IOException {
    try (LineTalk imap = LineTalk.plain(server.addresses().get(Service.IMAP))) {
      imap.expect("* OK");
      return imap.say("a LOGIN \"" + name + "\" \"" + password + "\"").expect("a ");
    }
  }

  private String recipient(String name) throws IOException {
    try (LineTalk smtp = LineTalk.plain(server.addresses().get(Service.SMTP))) {
      smtp.expect("220");
      smtp.say("HELO client.example").expect("250");
      smtp.say("MAIL FROM:<x@example.org>").expect("250");
      return smtp.say("RCPT TO:<" + name + ">").line();
    }
  }

  @Test
  void whoSignsInForTheFirstTimeGetsAnAccount() throws Exception {
    there.add("first", "first@example.test", "secret");
    assertThat(login("first@example.test", "wrong")).startsWith("a NO [AUTHENTICATIONFAILED]");
    assertThat(login("first@example.test", "")).startsWith("a NO");
    assertThat(login("first@example.test", "secret")).startsWith("a OK");
    assertThat(login("FIRST@Example.Test", "secret")).startsWith("a OK");
  }

  @Test
  void whoseMailComesFirstGetsAnAccountThen() throws Exception {
    there.add("mailed", "mailed@example.test", "secret");
    assertThat(recipient("mailed@example.test")).startsWith("250");
    assertThat(recipient("mailed+detail@example.test")).startsWith("250");
    assertThat(recipient("nobody@example.test")).startsWith("550 5.1.1");
    assertThat(recipient("*@example.test")).startsWith("550 5.1.1");
  }

  @Test
  void aDirectoryThatIsAwayMeansLaterAndNeverNo() throws Exception {
    there.add("away", "away@example.test", "secret");
    assertThat(login("away@example.test", "secret")).startsWith("a OK");
    there.stop();
    try {
      assertThat(login("away@example.test", "another")).startsWith("a NO [UNAVAILABLE]");
      assertThat(login("away@example.test", "secret")).as("just now it was").startsWith("a OK");
      assertThat(recipient("away@example.test")).as("has an account").startsWith("250");
      assertThat(recipient("newcomer@example.test")).startsWith("451");
    } finally {
      there.startAgain();
    }
    there.add("newcomer", "newcomer@example.test", "secret");
    assertThat(recipient("newcomer@example.test")).startsWith("250");
  }

  @Test
  void accountsOfOurOwnAreBesideThem() throws Exception {
    Accounts accounts = server.service(Accounts.class);
    accounts.create(new NewAccount(Username.of("own@example.test"), "a local password"));
    assertThat(login("own@example.test", "a local password")).startsWith("a OK");

    there.add("moved", "moved@example.test", "secret");
    assertThat(login("moved@example.test", "secret")).startsWith("a OK");
    accounts.password(Username.of("moved@example.test"), "a local password");
    assertThat(login("moved@example.test", "secret")).startsWith("a NO");
    assertThat(login("moved@example.test", "a local password")).startsWith("a OK");
  }

  @Test
  void noProofIsAskedForThatOnlyTheDirectoryCouldCheck() throws Exception {
    try (LineTalk imap = LineTalk.plain(server.addresses().get(Service.IMAP))) {
      assertThat(imap.expect("* OK")).doesNotContain("SCRAM");
      assertThat(imap.say("a CAPABILITY").expect("* CAPABILITY"))
          .contains("AUTH=PLAIN")
          .doesNotContain("SCRAM");
    }
  }
}
