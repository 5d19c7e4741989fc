package org.godwit.trust.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DirectoryTest {
  private static final String ANN = "ann@example.test";

  private TestDirectory there;
  private Directory directory;

  @BeforeEach
  void start() throws Exception {
    there = TestDirectory.start();
    there.add("ann", ANN, "secret");
    directory = new Directory(there.settings());
  }

  @AfterEach
  void stop() {
    directory.close();
    there.close();
  }

  @Test
  void knowsPeopleAndTheirPasswords() throws Exception {
    assertThat(directory.knows(ANN)).isTrue();
    assertThat(directory.knows("bob@example.test")).isFalse();
    assertThat(directory.admits(ANN, "secret")).isTrue();
    assertThat(directory.admits(ANN, "Secret")).isFalse();
    assertThat(directory.admits("bob@example.test", "secret")).isFalse();
    assertThat(directory.knows(ANN)).as("it looks as itself again").isTrue();
  }

  @Test
  void anEmptyPasswordIsNobodys() throws Exception {
    assertThat(directory.admits(ANN, "")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*",
        "ann*",
        "*@example.test",
        "ann@example.test)(uid=*",
        "x)(|(uid=*",
        "ann@example.test\\00",
        "\\61nn@example.test",
        "ann@example.test\0",
        "(&)"
      })
  void whatIsTypedIsAValueAndNoFilter(String evil) throws Exception {
    assertThat(directory.knows(evil)).isFalse();
    assertThat(directory.admits(evil, "secret")).isFalse();
  }

  @Test
  void anAddressThatIsThereTwiceIsNobodys() throws Exception {
    there.add("ann2", ANN, "other");
    assertThat(directory.knows(ANN)).isFalse();
    assertThat(directory.admits(ANN, "secret")).isFalse();
  }

  @Test
  void aDirectoryThatIsAwayIsNoAnswer() throws Exception {
    assertThat(directory.admits(ANN, "secret")).isTrue();
    there.stop();
    assertThatThrownBy(() -> directory.knows(ANN)).isInstanceOf(DirectoryUnavailable.class);
    assertThatThrownBy(() -> directory.admits(ANN, "secret"))
        .isInstanceOf(DirectoryUnavailable.class);
    there.startAgain();
    assertThat(directory.admits(ANN, "secret")).isTrue();
  }

  @Test
  void thatWeMayNotLookSaysNothingOfAnybody() {
    Directory stranger = new Directory(there.settings("changed by somebody"));
    assertThatThrownBy(() -> stranger.knows(ANN)).isInstanceOf(DirectoryUnavailable.class);
    assertThatThrownBy(() -> stranger.admits(ANN, "wrong"))
        .isInstanceOf(DirectoryUnavailable.class);
    stranger.close();
  }

  @Test
  void aDirectoryThatCannotSpeakTlsHearsNoPassword() {
    DirectorySettings plain = there.settings();
    Directory cautious =
        new Directory(
            new DirectorySettings(
                plain.url(),
                true,
                Optional.empty(),
                plain.bindDn(),
                plain.bindPassword(),
                plain.base(),
                plain.filter(),
                plain.attribute()));
    assertThatThrownBy(() -> cautious.admits(ANN, "secret"))
        .isInstanceOf(DirectoryUnavailable.class);
    cautious.close();
  }

  @ParameterizedTest
  @CsvSource({
    "http://localhost, false, (mail={address})",
    "ldap://ldap.example.org, false, (mail={address})",
    "ldaps://ldap.example.org, true, (mail={address})",
    "ldaps://ldap.example.org, false, (mail=*)",
    "ldaps://ldap.example.org, false, mail={address})",
    "ldaps:ldap.example.org, false, (mail={address})"
  })
  void refusesSettingsThatAreUnsafeOrMeanNothing(URI url, boolean startTls, String filter) {
    assertThatThrownBy(
            () ->
                new DirectorySettings(
                    url, startTls, Optional.empty(), "", "", "dc=x", filter, "mail"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("ldap.");
  }
}
