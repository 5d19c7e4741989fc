package org.godwit.cluster;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.james.core.Username;
import org.apache.james.events.Event.EventId;
import org.apache.james.mailbox.model.MailboxId;
import org.godwit.store.event.ChangedElsewhere;
import org.godwit.store.mailbox.StoreMailboxId;

/**
 * What nodes tell each other, as text that fits into PostgreSQL's NOTIFY: who tells it, then a word
 * for each piece of news, with a letter for its kind. Words of other kinds are of newer versions,
 * and passed over.
 */
final class News {
  /** PostgreSQL takes less than 8000 bytes, and a caller may add some. */
  private static final int MOST_BYTES = 7_800;

  /** More at once are told as {@link #ANYTHING}. */
  private static final int MOST_TEXTS = 20;

  /** Anything may have happened. */
  static final String ANYTHING = "*";

  private static final char MAILBOX = 'm';
  private static final char RIGHTS = 'r';
  private static final char OWNER = 'n';

  private News() {}

  /** The messages of a mailbox have changed, or it has come or gone. */
  static String of(StoreMailboxId mailbox) {
    return MAILBOX + Long.toString(mailbox.account()) + '.' + mailbox.number();
  }

  /** Who may see what of an account has changed. */
  static String rights(long account) {
    return RIGHTS + Long.toString(account);
  }

  /** Whose mailboxes have changed. */
  static String owner(Username name) {
    byte[] text = name.asString().getBytes(StandardCharsets.UTF_8);
    return OWNER + Base64.getUrlEncoder().withoutPadding().encodeToString(text);
  }

  /** Texts to send, few as they can be. */
  static List<String> texts(UUID from, Collection<String> words) {
    List<String> texts = new ArrayList<>();
    StringBuilder text = new StringBuilder(from.toString());
    for (String word : words) {
      if (text.length() + 1 + word.length() > MOST_BYTES) {
        texts.add(text.toString());
        text = new StringBuilder(from.toString());
      }
      text.append(' ').append(word);
    }
    texts.add(text.toString());
    return texts.size() > MOST_TEXTS ? List.of(from + " " + ANYTHING) : texts;
  }

  /** What a text tells a node; empty when it is its own, or nothing it understands. */
  static Optional<ChangedElsewhere> read(UUID reader, String text) {
    String[] words = text.split(" ", -1);
    if (words[0].equals(reader.toString())) {
      return Optional.empty();
    }
    Set<MailboxId> mailboxes = new HashSet<>();
    Set<Long> accounts = new HashSet<>();
    Set<String> owners = new HashSet<>();
    boolean rights = false;
    for (int i = 1; i < words.length; i++) {
      String word = words[i];
      if (word.equals(ANYTHING)) {
        return Optional.of(ChangedElsewhere.anything());
      }
      try {
        switch (word.isEmpty() ? ' ' : word.charAt(0)) {
          case MAILBOX -> {
            int dot = word.indexOf('.');
            long account = Long.parseLong(word.substring(1, dot));
            accounts.add(account);
            mailboxes.add(new StoreMailboxId(account, Long.parseLong(word.substring(dot + 1))));
          }
          case RIGHTS -> {
            accounts.add(Long.parseLong(word.substring(1)));
            rights = true;
          }
          case OWNER -> {
            byte[] name = Base64.getUrlDecoder().decode(word.substring(1));
            owners.add(new String(name, StandardCharsets.UTF_8));
          }
          default -> {
            // of a newer version
          }
        }
      } catch (IllegalArgumentException | IndexOutOfBoundsException notOurs) {
        // a hint that cannot be read is a hint that was not heard
      }
    }
    return accounts.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new ChangedElsewhere(EventId.random(), mailboxes, accounts, owners, rights, false));
  }
}
