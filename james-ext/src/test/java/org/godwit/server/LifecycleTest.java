package org.godwit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.util.Optional;
import org.apache.james.core.Username;
import org.godwit.store.DatabaseSettings;
import org.godwit.store.account.Accounts;
import org.godwit.store.account.NewAccount;
import org.godwit.trust.Certificates;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LifecycleTest {

  @TempDir Path directory;

  @Test
  void theFirstStartMakesTheDomainAndTheNextFindsIt() throws Exception {
    ServerSettings settings = OneServer.settings(directory, OneServer.database("godwit_lifecycle"));
    try (MailServer first = MailServer.start(settings)) {
      assertThat(first.isFirstStart()).isTrue();
    }
    try (MailServer second = MailServer.start(settings)) {
      assertThat(second.isFirstStart()).isFalse();
    }
  }

  @Test
  void aSecondServerOnTheSameDirectoryIsRefusedAndTheFirstLivesOn() throws Exception {
    ServerSettings settings = OneServer.settings(directory, OneServer.database("godwit_lifecycle"));
    try (MailServer first = MailServer.start(settings)) {
      assertThatThrownBy(() -> MailServer.start(settings))
          .isInstanceOf(StartProblem.class)
          .hasMessageContaining("another Godwit runs on the data directory")
          .hasMessageContaining(Long.toString(ProcessHandle.current().pid()));
      try (LineTalk smtp = LineTalk.plain(first.addresses().get(Service.SMTP))) {
        smtp.expect("220");
      }
    }
  }

  @Test
  void anAddressThatIsTakenIsNamedAndNothingIsLeftRunning() throws Exception {
    DatabaseSettings database = OneServer.database("godwit_lifecycle");
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      ServerSettings settings =
          OneServer.settings(directory, database)
              .with(onlyPop3((InetSocketAddress) taken.getLocalSocketAddress()));
      assertThatThrownBy(() -> MailServer.start(settings))
          .isInstanceOf(StartProblem.class)
          .hasMessageContaining("[listen] pop3")
          .hasMessageContaining(Integer.toString(taken.getLocalPort()));
    }
    MailServer.start(OneServer.settings(directory, database)).close(); // the lock is free again
  }

  private static ServerSettings.Listen onlyPop3(InetSocketAddress address) {
    Optional<InetSocketAddress> off = Optional.empty();
    return new ServerSettings.Listen(
        off, off, off, off, off, off, Optional.of(address), off, off, off, off);
  }

  @Test
  void aDatabaseThatIsNotThereIsNamed() {
    ServerSettings settings =
        OneServer.settings(
            directory, new DatabaseSettings("jdbc:postgresql://127.0.0.1:1/none", "u", "p", 2));
    assertThatThrownBy(() -> MailServer.start(settings))
        .isInstanceOf(StartProblem.class)
        .hasMessageContaining("database");
  }

  @Test
  void stopsWhileClientsAreConnectedAndTellsThem() throws Exception {
    MailServer server =
        MailServer.start(OneServer.settings(directory, OneServer.database("godwit_lifecycle")));
    try (LineTalk smtp = LineTalk.plain(server.addresses().get(Service.SMTP));
        LineTalk pop3 = LineTalk.plain(server.addresses().get(Service.POP3));
        LineTalk imap = LineTalk.plain(server.addresses().get(Service.IMAP))) {
      smtp.expect("220");
      pop3.expect("+OK");
      imap.expect("* OK");

      server.close();

      smtp.expect("421");
      pop3.expect("-ERR");
      imap.expect("* BYE");
      assertThat(smtp.isClosedByServer()).isTrue();
      assertThat(pop3.isClosedByServer()).isTrue();
      assertThat(imap.isClosedByServer()).isTrue();
    }
  }

  @Test
  void startsItsOwnPostgresAndFindsTheDataAgain() throws Exception {
    Path own = Files.createTempDirectory("godwit-test-embedded");
    Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwxr-xr-x"));
    ServerSettings settings =
        ServerSettings.defaults("mail.example.test", "example.test", own)
            .with(ServerSettings.Listen.anyPort());
    try {
      try (MailServer first = MailServer.start(settings)) {
        assertThat(first.isFirstStart()).isTrue();
        first
            .service(Accounts.class)
            .create(new NewAccount(Username.of("alice@example.test"), OneServer.PASSWORD));
      }
      try (MailServer second = MailServer.start(settings);
          ImapTalk imap = new ImapTalk(LineTalk.plain(second.addresses().get(Service.IMAP)))) {
        assertThat(second.isFirstStart()).isFalse();
        imap.ok("LOGIN alice@example.test \"" + OneServer.PASSWORD + "\"");
      }
    } finally {
      OneServer.remove(own);
    }
  }

  @Test
  void showsTheNewCertificateWithoutARestart() throws Exception {
    ServerSettings settings = OneServer.settings(directory, OneServer.database("godwit_lifecycle"));
    try (MailServer server = MailServer.start(settings)) {
      Certificates certificates = server.service(Certificates.class);
      X509Certificate before = certificates.chain().get(0);
      exchange(directory.resolve("tls"));

      certificates.reload();

      X509Certificate after = certificates.chain().get(0);
      assertThat(after).isNotEqualTo(before);
      for (Service door : new Service[] {Service.IMAPS, Service.POP3S, Service.SUBMISSIONS}) {
        try (LineTalk talk =
            LineTalk.tls(server.addresses().get(door), OneServer.trusting(after))) {
          assertThat(talk.certificate()).as(door.toString()).isEqualTo(after);
        }
      }
    }
  }

  private void exchange(Path tls) throws Exception {
    Path other = directory.resolve("other");
    Certificates.selfSigned(other, "mail.example.test").close();
    for (String file : new String[] {"key.pem", "certificate.pem"}) {
      copy(other.resolve(file), tls.resolve(file));
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.writeString(to, Files.readString(from));
  }
}
