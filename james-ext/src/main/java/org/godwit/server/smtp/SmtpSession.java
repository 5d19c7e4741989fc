package org.godwit.server.smtp;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.apache.james.protocols.api.ProtocolTransport;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.smtp.SMTPConfiguration;
import org.apache.james.smtpserver.ExtendedSMTPSession;
import org.godwit.server.door.Visitor;
import org.godwit.trust.Scope;

/** One client's conversation. Used by the thread of its connection only. */
public final class SmtpSession extends ExtendedSMTPSession {

  private static final int MOST_REFUSED_RECIPIENTS = 100;
  private static final int MOST_IDLE_COMMANDS = 300;

  private final boolean lmtp;
  private final int mostRecipients;
  private final Visitor visitor;
  private Transaction transaction = new Transaction();
  private int refusedRecipients;
  private int idleCommands;

  /**
   * @param lmtp LMTP (RFC 2033) and not SMTP
   * @param mostRecipients of one message
   */
  public SmtpSession(
      SMTPConfiguration configuration,
      ProtocolTransport transport,
      boolean lmtp,
      int mostRecipients) {
    super(configuration, transport);
    this.lmtp = lmtp;
    this.mostRecipients = mostRecipients;
    this.visitor = new Visitor(this, transport, false, Scope.SMTP);
  }

  boolean lmtp() {
    return lmtp;
  }

  int mostRecipients() {
    return mostRecipients;
  }

  /** What is known of the message under way besides sender and recipients. Never null. */
  Transaction transaction() {
    return transaction;
  }

  Visitor visitor() {
    return visitor;
  }

  /** Counts a recipient who does not exist; true when the client seems to be guessing. */
  boolean tooManyRefusedRecipients() {
    return ++refusedRecipients >= MOST_REFUSED_RECIPIENTS;
  }

  /** Counts a command that brings no message nearer; true when the client only keeps us busy. */
  boolean tooManyIdleCommands() {
    return ++idleCommands >= MOST_IDLE_COMMANDS;
  }

  /** A message was accepted. */
  void accepted() {
    idleCommands = 0;
  }

  /** Addresses may be UTF-8 (6531 §3.3); the dispatcher refuses what is not. */
  @Override
  public Charset getCharset() {
    return StandardCharsets.UTF_8;
  }

  @Override
  public void resetState() {
    super.resetState();
    if (transaction != null) { // not yet in the constructor
      transaction.close();
      transaction = new Transaction();
    }
  }

  /** Forgets all that was said in clear, but for the connection. 3207 §4.2. */
  void forgetGreeting() {
    resetState();
    removeAttachment(CURRENT_HELO_MODE, State.Connection);
    removeAttachment(CURRENT_HELO_NAME, State.Connection);
  }

  @Override
  public Response newLineTooLongResponse() {
    return visitor.tooManyErrors()
        ? SmtpReply.last(421, "4.7.0 Too many errors")
        : SmtpReply.of(500, "5.5.2 Line too long"); // 5321 §4.5.3.1.9
  }

  @Override
  public Response newFatalErrorResponse() {
    return SmtpReply.of(451, "4.3.0 Temporary failure, try again later");
  }
}
