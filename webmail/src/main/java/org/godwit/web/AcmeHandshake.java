package org.godwit.web;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.AbstractConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.godwit.trust.Certificates;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the connections by which an authority proves a name at port 443 (RFC 8737), known by the
 * protocol that they offer, and leaves all others alone.
 */
final class AcmeHandshake extends SslConnectionFactory {
  static final String PROTOCOL = "acme-tls/1";

  private static final Logger LOG = LoggerFactory.getLogger(AcmeHandshake.class);

  private static final byte[] OFFER = offer();
  private static final int RECORD_HEADER = 5;
  private static final int HANDSHAKE = 22;
  private static final int MOST = 4 * 1024; // theirs are a few hundred bytes

  AcmeHandshake(SSLContext context) {
    super(only(context), PROTOCOL);
  }

  /** 8737 §3: the only protocol in the list; 7301 §3.1: extension 16, lengths, a name. */
  private static byte[] offer() {
    byte[] name = PROTOCOL.getBytes(StandardCharsets.US_ASCII);
    ByteBuffer bytes = ByteBuffer.allocate(7 + name.length);
    bytes.putShort((short) 16);
    bytes.putShort((short) (name.length + 3));
    bytes.putShort((short) (name.length + 1));
    bytes.put((byte) name.length);
    return bytes.put(name).array();
  }

  private static SslContextFactory.Server only(SSLContext context) {
    SslContextFactory.Server ssl =
        new SslContextFactory.Server() {
          @Override
          public void customize(SSLEngine engine) {
            super.customize(engine);
            SSLParameters parameters = engine.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {PROTOCOL});
            engine.setSSLParameters(parameters);
          }
        };
    ssl.setSslContext(context);
    ssl.setIncludeProtocols(Certificates.PROTOCOLS.toArray(String[]::new));
    ssl.setIncludeCipherSuites(Certificates.CIPHERS.toArray(String[]::new));
    ssl.setExcludeProtocols();
    ssl.setExcludeCipherSuites();
    return ssl;
  }

  /**
   * Looks for the whole extension as it must be: eighteen bytes that nobody sends by accident, and
   * that would only get them a handshake that fails.
   */
  @Override
  public Detection detect(ByteBuffer buffer) {
    if (buffer.remaining() < RECORD_HEADER) {
      return buffer.hasRemaining() && buffer.get(buffer.position()) != HANDSHAKE
          ? Detection.NOT_RECOGNIZED
          : Detection.NEED_MORE_BYTES;
    }
    int at = buffer.position();
    int length = Short.toUnsignedInt(buffer.getShort(at + 3));
    if (buffer.get(at) != HANDSHAKE || length > MOST) {
      return Detection.NOT_RECOGNIZED;
    }
    if (buffer.remaining() < RECORD_HEADER + length) {
      return Detection.NEED_MORE_BYTES;
    }
    byte[] hello = new byte[length];
    buffer.get(at + RECORD_HEADER, hello);
    for (int i = 0; i + OFFER.length <= hello.length; i++) {
      if (Arrays.equals(hello, i, i + OFFER.length, OFFER, 0, OFFER.length)) {
        return Detection.RECOGNIZED;
      }
    }
    return Detection.NOT_RECOGNIZED;
  }

  /** 8737 §3: after the handshake nothing is said. */
  static final class Nothing extends AbstractConnectionFactory {
    Nothing() {
      super(PROTOCOL);
    }

    @Override
    public Connection newConnection(Connector connector, EndPoint endPoint) {
      return configure(
          new AbstractConnection(endPoint, connector.getExecutor()) {
            @Override
            public void onOpen() {
              super.onOpen();
              fillInterested();
            }

            @Override
            public void onFillable() {
              try {
                int octets = getEndPoint().fill(BufferUtil.allocate(MOST)); // shakes hands, too
                if (octets == 0) {
                  fillInterested();
                  return;
                }
              } catch (IOException e) {
                LOG.debug("a proof by handshake ended", e);
              }
              close();
            }
          },
          connector,
          endPoint);
    }
  }
}
