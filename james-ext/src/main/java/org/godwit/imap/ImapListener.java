package org.godwit.imap;

import com.google.common.net.InetAddresses;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.stream.ChunkedWriteHandler;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.apache.james.core.Username;
import org.apache.james.imap.api.process.ImapProcessor;
import org.apache.james.imap.decode.ImapDecoder;
import org.apache.james.imap.encode.ImapEncoder;
import org.apache.james.imapserver.netty.HAProxyMessageHandler;
import org.apache.james.imapserver.netty.IMAPServer;
import org.apache.james.imapserver.netty.ImapMetrics;
import org.apache.james.metrics.api.GaugeRegistry;
import org.apache.james.protocols.api.ClientAuth;
import org.apache.james.protocols.netty.AbstractChannelPipelineFactory;
import org.apache.james.protocols.netty.ConnectionLimitUpstreamHandler;
import org.apache.james.protocols.netty.ConnectionPerIpLimitUpstreamHandler;
import org.apache.james.protocols.netty.Encryption;
import org.apache.james.protocols.netty.HandlerConstants;
import org.godwit.imap.command.ImapCommands;
import org.godwit.store.account.SessionSource;
import org.godwit.timing.Timings;
import org.godwit.trust.Certificates;
import org.godwit.trust.sasl.Sasl;
import org.godwit.trust.sasl.SaslSession;

/**
 * One address that speaks IMAP. James configures, binds and stops it; the connections are ours.
 *
 * <p>Read from the configuration besides what James reads: {@code secure}, which is {@code none},
 * {@code starttls} or {@code implicit}, in place of James's {@code tls}; {@code address} and {@code
 * port}, in place of {@code bind}, which has no place for IPv6. James's {@code inMemorySizeLimit},
 * {@code literalSizeLimit} and {@code maxLineLength} are replaced by {@link ImapLimits}.
 */
final class ImapListener extends IMAPServer implements ImapDoor, SessionSource {

  private static final String[] CIPHERS = Certificates.CIPHERS.toArray(String[]::new);
  private static final String[] PROTOCOLS = Certificates.PROTOCOLS.toArray(String[]::new);

  private static final Duration DRAIN = Duration.ofSeconds(5);

  private enum Tls {
    NONE,
    STARTTLS,
    IMPLICIT
  }

  private final ImapCommands commands;
  private final Sasl sasl;
  private final ImapDecoder decoder;
  private final ImapEncoder encoder;
  private final ImapMetrics metrics;
  private final ImapLimits limits;
  private final Timings timings;
  private final Optional<Certificates> certificates;
  private final LiteralMemory literalMemory = LiteralMemory.ofHeap();
  private final Workers workers = new Workers();
  private final ChannelGroup open = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

  private Tls tls = Tls.NONE;
  private boolean compress;
  private int idleSeconds;
  private Optional<ConnectionLimitUpstreamHandler> connections = Optional.empty();
  private Optional<ConnectionPerIpLimitUpstreamHandler> connectionsPerIp = Optional.empty();

  ImapListener(
      ImapCommands commands,
      Sasl sasl,
      ImapMetrics metrics,
      GaugeRegistry gauges,
      ImapLimits limits,
      Optional<Certificates> certificates,
      Timings timings) {
    super(commands.decoder(), commands.encoder(), commands.processor(), metrics, gauges);
    this.commands = commands;
    this.timings = timings;
    this.sasl = sasl;
    this.decoder = commands.decoder();
    this.encoder = commands.encoder();
    this.metrics = metrics;
    this.limits = limits;
    this.certificates = certificates;
  }

  @Override
  public void doConfigure(HierarchicalConfiguration<ImmutableNode> configuration)
      throws ConfigurationException {
    configuration.setProperty("literalSizeLimit", limits.message()); // what APPENDLIMIT announces
    super.doConfigure(configuration);
    if (configuration.containsKey("address")) {
      setListenAddresses(
          new InetSocketAddress(
              InetAddresses.forString(configuration.getString("address")),
              configuration.getInt("port")));
    }
    tls = Tls.valueOf(configuration.getString("secure", "none").toUpperCase(Locale.ROOT));
    compress = configuration.getBoolean("compress", true);
    idleSeconds = configuration.getInt("timeout", DEFAULT_TIMEOUT);
    connections = ConnectionLimitUpstreamHandler.forCount(connectionLimit);
    connectionsPerIp = ConnectionPerIpLimitUpstreamHandler.forCount(connPerIP);
  }

  @Override
  protected void buildSSLContext() {
    encryption =
        switch (tls) {
          case NONE -> null;
          case STARTTLS ->
              Encryption.createStartTls(context(), CIPHERS, PROTOCOLS, ClientAuth.NONE);
          case IMPLICIT -> Encryption.createTls(context(), CIPHERS, PROTOCOLS, ClientAuth.NONE);
        };
  }

