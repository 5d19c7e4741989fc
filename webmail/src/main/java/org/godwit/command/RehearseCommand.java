package org.godwit.command;

import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.godwit.log.Logging;
import org.godwit.settings.BadSettings;
import org.godwit.settings.Settings;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * {@code godwit rehearse}: a first start and a stop, with nobody there. The scripts run it after a
 * build, so that Java writes down which classes a start needs, and later starts take half the time.
 */
final class RehearseCommand implements Callable<Integer> {
  private CommandSpec spec;

  static CommandSpec spec() {
    RehearseCommand command = new RehearseCommand();
    command.spec = CommandSpec.wrapWithoutInspection(command).name("rehearse");
    command
        .spec
        .usageMessage()
        .description("Start in an empty folder and stop again; scripts/run does it after a build.")
        .hidden(true);
    command.spec.addPositional(
        PositionalParamSpec.builder()
            .paramLabel("DIR")
            .index("0")
            .arity("1")
            .type(String.class)
            .description("An empty folder.")
            .build());
    return command.spec;
  }

  @Override
  public Integer call() throws Failure, BadSettings {
    Path folder = Path.of(spec.commandLine().getParseResult().matchedPositionalValue(0, ""));
    Settings settings = settings(folder.toAbsolutePath());
    Logging.configure(settings.log());
    try (RunningServer server = RunningServer.start(settings)) {
      FirstStart.welcome(server, new PrintWriter(Writer.nullWriter(), true));
    }
    return 0;
  }

  /** All doors on whatever ports are free, and nothing of the admin's own settings. */
  private static Settings settings(Path folder) throws BadSettings {
    Map<String, String> values = new HashMap<>();
    Settings.all().stream()
        .filter(setting -> setting.section().equals("listen"))
        .forEach(setting -> values.put(setting.key(), "0"));
    values.put("data.dir", folder.toString());
    values.put("server.domain", "example.test");
    values.put("server.hostname", "mail.example.test");
    return Settings.read(new Settings.Sources(folder, Optional.empty(), Map.of(), values));
  }
}
