package org.godwit.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.concurrent.Callable;
import org.godwit.settings.Settings;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code godwit doctor}: looks for what keeps a mail server from working, and says what to do. */
final class DoctorCommand implements Callable<Integer> {
  private CommandSpec spec;

  static CommandSpec spec() {
    DoctorCommand command = new DoctorCommand();
    command.spec = CommandSpec.wrapWithoutInspection(command).name("doctor");
    command
        .spec
        .usageMessage()
        .description("Look for what keeps the server from working, and say what to do.")
        .abbreviateSynopsis(true);
    command.spec.addOption(
        OptionSpec.builder("--json").type(boolean.class).description("Answer in JSON.").build());
    SettingsOptions.addAll(command.spec);
    return command.spec;
  }

  @Override
  public Integer call() throws Exception {
    Settings settings = SettingsOptions.read(spec.commandLine().getParseResult());
    List<Finding> findings = new Doctor(settings).findings();
    ArrayNode rows = JsonNodeFactory.instance.arrayNode();
    findings.forEach(
        finding ->
            rows.addObject()
                .put("check", finding.check())
                .put("result", finding.grade().name().toLowerCase(java.util.Locale.ROOT))
                .put("finding", finding.text()));
    new Printer(spec.commandLine().getOut(), spec.commandLine().getErr())
        .print(rows, spec.commandLine().getParseResult().hasMatchedOption("--json"));
    return findings.stream().anyMatch(each -> each.grade() == Finding.Grade.BAD) ? 1 : 0;
  }
}
