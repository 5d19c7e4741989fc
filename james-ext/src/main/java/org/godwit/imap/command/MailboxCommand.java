package org.godwit.imap.command;

import org.apache.james.imap.api.message.request.ImapRequest;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.message.request.AbstractMessageRangeRequest;
import org.apache.james.imap.message.request.FetchRequest;
import org.apache.james.imap.message.request.StoreRequest;
import org.apache.james.imap.processor.AbstractMailboxProcessor;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.util.MDCBuilder;
import org.godwit.imap.search.FindRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** A command that reads from top to bottom. It runs on a thread that may wait. */
abstract class MailboxCommand<R extends ImapRequest> extends AbstractMailboxProcessor<R> {
  private static final Logger LOGGER = LoggerFactory.getLogger(MailboxCommand.class);

  /** Why a command with message numbers is refused where there are none. */
  static final String NUMBERS = "[UIDREQUIRED] message numbers were given up by ENABLE UIDONLY";

  /** What every command needs. */
  record Parts(
      MailboxManager mailboxes,
      StatusResponseFactory responses,
      MetricFactory metrics,
      MessageLimit limit) {}

  private final MessageLimit limit;

  MailboxCommand(Class<R> request, Parts parts) {
    super(request, parts.mailboxes(), parts.responses(), parts.metrics());
    this.limit = parts.limit();
  }

  /** Runs the command up to and with its tagged answer. What is thrown is answered by us. */
  abstract void run(R request, ImapSession session, Replies replies) throws MailboxException;

  @Override
  protected final Mono<Void> processRequestReactive(
      R request, ImapSession session, Responder responder) {
    return Mono.fromRunnable(() -> runAndAnswer(request, session, (Replies) responder));
  }

  private void runAndAnswer(R request, ImapSession session, Replies replies) {
    if (Dialect.uidOnly(session) && usesNumbers(request)) {
      bad(request, replies, NUMBERS); // 9586 §3
      return;
    }
    try {
      run(request, session, replies);
    } catch (MailboxException | RuntimeException e) {
      if (Failures.isBug(e)) {
        LOGGER.error("{} failed", request.getCommand().getName(), e);
      }
      replies.tagged(request.getTag().asString(), Failures.answer(e));
    }
  }

  private static boolean usesNumbers(ImapRequest request) {
    return switch (request) {
      case FetchRequest fetch -> !fetch.isUseUids();
      case StoreRequest store -> !store.isUseUids();
      case AbstractMessageRangeRequest transfer -> !transfer.isUseUids();
      case FindRequest find -> !find.question().usesUids() || find.question().usesNumbers();
      default -> false;
    };
  }

  /** How many messages it works on. */
  final MessageLimit limit() {
    return limit;
  }

  /** The tagged OK. */
  static void ok(ImapRequest request, Replies replies, String text) {
    replies.tagged(request.getTag().asString(), "OK " + text);
  }

  /**
   * The tagged OK of a command that may have taken a part of what was named only. A line has one
   * response code: what else there is to say goes before it.
   *
   * @param code another response code with a blank behind it, or nothing
   */
  static void partlyOk(
      ImapRequest request, Replies replies, MessageLimit.Taken taken, String code, String text) {
    if (!taken.code().isEmpty() && !code.isEmpty()) {
      replies.untagged("OK " + code + text);
    }
    ok(request, replies, (taken.code().isEmpty() ? code : taken.code()) + text);
  }

  static void no(ImapRequest request, Replies replies, String text) {
    replies.tagged(request.getTag().asString(), "NO " + text);
  }

  static void bad(ImapRequest request, Replies replies, String text) {
    replies.tagged(request.getTag().asString(), "BAD " + text);
  }

  /** Tells what others have done to the selected mailbox. */
  void tellNews(ImapSession session, Replies replies, boolean mayExpunge, boolean useUid) {
    News.tell(session, replies, mayExpunge, useUid);
  }

  MessageManager selected(ImapSession session) throws MailboxException {
    return OwnSelection.of(session, getMailboxManager());
  }

  @Override
  protected MDCBuilder mdc(R request) {
    return MDCBuilder.create().addToContext(MDCBuilder.ACTION, request.getCommand().getName());
  }
}
