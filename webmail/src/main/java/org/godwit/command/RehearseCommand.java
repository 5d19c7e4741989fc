package org.godwit.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.james.core.Username;
import org.apache.james.user.api.UsersRepositoryException;
import org.godwit.bench.Rehearsal;
import org.godwit.log.Logging;
import org.godwit.server.MailServer;
import org.godwit.server.Service;
import org.godwit.settings.BadSettings;
import org.godwit.settings.Settings;
import org.godwit.store.account.Accounts;
import org.godwit.store.account.NewAccount;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * {@code godwit rehearse}: a first start, a little of a day's work and a stop. The scripts run it
 * after a build, so that Java writes down which classes that needs and which methods are worth
 * compiling: later starts are quick, and quick at work.
 */
final class RehearseCommand implements Callable<Integer> {
  private CommandSpec spec;

  static CommandSpec spec() {
    RehearseCommand command = new RehearseCommand();
    command.spec = CommandSpec.wrapWithoutInspection(command).name("rehearse");
    command
        .spec
        .usageMessage()
        .description("Start in an empty folder, work and stop; scripts/run does it after a build.")
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
      play(server.mail());
    }
    return 0;
  }

  private static void play(MailServer mail) throws Failure {
    Map<Service, InetSocketAddress> doors = mail.addresses();
    Rehearsal rehearsal =
        new Rehearsal(doors.get(Service.IMAP).getPort(), doors.get(Service.SMTP).getPort());
    try {
      for (int number = 1; number <= Rehearsal.USERS; number++) {
        mail.service(Accounts.class)
            .create(
                new NewAccount(Username.of(rehearsal.user(number)), rehearsal.password(number)));
      }
      rehearsal.play();
    } catch (UsersRepositoryException | IOException e) {
      throw Failure.failed("the rehearsal failed: " + e.getMessage());
    }
  }

  /** All doors on whatever ports are free, and nothing of the admin's own settings. */
  private static Settings settings(Path folder) throws BadSettings {
    Map<String, String> values = new HashMap<>();
    Settings.all().stream()
        .filter(setting -> setting.section().equals("listen"))
        .forEach(setting -> values.put(setting.key(), "0"));
    Optional.ofNullable(System.getenv("GODWIT_DATABASE_PROGRAMS"))
        .ifPresent(programs -> values.put("database.programs", programs)); // part of the machine
    values.put("data.dir", folder.toString());
    values.put("server.domain", "example.test");
    values.put("server.hostname", "mail.example.test");
    return Settings.read(new Settings.Sources(folder, Optional.empty(), Map.of(), values));
  }
}
