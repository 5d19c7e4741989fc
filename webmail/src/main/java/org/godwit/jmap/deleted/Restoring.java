package org.godwit.jmap.deleted;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import javax.inject.Inject;
import org.apache.james.core.quota.QuotaLimitValue;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.Quota;
import org.apache.james.mailbox.quota.QuotaManager;
import org.apache.james.mailbox.quota.UserQuotaRootResolver;
import org.godwit.jmap.Sight;
import org.godwit.jmap.mail.SpecialMailboxes;
import org.godwit.store.StoreException;
import org.godwit.store.mailbox.DeletedMail;
import org.godwit.store.mailbox.DeletedMail.Place;
import org.godwit.store.mailbox.StoreMailboxId;
import org.godwit.store.mailbox.Undelete;

/**
 * Brings people's mail back to where it was; what was deleted from the trash comes to the inbox,
 * for nobody looks for it there. As much as the quota has room for.
 */
final class Restoring {

  private final DeletedMail deleted;
  private final Undelete undelete;
  private final SpecialMailboxes mailboxes;
  private final QuotaManager quotas;
  private final UserQuotaRootResolver roots;

  @Inject
  Restoring(
      DeletedMail deleted,
      Undelete undelete,
      SpecialMailboxes mailboxes,
      QuotaManager quotas,
      UserQuotaRootResolver roots) {
    this.deleted = deleted;
    this.undelete = undelete;
    this.mailboxes = mailboxes;
    this.quotas = quotas;
    this.roots = roots;
  }

  /**
   * Restores them; those that are not there any more are passed over.
   *
   * @return how many came back; empty when there is no room, and nothing was done
   */
  OptionalLong restore(Sight sight, Set<Place> places) {
    if (places.isEmpty()) {
      return OptionalLong.of(0);
    }
    try {
      if (!hasRoom(sight, places)) {
        return OptionalLong.empty();
      }
      SpecialMailboxes.Found found = mailboxes.of(sight);
      Optional<StoreMailboxId> trash = found.of("trash").map(Restoring::id);
      List<Place> fromTrash = new ArrayList<>();
      List<Place> others = new ArrayList<>();
      for (Place place : places) {
        boolean isTrash = trash.isPresent() && trash.get().number() == place.mailbox();
        (isTrash ? fromTrash : others).add(place);
      }
      long restored = restore(sight, others, Optional.empty());
      return OptionalLong.of(
          restored + restore(sight, fromTrash, found.of("inbox").map(Restoring::id)));
    } catch (MailboxException e) {
      throw new StoreException("restoring deleted mail", e);
    }
  }

  private long restore(Sight sight, List<Place> places, Optional<StoreMailboxId> target)
      throws MailboxException {
    return places.isEmpty()
        ? 0
        : undelete.restore(sight.owner(), places, target).stream()
            .mapToLong(Undelete.Restored::messages)
            .sum();
  }

  private static StoreMailboxId id(String text) {
    return new StoreMailboxId.Factory().fromString(text);
  }

  private boolean hasRoom(Sight sight, Set<Place> places) throws MailboxException {
    QuotaManager.Quotas all = quotas.getQuotas(roots.forUser(sight.owner()));
    DeletedMail.Amount amount = deleted.amount(sight.account(), places);
    return fits(all.getStorageQuota(), amount.bytes())
        && fits(all.getMessageQuota(), amount.messages());
  }

  private static boolean fits(Quota<?, ?> quota, long more) {
    QuotaLimitValue<?> limit = quota.getLimit();
    return !limit.isLimited() || quota.getUsed().asLong() + more <= limit.asLong();
  }
}
