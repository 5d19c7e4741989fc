package org.godwit.store.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.godwit.store.DatabaseSettings;
import org.godwit.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The PostgreSQL of a single machine: made on the first start, found again on the next.
 *
 * <p>The server is a process of its own and outlives a crash of ours; {@link #start} then attaches
 * to it. Not for many threads.
 */
public final class EmbeddedPostgres implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);

  private static final String USER = "godwit";
  private static final Duration START = Duration.ofSeconds(60);

  private final Path data;
  private final Path bin;
  private final int port;
  private final String password;

  private EmbeddedPostgres(Path data, Path bin, int port, String password) {
    this.data = data;
    this.bin = bin;
    this.port = port;
    this.password = password;
  }

  /**
   * Starts the server, or attaches to the one that runs on this directory.
   *
   * @param directory ours alone; made when missing
   * @param options lines for the command line of the server, such as {@code fsync=off}
   */
  public static EmbeddedPostgres start(Path directory, List<String> options) {
    try {
      Files.createDirectories(directory);
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
      Path bin = PostgresBinaries.unpackedBelow(directory);
      Path data = directory.resolve("cluster");
      String password = password(directory);
      if (!Files.exists(data.resolve("PG_VERSION"))) {
        initialise(directory, bin, data, password);
      }
      int running = runningPort(data);
      int port = running > 0 ? running : launch(bin, data, options);
      return new EmbeddedPostgres(data, bin, port, password);
    } catch (IOException e) {
      throw new StoreException("starting PostgreSQL in " + directory, e);
    }
  }

  /** How to reach a database on this server, which is made when it is missing. */
  public DatabaseSettings database(String name) {
    try (Connection connection = DriverManager.getConnection(url("postgres"), USER, password)) {
      if (!exists(connection, name)) {
        try (Statement create = connection.createStatement()) {
          create.execute("CREATE DATABASE \"" + name.replace("\"", "") + "\"");
        }
      }
    } catch (SQLException e) {
      throw new StoreException("making the database", e);
    }
    return new DatabaseSettings(url(name), USER, password, 10);
  }

  private static boolean exists(Connection connection, String name) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT 1 FROM pg_database WHERE datname = ?")) {
      select.setString(1, name);
      try (ResultSet row = select.executeQuery()) {
        return row.next();
      }
    }
  }

  private String url(String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
  }

  private static String password(Path directory) throws IOException {
    Path file = directory.resolve("password");
    if (Files.exists(file)) {
      return Files.readString(file).strip();
    }
    byte[] random = new byte[24];
    new SecureRandom().nextBytes(random);
    String password = HexFormat.of().formatHex(random);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, password + "\n");
    return password;
  }

  private static void initialise(Path directory, Path bin, Path data, String password)
      throws IOException {
    LOG.info("making a new PostgreSQL data directory");
    Files.createDirectories(data);
    Path passwordFile = Files.createTempFile(directory, "init", ".password");
    Files.writeString(passwordFile, password + "\n");
    if (isRoot()) {
      giveToServerUser(data);
      giveToServerUser(passwordFile);
    }
    try {
      run(
          bin.resolve("initdb").toString(),
          "--pgdata=" + data,
          "--username=" + USER,
          "--pwfile=" + passwordFile,
          "--auth=scram-sha-256",
          "--encoding=UTF8",
          "--locale-provider=builtin",
          "--builtin-locale=C.UTF-8",
          "--locale=C",
          "--data-checksums");
    } finally {
      Files.delete(passwordFile);
    }
  }

  private static int launch(Path bin, Path data, List<String> options) throws IOException {
    int port = freePort();
    List<String> server = new ArrayList<>();
    server.add("-c listen_addresses=127.0.0.1");
    server.add("-c port=" + port);
    server.add("-c unix_socket_directories=''");
    server.add("-c max_connections=100");
    server.add("-c shared_buffers=128MB");
    server.add("-c wal_compression=off");
    server.add("-c max_wal_size=2GB");
    for (String option : options) {
      server.add("-c " + option);
    }
    run(
        bin.resolve("pg_ctl").toString(),
        "start",
        "--wait",
        "--timeout=" + START.toSeconds(),
        "--pgdata=" + data,
        "--log=" + data.resolve("server.log"),
        "--options=" + String.join(" ", server));
    return port;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** The port of a server that still runs on this directory, or 0. */
  private static int runningPort(Path data) throws IOException {
    Path file = data.resolve("postmaster.pid");
    if (!Files.exists(file)) {
      return 0;
    }
    List<String> lines = Files.readAllLines(file);
    if (lines.size() < 8 || !lines.get(7).strip().equals("ready")) {
      return 0;
    }
    boolean alive = ProcessHandle.of(Long.parseLong(lines.get(0).strip())).isPresent();
    return alive ? Integer.parseInt(lines.get(3).strip()) : 0;
  }

  @Override
  public void close() {
    try {
      run(bin.resolve("pg_ctl").toString(), "stop", "--wait", "--mode=fast", "--pgdata=" + data);
    } catch (IOException e) {
      LOG.warn("PostgreSQL did not stop", e);
    }
  }

  private static void run(String... command) throws IOException {
    List<String> words = new ArrayList<>();
    if (isRoot()) {
      words.addAll(
          List.of("setpriv", "--reuid=" + serverUser(), "--regid=nogroup", "--clear-groups"));
    }
    words.addAll(List.of(command));
    Path output = Files.createTempFile("godwit-postgres", ".log");
    try {
      Process process =
          new ProcessBuilder(words)
              .directory(Path.of("/").toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      if (!process.waitFor(2, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new IOException(command[0] + " does not end");
      }
      if (process.exitValue() != 0) {
        throw new IOException(command[0] + " failed: " + Files.readString(output).strip());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      Files.delete(output);
    }
  }

  private static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  private static String serverUser() {
    try {
      FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName("postgres");
      return "postgres";
    } catch (IOException e) {
      return "nobody"; // always there
    }
  }

  private static void giveToServerUser(Path path) throws IOException {
    UserPrincipal owner =
        FileSystems.getDefault()
            .getUserPrincipalLookupService()
            .lookupPrincipalByName(serverUser());
    Files.setOwner(path, owner);
  }
}
