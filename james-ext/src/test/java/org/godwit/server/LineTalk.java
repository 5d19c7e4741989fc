package org.godwit.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * A raw client of a line protocol: it says what the test says, byte for byte, and hides nothing.
 */
public final class LineTalk implements AutoCloseable {

  private static final int PATIENCE_MS = 20_000;

  private Socket socket;
  private InputStream in;
  private OutputStream out;

  private LineTalk(Socket socket) throws IOException {
    use(socket);
  }

  private void use(Socket other) throws IOException {
    socket = other;
    socket.setSoTimeout(PATIENCE_MS);
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream());
    out = socket.getOutputStream();
  }

  /** To a port that speaks in clear. */
  public static LineTalk plain(InetSocketAddress address) throws IOException {
    return new LineTalk(new Socket(address.getAddress(), address.getPort()));
  }

  static LineTalk tls(InetSocketAddress address, SSLContext trust) throws IOException {
    LineTalk talk = plain(address);
    talk.startTls(trust);
    return talk;
  }

  /** Begins TLS, and fails unless the certificate names localhost. */
  public void startTls(SSLContext trust) throws IOException {
    SSLSocket secure =
        (SSLSocket)
            trust.getSocketFactory().createSocket(socket, "localhost", socket.getPort(), true);
    SSLParameters parameters = secure.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    secure.setSSLParameters(parameters);
    secure.startHandshake();
    use(secure);
  }

  /** What the server showed in the TLS handshake. */
  public X509Certificate certificate() throws IOException {
    return (X509Certificate) ((SSLSocket) socket).getSession().getPeerCertificates()[0];
  }

  /** How long to wait for an answer; 20 seconds when nobody says otherwise. */
  public LineTalk patience(Duration longest) throws IOException {
    socket.setSoTimeout(Math.toIntExact(longest.toMillis()));
    return this;
  }

  /** One line with CRLF. */
  public LineTalk say(String line) throws IOException {
    return send(line + "\r\n");
  }

  /** Bytes as they are, in one write. */
  public LineTalk send(String bytes) throws IOException {
    return send(bytes.getBytes(StandardCharsets.ISO_8859_1));
  }

  public LineTalk send(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
    return this;
  }

  /** DATA, the message dot-stuffed (5321 §4.5.2), and the end. */
  public LineTalk data(byte[] message) throws IOException {
    say("DATA").expect("354");
    ByteArrayOutputStream stuffed = new ByteArrayOutputStream();
    byte before = '\n';
    for (byte octet : message) {
      if (before == '\n' && octet == '.') {
        stuffed.write('.');
      }
      stuffed.write(octet);
      before = octet;
    }
    if (before != '\n') {
      stuffed.writeBytes(new byte[] {'\r', '\n'});
    }
    stuffed.writeBytes(new byte[] {'.', '\r', '\n'});
    return send(stuffed.toByteArray());
  }

  /** One line without its end, or null when the server hung up. */
  public String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int octet = in.read(); octet != '\n'; octet = in.read()) {
      if (octet < 0) {
        return line.size() == 0 ? null : line.toString(StandardCharsets.ISO_8859_1);
      }
      line.write(octet);
    }
    String text = line.toString(StandardCharsets.ISO_8859_1);
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }

  /** Exactly so many bytes. */
  public byte[] bytes(int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new EOFException();
    }
    return bytes;
  }

  /** The next line, which begins so. */
  public String expect(String start) throws IOException {
    String line = line();
    assertThat(line).isNotNull().startsWith(start);
    return line;
  }

  /** All lines of an SMTP answer, {@code 250-…} to {@code 250 …}. */
  public List<String> expectAll(String code) throws IOException {
    List<String> lines = new ArrayList<>();
    do {
      lines.add(expect(code));
    } while (lines.getLast().startsWith(code + "-"));
    return lines;
  }

  /** A POP3 answer of many lines, dots unstuffed (1939 §3), without the last one. */
  public byte[] multiline() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (String line = line(); !line.equals("."); line = line()) {
      String unstuffed = line.startsWith(".") ? line.substring(1) : line;
      all.writeBytes((unstuffed + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }
    return all.toByteArray();
  }

  /** Whether the server has hung up. Waits for it. */
  public boolean isClosedByServer() throws IOException {
    try {
      while (in.read() >= 0) {
        // last words
      }
      return true;
    } catch (java.net.SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true; // reset
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
