package org.godwit.server.door;

import io.netty.channel.Channel;
import java.io.InputStream;
import org.apache.james.protocols.api.ProtocolSession;
import org.apache.james.protocols.netty.Encryption;
import org.apache.james.protocols.netty.HandlerConstants;
import org.apache.james.protocols.netty.NettyProtocolTransport;

/**
 * James's transport for a conversation that runs on a thread of its own. Begin TLS is one step of
 * the event loop: the last answer in clear, then the TLS handler, then the mark behind which the
 * framer hears again.
 */
final class DoorTransport extends NettyProtocolTransport {

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
              channel.pipeline().addFirst(HandlerConstants.SSL_HANDLER, encryption.sslHandler());
              channel.pipeline().get(ReadAhead.class).clearTextEnds();
            })
        .syncUninterruptibly();
  }

  @Override
  protected void writeToClient(InputStream in, ProtocolSession session, boolean startTls) {
    if (startTls) {
      throw new IllegalStateException("no protocol begins TLS behind a stream");
    }
    super.writeToClient(in, session, false);
  }

  @Override
  public void setReadable(boolean readable) {
    // ReadAhead decides when the socket is read
  }
}
