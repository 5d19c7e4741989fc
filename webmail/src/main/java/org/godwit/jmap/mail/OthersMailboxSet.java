package org.godwit.jmap.mail;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.MailboxACL.Right;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.model.MailboxPath;
import org.godwit.jmap.Arguments;
import org.godwit.jmap.Exchange;
import org.godwit.jmap.MethodError;
import org.godwit.jmap.SetAnswer;
import org.godwit.jmap.SetError;
import org.godwit.jmap.SetRequest;
import org.godwit.jmap.Sight;
import org.godwit.jmap.States;

/**
 * Mailbox/set (8621 §2.5) in somebody else's account: whoever may create below a mailbox there
 * ({@code mayCreateChild}) makes one, with a name and a place. All else is its owner's.
 */
final class OthersMailboxSet {
  private final MailboxMethods mailboxes;
  private final MailboxManager manager;

  @Inject
  OthersMailboxSet(MailboxMethods mailboxes, MailboxManager manager) {
    this.mailboxes = mailboxes;
    this.manager = manager;
  }

  ObjectNode answer(Sight sight, Arguments arguments, Exchange exchange) throws MethodError {
    if (sight.rights().values().stream().noneMatch(may -> may.contains(Right.CreateMailbox))) {
      throw new MethodError("accountReadOnly", "mailboxes are made and changed by their owner");
    }
    SetRequest request = SetRequest.of(sight, arguments, exchange);
    arguments.flag("onDestroyRemoveEmails", false);
    arguments.noOther();
    String before = States.of(mailboxes.tree(sight, false).modseq());
    request.mustBeIn(before);
    SetAnswer answer = new SetAnswer(exchange);
    MailboxSession session = manager.createSystemSession(sight.viewer().name());
    try {
      for (Map.Entry<String, ObjectNode> one : request.create().entrySet()) {
        create(arguments, one.getKey(), one.getValue(), exchange, answer, session);
      }
    } finally {
      manager.endProcessingRequest(session);
    }
    SetError owners = SetError.forbidden("mailboxes are changed by their owner");
    request.update().keySet().forEach(id -> answer.notUpdated(id, owners));
    request.destroy().forEach(id -> answer.notDestroyed(id, owners));
    Sight now = exchange.account(arguments);
    return answer.json(now, before, States.of(mailboxes.tree(now, false).modseq()));
  }

  private void create(
      Arguments arguments,
      String creationId,
      ObjectNode given,
      Exchange exchange,
      SetAnswer answer,
      MailboxSession session)
      throws MethodError {
    try {
      Sight sight = exchange.account(arguments);
      Wish wish = Wish.of(Wish.blank(), given);
      if (wish.role().isPresent() || wish.sortOrder() != 0 || wish.subscribed()) {
        throw SetError.forbidden("what a mailbox is for says its owner");
      }
      MailboxPath path =
          MailboxSet.path(sight, mailboxes.tree(sight, false), wish, exchange, Optional.empty());
      MailboxId id =
          manager
              .createMailbox(path, session)
              .orElseThrow(() -> SetError.invalidProperties("this is no name", "name"));
      exchange.lookAgain();
      ObjectNode all =
          mailboxes.tree(exchange.account(arguments), false).json().get(id.serialize());
      given.fieldNames().forEachRemaining(all::remove);
      answer.created(creationId, all.put("id", id.serialize()));
    } catch (SetError why) {
      answer.notCreated(creationId, why);
    } catch (MailboxException e) {
      answer.notCreated(creationId, MailboxSet.refusal(e));
    }
  }
}
