package org.godwit.server.door;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import java.net.SocketException;
import javax.net.ssl.SSLException;
import org.apache.james.protocols.api.Protocol;
import org.apache.james.protocols.api.ProtocolSession;
import org.apache.james.protocols.netty.BasicChannelInboundHandler;
import org.apache.james.protocols.netty.Encryption;
import org.apache.james.protocols.netty.ProtocolMDCContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection on which James's handlers answer line by line: SMTP, LMTP, POP3. While a handler
 * has taken over the lines (DATA, AUTH), longer ones are let through.
 */
public final class ChainConversation extends BasicChannelInboundHandler {

  private static final Logger LOG = LoggerFactory.getLogger(ChainConversation.class);

  private final Encryption encryption;
  private LineFramer framer;
  private int takenOver;

  public ChainConversation(
      Protocol protocol, ProtocolMDCContextFactory context, Encryption encryption) {
    super(context, protocol, encryption, false);
    this.encryption = encryption;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    framer = ctx.pipeline().get(LineFramer.class);
  }

  @Override
  protected ProtocolSession createSession(ChannelHandlerContext ctx) {
    return protocol.newSession(new DoorTransport(ctx.channel(), encryption));
  }

  @Override
  public void pushLineHandler(ChannelInboundHandlerAdapter handler) {
    super.pushLineHandler(handler);
    takenOver++;
    framer.expectData(true);
  }

  @Override
  public void popLineHandler() {
    super.popLineHandler();
    takenOver = Math.max(0, takenOver - 1);
    framer.expectData(takenOver > 0);
  }

  /** A client that hangs up in the middle is no fault of ours, and no line for an admin. */
  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) throws Exception {
    Throwable why = cause instanceof DecoderException ? cause.getCause() : cause;
    if (why instanceof SocketException || why instanceof SSLException) {
      LOG.debug("a connection broke", cause);
      ChannelFuture unused = ctx.close(); // its end is told to all who must know
    } else {
      super.exceptionCaught(ctx, cause);
    }
  }
}
