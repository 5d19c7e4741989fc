package org.godwit.jmap.submission;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import javax.inject.Inject;
import javax.mail.internet.AddressException;
import org.apache.james.core.MailAddress;
import org.apache.james.rrt.api.CanSendFrom;
import org.apache.james.rrt.api.RecipientRewriteTable.ErrorMappingException;
import org.apache.james.rrt.api.RecipientRewriteTableException;
import org.godwit.jmap.Viewer;
import org.godwit.store.StoreException;
import org.godwit.store.account.UnicodeAddress;

/**
 * Which addresses somebody may send as: the name, its aliases, and those of shared mailboxes. Safe
 * for many threads; blocks.
 */
final class OwnSenders {

  private final CanSendFrom senders;

  @Inject
  OwnSenders(CanSendFrom senders) {
    this.senders = senders;
  }

  /** All of them, the own name first. */
  Set<String> of(Viewer viewer) {
    try {
      Set<String> found = new LinkedHashSet<>();
      found.add(viewer.name().asString());
      senders
          .allValidFromAddressesForUser(viewer.name())
          .forEach(address -> found.add(UnicodeAddress.text(address)));
      return found;
    } catch (RecipientRewriteTableException | ErrorMappingException e) {
      throw new StoreException("reading the aliases of somebody", e);
    }
  }

  boolean may(Viewer viewer, String email) {
    Optional<MailAddress> address = address(email);
    return address.isPresent()
        && senders.userCanSendFrom(viewer.name(), UnicodeAddress.user(address.get()));
  }

  /** An address that mail can be sent to; empty when the text is none. */
  static Optional<MailAddress> address(String email) {
    try {
      boolean isLine = email.chars().noneMatch(Character::isISOControl);
      return isLine ? Optional.of(UnicodeAddress.parse(email)) : Optional.empty();
    } catch (AddressException notOne) {
      return Optional.empty();
    }
  }
}
