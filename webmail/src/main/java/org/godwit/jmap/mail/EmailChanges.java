package org.godwit.jmap.mail;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.UUID;
import javax.inject.Inject;
import org.godwit.jmap.Arguments;
import org.godwit.jmap.Changes;
import org.godwit.jmap.Exchange;
import org.godwit.jmap.Method;
import org.godwit.jmap.MethodError;
import org.godwit.jmap.Sight;
import org.godwit.store.listing.AccountChanges;

/** Email/changes (8621 §4.3). */
final class EmailChanges implements Method {

  private final AccountChanges changes;

  @Inject
  EmailChanges(AccountChanges changes) {
    this.changes = changes;
  }

  @Override
  public ObjectNode answer(Arguments arguments, Exchange exchange) throws MethodError {
    Sight sight = exchange.account(arguments);
    return Changes.answer(
            sight, arguments, since -> changes.messages(sight.reach(), since), UUID::toString)
        .answer();
  }
}
