package org.godwit.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DatabaseSettingsTest {

  @Test
  void noPasswordIsShown() {
    String url = "jdbc:postgresql://db/godwit?password=geheim&ssl=true&sslpassword=geheim";
    DatabaseSettings settings = new DatabaseSettings(url, "godwit", "geheim", 1);
    assertThat(settings.url()).isEqualTo(url);
    assertThat(settings).asString().contains("db/godwit", "ssl=true").doesNotContain("geheim");
    assertThat(settings.shownUrl()).doesNotContain("geheim");
  }
}
