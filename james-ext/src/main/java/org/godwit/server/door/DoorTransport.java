package org.godwit.server.door;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;
import org.apache.james.protocols.api.ProtocolSession;
import org.apache.james.protocols.netty.Encryption;
import org.apache.james.protocols.netty.HandlerConstants;
import org.apache.james.protocols.netty.NettyProtocolTransport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * James's transport for a conversation that runs on a thread of its own. A long answer is sent by
 * that thread, a piece at a time, at the client's pace. Begin TLS is one step of the event loop:
 * the last answer in clear, then the TLS handler, then the mark behind which the framer hears
 * again.
 */
final class DoorTransport extends NettyProtocolTransport implements RawInput {

  private static final Logger LOG = LoggerFactory.getLogger(DoorTransport.class);
  private static final int CHUNK = 64 * 1024;

  private final Channel channel;
  private final Encryption encryption;

  DoorTransport(Channel channel, Encryption encryption) {
    super(channel, encryption, false);
    this.channel = channel;
    this.encryption = encryption;
  }

  @Override
  protected void writeToClient(byte[] bytes, ProtocolSession session, boolean startTls) {
    if (!startTls) {
      super.writeToClient(bytes, session, false);
      return;
    }
    channel.pipeline().get(LineFramer.class).forgetClearText();
    channel
        .eventLoop()
        .submit(
            () -> {
              super.writeToClient(bytes, session, false);
              channel.pipeline().addFirst(HandlerConstants.SSL_HANDLER, Handshake.of(encryption));
              channel.pipeline().get(ReadAhead.class).clearTextEnds();
            })
        .syncUninterruptibly();
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    if (tls != null) { // null: the client is gone
      tls.handshakeFuture().awaitUninterruptibly(); // it has its own limit of time
    }
  }

  @Override
  protected void writeToClient(InputStream in, ProtocolSession session, boolean startTls) {
    if (startTls) {
      throw new IllegalStateException("no protocol begins TLS behind a stream");
    }
    try (in) {
      byte[] chunk = new byte[CHUNK];
      for (int n = in.read(chunk); n >= 0 && channel.isActive(); n = in.read(chunk)) {
        Outflow.written(channel.writeAndFlush(Unpooled.copiedBuffer(chunk, 0, n)));
      }
    } catch (IOException e) {
      LOG.error("an answer broke off, and its connection with it", e);
      channel.close().awaitUninterruptibly(1, TimeUnit.SECONDS);
    }
  }

  @Override
  public void divert(Taker taker) {
    channel.pipeline().get(LineFramer.class).divert(taker);
  }

  @Override
  protected void close() {
    channel.pipeline().get(LineFramer.class).forgetClearText();
    Outflow.hangUp(channel);
  }

  @Override
  public void setReadable(boolean readable) {
    // ReadAhead decides when the socket is read
  }
}
