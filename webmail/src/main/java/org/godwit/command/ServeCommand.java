package org.godwit.command;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.godwit.log.Logging;
import org.godwit.settings.Settings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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
    Logging.configure(settings.log());
    Logger log = LoggerFactory.getLogger("godwit"); // not before: other commands need no log
    StopSignals signals = StopSignals.listen();
    long begin = System.nanoTime();
    log.info("starting Godwit {} on {}", VersionCommand.version(), settings.dataDirectory());
    if (settings.site().isPresent()) {
      new SiteService(settings, signals)
          .serve(
              (site, reached) ->
                  serve(RunningServer.start(settings, site, reached), signals, begin));
    } else {
      Optional<RunningServer> server = start(settings, signals);
      if (server.isPresent()) {
        serve(server.get(), signals, begin);
      }
    }
    log.info("stopped");
    return 0;
  }

  /** Empty when we were asked to stop before it ran. */
  private static Optional<RunningServer> start(Settings settings, StopSignals signals)
      throws Failure {
    try {
      return Optional.of(signals.interrupting(() -> RunningServer.start(settings)));
    } catch (Failure | RuntimeException e) {
      if (signals.asked()) {
        LoggerFactory.getLogger("godwit").info("stopped while it was starting");
        return Optional.empty();
      }
      throw e;
    }
  }

  private void serve(RunningServer started, StopSignals signals, long begin)
      throws Failure, InterruptedException {
    Logger log = LoggerFactory.getLogger("godwit");
    PrintWriter out = spec.commandLine().getOut();
    try (RunningServer server = started) {
      FirstStart.welcome(server, out);
      long millis = Duration.ofNanos(System.nanoTime() - begin).toMillis();
      log.info("ready in {} ms: {}", millis, String.join(", ", server.addresses()));
      signals.await();
      log.info("stopping");
    }
  }
}
