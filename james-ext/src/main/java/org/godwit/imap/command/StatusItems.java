package org.godwit.imap.command;

import java.util.EnumSet;
import java.util.Map;
import org.apache.james.imap.api.message.StatusDataItems;
import org.apache.james.imap.api.message.StatusDataItems.StatusItem;
import org.apache.james.imap.decode.DecodingException;
import org.apache.james.imap.decode.ImapRequestLineReader;

/** What STATUS may be asked, in LIST (RFC 5819 §2). */
final class StatusItems {
  private static final Map<String, StatusItem> ITEMS =
      Map.ofEntries(
          Map.entry("MESSAGES", StatusItem.MESSAGES),
          Map.entry("RECENT", StatusItem.RECENT),
          Map.entry("UIDNEXT", StatusItem.UID_NEXT),
          Map.entry("UIDVALIDITY", StatusItem.UID_VALIDITY),
          Map.entry("UNSEEN", StatusItem.UNSEEN),
          Map.entry("HIGHESTMODSEQ", StatusItem.HIGHEST_MODSEQ),
          Map.entry("SIZE", StatusItem.SIZE),
          Map.entry("DELETED", StatusItem.DELETED),
          Map.entry("DELETED-STORAGE", StatusItem.DELETED_STORAGE),
          Map.entry("MAILBOXID", StatusItem.MAILBOXID),
          Map.entry("APPENDLIMIT", StatusItem.APPENDLIMIT));

  private StatusItems() {}

  /** Reads {@code (MESSAGES UNSEEN …)}. */
  static StatusDataItems read(ImapRequestLineReader in) throws DecodingException {
    in.nextWordChar();
    in.consumeChar('(');
    EnumSet<StatusItem> items = EnumSet.noneOf(StatusItem.class);
    for (String word = ListParser.word(in); !word.isEmpty(); word = ListParser.word(in)) {
      StatusItem item = ITEMS.get(word);
      if (item == null) {
        throw ListParser.wrong("unknown status item");
      }
      items.add(item);
    }
    in.consumeChar(')');
    return new StatusDataItems(items);
  }
}
