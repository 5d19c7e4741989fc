package org.godwit.store.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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
import java.util.Optional;
import org.godwit.store.DatabaseSettings;
import org.godwit.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The PostgreSQL of a single machine: made on the first start, found again on the next, started
 * again when it dies.
 *
 * <p>The server is a process of its own and outlives a crash of ours; {@link #start} then attaches
 * to it. An exit of ours ends it, also one in haste, after which nobody closes anything. It keeps
 * its port for as long as we live, so a pool of connections survives its restart. The caller sees
 * to it that no other Godwit uses the directory.
 */
public final class EmbeddedPostgres implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);

  private static final String USER = "godwit";
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Duration LOOK = Duration.ofMillis(500);
  private static final int CONNECTIONS = 60;

  /** What differs from PostgreSQL's defaults, and holds for every server of ours. */
  private static final List<String> SETTINGS =
      List.of(
          "listen_addresses=127.0.0.1",
          "unix_socket_directories=''",
          "max_connections=" + CONNECTIONS,
          "shared_buffers=128MB",
          "max_wal_size=1GB",
          "wal_level=replica", // a backup reads the log
          "jit=off", // our statements are short
          // We restart it whole: one that recovers by itself on a full disk may stay half started
          // for ever, with nobody left to recover it.
          "restart_after_crash=off",
          "autovacuum_naptime=15s",
          "logging_collector=on", // a file for each day of the week, then over again
          "log_directory=log",
          "log_filename=postgresql-%a.log",
          "log_truncate_on_rotation=on",
          "log_rotation_size=0",
          "log_checkpoints=off");

  private final Path data;
  private final Path bin;
  private final ServerUser user;
  private final List<String> options;
  private final String password;
  private final Exit exit = new Exit(this::endInHaste);
  private volatile Postmaster server;
  private volatile boolean closing;
  private volatile Thread watch;

  private EmbeddedPostgres(
      Path data, Path bin, ServerUser user, List<String> options, String password) {
    this.data = data;
    this.bin = bin;
    this.user = user;
    this.options = options;
    this.password = password;
  }

  /**
   * Starts the server, or attaches to the one that runs on this directory, and watches it.
   *
   * @param directory ours alone; made when missing
   * @param options settings that win over ours, such as {@code fsync=off}
   * @throws StoreException when it cannot be started; the cause says what PostgreSQL said
   */
  public static EmbeddedPostgres start(Path directory, List<String> options) {
    return start(directory, Optional.empty(), options);
  }

  /**
   * The same with other programs than those that come with us.
   *
   * @param programs a folder with {@code initdb}, {@code pg_ctl} and {@code postgres}
   */
  public static EmbeddedPostgres start(
      Path directory, Optional<Path> programs, List<String> options) {
    try {
      Files.createDirectories(directory);
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
      ServerUser user = ServerUser.toReach(directory);
      Path bin =
          programs.isPresent()
              ? programs.get()
              : PostgresBinaries.unpackedBelow(user.programs(directory));
      Path data = directory.resolve("cluster");
      String password = password(directory);
      EmbeddedPostgres postgres = new EmbeddedPostgres(data, bin, user, options, password);
      if (!Files.exists(data)) {
        postgres.initialise(directory);
      }
      postgres.checkVersion();
      postgres.exit.expect();
      postgres.begin();
      return postgres;
    } catch (IOException e) {
      throw new StoreException("starting PostgreSQL in " + directory, e);
    }
  }

  /** A start that is interrupted leaves no server behind; one that recovers is left to it. */
  private void begin() throws IOException {
    try {
      Optional<Postmaster> running = Postmaster.of(data);
      server = await(running.isPresent() ? running.get().port() : freePort());
      watch = Thread.ofPlatform().daemon().name("postgres-watch").start(this::keepRunning);
    } catch (IOException e) {
      if (Thread.interrupted()) {
        ending().inHaste();
        Thread.currentThread().interrupt();
      }
      exit.forget();
      throw e;
    }
  }

  /** The programs that a server on this directory has unpacked there, if it has. */
  public static Optional<Path> unpackedIn(Path directory) {
    return Optional.of(PostgresBinaries.binBelow(directory)).filter(Files::isDirectory);
  }

  /** How to reach a database on this server, which is made when it is missing. */
  public DatabaseSettings database(String name) {
    try (Connection connection = connect(server.port())) {
      if (!exists(connection, name)) {
        try (Statement create = connection.createStatement()) {
          create.execute("CREATE DATABASE \"" + name.replace("\"", "") + "\"");
        }
      }
    } catch (SQLException e) {
      throw new StoreException("making the database", e);
    }
    return new DatabaseSettings(url(server.port(), name), USER, password, CONNECTIONS / 3);
  }

  /** The server's process; another one after a crash. For tests that kill it. */
  long pid() {
    return server.pid();
  }

  /** Leaves the server alone, as a kill of our process would. For tests. */
  void abandon() throws InterruptedException {
    leave();
    exit.forget();
  }

  private void leave() throws InterruptedException {
    closing = true;
    watch.interrupt();
    watch.join();
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

  private Connection connect(int port) throws SQLException {
    return DriverManager.getConnection(url(port, "postgres"), USER, password);
  }

  private static String url(int port, String database) {
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

  /** Makes the data directory beside its place and moves it there: whole, or not at all. */
  private void initialise(Path directory) throws IOException {
    LOG.info("making a new PostgreSQL data directory");
    Path fresh = directory.resolve("cluster-" + ProcessHandle.current().pid());
    Files.createDirectory(fresh);
    Path passwordFile = Files.createTempFile(directory, "init", ".password");
    Files.writeString(passwordFile, password + "\n");
    user.own(fresh);
    user.own(passwordFile);
    try {
      user.run(
          List.of(
              bin.resolve("initdb").toString(),
              "--pgdata=" + fresh,
              "--username=" + USER,
              "--pwfile=" + passwordFile,
              "--auth=scram-sha-256",
              "--encoding=UTF8",
              "--locale-provider=builtin",
              "--builtin-locale=C.UTF-8",
              "--locale=C",
              "--data-checksums"));
    } finally {
      Files.delete(passwordFile);
    }
    Files.move(fresh, data);
  }

  /** PostgreSQL reads the files of its own major version only. */
  private void checkVersion() throws IOException {
    String files = Files.readString(data.resolve("PG_VERSION")).strip();
    String programs = user.run(List.of(bin.resolve("postgres").toString(), "--version")).strip();
    if (!programs.contains(" " + files + ".")) { // postgres (PostgreSQL) 17.12 (Debian …)
      throw new IOException(
          "its files are of PostgreSQL " + files + ", the programs in " + bin + " are " + programs);
    }
  }

  /** Launches what does not run, and waits until it takes connections. */
  private Postmaster await(int port) throws IOException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    IOException reason = null;
    while (System.nanoTime() < end) {
      Optional<Postmaster> found = Postmaster.of(data);
      if (found.isPresent() && found.get().ready()) {
        try {
          connect(found.get().port()).close();
          return found.get();
        } catch (SQLException e) {
          reason = new IOException(e); // it has just been killed, or it is just stopping
        }
      }
      if (found.isEmpty()) {
        try {
          launch(port);
          continue;
        } catch (IOException e) {
          reason = e; // children of a killed server may still hold its shared memory: once more
        }
      }
      pause();
    }
    throw new IOException("PostgreSQL does not get ready; see " + data.resolve("log"), reason);
  }

  private void launch(int port) throws IOException {
    Postmaster.disown(data);
    List<String> settings = new ArrayList<>(SETTINGS);
    settings.add("port=" + port);
    settings.addAll(options);
    user.run(
        List.of(
            bin.resolve("pg_ctl").toString(),
            "start",
            "--wait",
            "--timeout=60",
            "--silent",
            "--pgdata=" + data,
            "--log=" + data.resolve("start.log"),
            "--options=-c " + String.join(" -c ", settings)));
  }

  private void keepRunning() {
    while (!closing) {
      try {
        pause();
        if (!closing && !server.alive()) {
          LOG.error("PostgreSQL is gone, starting it again");
          server = await(server.port());
          LOG.info("PostgreSQL runs again");
        }
      } catch (IOException e) {
        if (!closing) {
          LOG.error("PostgreSQL cannot be started: {}", e.getMessage());
        }
      }
    }
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(LOOK);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void endInHaste() {
    closing = true; // no wait for the watch: it may be in the middle of a start
    Thread watching = watch;
    if (watching != null) { // null: this start is not over yet
      watching.interrupt();
    }
    ending().inHaste();
  }

  private Ending ending() {
    return new Ending(bin, data, user);
  }

  /** Stops the server; open transactions are rolled back. */
  @Override
  public void close() {
    try {
      leave();
      ending().cleanly();
      exit.forget();
    } catch (IOException e) {
      LOG.warn("PostgreSQL did not stop: {}", e.getMessage()); // the exit tries once more
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
