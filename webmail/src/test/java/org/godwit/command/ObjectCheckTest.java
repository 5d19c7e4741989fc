package org.godwit.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.godwit.store.objects.ObjectSettings;
import org.junit.jupiter.api.Test;

class ObjectCheckTest {

  @Test
  void aStorageThatIsNotThereIsNamedWithWhatItSaidAndNoSecret() {
    Finding finding =
        ObjectCheck.of(
            new ObjectSettings(
                true,
                Optional.of(URI.create("http://127.0.0.1:1")),
                "us-east-1",
                "mail",
                "godwit",
                "key",
                "very-secret",
                true,
                1,
                Duration.ofDays(30)));

    assertThat(finding.grade()).isEqualTo(Finding.Grade.BAD);
    assertThat(finding.text())
        .startsWith("s3 mail at http://127.0.0.1:1: ")
        .contains("Connection refused")
        .contains("[blobs]")
        .doesNotContain("very-secret");
  }
}
