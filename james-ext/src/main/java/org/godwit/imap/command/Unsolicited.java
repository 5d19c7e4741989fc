package org.godwit.imap.command;

import java.util.Optional;
import org.apache.james.imap.api.message.FetchData;
import org.apache.james.imap.api.process.ImapSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a client is told without asking: in IDLE (RFC 9051 §6.3.13), and between commands when it
 * said so by NOTIFY (RFC 5465). One for each session; any thread may say that something happened.
 */
final class Unsolicited {
  private static final Logger LOGGER = LoggerFactory.getLogger(Unsolicited.class);
  private static final String KEY = Unsolicited.class.getName();

  /**
   * What of the selected mailbox the client wants to hear, at any time.
   *
   * @param atOnce also when no command is under way
   * @param expungesAtOnce these too
   * @param gone of messages that are expunged
   * @param came of messages that come
   * @param flags of flags that change
   * @param uids whether FETCH responses have to tell the UID (5465 §5.1)
   * @param ofNew what of messages that come
   */
  record Wish(
      boolean atOnce,
      boolean expungesAtOnce,
      boolean gone,
      boolean came,
      boolean flags,
      boolean uids,
      Optional<FetchData> ofNew) {

    /** Before NOTIFY was said for the first time. */
    static final Wish USUAL = new Wish(false, false, true, true, true, false, Optional.empty());

    /** Nothing. */
    static final Wish NONE = new Wish(false, false, false, false, false, false, Optional.empty());
  }

  private final ImapSession session;
  private final Runnable news = this::tellNews;
  private volatile boolean idle;
  private volatile Wish wish = Wish.USUAL;

  private Unsolicited(ImapSession session) {
    this.session = session;
  }

  static Unsolicited of(ImapSession session) {
    if (session.getAttribute(KEY) instanceof Unsolicited known) {
      return known;
    }
    Unsolicited fresh = new Unsolicited(session);
    session.setAttribute(KEY, fresh);
    return fresh;
  }

  void idle(boolean on) {
    idle = on;
  }

  Wish wish() {
    return wish;
  }

  void wish(Wish next) {
    wish = next;
  }

  /** In the selected mailbox. */
  void somethingHappened() {
    if (idle || wish.atOnce()) {
      ((Peer) session).soon(news);
    }
  }

  private void tellNews() {
    if (idle || wish.atOnce()) {
      try {
        News.tell(session, ((Peer) session).replies(), idle || wish.expungesAtOnce(), false);
      } catch (RuntimeException e) {
        LOGGER.warn("News could not be told; they will be with what happens next", e);
      }
    }
  }
}
