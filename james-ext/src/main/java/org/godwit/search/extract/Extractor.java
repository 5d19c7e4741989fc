package org.godwit.search.extract;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads files by a process of its own, which is started when there is something to read, replaced
 * when it fails or takes too long, and ended when there is nothing more. Safe for many threads; one
 * file is read at a time.
 */
public final class Extractor implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Extractor.class);

  private static final int MOST_SAID = 200;
  private static final int OUT_OF_MEMORY = 3; // what -XX:+ExitOnOutOfMemoryError ends with

  private final ExtractionLimits limits;
  private final List<String> classPath;
  private final ExecutorService talk = Executors.newVirtualThreadPerTaskExecutor();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofVirtual().name("extraction-clock").factory());
  private Confinement confinement;
  private Running running;
  private ScheduledFuture<?> end;
  private boolean closed;

  /** The process, with its two ends of pipe. */
  private record Running(Process process, DataOutputStream to, DataInputStream from) {
    void kill() {
      process.destroyForcibly();
    }
  }

  /** Starts nothing yet. */
  public Extractor(ExtractionLimits limits) {
    this.limits = limits;
    this.classPath = absolute(System.getProperty("java.class.path"));
  }

  /** The process is in another folder. */
  private static List<String> absolute(String classPath) {
    return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
        .splitAsStream(classPath)
        .filter(entry -> !entry.isEmpty())
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .toList();
  }

  /**
   * Reads a file. Returns within the time of the limits, and a little.
   *
   * @param type as the message says it
   * @param name of the file; may be empty
   */
  public synchronized Extraction read(String type, String name, byte[] file) {
    if (file.length > limits.bytes()) {
      return Extraction.failed("too large");
    }
    if (closed) {
      return Extraction.failed("not tried");
    }
    cancelEnd();
    try {
      Running process = process();
      Future<Extraction> answer = talk.submit(() -> ask(process, type, name, file));
      return answer.get(limits.time().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return failed("took too long", e);
    } catch (ExecutionException | IOException e) {
      return failed(reason(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return failed("not tried", e);
    } finally {
      end = clock.schedule(this::endIdle, limits.idle().toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private String reason() {
    try {
      boolean ended = running != null && running.process().waitFor(1, TimeUnit.SECONDS);
      return ended && running.process().exitValue() == OUT_OF_MEMORY
          ? "takes too much memory"
          : "the reading process failed";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "not tried";
    }
  }

  private Extraction failed(String problem, Exception e) {
    LOG.info("a file was not read, and its process is replaced: {}", problem);
    LOG.debug("reading a file", e);
    kill();
    return Extraction.failed(problem);
  }

  private void cancelEnd() {
    if (end != null) {
      end.cancel(false);
    }
  }

  private synchronized void endIdle() {
    kill();
  }

  private synchronized void kill() {
    Running ended = running;
    running = null;
    if (ended != null) {
      ended.kill();
    }
  }

  private Extraction ask(Running process, String type, String name, byte[] file)
      throws IOException {
    process.to().write(1);
    process.to().writeUTF(cut(type));
    process.to().writeUTF(cut(name));
    process.to().writeInt(file.length);
    process.to().write(file);
    process.to().flush();
    String problem = process.from().readUTF();
    int length = process.from().readInt();
    if (length < 0 || length > limits.characters() * 4L) {
      throw new IOException("more text than agreed");
    }
    byte[] text = process.from().readNBytes(length);
    if (text.length < length) {
      throw new IOException("the process ended in its answer");
    }
    return new Extraction(new String(text, StandardCharsets.UTF_8), cut(problem));
  }

  private static String cut(String text) {
    return text.length() <= MOST_SAID ? text : text.substring(0, MOST_SAID);
  }

  /** The one that runs, or a new one. */
  private Running process() throws IOException {
    if (closed) {
      throw new IOException("the server stops");
    }
    if (running == null || !running.process().isAlive()) {
      if (confinement == null) {
        confinement = Confinement.strictest(probe());
      }
      Process process =
          confinement.builder(command()).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      running =
          new Running(
              process,
              new DataOutputStream(new BufferedOutputStream(process.getOutputStream())),
              new DataInputStream(new BufferedInputStream(process.getInputStream())));
    }
    return running;
  }

  /** Whether it can read what it consists of. */
  private List<String> probe() {
    List<String> probe = new ArrayList<>(List.of("test", "-r", java()));
    classPath.forEach(entry -> probe.addAll(List.of("-a", "-r", entry)));
    return probe;
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private List<String> command() {
    return List.of(
        java(),
        "-Xmx" + limits.memoryMb() + "m",
        "-Xss1m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-XX:+ExitOnOutOfMemoryError",
        "-XX:-UsePerfData",
        "-XX:ErrorFile=/dev/null",
        "-Djava.awt.headless=true",
        "-Djava.io.tmpdir=.",
        "-Dslf4j.provider=org.slf4j.helpers.NOP_FallbackServiceProvider",
        "-cp",
        String.join(File.pathSeparator, classPath),
        ExtractionProcess.class.getName(),
        String.valueOf(limits.characters()));
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      kill();
      tidy();
    }
    talk.shutdownNow();
    clock.shutdownNow();
  }

  private void tidy() {
    if (confinement != null) {
      try {
        confinement.close();
      } catch (IOException e) {
        LOG.info("a folder of the process that reads files is left", e);
      }
    }
  }
}
