package org.godwit.jmap;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.inject.Inject;
import org.apache.james.mailbox.acl.MailboxACLResolver;
import org.apache.james.mailbox.acl.UnionMailboxACLResolver;
import org.apache.james.mailbox.exception.UnsupportedRightException;
import org.apache.james.mailbox.model.MailboxACL.Rfc4314Rights;
import org.apache.james.mailbox.model.MailboxACL.Right;
import org.godwit.store.listing.AccountDirectory;
import org.godwit.store.listing.AccountDirectory.Sharing;
import org.godwit.store.listing.Reach;

/** Which accounts somebody sees. The own one costs nothing, those of others one statement. */
public final class Sights {

  private final AccountDirectory directory;
  private final MailboxACLResolver resolver = new UnionMailboxACLResolver();

  @Inject
  public Sights(AccountDirectory directory) {
    this.directory = directory;
  }

  /** The viewer's own account. */
  Sight own(Viewer viewer) {
    return new Sight(
        viewer, viewer.account(), viewer.name(), Reach.all(viewer.account()), Map.of());
  }

  /** All accounts: the viewer's own, and those that show a mailbox to the viewer. */
  Map<String, Sight> all(Viewer viewer) {
    Map<String, Sight> all = new LinkedHashMap<>();
    all.put(Sight.id(viewer.account()), own(viewer));
    for (Sharing sharing : directory.sharing(viewer.name())) {
      shared(viewer, sharing).ifPresent(sight -> all.put(sight.id(), sight));
    }
    return all;
  }

  private Optional<Sight> shared(Viewer viewer, Sharing sharing) {
    Map<Long, Rfc4314Rights> rights = new HashMap<>();
    Set<Long> readable = new HashSet<>();
    for (AccountDirectory.Shared shared : sharing.mailboxes()) {
      Rfc4314Rights granted = rights(viewer, sharing, shared);
      if (granted.contains(Right.Lookup)) {
        rights.put(shared.mailbox(), granted);
        if (granted.contains(Right.Read)) {
          readable.add(shared.mailbox());
        }
      }
    }
    return rights.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Sight(
                viewer,
                sharing.account(),
                sharing.owner(),
                new Reach(sharing.account(), Optional.of(readable)),
                rights));
  }

  private Rfc4314Rights rights(Viewer viewer, Sharing sharing, AccountDirectory.Shared shared) {
    try {
      return resolver.resolveRights(viewer.name(), shared.acl(), sharing.owner().asString());
    } catch (UnsupportedRightException e) {
      throw new IllegalStateException("a stored right is unknown", e);
    }
  }
}
