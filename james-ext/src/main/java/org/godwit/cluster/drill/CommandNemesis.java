package org.godwit.cluster.drill;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** Has a command do the harm: it gets the number of the fault, and prints what it did. */
final class CommandNemesis implements Nemesis {
  private static final long PATIENCE_MINUTES = 15;

  private final String command;

  CommandNemesis(String command) {
    this.command = command;
  }

  @Override
  public String harm(int fault) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("/bin/sh", "-c", command + " \"$1\"", "nemesis", Integer.toString(fault))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new IOException("it does not end");
    }
    if (process.exitValue() != 0) {
      throw new IOException("it ended with " + process.exitValue() + ": " + said.strip());
    }
    return said.strip();
  }
}
