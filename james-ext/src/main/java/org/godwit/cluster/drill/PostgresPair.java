package org.godwit.cluster.drill;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.godwit.store.DatabaseSettings;

/**
 * A primary and its streaming replica on this machine, on free ports of loopback: something that a
 * drill may do harm to. Needs PostgreSQL's programs with {@code pg_basebackup}. For one thread.
 */
public final class PostgresPair implements AutoCloseable {
  private static final String USER = "godwit";
  private static final Path DEBIAN = Path.of("/usr/lib/postgresql");

  private static final String HBA =
      "host all all 127.0.0.1/32 scram-sha-256\n"
          + "host replication all 127.0.0.1/32 scram-sha-256\n";

  /** One of the two. */
  public enum Side {
    FIRST,
    SECOND
  }

  private final Path directory;
  private final Path programs;
  private final String password;
  private final Map<Side, Integer> ports;

  private PostgresPair(Path directory, Path programs) throws IOException {
    this.directory = directory;
    this.programs = programs;
    byte[] random = new byte[16];
    new SecureRandom().nextBytes(random);
    this.password = HexFormat.of().formatHex(random);
    this.ports = Map.of(Side.FIRST, freePort(), Side.SECOND, freePort());
  }

  /** The newest of Debian's PostgreSQL, if there is one with all that is needed. */
  public static Optional<Path> debian() throws IOException {
    if (!Files.isDirectory(DEBIAN)) {
      return Optional.empty();
    }
    try (Stream<Path> versions = Files.list(DEBIAN)) {
      return versions
          .map(version -> version.resolve("bin"))
          .filter(bin -> Files.isExecutable(bin.resolve("pg_basebackup")))
          .filter(bin -> Files.isExecutable(bin.resolve("postgres")))
          .max((a, b) -> Integer.compare(version(a), version(b)));
    }
  }

  private static int version(Path bin) {
    String name = bin.getParent().getFileName().toString();
    return name.matches("\\d{1,4}") ? Integer.parseInt(name) : 0;
  }

  /**
   * Starts both; the first is the primary.
   *
   * @param directory new and empty
   * @param programs a folder with PostgreSQL's programs
   */
  public static PostgresPair start(Path directory, Path programs) throws IOException {
    PostgresPair pair = new PostgresPair(directory, programs);
    Files.createDirectories(directory);
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
    try {
      pair.create();
      pair.launch(Side.FIRST);
      pair.cloneFrom(Side.FIRST);
      return pair;
    } catch (IOException | RuntimeException e) {
      pair.close();
      throw e;
    }
  }

