package org.godwit.export;

import java.io.IOException;
import org.godwit.store.mailbox.AccountReading.Held;

/** A file that messages are written into, one after the other. */
interface MailFile {

  /** All that follows is of this folder. */
  void folder(String name) throws IOException;

  void message(Held held, byte[] message) throws IOException;

  /** Ends the file, and what it is written to. Without this it is seen to be broken off. */
  void finish() throws IOException;
}
