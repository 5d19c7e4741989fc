package org.godwit.mailflow.outbound;

import com.google.common.net.InetAddresses;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** Another mail server on loopback, that does what a test wants and keeps every byte. */
public final class SmtpPeer implements AutoCloseable {

  /** Never answers. */
  static final String HANG = "hang";

  /** Closes the connection. */
  static final String DROP = "drop";

  /** A mail as it came, with the dots still doubled and without the last line's dot. */
  public record Received(
      int connection, boolean tls, String mail, List<String> recipients, String data) {}

  private final ServerSocket listener;
  private final List<String> extensions = new CopyOnWriteArrayList<>(List.of("8BITMIME", "SIZE"));
  private final Map<String, String> replies = new ConcurrentHashMap<>();
  private final List<Received> mails = new CopyOnWriteArrayList<>();
  private final List<String> commands = new CopyOnWriteArrayList<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger connections = new AtomicInteger();
  private volatile Optional<SSLContext> tls = Optional.empty();
  private volatile boolean implicitTls;

  private SmtpPeer(ServerSocket listener) {
    this.listener = listener;
    Thread.ofVirtual().start(this::accept);
  }

  public static SmtpPeer start() throws IOException {
    return at("127.0.0.1", 0);
  }

  static SmtpPeer at(String address, int port) throws IOException {
    return new SmtpPeer(new ServerSocket(port, 50, InetAddresses.forString(address)));
  }

  public int port() {
    return listener.getLocalPort();
  }

  /** Extensions of the answer to EHLO, instead of the usual ones. */
  public SmtpPeer offering(String... names) {
    extensions.clear();
    extensions.addAll(List.of(names));
    return this;
  }

  SmtpPeer withTls(SSLContext context) {
    tls = Optional.of(context);
    return this;
  }

  SmtpPeer tlsFromTheStart(SSLContext context) {
    implicitTls = true;
    return withTls(context);
  }

  /**
   * Answers commands that begin so with this, instead of the usual. Beyond commands there are
   * {@code GREETING} and {@code DOT}, the end of a message.
   */
  public SmtpPeer answering(String command, String reply) {
    replies.put(command, reply);
    return this;
  }

  SmtpPeer asUsual(String command) {
    replies.remove(command);
    return this;
  }

  public List<Received> mails() {
    return mails;
  }

  List<String> commands() {
    return commands;
  }

  int connections() {
    return connections.get();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listener.accept();
        open.add(socket);
        Thread.ofVirtual().start(() -> talk(socket));
      }
    } catch (IOException closed) {
      // the test is over
    }
  }

  private void talk(Socket socket) {
    try {
      new Talk(socket, connections.incrementAndGet()).run();
    } catch (IOException | UncheckedIOException gone) {
      // the client left, or a test has closed us
    } finally {
      open.remove(socket);
      Watch.close(socket);
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    open.forEach(Watch::close);
  }

  private static final class Dropped extends IOException {
    private static final long serialVersionUID = 1L;
  }

  private final class Talk {
    private final Socket plain;
    private final int number;
    private boolean secured;
    private InputStream in;
    private OutputStream out;
    private String mail = "";
    private final List<String> recipients = new ArrayList<>();

    Talk(Socket plain, int number) throws IOException {
      this.plain = plain;
      this.number = number;
      in = new BufferedInputStream(plain.getInputStream());
      out = plain.getOutputStream();
    }

    void run() throws IOException {
      if (implicitTls) {
        secure();
      }
      say(scripted("GREETING", "220 peer.example ESMTP"));
      for (String line = line(); line != null; line = line()) {
        commands.add(line);
        String verb = line.split("[ :]", 2)[0].toUpperCase(java.util.Locale.ROOT);
        answer(line, verb);
        if (verb.equals("QUIT")) {
          return;
        }
      }
    }

    private void answer(String line, String verb) throws IOException {
      switch (verb) {
        case "EHLO" -> say(scripted(line, ehlo()));
        case "MAIL" -> {
          mail = line;
          recipients.clear();
          say(scripted(line, "250 2.1.0 ok"));
        }
        case "RCPT" -> {
          String reply = scripted(line, "250 2.1.5 ok");
          if (reply.startsWith("2")) {
            recipients.add(line);
          }
          say(reply);
        }
        case "DATA" -> data(scripted(line, "354 go on"));
        case "STARTTLS" -> {
          String reply = scripted(line, "220 2.0.0 go on");
          say(reply);
          if (reply.startsWith("220")) {
            secure();
          }
        }
        case "AUTH" -> say(scripted(line, "235 2.7.0 welcome"));
        default -> say(scripted(line, "250 2.0.0 ok"));
      }
    }

    private String ehlo() {
      List<String> all = new ArrayList<>(List.of("peer.example"));
      all.addAll(extensions);
      if (tls.isPresent() && !secured) {
        all.add("STARTTLS");
      }
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < all.size(); i++) {
        text.append(i == 0 ? "" : "\r\n").append("250").append(i == all.size() - 1 ? " " : "-");
        text.append(all.get(i));
      }
      return text.toString();
    }

    private void data(String reply) throws IOException {
      say(reply);
      if (!reply.startsWith("354")) {
        return;
      }
      StringBuilder all = new StringBuilder();
      for (String line = dataLine(); !line.equals(".\r\n"); line = dataLine()) {
        all.append(line);
      }
      String end = scripted("DOT", "250 2.0.0 taken");
      if (end.startsWith("2")) {
        mails.add(new Received(number, secured, mail, List.copyOf(recipients), all.toString()));
      }
      say(end);
    }

    /** One line with its end, whatever that is but for the LF. */
    private String dataLine() throws IOException {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      int octet;
      do {
        octet = in.read();
        if (octet < 0) {
          throw new Dropped();
        }
        line.write(octet);
      } while (octet != '\n');
      return line.toString(StandardCharsets.ISO_8859_1);
    }

    private void secure() throws IOException {
      SSLSocket wrapped =
          (SSLSocket) tls.orElseThrow().getSocketFactory().createSocket(plain, null, -1, true);
      wrapped.setUseClientMode(false);
      wrapped.startHandshake();
      in = new BufferedInputStream(wrapped.getInputStream());
      out = wrapped.getOutputStream();
      secured = true;
    }

    private String scripted(String line, String usual) {
      return new LinkedHashMap<>(replies)
          .entrySet().stream()
              .filter(entry -> line.startsWith(entry.getKey()))
              .map(Map.Entry::getValue)
              .findFirst()
              .orElse(usual);
    }

    private void say(String reply) throws IOException {
      if (reply.equals(HANG)) {
        in.transferTo(OutputStream.nullOutputStream()); // until the other side has had enough
        throw new Dropped();
      }
      if (reply.equals(DROP)) {
        throw new Dropped();
      }
      out.write((reply + "\r\n").getBytes(StandardCharsets.UTF_8));
      out.flush();
    }

    private String line() throws IOException {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      for (int octet = in.read(); octet != '\n'; octet = in.read()) {
        if (octet < 0) {
          return null;
        }
        line.write(octet);
      }
      return line.toString(StandardCharsets.UTF_8).stripTrailing();
    }
  }
}
