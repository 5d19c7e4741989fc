package org.godwit.imap.command;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.james.imap.api.ImapConstants;
import org.apache.james.imap.api.ImapSessionState;
import org.apache.james.imap.api.display.HumanReadableText;
import org.apache.james.imap.api.message.Capability;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.message.request.IdleRequest;
import org.apache.james.imap.message.response.ContinuationResponse;
import org.apache.james.imap.processor.CapabilityImplementingProcessor;

/** IDLE (RFC 9051 §6.3.13): news are told when they happen, until the client says DONE. */
final class Idle extends MailboxCommand<IdleRequest> implements CapabilityImplementingProcessor {
  /** Keeps alive what stands between us and the client. */
  private static final Duration SIGN_OF_LIFE = Duration.ofMinutes(2);

  Idle(Parts parts) {
    super(IdleRequest.class, parts);
  }

  @Override
  public List<Capability> getImplementedCapabilities(ImapSession session) {
    return List.of(ImapConstants.SUPPORTS_IDLE);
  }

  @Override
  void run(IdleRequest request, ImapSession session, Replies replies) {
    AtomicBoolean waiting = new AtomicBoolean(true);
    Unsolicited unsolicited = Unsolicited.of(session);
    session.pushLineHandler(
        (same, line) -> {
          unsolicited.idle(false);
          waiting.set(false);
          session.popLineHandler();
          if (new String(line, StandardCharsets.US_ASCII).trim().equalsIgnoreCase("DONE")) {
            ok(request, replies, "no longer idle");
          } else {
            bad(request, replies, "DONE was expected");
          }
        });
    replies.respond(new ContinuationResponse(HumanReadableText.IDLING));
    unsolicited.idle(true);
    tellNews(session, replies, true, false); // what happened before
    session.schedule(new SignOfLife(session, waiting, replies), SIGN_OF_LIFE);
  }

  private record SignOfLife(ImapSession session, AtomicBoolean waiting, Replies replies)
      implements Runnable {
    @Override
    public void run() {
      if (waiting.get() && session.getState() != ImapSessionState.LOGOUT) {
        replies.untagged("OK still here");
        replies.flush();
        session.schedule(this, SIGN_OF_LIFE);
      }
    }
  }
}
