package org.godwit.store.objects;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * An S3 server for tests, that checks signatures: S3Proxy over a directory, in a process of its
 * own, one for a JVM. {@code -Dgodwit.test.s3=URL,BUCKET,KEY,SECRET} names another one, whose
 * bucket is there already.
 */
public final class ObjectServer {

  private static final String KEY = "godwit-tests";
  private static final String SECRET = "not-secret";
  private static final String BUCKET = "mail";
  private static final Path JAR = Path.of("target", "s3proxy", "s3proxy.jar");

  private static ObjectSettings running;

  private ObjectServer() {}

  /** Where it is; started on first use, stopped with the JVM. Everything of a byte or more goes. */
  public static synchronized ObjectSettings settings() {
    if (running == null) {
      String other = System.getProperty("godwit.test.s3");
      running = other == null ? start() : named(other.split(","));
    }
    return running;
  }

  private static ObjectSettings named(String... parts) {
    return settings(URI.create(parts[0]), parts[1], parts[2], parts[3]);
  }

  private static ObjectSettings settings(URI endpoint, String bucket, String key, String secret) {
    return new ObjectSettings(
        true,
        Optional.of(endpoint),
        "us-east-1",
        bucket,
        "tests/" + ProcessHandle.current().pid(),
        key,
        secret,
        true,
        1,
        ObjectSettings.KEPT_AT_LEAST);
  }

  private static ObjectSettings start() {
    if (!Files.exists(JAR)) {
      throw new IllegalStateException(
          JAR.toAbsolutePath() + " is missing: mvn generate-test-resources brings it");
    }
    try {
      Path directory = Files.createTempDirectory("godwit-test-s3");
      int port = freePort();
      Path settings = directory.resolve("s3proxy.conf");
      Files.writeString(
          settings,
          """
          s3proxy.endpoint=http://127.0.0.1:%d
          s3proxy.authorization=aws-v4
          s3proxy.identity=%s
          s3proxy.credential=%s
          jclouds.provider=filesystem-nio2
          jclouds.filesystem.basedir=%s
          """
              .formatted(port, KEY, SECRET, Files.createDirectory(directory.resolve("objects"))));
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx128m",
                  "-jar",
                  JAR.toString(),
                  "--properties",
                  settings.toString())
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("log").toFile())
              .start();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(process, directory)));
      awaitPort(port, process);
      ObjectSettings there = settings(URI.create("http://127.0.0.1:" + port), BUCKET, KEY, SECRET);
      try (S3Client client = client(there)) {
        client.createBucket(request -> request.bucket(BUCKET));
      }
      return there;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static void awaitPort(int port, Process process) throws IOException {
    long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
    while (true) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
        return;
      } catch (IOException e) {
        if (!process.isAlive() || System.nanoTime() > end) {
          throw new IOException("the S3 server does not start", e);
        }
        pause();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static void stop(Process process, Path directory) {
    process.destroy();
    process.onExit().join();
    try (var files = Files.walk(directory)) {
      files.sorted(java.util.Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      System.err.println("left behind: " + directory);
    }
  }

  private static S3Client client(ObjectSettings there) {
    return S3Client.builder()
        .region(Region.of(there.region()))
        .endpointOverride(there.endpoint().orElseThrow())
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(there.key(), there.secret())))
        .forcePathStyle(true)
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .build();
  }

  /** The names of all objects of ours, asked on a way of their own. */
  public static List<String> names() {
    try (S3Client client = client(settings())) {
      return client
          .listObjectsV2Paginator(
              request -> request.bucket(settings().bucket()).prefix(settings().prefix() + "/"))
          .contents()
          .stream()
          .map(S3Object::key)
          .toList();
    }
  }

  /** Removes an object behind the program's back. */
  public static void lose(String name) {
    try (S3Client client = client(settings())) {
      client.deleteObject(request -> request.bucket(settings().bucket()).key(name));
    }
  }

  /** The same server under other settings: what goes there, and where it is. */
  public static ObjectSettings with(boolean writes, URI endpoint, long from) {
    ObjectSettings there = settings();
    return new ObjectSettings(
        writes,
        Optional.of(endpoint),
        there.region(),
        there.bucket(),
        there.prefix(),
        there.key(),
        there.secret(),
        there.pathStyle(),
        from,
        there.kept());
  }
}
