package org.godwit.server.smtp;

import io.netty.buffer.ByteBuf;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.inject.Inject;
import org.apache.james.protocols.api.Request;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.smtp.SMTPResponse;
import org.apache.james.protocols.smtp.SMTPSession;

/** BDAT: the message in pieces of known size. RFC 3030 §2. */
public final class BdatCommand extends MessageCommand {

  private static final Pattern ARGUMENT =
      Pattern.compile("([0-9]{1,18})( +LAST)?", Pattern.CASE_INSENSITIVE);
  private static final long MOST_IGNORED = 1L << 30;

  @Inject
  public BdatCommand(Acceptance acceptance) {
    super(acceptance);
  }

  @Override
  public Collection<String> getImplCommands() {
    return Set.of("BDAT");
  }

  @Override
  public Response onCommand(SMTPSession connection, Request request) {
    SmtpSession session = (SmtpSession) connection;
    Matcher argument =
        ARGUMENT.matcher(request.getArgument() == null ? "" : request.getArgument().strip());
    if (!argument.matches()) {
      // The chunk is on its way, and nobody knows where it ends: its bytes must not become
      // commands.
      return SmtpReply.last(501, "5.5.4 BDAT needs a size, and cannot go on without");
    }
    long size = Long.parseLong(argument.group(1));
    boolean last = argument.group(2) != null;
    Response missing =
        session.transaction().broken()
            ? SmtpReply.of(503, "5.5.1 A chunk was refused, say RSET") // 3030 §2
            : Sequence.missing(session);
    if (missing != null) {
      return ignore(session, size, missing);
    }
    Incoming message = session.transaction().chunks();
    if (message == null) {
      message = begin(session);
    }
    if (size == 0) {
      return chunkEnds(session, message, 0, last);
    }
    session.visitor().divert(new Chunk(session, message, size, last));
    return null;
  }

  /** Lets a chunk pass by, then gives the answer. */
  private static Response ignore(SmtpSession session, long size, Response answer) {
    if (size > MOST_IGNORED) {
      return SmtpReply.last(552, "5.3.4 The chunk is too large");
    }
    if (size == 0) {
      return answer;
    }
    long[] left = {size};
    session
        .visitor()
        .divert(
            bytes -> {
              int skipped = (int) Math.min(left[0], bytes.readableBytes());
              bytes.skipBytes(skipped);
              left[0] -= skipped;
              if (left[0] == 0) {
                session.visitor().write(answer);
              }
              return left[0] == 0;
            });
    return null;
  }

  private Response chunkEnds(SmtpSession session, Incoming message, long size, boolean last) {
    if (last) {
      return end(session, message);
    }
    Optional<SMTPResponse> refusal = Acceptance.refusal(message);
    if (refusal.isPresent()) {
      session.transaction().broken(true);
      return refusal.get();
    }
    return SmtpReply.of(250, "2.0.0 " + size + " octets received");
  }

  /** Takes one chunk off the connection. */
  private final class Chunk implements org.godwit.server.door.RawInput.Taker {

    private final SmtpSession session;
    private final Incoming message;
    private final long size;
    private final boolean last;
    private final byte[] buffer = new byte[8192];
    private long left;

    Chunk(SmtpSession session, Incoming message, long size, boolean last) {
      this.session = session;
      this.message = message;
      this.size = size;
      this.last = last;
      this.left = size;
    }

    @Override
    public boolean take(ByteBuf bytes) {
      while (left > 0 && bytes.isReadable()) {
        int length = (int) Math.min(Math.min(left, buffer.length), bytes.readableBytes());
        bytes.readBytes(buffer, 0, length);
        if (!session.transaction().binary()) { // what is binary has no lines: 3030 §3
          message.lines(buffer, 0, length);
        }
        message.write(buffer, 0, length);
        left -= length;
      }
      if (message.endless()) {
        session.visitor().write(SmtpReply.last(552, "5.3.4 The message is too large"));
        return true;
      }
      if (left == 0) {
        session.visitor().write(chunkEnds(session, message, size, last));
      }
      return left == 0;
    }
  }
}
