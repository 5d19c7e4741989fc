package org.godwit.server.door;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.stream.ChunkedWriteHandler;
import io.netty.util.concurrent.DefaultEventExecutor;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.james.core.Username;
import org.apache.james.protocols.api.ProtocolSession;
import org.apache.james.protocols.netty.BasicChannelInboundHandler;
import org.apache.james.protocols.netty.Encryption;
import org.apache.james.protocols.netty.HandlerConstants;
import org.godwit.store.WaitingThreads;
import org.godwit.store.account.SessionSource;

/**
 * One address where lines are spoken. Each connection is answered on a thread of its own, which may
 * wait for the database; the threads that read sockets never do.
 */
public final class Listener implements SessionSource {

  private static final int LAST_WORDS_MS = 200;
  private static final WaitingThreads THREADS = new WaitingThreads("talk-", 64);

  private final String name;
  private final Talk talk;
  private final Encryption encryption;
  private final ConnectionLimits limits;
  private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final AtomicInteger talking = new AtomicInteger();
  private Channel listening;

  /**
   * @param name for the log, such as {@code submission}
   * @param encryption TLS from the first byte or on demand, as it says itself
   */
  public Listener(
      String name, Talk talk, Encryption encryption, int connections, int connectionsPerAddress) {
    this.name = name;
    this.talk = talk;
    this.encryption = encryption;
    this.limits =
        new ConnectionLimits(
            name,
            connections,
            connectionsPerAddress,
            encryption.isStartTLS() ? talk.greetingOfOverload() : "");
  }

  public String name() {
    return name;
  }

  /**
   * Opens the door.
   *
   * @param address port 0 takes a free one
   * @return where it is open
   * @throws java.io.IOException when somebody else listens there, or we may not
   */
  public InetSocketAddress open(InetSocketAddress address, EventLoops loops) throws IOException {
    ChannelFuture bound =
        new ServerBootstrap()
            .group(loops.accepting(), loops.reading())
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, 512)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.SO_KEEPALIVE, true)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    welcome(channel);
                  }
                })
            .bind(address)
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new IOException(bound.cause().getMessage(), bound.cause());
    }
    listening = bound.channel();
    return (InetSocketAddress) listening.localAddress();
  }

  private void welcome(SocketChannel channel) {
    connections.add(channel);
    talking.incrementAndGet();
    DefaultEventExecutor thread = new DefaultEventExecutor(THREADS);
    ChannelPipeline pipeline = channel.pipeline();
    if (!encryption.isStartTLS()) {
      pipeline.addLast(HandlerConstants.SSL_HANDLER, Handshake.of(encryption));
    }
    ReadAhead readAhead = new ReadAhead();
    Pace pace = new Pace(talk, readAhead, Listener::dismiss);
    pipeline.addLast("limits", limits);
    pipeline.addLast(HandlerConstants.TIMEOUT_HANDLER, pace);
    pipeline.addLast("readAhead", readAhead);
    pipeline.addLast(HandlerConstants.CHUNK_HANDLER, new ChunkedWriteHandler());
    pipeline.addLast(thread, "turn", readAhead.turn(() -> ended(thread)));
    pipeline.addLast(
        thread,
        HandlerConstants.FRAMER,
        new LineFramer(talk.commandLimit(), talk.dataLimit(), pace::line));
    pipeline.addLast(thread, HandlerConstants.CORE_HANDLER, talk.core().forConnection(pipeline));
  }

  @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for the thread's end
  private void ended(DefaultEventExecutor thread) {
    talking.decrementAndGet();
    // Answers that nobody reads any more may still be on their way out, and report back to it.
    thread.shutdownGracefully(LAST_WORDS_MS, 30_000, TimeUnit.MILLISECONDS);
  }

  /** Lets nobody in any more. */
  public void refuse() {
    if (listening != null) {
      listening.close().awaitUninterruptibly(2, TimeUnit.SECONDS);
    }
  }

  /** Says goodbye to those who wait for nothing. */
  public void dismissIdle() {
    for (Channel channel : connections) {
      ReadAhead readAhead = channel.pipeline().get(ReadAhead.class);
      if (readAhead == null || !readAhead.busy()) {
        dismiss(channel, talk.goodbye());
      }
    }
  }

  private static void dismiss(Channel channel, String lastWords) {
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    boolean understands = tls == null || tls.handshakeFuture().isSuccess();
    channel
        .writeAndFlush(
            understands
                ? Unpooled.copiedBuffer(lastWords, StandardCharsets.US_ASCII)
                : Unpooled.EMPTY_BUFFER)
        .addListener(ChannelFutureListener.CLOSE);
  }

  @Override
  public void sessions(Consumer<Session> each) {
    for (Channel channel : connections) {
      ProtocolSession session =
          (ProtocolSession) channel.attr(BasicChannelInboundHandler.SESSION_ATTRIBUTE_KEY).get();
      Username user = session == null ? null : session.getUsername();
      if (user != null) {
        each.accept(new Session(channel, user, () -> hangUp(channel)));
      }
    }
  }

  private static void hangUp(Channel channel) {
    ChannelFuture unused = channel.close(); // its end is told to all who must know
  }

  /** How many conversations are not over: connected, or cleaning up behind a client that left. */
  public int talking() {
    return talking.get();
  }

  /** Closes what is still open. */
  public void close() {
    connections.close().awaitUninterruptibly(1, TimeUnit.SECONDS);
  }
}
