package org.godwit.imap;

import java.time.Duration;
import java.util.Optional;
import org.apache.james.core.Username;
import org.apache.james.imap.api.ImapMessage;
import org.apache.james.imap.api.message.request.ImapRequest;
import org.apache.james.imap.api.process.ImapLineHandler;
import org.apache.james.util.MDCBuilder;
import org.apache.james.util.ReactorUtils;
import org.godwit.imap.command.Failures;
import org.godwit.imap.command.Watched;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Parses and runs the commands of one connection, on a thread that may wait. One call at a time.
 * Nothing is thrown: a client gets an answer, the log gets the reason.
 */
final class CommandRunner {
  private static final Logger LOGGER = LoggerFactory.getLogger(CommandRunner.class);

  private final ImapDoor door;
  private final ConnectionSession session;
  private final ImapOutput output;
  private final String remote;
  private final Progress progress;
  private String tag = "*";

  CommandRunner(ImapDoor door, ConnectionSession session, ImapOutput output, String remote) {
    this.door = door;
    this.session = session;
    this.output = output;
    this.remote = remote;
    this.progress =
        new Progress(
            door.limits().progress(),
            new Progress.Connection() {
              @Override
              public void schedule(Runnable work, Duration later) {
                session.schedule(work, later);
              }

              @Override
              public void stillUnderWay(String command) {
                output.stillUnderWay(command);
              }
            });
    output.explainRefusals(
        () -> Watched.takeFailure(session.getMailboxSession()).map(Failures::answer));
  }

  /** Runs a command and closes it. */
  void run(Command command) {
    try (command) {
      tag = command.tag();
      output.begin(tag);
      progress.begin(tag);
      Watched.takeFailure(session.getMailboxSession()); // what an event left behind
      parse(command).ifPresent(this::process);
    } finally {
      progress.end();
      output.flush();
    }
  }

  private Optional<ImapMessage> parse(Command command) {
    try {
      return Optional.of(door.decoder().decode(new CommandReader(command, session), session));
    } catch (NoMailboxName e) {
      output.tagged(tag, "NO [CANNOT] no mailbox can have this name");
      return Optional.empty();
    } catch (RuntimeException | Error e) { // names in no UTF-7, searches nested without an end
      LOGGER.info("A command could not be parsed, session {}", session.sessionId().asString(), e);
      output.tagged(tag, "BAD the command could not be understood");
      return Optional.empty();
    }
  }

  private void process(ImapMessage message) {
    long begin = System.nanoTime();
    try {
      door.processor()
          .processReactive(message, output, session)
          .contextWrite(ReactorUtils.context("imap", mdc()))
          .block();
    } catch (RuntimeException e) {
      failed(e);
    } finally {
      door.commandRan(name(message), System.nanoTime() - begin);
    }
  }

  private static String name(ImapMessage message) {
    return message instanceof ImapRequest request ? request.getCommand().getName() : "";
  }

  /** Gives {@code line}, which ends with CRLF, to whoever asked for it. */
  void line(byte[] line) {
    ImapLineHandler handler = session.lineHandler();
    try {
      handler.onLine(session, line);
    } catch (RuntimeException e) {
      failed(e);
      session.forget(handler);
    } finally {
      output.flush();
    }
  }

  /** Says what is not an answer to a command. */
  void unsolicited(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      LOGGER.error("News failed, session {}", session.sessionId().asString(), e);
    } finally {
      output.flush();
    }
  }

  private void failed(RuntimeException reason) {
    if (Failures.isBug(reason)) {
      LOGGER.error("A command failed, session {}", session.sessionId().asString(), reason);
    }
    output.tagged(tag, Failures.answer(reason));
  }

  /** The client is gone: its mailbox is closed. */
  void end() {
    session.ended();
    try {
      session.logout().block();
    } catch (RuntimeException e) {
      LOGGER.warn("A session could not be ended cleanly", e);
    }
  }

  private MDCBuilder mdc() {
    return MDCBuilder.create()
        .addToContext(MDCBuilder.PROTOCOL, "IMAP")
        .addToContext(MDCBuilder.IP, remote)
        .addToContext(MDCBuilder.SESSION_ID, session.sessionId().asString())
        .addToContext(
            MDCBuilder.USER,
            Optional.ofNullable(session.getUserName()).map(Username::asString).orElse(""));
  }
}
