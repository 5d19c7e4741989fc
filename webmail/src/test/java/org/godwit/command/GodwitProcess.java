package org.godwit.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.godwit.settings.Settings;

/** A {@code godwit serve} in a process of its own, on free ports, as an admin starts it. */
public final class GodwitProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Path data;
  private final Process process;

  @SuppressWarnings("JdkObsolete") // one thread writes while another reads
  private final StringBuffer output = new StringBuffer();

  private GodwitProcess(Path data, Process process) {
    this.data = data;
    this.process = process;
    Thread.ofPlatform().daemon().start(this::read); // a pipe would hold a carrier
  }

  static GodwitProcess start(Path data, String... options) throws IOException {
    return start(List.of("-Xmx256m"), data, options);
  }

  /**
   * Starts one that need not be ready yet.
   *
   * @param java options of the virtual machine
   * @param options of {@code godwit serve}
   */
  public static GodwitProcess start(List<String> java, Path data, String... options)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(java);
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:+ExitOnOutOfMemoryError"));
    command.add("-Dreactor.schedulers.defaultBoundedElasticOnVirtualThreads=true");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.addAll(List.of("-Dgodwit.home=" + data, "org.godwit.Godwit", "serve"));
    command.addAll(List.of("--data", data.toString(), "--server.domain", "example.test"));
    Settings.all().stream()
        .filter(setting -> setting.section().equals("listen"))
        .map(setting -> "--" + setting.key())
        .filter(option -> !List.of(options).contains(option))
        .forEach(option -> command.addAll(List.of(option, "0")));
    command.addAll(List.of(options));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("GODWIT_"));
    return new GodwitProcess(data, builder.start());
  }

  private void read() {
    try (InputStream in = process.getInputStream()) {
      byte[] buffer = new byte[8192];
      for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
        output.append(new String(buffer, 0, n, StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      output.append(e); // the process was killed, and its output with it
    }
  }

  /** Waits until it serves. */
  public GodwitProcess ready() {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(!process.isAlive() || output().contains("ready in"))
                    .as(output())
                    .isTrue());
    assertThat(process.isAlive()).as(output()).isTrue();
    return this;
  }

  /** What it printed so far. */
  public String output() {
    return output.toString();
  }

  Path data() {
    return data;
  }

  public ProcessHandle handle() {
    return process.toHandle();
  }

  /** Where a service listens on loopback. */
  public InetSocketAddress address(String service) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port(service));
  }

  int port(String service) {
    Matcher found = Pattern.compile("\\b" + service + " 127\\.0\\.0\\.1:(\\d+)").matcher(output);
    assertThat(found.find()).as(output()).isTrue();
    return Integer.parseInt(found.group(1));
  }

  /** Waits for its end and returns its exit code. */
  int ended() throws InterruptedException {
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(output()).isTrue();
    return process.exitValue();
  }

  /** What a command said. */
  public record Said(int exitCode, String out, String error) {}

  /** Runs a command against this server, in this process. */
  public Said run(String... arguments) {
    return command(arguments, "--data", data.toString());
  }

  static Said command(String[] arguments, String... more) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of(more));
    StringWriter out = new StringWriter();
    StringWriter error = new StringWriter();
    int code =
        Commands.run(
            new PrintWriter(out, true), new PrintWriter(error, true), all.toArray(String[]::new));
    return new Said(code, out.toString(), error.toString());
  }

  /** Makes an account. */
  public void account(String address, String password) throws IOException {
    Path list = Files.writeString(data.resolve("accounts.csv"), address + "," + password + "\n");
    Said said = run("account", "import", list.toString());
    assertThat(said.exitCode()).as(said.error()).isZero();
  }

  /** kill -9, of this process and none that it started. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** The server of its embedded PostgreSQL. */
  public ProcessHandle postgres() throws IOException {
    Path file = data.resolve("postgres/cluster/postmaster.pid");
    return ProcessHandle.of(Long.parseLong(Files.readAllLines(file).get(0))).orElseThrow();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }
}
