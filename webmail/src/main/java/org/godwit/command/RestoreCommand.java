package org.godwit.command;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.godwit.log.Logging;
import org.godwit.server.Restore;
import org.godwit.server.ServerSettings;
import org.godwit.server.StartProblem;
import org.godwit.settings.Settings;
import org.godwit.store.DatabaseSettings;
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
    try {
      Optional<Passphrase> passphrase = BackupCommands.passphrase(parsed, settings);
      Path file = Path.of(parsed.matchedPositionalValue(0, "")).toAbsolutePath();
      BackupFile backup = new BackupFile(file, passphrase);
      Manifest restored =
          settings.site().isPresent()
              ? intoSites(settings, backup)
              : new Restore(settings.server(), backup).run();
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

  /** This site alone keeps mail meanwhile; the others copy it when they start. */
  private static Manifest intoSites(Settings settings, BackupFile backup)
      throws Failure, InterruptedException {
    if (settings.site().orElseThrow().self().witness()) {
      throw Failure.failed("a witness keeps no mail; restore at another site");
    }
    AtomicReference<Manifest> restored = new AtomicReference<>();
    new SiteService(settings, StopSignals.listen())
        .fill((site, reached) -> restored.set(fill(settings.server(), site.filling(), backup)));
    return Optional.ofNullable(restored.get())
        .orElseThrow(
            () -> Failure.failed("stopped before there was a primary; nothing is restored"));
  }

  private static Manifest fill(ServerSettings server, DatabaseSettings database, BackupFile backup)
      throws Failure {
    ServerSettings.Store store = server.store();
    ServerSettings onSite =
        server.with(
            new ServerSettings.Store(
                Optional.of(database), store.programs(), store.poolSize(), store.objects()));
    try {
      return new Restore(onSite, backup).run();
    } catch (StartProblem | BackupProblem e) {
      throw Failure.failed(e.getMessage());
    }
  }
}
