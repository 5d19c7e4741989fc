package org.godwit.store.mailbox;

import java.io.IOException;
import java.io.InputStream;

/** Finds where a message's header ends. */
final class HeaderBlock {

  private static final int CHUNK = 16 * 1024;

  private HeaderBlock() {}

  /**
   * The bytes up to and with the first empty line (RFC 5322 §2.1), whether lines end in CRLF or in
   * a bare LF; all of the message when it has no body.
   *
   * @param message is read as far as needed, and not closed
   */
  static int length(InputStream message) throws IOException {
    byte[] chunk = new byte[CHUNK];
    int position = 0;
    boolean lineIsEmpty = true;
    for (int read = message.read(chunk); read >= 0; read = message.read(chunk)) {
      for (int i = 0; i < read; i++) {
        position++;
        if (chunk[i] == '\n') {
          if (lineIsEmpty) {
            return position;
          }
          lineIsEmpty = true;
        } else if (chunk[i] != '\r') {
          lineIsEmpty = false;
        }
      }
    }
    return position;
  }
}
