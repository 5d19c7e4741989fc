package org.godwit.imap.command;

import org.apache.james.imap.api.process.ImapProcessor.Responder;

/** Where a command's answers go, for commands with much to say or with words of their own. */
public interface Replies extends Responder {

  /** One untagged line, without {@code * } and CRLF. */
  void untagged(String line);

  /**
   * The end of a command.
   *
   * @param line such as {@code OK [COPYUID 1 2 3] copied}
   */
  void tagged(String tag, String line);

  /**
   * Waits until the client has taken most of what was said, so that answers do not pile up in
   * memory.
   *
   * @return false when the client is gone: there is no use in going on
   */
  boolean awaitRoom();
}
