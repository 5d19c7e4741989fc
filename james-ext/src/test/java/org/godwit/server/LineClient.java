package org.godwit.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * A client that sends bytes and reads lines, for tests. Bytes and chars are the same thing here.
 */
public final class LineClient implements AutoCloseable {

  private Socket socket;
  private InputStream in;
  private OutputStream out;

  public LineClient(InetSocketAddress server) throws IOException {
    use(new Socket(server.getAddress(), server.getPort()));
  }

  private void use(Socket next) throws IOException {
    socket = next;
    socket.setSoTimeout(20_000);
    in = new BufferedInputStream(socket.getInputStream());
    out = socket.getOutputStream();
  }

  /** Sends bytes in one packet, if the network likes. */
  public LineClient send(String bytes) throws IOException {
    out.write(bytes.getBytes(ISO_8859_1));
    out.flush();
    return this;
  }

  public LineClient send(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
    return this;
  }

  /** One line without its end; null at the end of the connection. */
  public String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        return line.size() == 0 ? null : line.toString(ISO_8859_1);
      }
      line.write(b);
    }
    String text = line.toString(ISO_8859_1);
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text + "<LF>";
  }

  /** Exactly so many bytes. */
  public byte[] bytes(int count) throws IOException {
    return in.readNBytes(count);
  }

  /** An answer of SMTP, its lines joined by {@code |}. */
  public String reply() throws IOException {
    List<String> lines = new ArrayList<>();
    String line;
    do {
      line = line();
      lines.add(line);
    } while (line != null && line.length() > 3 && line.charAt(3) == '-');
    return lines.getLast() == null ? "" : String.join("|", lines);
  }

  /** Says a command and gives the answer of SMTP. */
  public String say(String command) throws IOException {
    return send(command + "\r\n").reply();
  }

  /** Whether the server has hung up, and said nothing before. */
  public boolean atEnd() throws IOException {
    try {
      return in.read() < 0;
    } catch (java.net.SocketException reset) {
      return true;
    }
  }

  /** Begins TLS. */
  public SSLSocket startTls(SSLContext context) throws IOException {
    SSLSocket secure =
        (SSLSocket)
            context.getSocketFactory().createSocket(socket, "localhost", socket.getPort(), true);
    secure.startHandshake();
    use(secure);
    return secure;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
