package org.godwit.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The other end of {@link AdminServer}: one request, one connection, HTTP/1.1 (9112) as far as the
 * two need it.
 */
public final class AdminClient {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int CHUNK = 16 * 1024;

  private final Path dataDirectory;

  public AdminClient(Path dataDirectory) {
    this.dataDirectory = dataDirectory;
  }

  /**
   * What the server said.
   *
   * @param body JSON, an object or a list
   * @param complete false when part of the work was not done; the body says which
   */
  public record Reply(JsonNode body, boolean complete) {}

  /**
   * Asks for an operation.
   *
   * @param values of its parameters, an object
   * @throws AdminProblem when it is not done
   * @throws IOException when no server answers, or we may not reach it
   */
  public Reply call(Operation operation, JsonNode values) throws IOException, AdminProblem {
    byte[] body = JSON.writeValueAsBytes(values);
    return exchange(
        out -> {
          head(out, operation, "application/json", "Content-Length: " + body.length);
          out.write(body);
        });
  }

  /** The same for an operation that takes a file, which is sent as it is read. */
  public Reply send(Operation operation, InputStream file) throws IOException, AdminProblem {
    return exchange(
        out -> {
          head(out, operation, "text/csv", "Transfer-Encoding: chunked");
          chunks(out, file);
        });
  }

  @FunctionalInterface
  private interface Sender {
    void to(OutputStream out) throws IOException;
  }

  private Reply exchange(Sender request) throws IOException, AdminProblem {
    try (SocketPlace place = SocketPlace.reach(dataDirectory);
        SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(place.path()))) {
      OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), CHUNK);
      request.to(out);
      out.flush();
      return reply(new BufferedInputStream(Channels.newInputStream(channel)));
    }
  }

  private static void head(OutputStream out, Operation operation, String type, String length)
      throws IOException {
    String head =
        "POST %s HTTP/1.1\r\nHost: godwit\r\nConnection: close\r\nContent-Type: %s\r\n%s\r\n\r\n"
            .formatted(operation.path(), type, length);
    out.write(head.getBytes(StandardCharsets.US_ASCII));
  }

  private static void chunks(OutputStream out, InputStream file) throws IOException {
    byte[] buffer = new byte[CHUNK];
    for (int read = file.read(buffer); read > 0; read = file.read(buffer)) { // 9112 §7.1
      out.write((Integer.toHexString(read) + "\r\n").getBytes(StandardCharsets.US_ASCII));
      out.write(buffer, 0, read);
      out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
    }
    out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
  }

  /** The server names the length of each answer, and closes after it. */
  private static Reply reply(InputStream in) throws IOException, AdminProblem {
    String[] status = line(in).split(" ", 3);
    if (status.length < 2) {
      throw new IOException("the server closed the connection without an answer");
    }
    while (!line(in).isEmpty()) {
      // of the headers none matters to us
    }
    JsonNode body = JSON.readTree(in.readAllBytes());
    int code = Integer.parseInt(status[1]);
    if (code / 100 != 2) {
      String reason = body.path("error").asText("the server answered " + code);
      throw new AdminProblem(AdminProblem.Kind.of(code), reason);
    }
    return new Reply(body, code == 200);
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      if (c != '\r') {
        line.write(c);
      }
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }
}
