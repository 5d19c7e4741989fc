package org.godwit.server.door;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.TimeUnit;
import org.apache.james.protocols.api.ProtocolSession;
import org.apache.james.protocols.netty.BasicChannelInboundHandler;

/**
 * Ends conversations that do nothing, or next to nothing: in {@link Talk#idleSeconds} a client has
 * to send a whole line, or {@value #LEAST} bytes of a message; and to log in in time where that is
 * the first thing to do. A byte now and then holds no connection. While a client waits for us it
 * has all the time. Its fields belong to the event loop, but for the time.
 */
final class Pace extends ChannelInboundHandlerAdapter {

  /** Bytes that are worth a line: in SMTP's five minutes, 55 a second. */
  private static final int LEAST = 16 * 1024;

  /** How a conversation is ended. */
  @FunctionalInterface
  interface Dismissal {
    void dismiss(Channel channel, String lastWords);
  }

  private final Talk talk;
  private final ReadAhead readAhead;
  private final Dismissal dismissal;
  private volatile long progress = System.nanoTime();
  private int bytes;

  Pace(Talk talk, ReadAhead readAhead, Dismissal dismissal) {
    this.talk = talk;
    this.readAhead = readAhead;
    this.dismissal = dismissal;
  }

  /** A whole line has come. Any thread may say so. */
  void line() {
    progress = System.nanoTime();
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // it looks whether there is something to do
  public void channelActive(ChannelHandlerContext ctx) {
    look(ctx.channel());
    if (talk.loginSeconds() > 0) {
      ctx.executor()
          .schedule(() -> lookForLogin(ctx.channel()), talk.loginSeconds(), TimeUnit.SECONDS);
    }
    ctx.fireChannelActive();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    bytes += ((ByteBuf) message).readableBytes();
    if (bytes >= LEAST) {
      bytes = 0;
      line();
    }
    ctx.fireChannelRead(message);
  }

  @SuppressWarnings("FutureReturnValueIgnored") // it looks whether there is something to do
  private void look(Channel channel) {
    if (readAhead.busy()) {
      line();
    }
    long left = progress + TimeUnit.SECONDS.toNanos(talk.idleSeconds()) - System.nanoTime();
    if (left <= 0) {
      dismissal.dismiss(channel, talk.timeout());
    } else if (channel.isOpen()) {
      channel.eventLoop().schedule(() -> look(channel), left, TimeUnit.NANOSECONDS);
    }
  }

  private void lookForLogin(Channel channel) {
    ProtocolSession session =
        (ProtocolSession) channel.attr(BasicChannelInboundHandler.SESSION_ATTRIBUTE_KEY).get();
    if (channel.isOpen() && (session == null || session.getUsername() == null)) {
      dismissal.dismiss(channel, talk.timeout());
    }
  }
}
