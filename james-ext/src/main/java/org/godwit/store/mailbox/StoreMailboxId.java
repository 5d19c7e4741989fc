package org.godwit.store.mailbox;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.james.mailbox.model.MailboxId;

/**
 * A mailbox: the account that owns it, and its number there. In text {@code m12-5}, which JMAP
 * takes as an id (RFC 8620 §1.2) and IMAP as an object id (RFC 8474 §4).
 *
 * @param account the owner's account_id
 * @param number counted within the account
 */
public record StoreMailboxId(long account, long number) implements MailboxId {

  private static final Pattern TEXT = Pattern.compile("m(\\d{1,18})-(\\d{1,18})");

  /** Reads what {@link #serialize} wrote. */
  public static final class Factory implements MailboxId.Factory {
    /**
     * The id that a text stands for.
     *
     * @throws IllegalArgumentException when it is none of ours
     */
    @Override
    public StoreMailboxId fromString(String text) {
      Matcher found = TEXT.matcher(text);
      if (!found.matches()) {
        throw new IllegalArgumentException("not a mailbox id");
      }
      return new StoreMailboxId(Long.parseLong(found.group(1)), Long.parseLong(found.group(2)));
    }
  }

  @Override
  public String serialize() {
    return "m" + account + "-" + number;
  }

  @Override
  public String toString() {
    return serialize();
  }
}
