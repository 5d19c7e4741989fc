package org.godwit.jmap.push;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads a stream of events off a socket: HTTP/1.1 in chunks, then lines. */
public final class EventClient implements Closeable {

  /** What came between two empty lines; {@code data} is null for a comment or a bare id. */
  public record Event(String name, String id, JsonNode data) {}

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Socket socket;
  private final InputStream in;
  private final int status;
  private final String headers;
  private final StringBuilder text = new StringBuilder();
  private final ByteArrayOutputStream partial = new ByteArrayOutputStream();
  private boolean betweenChunks;
  private boolean over;

  public EventClient(InetSocketAddress at, String target, String... headers) throws IOException {
    socket = new Socket(at.getAddress(), at.getPort());
    socket.setSoTimeout(30_000);
    in = new BufferedInputStream(socket.getInputStream(), 64);
    StringBuilder request = new StringBuilder("GET " + target + " HTTP/1.1\r\nHost: localhost\r\n");
    for (String header : headers) {
      request.append(header).append("\r\n");
    }
    socket
        .getOutputStream()
        .write(request.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
    status = Integer.parseInt(line().split(" ", -1)[1]);
    StringBuilder all = new StringBuilder();
    for (String line = line(); !line.isEmpty(); line = line()) {
      all.append(line).append('\n');
    }
    this.headers = all.toString();
  }

  public int status() {
    return status;
  }

  public String headers() {
    return headers;
  }

  /** The next event with data, or with nothing but an id. */
  public Event next() throws IOException {
    while (true) {
      int end = text.indexOf("\n\n");
      if (end >= 0) {
        String block = text.substring(0, end);
        text.delete(0, end + 2);
        if (!block.startsWith(":")) {
          return event(block);
        }
      } else if (!chunk()) {
        throw new EOFException("the stream is over");
      }
    }
  }

  /** The next event of this name. */
  public Event next(String name) throws IOException {
    Event event = next();
    while (!event.name().equals(name)) {
      event = next();
    }
    return event;
  }

  /** What comes within some time; empty when nothing does. */
  public Optional<Event> within(int millis) throws IOException {
    socket.setSoTimeout(millis);
    try {
      return Optional.of(next());
    } catch (SocketTimeoutException nothing) {
      return Optional.empty();
    } finally {
      socket.setSoTimeout(30_000);
    }
  }

  /** Whether the response ends here, as it should: with the last chunk. */
  public boolean ends() throws IOException {
    while (!over) {
      if (!chunk()) {
        return over;
      }
    }
    return true;
  }

  private static Event event(String block) throws IOException {
    String name = "message";
    String id = "";
    JsonNode data = null;
    for (String line : block.split("\n", -1)) {
      if (line.startsWith("event: ")) {
        name = line.substring(7);
      } else if (line.startsWith("id: ")) {
        id = line.substring(4);
      } else if (line.startsWith("data: ")) {
        data = JSON.readTree(line.substring(6));
      }
    }
    return new Event(data == null ? "" : name, id, data);
  }

  private boolean chunk() throws IOException {
    if (over) {
      return false;
    }
    if (betweenChunks) { // the end of a chunk comes along with the next one
      line();
      betweenChunks = false;
    }
    int length = Integer.parseInt(line(), 16);
    text.append(new String(in.readNBytes(length), StandardCharsets.UTF_8));
    betweenChunks = true;
    over = length == 0;
    return !over;
  }

  private String line() throws IOException {
    for (int octet = in.read(); octet != '\n'; octet = in.read()) {
      if (octet < 0) {
        throw new EOFException("closed: " + partial);
      }
      if (octet != '\r') {
        partial.write(octet);
      }
    }
    String line = partial.toString(StandardCharsets.UTF_8);
    partial.reset();
    return line;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
