package org.godwit.trust.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import org.godwit.trust.Certificates;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A directory that is reached by TLS: from the beginning, or by StartTLS (4511 §4.14). */
class DirectoryTlsTest {

  private static final String ANN = "ann@example.test";

  @TempDir private Path folder;
  private Certificates shown;
  private Path trusted;

  @BeforeEach
  void make() throws Exception {
    shown = Certificates.selfSigned(Files.createDirectories(folder.resolve("own")), "localhost");
    trusted = pem("trusted.pem", shown);
  }

  @AfterEach
  void end() throws Exception {
    shown.close();
  }

  private Path pem(String name, Certificates certificates) throws Exception {
    String text =
        Base64.getMimeEncoder().encodeToString(certificates.chain().getFirst().getEncoded());
    return Files.writeString(
        folder.resolve(name),
        "-----BEGIN CERTIFICATE-----\n" + text + "\n-----END CERTIFICATE-----\n");
  }

  private TestDirectory start(boolean fromTheBeginning) throws Exception {
    TestDirectory there = TestDirectory.startWithTls(shown.context(), fromTheBeginning);
    there.add("ann", ANN, "secret");
    return there;
  }

  @ParameterizedTest
  @CsvSource({"ldaps, false", "ldap, true"})
  void knowsPeopleAndTheirPasswordsBehindTls(String scheme, boolean startTls) throws Exception {
    try (TestDirectory there = start(!startTls)) {
      Directory directory = new Directory(there.settings(scheme, startTls, Optional.of(trusted)));
      assertThat(directory.knows(ANN)).isTrue();
      assertThat(directory.admits(ANN, "secret")).isTrue();
      assertThat(directory.admits(ANN, "wrong")).isFalse();
      assertThat(directory.admits(ANN, "secret")).as("it is still there").isTrue();
      directory.close();
    }
  }

  @ParameterizedTest
  @CsvSource({"ldaps, false", "ldap, true"})
  void tellsNoPasswordToWhomNobodyVouchesFor(String scheme, boolean startTls) throws Exception {
    try (TestDirectory there = start(!startTls);
        Certificates others =
            Certificates.selfSigned(
                Files.createDirectories(folder.resolve("others")), "localhost")) {
      Directory directory =
          new Directory(there.settings(scheme, startTls, Optional.of(pem("others.pem", others))));
      assertThatThrownBy(() -> directory.admits(ANN, "secret"))
          .isInstanceOf(DirectoryUnavailable.class);
      directory.close();
    }
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void doesNotGoOnInTheClearWhereTheDirectorySpeaksNoTls(boolean startTls) throws Exception {
    try (TestDirectory there = TestDirectory.start()) {
      there.add("ann", ANN, "secret");
      Directory directory =
          new Directory(
              there.settings(startTls ? "ldap" : "ldaps", startTls, Optional.of(trusted)));
      assertThatThrownBy(() -> directory.admits(ANN, "secret"))
          .isInstanceOf(DirectoryUnavailable.class);
      directory.close();
    }
  }
}