  private SSLContext context() {
    return certificates
        .orElseThrow(
            () -> new IllegalStateException("an IMAP listener with TLS needs a certificate"))
        .context();
  }

  @Override
  protected AbstractChannelPipelineFactory<SocketChannel> createPipelineFactory() {
    return new AbstractChannelPipelineFactory<>(getFrameHandlerFactory(), getExecutorGroup()) {
      @Override
      protected ChannelInboundHandlerAdapter createHandler() {
        return createCoreHandler();
      }

      @Override
      protected void initChannel(SocketChannel channel) {
        open.add(channel);
        fill(channel.pipeline(), channel.remoteAddress().getAddress().isLoopbackAddress());
      }
    };
  }

  /** Loopback is not counted by address: a proxy or the webmail comes from there. */
  private void fill(ChannelPipeline pipeline, boolean loopback) {
    pipeline.addLast(TIMEOUT_HANDLER, new IdleStateHandler(0, 0, idleSeconds));
    connections.ifPresent(
        limit -> pipeline.addLast(HandlerConstants.CONNECTION_LIMIT_HANDLER, limit));
    connectionsPerIp
        .filter(limit -> !loopback)
        .ifPresent(
            limit -> pipeline.addLast(HandlerConstants.CONNECTION_LIMIT_PER_IP_HANDLER, limit));
    if (proxyRequired) {
      pipeline.addLast(HandlerConstants.PROXY_HANDLER, new HAProxyMessageDecoder());
      pipeline.addLast("proxyInformationHandler", new HAProxyMessageHandler());
    }
    Encryption secure = getEncryption();
    if (secure != null && !secure.isStartTLS()) {
      pipeline.addLast(SSL_HANDLER, handshake(secure));
    }
    pipeline.addLast(CHUNK_WRITE_HANDLER, new ChunkedWriteHandler());
    pipeline.addLast(CORE_HANDLER, createCoreHandler());
  }

  /** The beginning of TLS, at once or behind STARTTLS. */
  static SslHandler handshake(Encryption encryption) {
    SslHandler tls = encryption.sslHandler();
    tls.setHandshakeTimeout(Certificates.HANDSHAKE.toSeconds(), TimeUnit.SECONDS);
    return tls;
  }

  @Override
  protected ChannelInboundHandlerAdapter createCoreHandler() {
    return new ImapConnection(this);
  }

  @Override
  protected void registerMBean() {
    // one name for the whole process: two servers in it would be in each other's way
  }

  @Override
  protected void unregisterMBean() {
    // see registerMBean
  }

  /** Says BYE to all, after the command that each has under way, then closes the door. */
  @Override
  public synchronized void unbind() {
    open.forEach(
        channel -> channel.pipeline().fireUserEventTriggered(ImapConnection.Event.SERVER_STOPS));
    long end = System.nanoTime() + DRAIN.toNanos();
    while (!open.isEmpty() && System.nanoTime() < end) {
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
    super.unbind();
  }

  @Override
  public void sessions(Consumer<Session> each) {
    for (Channel channel : open) {
      ImapConnection connection = channel.pipeline().get(ImapConnection.class);
      Username user = connection == null ? null : connection.user();
      if (user != null) {
        each.accept(
            new Session(
                channel,
                user,
                () ->
                    channel.pipeline().fireUserEventTriggered(ImapConnection.Event.ACCESS_ENDED)));
      }
    }
  }

  @Override
  protected void postDestroy() {
    super.postDestroy();
    workers.close();
  }

  @Override
  public ImapLimits limits() {
    return limits;
  }

  @Override
  public LiteralMemory literalMemory() {
    return literalMemory;
  }

  @Override
  public ImapDecoder decoder() {
    return decoder;
  }

  @Override
  public ImapEncoder encoder() {
    return encoder;
  }

  @Override
  public ImapProcessor processor() {
    return commands.processor();
  }

  @Override
  public Workers workers() {
    return workers;
  }

  @Override
  public ConnectionSession newSession(Channel channel, ConnectionSession.Link link) {
    return new ConnectionSession(
        channel, getEncryption(), compress, new SaslSession(sasl, false), link);
  }

  @Override
  public String greeting(ConnectionSession session) {
    // 9051 §7.1: told at once, it need not be asked for
    return "[CAPABILITY " + commands.capabilities(session) + "] " + getHelloName() + " Godwit";
  }

  @Override
  public void connected() {
    metrics.getConnectionsMetric().increment();
  }

  @Override
  public void disconnected() {
    metrics.getConnectionsMetric().decrement();
  }

  @Override
  public void commandRan(String name, long nanos) {
    metrics.getCommandsMetric().increment();
    timings.imap().took(name, nanos);
  }
}
