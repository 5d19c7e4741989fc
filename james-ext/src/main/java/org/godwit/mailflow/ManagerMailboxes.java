package org.godwit.mailflow;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import javax.inject.Inject;
import javax.inject.Named;
import javax.mail.MessagingException;
import javax.mail.internet.MimeMessage;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.MailboxExistsException;
import org.apache.james.mailbox.exception.MailboxNotFoundException;
import org.apache.james.mailbox.exception.OverQuotaException;
import org.apache.james.mailbox.model.Content;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.server.core.MimeMessageInputStream;
import org.apache.james.server.core.MimeMessageUtil;

/**
 * Mailboxes through James's own interface. It has no delivery ids, so a delivery that is tried
 * again after a crash is a second message.
 */
final class ManagerMailboxes implements Mailboxes {

  private final MailboxManager manager;

  @Inject
  ManagerMailboxes(@Named("mailboxmanager") MailboxManager manager) {
    this.manager = manager;
  }

  @Override
  public Result deliver(Letter letter) throws MessagingException {
    MailboxSession session = manager.createSystemSession(letter.owner());
    try {
      String folder = letter.folder().replace('/', session.getPathDelimiter());
      MessageManager mailbox = mailbox(MailboxPath.forUser(letter.owner(), folder), session);
      mailbox.appendMessage(
          MessageManager.AppendCommand.builder()
              .withFlags(letter.flags())
              .recent()
              .delivery()
              .build(content(letter)),
          session);
      return Result.DELIVERED;
    } catch (OverQuotaException e) {
      return Result.FULL;
    } catch (MailboxException e) {
      throw new MessagingException("a mailbox cannot take a message now", e);
    } finally {
      manager.endProcessingRequest(session);
    }
  }

  private MessageManager mailbox(MailboxPath path, MailboxSession session) throws MailboxException {
    try {
      return manager.getMailbox(path, session);
    } catch (MailboxNotFoundException e) {
      return made(path, session);
    }
  }

  private MessageManager made(MailboxPath path, MailboxSession session) throws MailboxException {
    try {
      manager.createMailbox(path, MailboxManager.CreateOption.CREATE_SUBSCRIPTION, session);
    } catch (MailboxExistsException e) {
      // somebody else was faster
    }
    return manager.getMailbox(path, session);
  }

  private static Content content(Letter letter) {
    byte[] prefix = letter.prefix().getBytes(StandardCharsets.UTF_8);
    MimeMessage message = letter.message();
    return new Content() {
      @Override
      public InputStream getInputStream() throws IOException {
        try {
          return new SequenceInputStream(
              new ByteArrayInputStream(prefix), new MimeMessageInputStream(message));
        } catch (MessagingException e) {
          throw new IOException(e);
        }
      }

      @Override
      public long size() throws MailboxException {
        try {
          return prefix.length + MimeMessageUtil.getMessageSize(message);
        } catch (MessagingException e) {
          throw new MailboxException("a message's size cannot be told", e);
        }
      }
    };
  }
}
