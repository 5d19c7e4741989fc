package org.godwit.server.smtp;

import io.netty.buffer.ByteBuf;

/**
 * Finds the end of DATA, takes the dots off that were stuffed, and sees what could end the message
 * for another server: bare CR and LF (SMTP smuggling). RFC 5321 §2.3.8, §4.1.1.4, §4.5.2.
 */
final class DataScanner {

  /** What the bytes so far amount to. */
  enum Found {
    /** Nothing yet. */
    MORE,
    /** CRLF.CRLF: the message is complete. */
    END,
    /** A dot between line ends that are not both CRLF: the end for a careless server. */
    FALSE_END
  }

  private enum State {
    LINE_START,
    TEXT,
    CR,
    DOT,
    DOT_CR
  }

  private final byte[] chunk = new byte[8192];
  private final Incoming message;
  private State state = State.LINE_START;
  private boolean loose; // the line began behind a bare CR or LF

  DataScanner(Incoming message) {
    this.message = message;
  }

  /** Reads what belongs to the message, at most up to its end. */
  Found read(ByteBuf bytes) {
    while (bytes.isReadable()) {
      int start = bytes.readerIndex();
      int length = Math.min(chunk.length, bytes.readableBytes());
      bytes.readBytes(chunk, 0, length);
      int kept = 0; // up to here the chunk is written or dropped
      for (int i = endOfText(0, length); i < length; i = endOfText(i + 1, length)) {
        State before = state;
        Found found = next(chunk[i]);
        if (found != Found.MORE) {
          bytes.readerIndex(start + i + 1);
          return found;
        }
        if (state == State.DOT) {
          message.write(chunk, kept, i - kept);
          kept = i + 1;
        } else if (before == State.DOT && state == State.DOT_CR) {
          kept = i + 1;
        }
      }
      if (length > kept) {
        message.write(chunk, kept, length - kept);
      }
    }
    return Found.MORE;
  }

  /** Where the chunk has the next byte that may change the state. Most change nothing. */
  private int endOfText(int from, int to) {
    int at = from;
    if (state == State.TEXT) {
      while (at < to && chunk[at] != '\r' && chunk[at] != '\n') {
        at++;
      }
    }
    return at;
  }

  private Found next(byte b) {
    switch (state) {
      case CR -> {
        if (b == '\n') {
          startLine(false);
        } else {
          message.badLineEnds(); // 5321 §2.3.8: CR only together with LF
          startLine(true);
          return next(b);
        }
      }
      case DOT -> {
        if (b == '\n') {
          return Found.FALSE_END;
        }
        if (b == '\r') {
          state = State.DOT_CR;
        } else {
          text(b); // 4.5.2: the first dot of a longer line is the sender's stuffing
        }
      }
      case DOT_CR -> {
        return b == '\n' && !loose ? Found.END : Found.FALSE_END;
      }
      case LINE_START -> {
        if (b == '.') {
          state = State.DOT;
        } else {
          text(b);
        }
      }
      case TEXT -> text(b);
    }
    return Found.MORE;
  }

  private void text(byte b) {
    if (b == '\r') {
      state = State.CR;
    } else if (b == '\n') {
      message.badLineEnds();
      startLine(true);
    } else {
      state = State.TEXT;
    }
  }

  private void startLine(boolean afterBareEnd) {
    state = State.LINE_START;
    loose = afterBareEnd;
  }
}
