package org.godwit.web;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.OptionalInt;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** An HTTP/2 connection (9113) on which any frames are said, also those that no client would. */
final class Frames implements AutoCloseable {
  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int PRIORITY = 2;
  static final int RESET = 3;
  static final int SETTINGS = 4;
  static final int PING = 6;
  static final int GOAWAY = 7;
  static final int WINDOW_UPDATE = 8;
  static final int CONTINUATION = 9;

  static final int END_STREAM = 1;
  static final int END_HEADERS = 4;

  private final SSLSocket socket;
  private final DataInputStream in;
  private final OutputStream out;

  /** A frame that came. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Frame(int type, int flags, int stream, byte[] content) {}

  Frames(SSLContext trusting, InetSocketAddress at) throws IOException {
    socket = (SSLSocket) trusting.getSocketFactory().createSocket(at.getAddress(), at.getPort());
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setApplicationProtocols(new String[] {"h2"});
    socket.setSSLParameters(parameters);
    socket.setSoTimeout(60_000);
    socket.startHandshake();
    in = new DataInputStream(socket.getInputStream());
    out = socket.getOutputStream();
    out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    send(SETTINGS, 0, 0, new byte[0]);
  }

  void send(int type, int flags, int stream, byte[] content) throws IOException {
    ByteBuffer frame = ByteBuffer.allocate(9 + content.length);
    frame.put((byte) (content.length >> 16)).putShort((short) content.length);
    frame.put((byte) type).put((byte) flags).putInt(stream).put(content);
    out.write(frame.array());
  }

  /** A header block (7541) of a request, of literals that nobody keeps, and of more. */
  static byte[] request(String method, String path, Map<String, String> more) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    literal(block, ":method", method);
    literal(block, ":scheme", "https");
    literal(block, ":authority", "localhost");
    literal(block, ":path", path);
    more.forEach((name, value) -> literal(block, name, value));
    return block.toByteArray();
  }

  private static void literal(ByteArrayOutputStream block, String name, String value) {
    block.write(0);
    text(block, name);
    text(block, value);
  }

  /** 7541 §5.2, without Huffman. */
  static void text(ByteArrayOutputStream block, String text) {
    int length = text.length();
    if (length < 127) {
      block.write(length);
    } else {
      block.write(127);
      for (length -= 127; length >= 128; length >>= 7) {
        block.write((length & 127) | 128);
      }
      block.write(length);
    }
    block.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** The next frame; its type is -1 when the connection is over. */
  Frame next() throws IOException {
    int first = in.read();
    if (first < 0) {
      return new Frame(-1, 0, 0, new byte[0]);
    }
    int length = first << 16 | in.readUnsignedShort();
    int type = in.readUnsignedByte();
    int flags = in.readUnsignedByte();
    int stream = in.readInt() & Integer.MAX_VALUE;
    return new Frame(type, flags, stream, in.readNBytes(length));
  }

  /** Reads on until the server ends the connection; the code with which it did, if it said one. */
  OptionalInt end() throws IOException {
    OptionalInt code = OptionalInt.empty();
    try {
      for (Frame frame = next(); frame.type() >= 0; frame = next()) {
        if (frame.type() == GOAWAY) {
          code = OptionalInt.of(ByteBuffer.wrap(frame.content()).getInt(4));
        }
      }
    } catch (SocketException reset) {
      // it is over all the same
    }
    return code;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
