package org.godwit.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.godwit.settings.Settings;
import org.godwit.store.backup.BackupFile;
import org.godwit.store.backup.BackupProblem;
import org.godwit.store.backup.Manifest;
import org.godwit.store.backup.Passphrase;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** What {@code godwit backup} has besides the operations of the server. */
final class BackupCommands {
  static final String GROUP = "backup";

  private static final String PASSPHRASE = "--passphrase-file";
  private static final String NOW = "now";
  private static final List<String> HELP = List.of("-h", "--help", "-V", "--version");

  private BackupCommands() {}

  /** {@code godwit backup} alone makes one. */
  static String[] whole(String... arguments) {
    boolean bare =
        arguments.length >= 1
            && arguments[0].equals(GROUP)
            && (arguments.length == 1
                || (arguments[1].startsWith("-") && !HELP.contains(arguments[1])));
    return bare
        ? Stream.concat(Stream.of(GROUP, NOW), Arrays.stream(arguments).skip(1))
            .toArray(String[]::new)
        : arguments;
  }

  /** Adds what needs no server. */
  static void addTo(CommandLine backup) {
    backup.addSubcommand(Verify.spec());
  }

  /** For a command that reads a backup. */
  static void addPassphrase(CommandSpec spec) {
    spec.addOption(
        OptionSpec.builder(PASSPHRASE)
            .type(String.class)
            .paramLabel("FILE")
            .description("What it is encrypted with, when it is not [backup] passphrase_file.")
            .build());
  }

  /** What was named there, else what new backups are encrypted with. */
  static Optional<Passphrase> passphrase(ParseResult parsed, Settings settings)
      throws BackupProblem {
    String named = parsed.matchedOptionValue(PASSPHRASE, null);
    return named == null
        ? settings.backup().words()
        : Optional.of(Passphrase.of(Path.of(named).toAbsolutePath()));
  }

  /** {@code godwit backup verify FILE}. */
  private static final class Verify implements Callable<Integer> {
    private CommandSpec spec;

    static CommandSpec spec() {
      Verify command = new Verify();
      command.spec = CommandSpec.wrapWithoutInspection(command).name("verify");
      command
          .spec
          .usageMessage()
          .description("Read a backup to its end, and say whether it is whole. Needs no server.");
      command.spec.addPositional(
          PositionalParamSpec.builder()
              .paramLabel("FILE")
              .index("0")
              .arity("1")
              .type(String.class)
              .description("The backup.")
              .build());
      addPassphrase(command.spec);
      command.spec.addOption(
          OptionSpec.builder("--json").type(boolean.class).description("Answer in JSON.").build());
      SettingsOptions.addPlaces(command.spec);
      return command.spec;
    }

    @Override
    public Integer call() throws Exception {
      ParseResult parsed = spec.commandLine().getParseResult();
      try {
        Path file = Path.of(parsed.matchedPositionalValue(0, "")).toAbsolutePath();
        BackupFile.Checked checked =
            new BackupFile(file, passphrase(parsed, SettingsOptions.read(parsed))).check();
        Manifest manifest = checked.manifest();
        new Printer(spec.commandLine().getOut(), spec.commandLine().getErr())
            .print(
                JsonNodeFactory.instance
                    .objectNode()
                    .put("file", file.toString())
                    .put("whole", true)
                    .put("taken", manifest.taken())
                    .put("version", manifest.godwit())
                    .put("schema", manifest.schema())
                    .put("from", manifest.source())
                    .put("place", manifest.place())
                    .put("tables", manifest.tables().size())
                    .put("rows", manifest.rows())
                    .put("mark", checked.mark()),
                parsed.hasMatchedOption("--json"));
        return 0;
      } catch (BackupProblem e) {
        throw Failure.failed(e.getMessage());
      }
    }
  }
}