  private void create() throws IOException {
    Path secret = directory.resolve("password");
    Files.writeString(secret, password);
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r--r--"));
    run(
        "initdb",
        "--pgdata=" + data(Side.FIRST),
        "--username=" + USER,
        "--pwfile=" + secret,
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale=C");
    Files.delete(secret);
    Files.writeString(data(Side.FIRST).resolve("pg_hba.conf"), HBA);
  }

  private Path data(Side side) {
    return directory.resolve(side.name());
  }

  private void launch(Side side) throws IOException {
    run(
        "pg_ctl",
        "start",
        "--wait",
        "--timeout=60",
        "--silent",
        "--pgdata=" + data(side),
        "--log=" + directory.resolve(side + ".log"),
        "--options=-c port="
            + ports.get(side)
            + " -c listen_addresses=127.0.0.1 -c unix_socket_directories=''"
            + " -c shared_buffers=64MB -c max_connections=150 -c wal_keep_size=256MB"
            + " -c hot_standby=on -c wal_receiver_timeout=5s -c wal_sender_timeout=5s");
  }

  /** Makes the other one a replica of this, whatever it was; it must not run. */
  public void cloneFrom(Side source) throws IOException {
    Side replica = other(source);
    if (Files.exists(data(replica))) {
      command(List.of("rm", "-rf", data(replica).toString()));
    }
    run(
        "pg_basebackup",
        "--pgdata=" + data(replica),
        "--write-recovery-conf",
        "--checkpoint=fast",
        "--dbname=host=127.0.0.1 port="
            + ports.get(source)
            + " user="
            + USER
            + " application_name=replica");
    launch(replica);
  }

  /** The other one. */
  public static Side other(Side side) {
    return side == Side.FIRST ? Side.SECOND : Side.FIRST;
  }

  /** Makes the replica the primary. */
  public void promote(Side replica) throws IOException {
    run("pg_ctl", "promote", "--wait", "--timeout=60", "--silent", "--pgdata=" + data(replica));
  }

  /** Kills it as a power cut does. */
  public void kill(Side side) throws IOException {
    signal("-KILL", side);
  }

  /** Holds it, as a machine that hangs; its connections stay open. */
  public void pause(Side side) throws IOException {
    signal("-STOP", side);
  }

  /** Lets it go on. */
  public void resume(Side side) throws IOException {
    signal("-CONT", side);
  }

  private void signal(String signal, Side side) throws IOException {
    Optional<ProcessHandle> postmaster = postmaster(side);
    if (postmaster.isEmpty()) {
      return;
    }
    send("-STOP", postmaster.get()); // held first, or it makes a process that we do not see
    for (ProcessHandle child : postmaster.get().descendants().toList()) {
      send(signal, child);
    }
    send(signal, postmaster.get());
  }

  private void send(String signal, ProcessHandle process) throws IOException {
    try {
      command(List.of("kill", signal, Long.toString(process.pid())));
    } catch (IOException e) {
      if (process.isAlive()) {
        throw e;
      }
    }
  }

  private Optional<ProcessHandle> postmaster(Side side) throws IOException {
    Path file = data(side).resolve("postmaster.pid");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    return ProcessHandle.of(Long.parseLong(Files.readAllLines(file).getFirst().strip()));
  }

  /** Runs a statement on one of them. */
  public void execute(Side side, String sql) throws IOException {
    run(
        "psql",
        "--no-psqlrc",
        "--quiet",
        "--dbname=host=127.0.0.1 dbname=postgres user=" + USER + " port=" + ports.get(side),
        "--command=" + sql);
  }

  /** Whichever is the primary. */
  public DatabaseSettings primary() {
    return settings(
        "127.0.0.1:" + ports.get(Side.FIRST) + ",127.0.0.1:" + ports.get(Side.SECOND),
        "?targetServerType=primary");
  }

  /** One of the two, whatever it is. */
  public DatabaseSettings one(Side side) {
    return settings("127.0.0.1:" + ports.get(side), "");
  }

  private DatabaseSettings settings(String hosts, String options) {
    return new DatabaseSettings(
        "jdbc:postgresql://" + hosts + "/postgres" + options, USER, password, 20);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void run(String program, String... arguments) throws IOException {
    List<String> words = new ArrayList<>();
    if (System.getProperty("user.name").equals("root")) { // PostgreSQL does not run as root
      words.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"));
    }
    words.add(programs.resolve(program).toString());
    words.addAll(List.of(arguments));
    command(words);
  }

  private void command(List<String> words) throws IOException {
    Path said = Files.createTempFile(directory, "said", ".log");
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile());
    builder.environment().putAll(Map.of("PGPASSWORD", password));
    try {
      Process process = builder.start();
      if (!process.waitFor(90, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException(words + " does not end");
      }
      if (process.exitValue() != 0) {
        throw new IOException(words + ": " + Files.readString(said).strip());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      Files.deleteIfExists(said);
    }
  }

  /** Ends both and removes what they kept. */
  @Override
  public void close() throws IOException {
    for (Side side : Side.values()) {
      resume(side);
      kill(side);
    }
    command(List.of("rm", "-rf", data(Side.FIRST).toString(), data(Side.SECOND).toString()));
  }
}
