package org.godwit.imap;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.timeout.IdleStateEvent;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.SequencedSet;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.james.core.Username;
import org.apache.james.imap.api.ImapSessionState;
import org.godwit.imap.command.Dialect;
import org.godwit.imap.command.Replies;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client: bytes in, commands run one after the other, answers out.
 *
 * <p>The event loop only frames. A command is parsed and run on a thread of its own, and nothing
 * behind it is looked at before it is done: so that LOGIN and SELECT may be sent in one packet,
 * that what was sent behind STARTTLS can be forgotten, and that no client has more than one command
 * under way. What has come too early waits in {@link #unread}; beyond {@link ImapLimits#readAhead}
 * the socket is not read.
 *
 * <p>All fields belong to the event loop.
 */
final class ImapConnection extends ChannelInboundHandlerAdapter implements ConnectionSession.Link {
  private static final Logger LOGGER = LoggerFactory.getLogger(ImapConnection.class);

  /** What the listener tells its connections. */
  enum Event {
    SERVER_STOPS,
    ACCESS_ENDED
  }

  private static final String SERVER_STOPS = "the server stops, come back in a moment";
  private static final String ACCESS_ENDED = "log in again, if you may";
  private static final Duration LAST_COMMAND = Duration.ofSeconds(5);
  private static final Duration LOGIN_WITHIN = Duration.ofMinutes(3);

  private final ImapDoor door;
  private final CommandFramer framer;
  private volatile ConnectionSession session; // set once; others ask who has logged in
  private ImapOutput output;
  private CommandRunner runner;
  private ChannelHandlerContext ctx;
  private ByteBuf unread = Unpooled.EMPTY_BUFFER;
  private ScheduledFuture<?> loginDeadline;
  private final SequencedSet<Runnable> soon = new LinkedHashSet<>(); // between two commands
  private boolean busy;
  private boolean finished; // nothing more is read
  private String lastWords; // set when it ends after the command that is under way
  private boolean gone; // the socket is closed

  ImapConnection(ImapDoor door) {
    this.door = door;
    this.framer = new CommandFramer(door.limits(), door.literalMemory());
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    ctx = context;
    session = door.newSession(ctx.channel(), this);
    ConnectionSession speaking = session;
    output = new ImapOutput(ctx.channel(), door.encoder(), () -> Dialect.utf8(speaking));
    runner = new CommandRunner(door, session, output, remote());
    door.connected();
    output.tagged("*", "OK " + door.greeting(session));
    output.flush();
    loginDeadline =
        ctx.executor().schedule(this::notLoggedIn, LOGIN_WITHIN.toSeconds(), TimeUnit.SECONDS);
    ctx.fireChannelActive();
  }

  /** Who has logged in here, or null; any thread may ask, and may hear of a login a moment late. */
  Username user() {
    ConnectionSession open = session;
    return open == null ? null : open.getUserName();
  }

  private String remote() {
    return ctx.channel().remoteAddress() instanceof InetSocketAddress from
        ? from.getAddress().getHostAddress()
        : "unknown";
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    if (finished) {
      bytes.release();
      return;
    }
    unread = ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), unread, bytes);
    goOn();
  }

  /** Reads on until a command is under way or bytes are missing. */
  private void goOn() {
    while (!busy && !finished && (step() || (!busy && news()))) {
      // each step reads some bytes
    }
    if (!unread.isReadable()) {
      forgetUnread();
    } else if (unread.refCnt() == 1) { // else a chunk of it is being written to a file
      unread.discardSomeReadBytes();
    }
    ctx.channel().config().setAutoRead(!busy || unread.readableBytes() < door.limits().readAhead());
  }

  /** Any thread; see {@code Peer}. */
  @Override
  public void soon(Runnable work) {
    ctx.executor()
        .execute(
            () -> {
              if (!finished && soon.add(work)) {
                goOn();
              }
            });
  }

  @Override
  public void say(Runnable something) {
    output.together(something);
  }

  @Override
  public Replies replies() {
    return output;
  }

  private boolean news() {
    if (soon.isEmpty()) {
      return false;
    }
    Runnable work = soon.removeFirst();
    busy(() -> runner.unsolicited(work));
    return true;
  }

  private boolean step() {
    if (!unread.isReadable()) {
      return false;
    }
    if (session.awaitsLine()) {
      return plainLine();
    }
    return switch (framer.next(unread, session.getState() != ImapSessionState.NON_AUTHENTICATED)) {
      case CommandFramer.More() -> false;
      case CommandFramer.GoAhead() -> {
        output.goAhead();
        yield true;
      }
      case CommandFramer.Refused(String tag, String answer) -> {
        output.tagged(tag, answer);
        output.flush();
        yield true;
      }
      case CommandFramer.Complete(Command command) -> {
        busy(() -> runner.run(command));
        yield false;
      }
      case CommandFramer.Spill spill -> {
        busy(() -> spill(spill));
        yield false;
      }
      case CommandFramer.Hopeless(String why) -> {
        bye(why);
        yield false;
      }
    };
  }

  /** DONE, or an answer of SASL: whoever asked for it gets it with CRLF. */
  private boolean plainLine() {
    byte[] line = framer.plainLine(unread);
    if (line != null) {
      byte[] whole = Arrays.copyOf(line, line.length + 2);
      System.arraycopy("\r\n".getBytes(StandardCharsets.US_ASCII), 0, whole, line.length, 2);
      busy(() -> runner.line(whole));
    } else if (unread.readableBytes() > door.limits().line()) {
      bye("the line is too long");
    }
    return false;
  }

  private void busy(Runnable work) {
    busy = true;
    door.workers()
        .execute(
            () -> {
              try {
                work.run();
              } finally {
                ctx.executor().execute(this::done);
              }
            });
  }

  private void done() {
    busy = false;
    if (gone) {
      end();
    } else if (finished) {
      return;
    } else if (session.getState() == ImapSessionState.LOGOUT) {
      finish();
    } else if (lastWords != null) {
      bye(lastWords);
    } else {
      goOn();
    }
  }

  private void end() {
    framer.close();
    door.workers().execute(runner::end); // it asks the store: not here
  }

  private void spill(CommandFramer.Spill spill) {
    ByteBuf chunk = spill.chunk();
    try {
      if (spill.request().file() == null) {
        spill.request().file(SpillFile.in(door.limits().spill()));
      }
      spill.request().file().write(chunk);
    } catch (IOException e) {
      LOGGER.error("A large literal could not be kept in {}", door.limits().spill(), e);
      ctx.executor().execute(() -> framer.spillFailed("NO [UNAVAILABLE] no room for the message"));
    } finally {
      chunk.release();
    }
  }

  private void bye(String why) {
    output.tagged("*", "BYE " + why);
    finish();
  }

  /** Lets the last words out, then hangs up. */
  private void finish() {
    finished = true;
    output.flush();
    forgetUnread();
    ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
  }

  private void hangUp() {
    ChannelFuture unused = ctx.close(); // channelInactive follows
  }

  @Override
  public void forgetUnread() {
    unread.release();
    unread = Unpooled.EMPTY_BUFFER;
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    finished = true;
    gone = true;
    loginDeadline.cancel(false);
    forgetUnread();
    door.disconnected();
    if (!busy) { // else when the command under way is done
      end();
    }
    ctx.fireChannelInactive();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof IdleStateEvent) {
      nothingHappens();
    } else if (event == Event.SERVER_STOPS) {
      stop(SERVER_STOPS);
    } else if (event == Event.ACCESS_ENDED) {
      stop(ACCESS_ENDED);
      ScheduledFuture<?> unused =
          ctx.executor().schedule(this::hangUp, LAST_COMMAND.toSeconds(), TimeUnit.SECONDS);
    } else {
      ctx.fireUserEventTriggered(event);
    }
  }

  private void nothingHappens() {
    if (output.hasUnsent()) {
      hangUp(); // the client does not read; it would not read a BYE
    } else if (!busy && !finished) {
      bye("nothing was said for too long"); // 9051 §5.4
    }
  }

  private void stop(String why) {
    lastWords = why;
    if (!busy && !finished) {
      bye(why);
    }
  }

  private void notLoggedIn() {
    if (!finished && session.getState() == ImapSessionState.NON_AUTHENTICATED) {
      bye("nobody logged in");
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    Throwable why = cause instanceof DecoderException ? cause.getCause() : cause;
    if (why instanceof IOException) { // a TLS handshake that is none, too
      LOGGER.debug("The connection broke", cause);
    } else {
      LOGGER.error("The connection failed", cause);
    }
    hangUp();
  }
}
