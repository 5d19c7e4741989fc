package org.godwit.server.smtp;

import java.util.List;
import org.apache.james.protocols.api.handler.ExtensibleHandler;
import org.apache.james.smtpserver.JamesMessageHook;

/** What other rooms want to see of a complete message, as the chain of the door has it. */
final class MessageHooks {

  static final List<Class<?>> WANTED = List.of(JamesMessageHook.class);

  private MessageHooks() {}

  /** For {@link ExtensibleHandler#wireExtensions}: the hooks, or what was there before. */
  @SuppressWarnings("unchecked") // James wires by class, without generics
  static List<JamesMessageHook> wire(
      Class<?> wanted, List<?> found, List<JamesMessageHook> before) {
    return JamesMessageHook.class.equals(wanted) ? (List<JamesMessageHook>) found : before;
  }
}
