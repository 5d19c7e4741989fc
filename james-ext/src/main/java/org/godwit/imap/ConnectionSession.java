package org.godwit.imap;

import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.james.imap.api.process.ImapLineHandler;
import org.apache.james.imap.api.process.SelectedMailbox;
import org.apache.james.imapserver.netty.NettyImapSession;
import org.apache.james.protocols.netty.Encryption;
import org.godwit.imap.command.Peer;
import org.godwit.imap.command.Replies;
import org.godwit.trust.Scope;
import org.godwit.trust.sasl.ChannelBindings;
import org.godwit.trust.sasl.SaslChannel;
import org.godwit.trust.sasl.SaslSession;
import reactor.core.publisher.Mono;

/**
 * What James's commands know of a connection. They run one at a time, and a line handler is asked
 * for between two of them; so nothing here needs a lock.
 */
final class ConnectionSession extends NettyImapSession implements Peer {
  /** Whether passwords are allowed is what James asks; our commands ask {@link Peer}. */
  private static final boolean NEVER_ASKED = true;

  private final Channel channel;
  private final Encryption encryption;
  private final SaslSession attempts;
  private final Link link;
  private final Deque<ImapLineHandler> lineHandlers = new ArrayDeque<>();
  private final Queue<Runnable> atEnd = new ConcurrentLinkedQueue<>();

  /** What a session asks of its connection. */
  interface Link {
    /** Drops what has been read and not yet run; called on the event loop. */
    void forgetUnread();

    /** See {@link Peer#soon}. */
    void soon(Runnable work);

    /** Runs what says something and sends it; nothing is sent meanwhile by anybody else. */
    void say(Runnable something);

    Replies replies();
  }

  /**
   * A session of a connection that was just made.
   *
   * @param encryption null when there is no certificate
   */
  ConnectionSession(
      Channel channel, Encryption encryption, boolean compress, SaslSession attempts, Link link) {
    super(
        channel,
        encryption,
        compress,
        NEVER_ASKED,
        NEVER_ASKED,
        SessionId.generate(),
        Optional.empty());
    this.channel = channel;
    this.encryption = encryption;
    this.attempts = attempts;
    this.link = link;
  }

  @Override
  public SaslChannel channel() {
    InetAddress from = ((InetSocketAddress) channel.remoteAddress()).getAddress();
    return getSSLSession()
        .map(tls -> new SaslChannel(from, true, ChannelBindings.of(tls), Scope.IMAP))
        .orElseGet(() -> SaslChannel.clear(from, Scope.IMAP));
  }

  @Override
  public SaslSession attempts() {
    return attempts;
  }

  @Override
  public void soon(Runnable work) {
    link.soon(work);
  }

  @Override
  public void atEnd(Runnable work) {
    atEnd.add(work);
  }

  @Override
  public Replies replies() {
    return link.replies();
  }

  /** The connection is gone. */
  void ended() {
    atEnd.forEach(Runnable::run);
  }

  @Override
  public void executeSafely(Runnable work) {
    channel.eventLoop().execute(work);
  }

  /** James forgets the mailbox before it could close it, and it would be told events for ever. */
  @Override
  public Mono<Void> deselect() {
    SelectedMailbox closing = getSelected();
    return super.deselect().then(closing == null ? Mono.empty() : closing.deselect());
  }

  @Override
  public boolean startTLS(Runnable sayOk) {
    if (!supportStartTLS()) {
      return false;
    }
    executeSafely(
        () -> {
          link.forgetUnread(); // 9051 §11.1: what was sent in the clear must not count after TLS
          link.say(sayOk);
          channel.pipeline().addFirst(SSL_HANDLER, ImapListener.handshake(encryption));
        });
    return true;
  }

  @Override
  public boolean startCompression(Runnable sayOk) {
    if (!isCompressionSupported() || isCompressionActive()) {
      return false;
    }
    executeSafely(
        () -> {
          link.forgetUnread(); // 4978 §3: nothing may follow before the answer is seen
          link.say(sayOk);
          addCompression(channel.pipeline());
        });
    return true;
  }

  private static void addCompression(ChannelPipeline pipeline) {
    Inflating inflate = new Inflating();
    Deflating deflate = new Deflating();
    if (pipeline.get(SSL_HANDLER) == null) {
      pipeline.addFirst(ZLIB_DECODER, inflate);
      pipeline.addFirst(ZLIB_ENCODER, deflate);
    } else {
      pipeline.addAfter(SSL_HANDLER, ZLIB_DECODER, inflate);
      pipeline.addAfter(SSL_HANDLER, ZLIB_ENCODER, deflate);
    }
  }

  @Override
  public void pushLineHandler(ImapLineHandler handler) {
    lineHandlers.push(handler);
  }

  @Override
  public void popLineHandler() {
    lineHandlers.poll();
  }

  /** Whether the next line is no command but an answer to something we asked. */
  boolean awaitsLine() {
    return !lineHandlers.isEmpty();
  }

  /** A handler that failed gets no more lines. */
  void forget(ImapLineHandler handler) {
    lineHandlers.remove(handler);
  }

  ImapLineHandler lineHandler() {
    return lineHandlers.element();
  }
}
