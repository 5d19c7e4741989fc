package org.godwit.command;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.godwit.settings.BadSettings;
import org.godwit.settings.Setting;
import org.godwit.settings.Settings;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The options that say which settings a command uses. */
final class SettingsOptions {
  private static final String CONFIG = "--config";
  private static final String DATA = "--data";
  private static final String SET = "--set";

  private SettingsOptions() {}

  /** For a command that only has to find the server: the settings file and the data directory. */
  static void addPlaces(CommandSpec spec) {
    spec.addOption(
        OptionSpec.builder(CONFIG)
            .type(String.class)
            .paramLabel("FILE")
            .description("The settings file (GODWIT_CONFIG); default config/godwit.toml.")
            .build());
    spec.addOption(
        OptionSpec.builder(DATA)
            .type(String.class)
            .paramLabel("DIR")
            .description("The data directory (GODWIT_DATA_DIR).")
            .build());
  }

  /** For the server: every setting. */
  static void addAll(CommandSpec spec) {
    addPlaces(spec);
    spec.addOption(
        OptionSpec.builder(SET)
            .type(Map.class)
            .auxiliaryTypes(String.class, String.class)
            .paramLabel("KEY=VALUE")
            .description("Any setting of the settings file.")
            .build());
    Settings.all().stream()
        .filter(setting -> !setting.secret())
        .forEach(setting -> spec.addOption(option(setting)));
  }

  private static OptionSpec option(Setting<?> setting) {
    return OptionSpec.builder("--" + setting.key())
        .type(String.class)
        .paramLabel("VALUE")
        .description(
            escaped(
                "%s Default: %s; allowed: %s."
                    .formatted(setting.help(), setting.standardText(), setting.allowed())))
        .build();
  }

  private static String escaped(String description) {
    return description.replace("%", "%%");
  }

  /** Reads the settings as this command line wants them. */
  static Settings read(ParseResult parsed) throws BadSettings {
    Map<String, String> environment = System.getenv();
    Optional<Path> file =
        Optional.ofNullable(parsed.matchedOptionValue(CONFIG, environment.get("GODWIT_CONFIG")))
            .map(Path::of);
    Path home = Path.of(System.getProperty("godwit.home", "")).toAbsolutePath();
    return Settings.read(new Settings.Sources(home, file, environment, values(parsed)));
  }

  private static Map<String, String> values(ParseResult parsed) {
    Map<String, String> values =
        new LinkedHashMap<>(parsed.matchedOptionValue(SET, Map.<String, String>of()));
    for (Setting<?> setting : Settings.all()) {
      String value = parsed.matchedOptionValue("--" + setting.key(), null);
      if (value != null) {
        values.put(setting.key(), value);
      }
    }
    String data = parsed.matchedOptionValue(DATA, null);
    if (data != null) {
      values.put("data.dir", data);
    }
    return values;
  }
}
