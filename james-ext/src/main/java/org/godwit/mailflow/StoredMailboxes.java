package org.godwit.mailflow;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import javax.inject.Inject;
import javax.mail.MessagingException;
import javax.mail.internet.MimeMessage;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.OverQuotaException;
import org.apache.james.mailbox.model.MailboxPath;
import org.godwit.store.mailbox.Letter;
import org.godwit.store.mailbox.MailboxDelivery;
import org.godwit.store.queue.MessageBytes;

/** The mailboxes in PostgreSQL. The bytes of an unchanged message are not written again. */
final class StoredMailboxes implements Mailboxes {

  private final MailboxDelivery delivery;

  @Inject
  StoredMailboxes(MailboxDelivery delivery) {
    this.delivery = delivery;
  }

  @Override
  public Message message(MimeMessage message) throws MessagingException {
    MessageBytes bytes = MessageBytes.of(message);
    try {
      Letter letter = Letter.of(bytes.hash(), bytes.size(), bytes.fresh(), bytes::open);
      return copy -> deliver(copy, letter);
    } catch (IOException e) {
      throw new MessagingException("a message cannot be read now", e);
    }
  }

  private Result deliver(Copy copy, Letter letter) throws MessagingException {
    try {
      MailboxDelivery.Outcome outcome =
          delivery.deliver(
              new MailboxDelivery.Delivery(
                  copy.id(),
                  copy.owner(),
                  MailboxPath.forUser(copy.owner(), copy.folder()),
                  true,
                  copy.prefix().getBytes(StandardCharsets.UTF_8),
                  copy.flags(),
                  Date.from(copy.received())),
              letter);
      return outcome == MailboxDelivery.Outcome.ADDED ? Result.DELIVERED : Result.ALREADY_THERE;
    } catch (OverQuotaException e) {
      return Result.FULL;
    } catch (MailboxException e) {
      throw new MessagingException("a mailbox cannot take a message now", e);
    }
  }
}
