package org.godwit.store.mailbox;

import java.util.List;
import java.util.UUID;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.FetchGroup;
import org.godwit.store.Database;

/** Somebody with one letter in the store, for tests of other rooms. */
public final class StoredLetters {

  private static final String TEXT = "Subject: a letter\r\nBcc: carol@example.org\r\n\r\ntext\r\n";

  private final Alice alice;
  private final UUID message;
  private final long account;

  public StoredLetters(Database database) throws MailboxException {
    alice = new Alice(database);
    account = ((StoreMailboxId) alice.create("INBOX").getId()).account();
    alice.append("INBOX", TEXT);
    message =
        ((StoreMessageId) alice.fetch("INBOX", FetchGroup.MINIMAL).getFirst().getMessageId())
            .uuid();
  }

  public long account() {
    return account;
  }

  public UUID message() {
    return message;
  }

  public String text() {
    return TEXT;
  }

  public void expunge() throws MailboxException {
    alice.open("INBOX").delete(List.of(MessageUid.of(1)), alice.session());
  }
}
