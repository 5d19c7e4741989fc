package org.godwit.command;

import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;

/** Which Godwit this is. */
@Command(name = "version", description = "Print which Godwit this is.")
final class VersionCommand implements Runnable, IVersionProvider {
  @CommandLine.Spec private CommandSpec spec;

  /** From the jar; a Godwit run from its classes has none. */
  static String version() {
    return Optional.ofNullable(VersionCommand.class.getPackage().getImplementationVersion())
        .orElse("development");
  }

  @Override
  public String[] getVersion() {
    return new String[] {"godwit " + version() + ", Java " + Runtime.version()};
  }

  @Override
  public void run() {
    spec.commandLine().getOut().println(getVersion()[0]);
  }
}
