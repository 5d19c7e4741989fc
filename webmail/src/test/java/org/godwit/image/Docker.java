package org.godwit.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The {@code docker} command of this machine. */
final class Docker {
  private static final long PATIENCE_MINUTES = 20;

  /** The top of the checkout; the tests run in the folder of their module. */
  static final Path HOME = Path.of("..").toAbsolutePath().normalize();

  private final Map<String, String> environment;

  /**
   * Runs nothing yet.
   *
   * @param environment what the command sees besides ours
   */
  Docker(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  /** What it printed on standard output, and fails when the command does. */
  String run(String... arguments) throws IOException, InterruptedException {
    return run(List.of(arguments));
  }

  String run(List<String> arguments) throws IOException, InterruptedException {
    Said said = ask(arguments);
    assertThat(said.exit()).as("docker %s: %s%n%s", arguments, said.out(), said.err()).isZero();
    return said.out().strip();
  }

  /** The same, whatever comes. */
  Said ask(List<String> arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("docker"));
    command.addAll(arguments);
    Path out = Files.createTempFile("docker", ".out");
    Path err = Files.createTempFile("docker", ".err");
    try {
      ProcessBuilder builder = new ProcessBuilder(command).directory(HOME.toFile());
      builder.environment().putAll(environment);
      Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
      process.getOutputStream().close();
      if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new IOException("docker does not end: " + arguments);
      }
      return new Said(process.exitValue(), text(out), text(err));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }

  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }

  /** How a command ended. */
  record Said(int exit, String out, String err) {}
}
