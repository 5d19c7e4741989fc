package org.godwit.mailflow.outbound;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLSocket;

/**
 * The bytes between us and one server: commands, replies, TLS, and what the server can do. Every
 * step has an end in time. For one thread.
 */
final class SmtpConnection implements AutoCloseable {
  private static final int BLOCK = 32 * 1024;

  private final Hop hop;
  private final Watch watch;
  private final SmtpTimeouts timeouts;
  private final Socket plain;
  private Socket socket;
  private LineReader in;
  private OutputStream out;
  private Map<String, String> extensions = Map.of();
  private int mails;

  private SmtpConnection(Hop hop, Watch watch, SmtpTimeouts timeouts, Socket plain) {
    this.hop = hop;
    this.watch = watch;
    this.timeouts = timeouts;
    this.plain = plain;
  }

  /**
   * Connects; nothing is said yet.
   *
   * @param from where the connection starts; only used for a server of the same family
   */
  static SmtpConnection open(
      Hop hop, Optional<InetAddress> from, Watch watch, SmtpTimeouts timeouts) throws IOException {
    Socket plain = new Socket();
    try {
      Optional<InetAddress> fitting =
          from.filter(local -> local.getClass() == hop.address().getAddress().getClass());
      if (fitting.isPresent()) {
        plain.bind(new InetSocketAddress(fitting.get(), 0));
      }
      watch.within(
          timeouts.connect(),
          "connecting",
          plain,
          () -> {
            plain.connect(hop.address());
            return plain;
          });
      plain.setTcpNoDelay(true);
      plain.setKeepAlive(true);
      SmtpConnection connection = new SmtpConnection(hop, watch, timeouts, plain);
      connection.use(plain);
      return connection;
    } catch (IOException e) {
      Watch.close(plain);
      throw e;
    }
  }

  private void use(Socket other) throws IOException {
    socket = other;
    in = new LineReader(new BufferedInputStream(other.getInputStream()));
    out = new BufferedOutputStream(new Paced(other.getOutputStream()), BLOCK);
  }

  Hop hop() {
    return hop;
  }

  SmtpTimeouts timeouts() {
    return timeouts;
  }

  /** The first word of the server; one of its 5 minutes may go by. */
  Reply greeting() throws IOException {
    return watch.within(timeouts.greeting(), "waiting for the greeting", plain, in::reply);
  }

  /** Sends one command and waits for its reply. */
  Reply command(String line) throws IOException {
    return command(line, timeouts.command());
  }

  Reply command(String line, Duration patience) throws IOException {
    write(line);
    return reply(patience, line);
  }

  /** Puts a command on its way; {@link #reply} must be called for it later. */
  void write(String line) throws IOException {
    if (line.indexOf('\r') >= 0 || line.indexOf('\n') >= 0) {
      throw new IllegalArgumentException("a command is one line");
    }
    out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
  }

  Reply reply(Duration patience, String line) throws IOException {
    out.flush();
    return watch.within(patience, "waiting for the reply to " + verb(line), plain, in::reply);
  }

  private static String verb(String line) {
    int blank = line.indexOf(' ');
    return blank < 0 ? line : line.substring(0, blank);
  }

  /** Where a message goes after the 354. It need not be flushed. */
  OutputStream data() {
    return out;
  }

  /**
   * Wraps the connection in TLS. What the server said before is forgotten (3207 §4.2).
   *
   * @param proof what the server has to show
   */
  void startTls(Tls tls, Proof proof) throws IOException {
    if (in.ahead()) { // 3207 §4.2: nothing behind the 220 may be taken over into TLS
      throw new IOException("the server sent data behind its reply to STARTTLS");
    }
    extensions = Map.of();
    SSLSocket wrapped = tls.over(plain, hop, proof);
    watch.within(
        timeouts.command(),
        "in the TLS handshake",
        plain,
        () -> {
          wrapped.startHandshake();
          return wrapped;
        });
    use(wrapped);
  }

  boolean secured() {
    return socket instanceof SSLSocket;
  }

  /** The TLS version, for the log; "none" in clear. */
  String protocol() {
    return socket instanceof SSLSocket tls ? tls.getSession().getProtocol() : "none";
  }

  /** Takes the answer to EHLO (5321 §4.1.1.1). */
  void learn(Reply ehlo) {
    Map<String, String> found = new LinkedHashMap<>();
    for (String line : ehlo.lines().subList(1, ehlo.lines().size())) {
      String[] words = line.strip().split("\\s+", 2);
      found.put(words[0].toUpperCase(Locale.ROOT), words.length > 1 ? words[1] : "");
    }
    extensions = Map.copyOf(found);
  }

  boolean offers(String extension) {
    return extensions.containsKey(extension);
  }

  /** What stands behind an extension's keyword; empty also when it is not offered. */
  String parameters(String extension) {
    return extensions.getOrDefault(extension, "");
  }

  /** How many mails were begun on it. */
  int mails() {
    return mails;
  }

  void countMail() {
    mails++;
  }

  /** Says goodbye as 5321 §4.1.1.10 asks, and does not mind when nobody answers. */
  void quit() {
    try {
      command("QUIT", timeouts.quit());
    } catch (IOException gone) {
      // it wanted to end anyway
    } finally {
      close();
    }
  }

  @Override
  public void close() {
    Watch.close(plain);
  }

  /** Gives each block of bytes its own time to be taken (5321 §4.5.3.2.5). */
  private final class Paced extends OutputStream {
    private final OutputStream sink;

    Paced(OutputStream sink) {
      this.sink = sink;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      watch.within(
          timeouts.block(),
          "sending",
          plain,
          () -> {
            sink.write(bytes, offset, length);
            return null;
          });
    }

    @Override
    public void flush() throws IOException {
      sink.flush();
    }
  }
}
