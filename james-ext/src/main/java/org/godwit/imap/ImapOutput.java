package org.godwit.imap;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.james.imap.api.Tag;
import org.apache.james.imap.api.message.response.ImapResponseMessage;
import org.apache.james.imap.api.message.response.StatusResponse;
import org.apache.james.imap.encode.ImapEncoder;
import org.apache.james.imap.encode.ImapResponseComposer;
import org.apache.james.imap.encode.ImapResponseWriter;
import org.apache.james.imap.encode.base.ImapResponseComposerImpl;
import org.apache.james.imap.message.Literal;
import org.godwit.imap.command.Names;
import org.godwit.imap.command.Replies;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the answers of one connection go. Small pieces are gathered, so that a FETCH of a thousand
 * envelopes is a few writes; large literals are read while they are sent.
 *
 * <p>Safe for many threads: a command answers while an event tells of new mail. Nothing here waits
 * for the client but {@link #awaitRoom()}, which whoever has much to say calls between two answers;
 * a client that does not take what it is told unasked is cut off.
 */
final class ImapOutput implements Replies, ImapResponseWriter {
  private static final Logger LOGGER = LoggerFactory.getLogger(ImapOutput.class);
  private static final int GATHER = 64 * 1024;
  private static final int SMALL_LITERAL = 64 * 1024;
  private static final long ROOM = 256 * 1024;
  private static final long TOO_SLOW = 64L * 1024 * 1024;

  /** Something that encodes; what it throws leaves half an answer behind. */
  @FunctionalInterface
  private interface Saying {
    void say() throws IOException;
  }

  private final Channel channel;
  private final ImapEncoder encoder;
  private final ImapResponseComposerImpl composer;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition room = lock.newCondition();
  private volatile Supplier<Optional<String>> explanation = Optional::empty;
  private ByteBuf gathered;
  private long unsent; // all that was said and not sent yet
  private long pieces; // the part of it that is in memory
  private boolean closed;
  private String unanswered = ""; // the tag of the command under way

  /**
   * @param utf8 whether names are told in UTF-8 now
   */
  ImapOutput(Channel channel, ImapEncoder encoder, BooleanSupplier utf8) {
    this.channel = channel;
    this.composer = new Composer(this, utf8);
    this.encoder = encoder;
    channel.closeFuture().addListener(done -> close());
  }

  /** James's, which knows no names in UTF-8. */
  private static final class Composer extends ImapResponseComposerImpl {
    private final BooleanSupplier utf8;

    Composer(ImapResponseWriter writer, BooleanSupplier utf8) {
      super(writer);
      this.utf8 = utf8;
    }

    @Override
    public ImapResponseComposer mailbox(String name) throws IOException {
      return utf8.getAsBoolean()
          ? message(Names.quoted(name).getBytes(UTF_8)) // 9755 §3, 9051 §5.1
          : super.mailbox(name);
    }
  }

  /** Who knows more of a refusal than the command that makes it. */
  void explainRefusals(Supplier<Optional<String>> why) {
    explanation = why;
  }

  @Override
  public void respond(ImapResponseMessage message) {
    if (message instanceof StatusResponse refusal && isBare(refusal)) {
      Optional<String> why = explanation.get();
      if (why.isPresent()) {
        tagged(refusal.getTag().asString(), why.get());
        return;
      }
    }
    locked(
        () -> {
          encoder.encode(message, composer);
          if (message instanceof StatusResponse answer && answer.getTag() != null) {
            said(answer.getTag().asString());
          }
        });
  }

  /** A command is under way until its tag is said. */
  void begin(String tag) {
    locked(() -> unanswered = tag);
  }

  /** Says so, unless that has been answered, or the client has something else to read. */
  void stillUnderWay(String tag) {
    locked(
        () -> {
          if (unanswered.equals(tag) && !tag.equals("*") && gathered == null && unsent == 0) {
            String code = "[INPROGRESS (" + Names.quoted(tag) + " NIL NIL)]"; // 9585 §5
            composer.tag(new Tag("*")).message("OK " + code + " still under way").end();
          }
        });
    flush();
  }

  private void said(String tag) {
    if (tag.equals(unanswered)) {
      unanswered = "";
    }
  }

  /** Whether a command says NO and not why. */
  private static boolean isBare(StatusResponse response) {
    return response.getServerResponseType() == StatusResponse.Type.NO
        && response.getTag() != null
        && response.getResponseCode() == null;
  }

  /**
   * Runs what says something and flushes it. Nobody else's flush comes between: it would be too
   * late when TLS or compression begin behind the answer.
   */
  void together(Runnable saying) {
    lock.lock();
    try {
      saying.run();
    } finally {
      lock.unlock();
    }
  }

  /** {@code tag} is {@code *} when nobody in particular is answered. */
  @Override
  public void tagged(String tag, String line) {
    locked(
        () -> {
          composer.tag(new Tag(tag)).message(line.getBytes(UTF_8)).end();
          said(tag);
        });
  }

  @Override
  public void untagged(String line) {
    tagged("*", line);
  }

  /** Asks for the literal that was announced. */
  void goAhead() {
    locked(() -> composer.continuationResponse("OK"));
    flush();
  }

  @Override
  public void flush() {
    locked(
        () -> {
          composer.flush();
          send(true);
        });
  }

  @Override
  public boolean awaitRoom() {
    if (channel.eventLoop().inEventLoop()) {
      throw new IllegalStateException("an event loop must not wait for its client");
    }
    lock.lock();
    try {
      while (unsent >= ROOM && !closed) {
        room.awaitUninterruptibly();
      }
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  /** Whether the client has still to take some of what was said. */
  boolean hasUnsent() {
    lock.lock();
    try {
      return unsent > 0;
    } finally {
      lock.unlock();
    }
  }

  private void locked(Saying saying) {
    lock.lock();
    try {
      if (!closed) {
        saying.say();
      }
    } catch (IOException | RuntimeException e) {
      // Half an answer is out. Whatever followed would be read as its other half.
      LOGGER.error("An answer could not be written, the connection is closed", e);
      hangUp();
    } finally {
      lock.unlock();
    }
  }

  private void hangUp() {
    ChannelFuture unused = channel.close(); // its end is told to the connection
  }

  @Override
  public void write(byte[] bytes) {
    gather(bytes.length).writeBytes(bytes);
    sendIfMuch();
  }

  @Override
  public void write(Literal literal) throws IOException {
    composer.flush();
    long size = literal.size();
    InputStream in = literal.getInputStream();
    if (size > SMALL_LITERAL) {
      send(false);
      count(size, channel.writeAndFlush(new LiteralPieces(in, size)));
      return;
    }
    try (in) {
      byte[] content = in.readNBytes((int) size);
      if (content.length != size) {
        throw new IOException("a literal is shorter than it said");
      }
      write(content);
    }
  }

  private ByteBuf gather(int length) {
    if (gathered == null) {
      gathered = channel.alloc().directBuffer(Math.max(length, 1024));
    }
    return gathered;
  }

  private void sendIfMuch() {
    if (gathered.readableBytes() > GATHER) {
      send(true);
    }
  }

  /** Hands over what was gathered; one task of the event loop, also when it has to go out now. */
  private void send(boolean now) {
    if (gathered == null) {
      if (now) {
        channel.flush();
      }
      return;
    }
    ByteBuf buffer = gathered;
    gathered = null;
    int size = buffer.readableBytes();
    pieces += size;
    ChannelFuture written = now ? channel.writeAndFlush(buffer) : channel.write(buffer);
    count(size, written.addListener(done -> pieceSent(size)));
    if (pieces > TOO_SLOW) {
      hangUp();
    }
  }

  private void count(long bytes, ChannelFuture written) {
    unsent += bytes;
    written.addListener(done -> sent(bytes, done.isSuccess()));
  }

  private void sent(long bytes, boolean success) {
    lock.lock();
    try {
      unsent -= bytes;
      if (unsent < ROOM) {
        room.signalAll();
      }
    } finally {
      lock.unlock();
    }
    if (!success) {
      hangUp();
    }
  }

  private void pieceSent(int size) {
    lock.lock();
    try {
      pieces -= size;
    } finally {
      lock.unlock();
    }
  }

  private void close() {
    lock.lock();
    try {
      closed = true;
      if (gathered != null) {
        gathered.release();
        gathered = null;
      }
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
