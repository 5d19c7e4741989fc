package org.godwit.command;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.godwit.log.Logging;
import org.godwit.server.Restore;
import org.godwit.server.StartProblem;
import org.godwit.settings.Settings;
import org.godwit.store.backup.BackupFile;
import org.godwit.store.backup.BackupProblem;
import org.godwit.store.backup.Manifest;
import org.godwit.store.backup.Passphrase;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** {@code godwit restore FILE}: a backup becomes the data of a server that does not run. */
final class RestoreCommand implements Callable<Integer> {
  private CommandSpec spec;

  static CommandSpec spec() {
    RestoreCommand command = new RestoreCommand();
    command.spec = CommandSpec.wrapWithoutInspection(command).name("restore");
    command
        .spec
        .usageMessage()
        .description(
            "Restore a backup into an empty data directory, or an empty database.",
            "The server must not run; start it afterwards.")
        .abbreviateSynopsis(true);
    command.spec.addPositional(
        PositionalParamSpec.builder()
            .paramLabel("FILE")
            .index("0")
            .arity("1")
            .type(String.class)
            .description("The backup.")
            .build());
    BackupCommands.addPassphrase(command.spec);
    SettingsOptions.addAll(command.spec);
    return command.spec;
  }

  @Override
  public Integer call() throws Exception {
    ParseResult parsed = spec.commandLine().getParseResult();
    Settings settings = SettingsOptions.read(parsed);
    Logging.configure(settings.log());
    if (settings.site().isPresent()) {
      throw Failure.failed(
          "a site of a cluster cannot be filled from a backup; restore into a data directory, or a"
              + " database, without [cluster] peers");
    }
    try {
      Optional<Passphrase> passphrase = BackupCommands.passphrase(parsed, settings);
      Path file = Path.of(parsed.matchedPositionalValue(0, "")).toAbsolutePath();
      Manifest restored = new Restore(settings.server(), new BackupFile(file, passphrase)).run();
      spec.commandLine()
          .getOut()
          .printf(
              "restored %s rows of %s, made by Godwit %s; start the server now%n",
              restored.rows(), restored.taken(), restored.godwit());
      spec.commandLine().getOut().flush();
      return 0;
    } catch (StartProblem | BackupProblem e) {
      throw Failure.failed(e.getMessage());
    }
  }
}
