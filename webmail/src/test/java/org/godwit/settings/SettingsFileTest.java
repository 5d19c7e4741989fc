package org.godwit.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code config/godwit.toml} says what the code does. */
class SettingsFileTest {
  private static final Path FILE = Path.of("../config/godwit.toml");

  @Test
  void theFileIsWhatTheListOfKeysMakes() throws IOException {
    assertThat(Files.readString(FILE))
        .as("write it anew: ./scripts/godwit settings > config/godwit.toml")
        .isEqualTo(SettingsFile.text());
  }

  @Test
  void theFileNamesEveryKeyAndNoOther(@TempDir Path folder) throws IOException {
    List<String> problems = new ArrayList<>();
    Map<String, Given> read = new TomlFile(everythingSet(folder), folder, problems::add).read();
    assertThat(problems).isEmpty();
    assertThat(read.keySet())
        .containsExactlyInAnyOrderElementsOf(Settings.all().stream().map(Setting::key).toList());
  }

  @Test
  void theDefaultsInTheFileAreTheDefaults(@TempDir Path folder) throws Exception {
    Settings written = read(folder, Optional.of(everythingSet(folder)));
    Settings unwritten = read(folder, Optional.empty());
    assertThat(written.server()).isEqualTo(unwritten.server());
    assertThat(written.log()).isEqualTo(unwritten.log());
    assertThat(written.metricsToken()).isEqualTo(unwritten.metricsToken());
  }

  private static Settings read(Path home, Optional<Path> file) throws BadSettings {
    Map<String, String> name = Map.of("server.hostname", "mail.example.test");
    return Settings.read(new Settings.Sources(home, file, Map.of(), name));
  }

  private static Path everythingSet(Path folder) throws IOException {
    String text = Files.readString(FILE).replaceAll("(?m)^#(?=[a-z])", "");
    return Files.writeString(folder.resolve("all.toml"), text);
  }
}
