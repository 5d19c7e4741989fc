package org.godwit.mailflow;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.inject.Inject;
import javax.inject.Singleton;
import javax.mail.MessagingException;
import javax.mail.internet.MimeMessage;

/** Our mailboxes, of which some can be full or broken. */
@Singleton
final class TroubledMailboxes implements Mailboxes {

  final Set<String> full = ConcurrentHashMap.newKeySet();
  final Set<String> broken = ConcurrentHashMap.newKeySet();
  private final StoredMailboxes real;

  @Inject
  TroubledMailboxes(StoredMailboxes real) {
    this.real = real;
  }

  @Override
  public Message message(MimeMessage message) throws MessagingException {
    Message copies = real.message(message);
    return copy -> {
      if (full.contains(copy.owner().asString())) {
        return Result.FULL;
      }
      if (broken.contains(copy.owner().asString())) {
        throw new MessagingException("this mailbox is broken");
      }
      return copies.deliver(copy);
    };
  }
}
