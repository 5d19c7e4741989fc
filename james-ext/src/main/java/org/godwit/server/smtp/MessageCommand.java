package org.godwit.server.smtp;

import java.util.List;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.CommandHandler;
import org.apache.james.protocols.api.handler.ExtensibleHandler;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.smtpserver.JamesMessageHook;
import org.godwit.mailflow.EachRecipient;

/** A command that brings a message: DATA or BDAT. It knows who wants to see the whole of it. */
abstract sealed class MessageCommand implements CommandHandler<SMTPSession>, ExtensibleHandler
    permits BdatCommand, DataCommand {
  private final Acceptance acceptance;
  private List<JamesMessageHook> hooks = List.of();
  private List<EachRecipient> each = List.of();

  MessageCommand(Acceptance acceptance) {
    this.acceptance = acceptance;
  }

  /** Begins a message, which is closed when its transaction ends, however that ends. */
  Incoming begin(SmtpSession session) {
    Incoming message = acceptance.begin(session);
    session.transaction().chunks(message);
    return message;
  }

  /** The answer to a complete message. */
  Response end(SmtpSession session, Incoming message) {
    return acceptance.end(session, message, new Acceptance.Checks(hooks, each));
  }

  @Override
  public List<Class<?>> getMarkerInterfaces() {
    return List.of(JamesMessageHook.class, EachRecipient.class);
  }

  @Override
  @SuppressWarnings("unchecked") // James wires by class, without generics
  public void wireExtensions(Class<?> wanted, List<?> found) {
    if (wanted.equals(EachRecipient.class)) {
      each = (List<EachRecipient>) found;
    } else {
      hooks = (List<JamesMessageHook>) found;
    }
  }
}
