package org.godwit.command;

import java.io.PrintWriter;
import org.godwit.admin.Operation;
import org.godwit.admin.Operations;
import org.godwit.settings.BadSettings;
import org.godwit.store.StoreException;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/** All commands, and what they have in common. */
public final class Commands {

  private Commands() {}

  /**
   * Runs one command.
   *
   * @return its exit code: 0, 1 when it failed, 2 when it was not understood
   */
  public static int run(PrintWriter out, PrintWriter error, String... arguments) {
    return commandLine().setOut(out).setErr(error).execute(BackupCommands.whole(arguments));
  }

  static CommandLine commandLine() {
    CommandLine godwit =
        new CommandLine(new Root())
            .addSubcommand(ServeCommand.spec())
            .addSubcommand(RehearseCommand.spec())
            .addSubcommand(DoctorCommand.spec())
            .addSubcommand(RestoreCommand.spec())
            .addSubcommand(new SettingsCommand())
            .addSubcommand(new VersionCommand())
            .addSubcommand(new CompletionCommand());
    addOperations(godwit);
    BackupCommands.addTo(godwit.getSubcommands().get(BackupCommands.GROUP));
    godwit.addSubcommand("cluster", cluster());
    godwit.setExecutionExceptionHandler(Commands::failed);
    godwit.setParameterExceptionHandler(Commands::notUnderstood);
    return godwit;
  }

  /** `account create` becomes the command create below the command account. */
  private static void addOperations(CommandLine godwit) {
    for (Operation operation : Operations.ALL) {
      CommandSpec spec = OperationCommand.spec(operation);
      if (operation.group().isEmpty()) {
        godwit.addSubcommand(spec);
        continue;
      }
      String first = operation.group().get();
      CommandLine group = godwit.getSubcommands().get(first);
      if (group == null) {
        group = new CommandLine(new Group()).setCommandName(first);
        group.getCommandSpec().usageMessage().description(Operations.GROUPS.get(first));
        godwit.addSubcommand(first, group);
      }
      group.addSubcommand(spec);
    }
  }

  /** What concerns all sites. */
  private static CommandLine cluster() {
    CommandLine cluster = new CommandLine(new Group()).setCommandName("cluster");
    cluster.getCommandSpec().usageMessage().description("Several data centres with the same mail.");
    ClusterCommand.addAll(cluster);
    return cluster;
  }

  private static int failed(Exception e, CommandLine command, CommandLine.ParseResult parsed)
      throws Exception {
    return switch (e) {
      case Failure failure -> {
        command.getErr().println("godwit: " + failure.getMessage());
        yield failure.exitCode();
      }
      case BadSettings bad -> {
        bad.problems().forEach(problem -> command.getErr().println("godwit: " + problem));
        yield 2;
      }
      case StoreException database -> {
        command.getErr().println("godwit: the database failed: " + database.getMessage());
        yield 1;
      }
      default -> throw e;
    };
  }

  private static int notUnderstood(CommandLine.ParameterException e, String[] arguments) {
    CommandLine command = e.getCommandLine();
    command.getErr().println("godwit: " + e.getMessage().lines().findFirst().orElse(""));
    command.getErr().println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
    return 2;
  }

  @Command(
      name = "godwit",
      description = "A mail server, and the commands to look after it.",
      mixinStandardHelpOptions = true,
      scope = CommandLine.ScopeType.INHERIT,
      versionProvider = VersionCommand.class,
      synopsisSubcommandLabel = "COMMAND")
  private static final class Root implements Runnable {
    @CommandLine.Spec private CommandSpec spec;

    @Override
    public void run() {
      throw new CommandLine.ParameterException(spec.commandLine(), "which command?");
    }
  }

  /** Words that need another one behind them. */
  @Command(synopsisSubcommandLabel = "COMMAND")
  private static final class Group implements Runnable {
    @CommandLine.Spec private CommandSpec spec;

    @Override
    public void run() {
      throw new CommandLine.ParameterException(
          spec.commandLine(),
          "which command? one of " + String.join(", ", spec.subcommands().keySet()));
    }
  }

  @Command(name = "settings", description = "Print config/godwit.toml with every key and default.")
  private static final class SettingsCommand implements Runnable {
    @CommandLine.Spec private CommandSpec spec;

    @Override
    public void run() {
      spec.commandLine().getOut().print(org.godwit.settings.SettingsFile.text());
      spec.commandLine().getOut().flush();
    }
  }

  @Command(
      name = "completion",
      description = "Print the completion for bash: source <(./scripts/godwit completion).")
  private static final class CompletionCommand implements Runnable {
    @CommandLine.Spec private CommandSpec spec;

    @Override
    public void run() {
      CommandLine root = spec.root().commandLine();
      root.getOut().print(AutoComplete.bash("godwit", root));
      root.getOut().flush();
    }
  }
}
