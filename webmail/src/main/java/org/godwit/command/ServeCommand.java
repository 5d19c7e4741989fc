package org.godwit.command;

import java.util.concurrent.Callable;
import org.godwit.settings.Settings;
import picocli.CommandLine.Model.CommandSpec;

/** {@code godwit serve}: the server, in the foreground, until it is told to stop. */
final class ServeCommand implements Callable<Integer> {
  private CommandSpec spec;

  static CommandSpec spec() {
    ServeCommand command = new ServeCommand();
    command.spec = CommandSpec.wrapWithoutInspection(command).name("serve");
    command
        .spec
        .usageMessage()
        .description("Serve until SIGTERM or Ctrl-C.")
        .abbreviateSynopsis(true);
    SettingsOptions.addAll(command.spec);
    return command.spec;
  }

  @Override
  public Integer call() throws Exception {
    Settings settings = SettingsOptions.read(spec.commandLine().getParseResult());
    spec.commandLine().getOut().println("data directory: " + settings.dataDirectory());
    return 0;
  }
}
